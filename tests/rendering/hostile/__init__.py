"""Templates and resources that try to do harm; each family is one that was tried on docgen."""
