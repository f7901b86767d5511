"""Tests of what changes from one act to another."""
