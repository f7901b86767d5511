"""The partnership convention: an act of two parties, signed or to be signed."""
