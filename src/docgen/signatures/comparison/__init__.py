"""Comparison of a PDF that comes back with the one that docgen makes of its source."""
