"""Recorded crime, as the SSMSI publishes it."""
