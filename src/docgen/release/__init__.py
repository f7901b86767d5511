"""The release: every document that is due, verified, in one folder that takes its place whole."""
