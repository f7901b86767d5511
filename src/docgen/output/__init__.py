"""Keeper of `output/`: a set of files appears whole, or not at all."""
