"""What a release says of itself, written and read back."""
