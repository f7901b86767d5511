"""The comparison of the words of both formats."""
