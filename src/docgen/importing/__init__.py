"""Official files in, snapshots out: each is recognised, converted, checked, and kept whole."""
