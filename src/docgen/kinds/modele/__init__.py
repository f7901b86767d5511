"""Ready models of acts for a mayor, merged with what the project knows of the commune."""
