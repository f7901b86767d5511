"""The page of figures of a commune: open statistics for its mayor, or the force's own, apart."""
