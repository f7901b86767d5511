"""Comparison of the items of law with the articles in force: what stands there, and where."""
