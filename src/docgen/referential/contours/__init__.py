"""Outlines of communes, as shared arcs."""
