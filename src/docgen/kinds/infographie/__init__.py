"""The page of figures of a commune: open statistics for its mayor, or the internal figures."""
