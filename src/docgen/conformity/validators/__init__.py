"""The validators of others, and the rules that they share: veraPDF and page-validation."""
