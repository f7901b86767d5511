"""The report of a year: what was done of each fiche, and counted, before the parties decide."""
