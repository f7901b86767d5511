"""Where the marks of a chart stand: bars, columns, lines, scales and labels."""
