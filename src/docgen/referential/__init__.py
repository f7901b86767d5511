"""What docgen knows of the country: `content/referentiel/` and `content/territoire/`."""
