"""Spreadsheets that people fill in: reading and writing."""
