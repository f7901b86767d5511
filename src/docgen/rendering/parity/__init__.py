"""Whether both formats say the same words."""
