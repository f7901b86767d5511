"""Stages 1 and 2: the YAML files of `content/`, read and checked into frozen models."""
