"""Charts and maps as data, drawn in SVG and as native charts of Word."""
