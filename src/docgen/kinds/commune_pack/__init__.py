"""The briefing pack of a commune: what a gendarme lays on the mayor's table, bound of all kinds."""
