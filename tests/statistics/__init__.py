"""Figures: secrecy, indicators, variations, and what may be printed together."""
