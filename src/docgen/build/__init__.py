"""The pipeline: read, check, compose, render, publish."""
