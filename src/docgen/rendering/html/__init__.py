"""HTML pages: templates in a sandbox, and their parts."""
