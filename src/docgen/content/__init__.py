"""Stages 1 and 2, keeper of `content/`: YAML as written, checked into frozen models."""
