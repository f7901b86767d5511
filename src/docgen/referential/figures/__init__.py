"""Figures about communes: recorded crime, and the activity of the gendarmerie."""
