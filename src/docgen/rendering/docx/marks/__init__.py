"""The marks by which an edited Word file is recognised when it comes back."""
