"""What the texts of several kinds share: references, blanks, phrases, what is left to do."""
