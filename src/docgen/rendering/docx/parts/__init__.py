"""What a Word file is made of: runs, tables, figures, headers, contents."""
