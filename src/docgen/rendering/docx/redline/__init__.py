"""Two Word documents as one with tracked changes."""
