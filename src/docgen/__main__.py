"""Runs the command line: `docgen`, or `python -m docgen`."""

import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command line, which is imported here: it may be interrupted meanwhile."""
    try:
        from docgen.cli import main as run
    except KeyboardInterrupt:
        exec("")  # forgets an interrupt that crossed an `exec`: Python would end by the signal
        sys.stderr.write("Interrompu\u00a0: rien n’a été fait.\n")
        sys.exit(INTERRUPTED)
    run()


if __name__ == "__main__":
    main()
