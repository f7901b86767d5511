"""What our own texts share: references, blanks, phrases, and what is left to do."""
