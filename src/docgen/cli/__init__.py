"""The command line: parse, call, print.  No decision about documents is taken here.

Only this room reads the clock and prints.  What a command works with is imported inside it, so
that `docgen --help` answers at once.
"""

from docgen.cli.main import main

__all__ = ["main"]
