"""The project's own territory: units, communes, roles."""
