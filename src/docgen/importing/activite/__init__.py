"""The monthly figures of the gendarmerie: the blank form, and its import."""
