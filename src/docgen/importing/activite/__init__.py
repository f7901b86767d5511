"""The monthly figures of the gendarmerie: its form, blank or filled in."""
