"""Files of the ministère de l’Intérieur: who polices, where, and who is mayor."""
