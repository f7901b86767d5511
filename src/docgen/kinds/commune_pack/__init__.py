"""The briefing pack of a commune, for the visit of a gendarme to the mayor."""
