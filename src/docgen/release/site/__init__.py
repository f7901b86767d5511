"""The pages of a release: `index.html` and `rapport.html`."""
