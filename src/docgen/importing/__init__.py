"""Imports of official files: each is recognised, converted, checked, and kept as a snapshot."""
