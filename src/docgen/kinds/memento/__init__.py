"""The environment memento for mayors: a booklet and a two-page sheet from the same families."""
