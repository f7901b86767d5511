"""Reading a finished PDF: its objects, operators and text."""
