"""Projects that tests read or copy: complete ones, and those in which nothing is left to do."""
