"""Frames: what does not change from a commune to the next is laid out once, the rest fills places.

`--rendu direct` lays out each document from nothing and stays the reference; here a document is cut
into sections, a section's frame is kept, and only its changed lines are laid out again.
"""
