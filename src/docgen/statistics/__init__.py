"""Recorded crime as values in which what is hidden has no number that could be printed."""
