"""The signed acts: their clauses, commitments and partners, and who writes for them."""
