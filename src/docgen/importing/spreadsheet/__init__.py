"""Spreadsheets that people fill in: read cell by cell, written with their forms."""
