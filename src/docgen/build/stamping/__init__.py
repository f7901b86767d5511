"""Stamps of texts by people: what may be stamped, how people name it, how it is written."""
