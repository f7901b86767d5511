"""What marks a Word body: its source, for corrections, and what the layout decides, by styles."""
