"""The lists of a release, written and read back."""
