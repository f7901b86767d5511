"""INSEE’s code officiel géographique: communes, départements and intercommunalités."""
