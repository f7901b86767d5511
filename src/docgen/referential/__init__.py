"""Keeper of `content/referentiel/` and `content/territoire/`: what docgen knows of the country."""
