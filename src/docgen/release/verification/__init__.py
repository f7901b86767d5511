"""The files of a release, read again before it takes its place."""
