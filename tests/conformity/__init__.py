"""Tests of the gate: documents that pass it, and defects that do not."""
