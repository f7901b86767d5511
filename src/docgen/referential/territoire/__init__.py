"""What the project knows of its territory: units, services, roles."""
