"""The rules of figures: secrecy, indicators, variations, and what may be printed together."""
