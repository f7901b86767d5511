"""Outlines of communes, from GeoJSON to shared arcs."""
