"""Fiches: a page for each commitment of the convention that a mayor can act on."""
