"""What people check away from the keyboard: sheets with the evidence, read back with answers."""
