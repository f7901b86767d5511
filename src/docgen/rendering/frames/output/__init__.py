"""Frames with their slots filled, as PDF."""
