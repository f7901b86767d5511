"""The law as data: rules, references, and who checked them."""
