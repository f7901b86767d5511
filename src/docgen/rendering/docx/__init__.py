"""Word files: the template filled, and checked for what it may hold."""
