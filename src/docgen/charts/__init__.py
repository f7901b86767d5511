"""Charts as data that every format draws its own way, and their drawing in SVG."""
