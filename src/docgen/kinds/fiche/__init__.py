"""Fiches: one page for each thing that the convention offers or asks, that a mayor can act on."""
