"""Recorded crime as values that cannot lie: what is hidden has no number to be printed."""
