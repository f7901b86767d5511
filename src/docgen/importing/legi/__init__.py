"""Import of the law in force: archives of the base LEGI, and JSON of the API of Légifrance."""
