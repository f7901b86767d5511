"""docgen: from structured French YAML to the paper that mayors and gendarmes sign."""

__version__ = "0.1.0"
