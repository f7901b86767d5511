"""What becomes of a PDF once it is out of the house: signed, checked, opened again."""
