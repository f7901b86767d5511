"""Tests of tracked changes between two acts."""
