"""Sections laid out, and the lines in them that may be laid out again alone."""
