"""Recorded crime, from the SSMSI."""
