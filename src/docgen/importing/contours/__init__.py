"""Outlines of communes: GeoJSON in, shared arcs out."""
