"""Pairs of acts, and LibreOffice as a witness of their redlines."""
