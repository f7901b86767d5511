"""Frames: what does not change from one commune to the next is laid out once.

`--rendu direct` lays out each document from nothing and is the reference.  Here a document is cut
into sections; the frame of a section is cached, and only the lines that changed are laid out again.
"""
