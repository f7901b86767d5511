"""Where a commune is, on a map and in words."""
