"""Import of the directory of the administration: its services, and whom each serves."""
