"""The communes of France: their names, their units of police, their mayors."""
