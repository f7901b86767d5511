"""What people corrected in a Word file, read back and written into the YAML that it came from."""
