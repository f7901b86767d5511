"""Files of the ministère de l’Intérieur: competent units, units open to the public, mayors."""
