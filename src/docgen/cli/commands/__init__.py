"""The commands of docgen, one module for each group."""
