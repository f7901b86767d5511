"""The command line: parse, call, print.  It takes no decision about documents.

Only this package reads the clock and prints.  Commands import what they need when they run, so that
`docgen --help` answers at once.
"""

from docgen.cli.main import main

__all__ = ["main"]
