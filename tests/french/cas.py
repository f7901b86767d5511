"""Cases of typography, one on a line, with visible signs for special blanks."""

from collections.abc import Iterator
from pathlib import Path

DESSINS = str.maketrans({"␣": "\u00a0", "⍽": "\u202f", "⏎": "\n", "⇥": "\t"})


def read_cases(function: str) -> Iterator[tuple[str, str]]:
    """Yield the typed and the expected text of each case, for ``prose`` or ``signé``."""
    section = ""
    for line in Path(__file__).with_name("cas_typographie.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line[1 : line.index("]")]
        elif " → " in line and not line.startswith("#") and section in {"tous", function}:
            typed, _, expected = line.partition(" → ")
            yield (
                typed.translate(DESSINS),
                (typed if expected == "=" else expected).translate(DESSINS),
            )


def show_blanks(text: str) -> str:
    """Return a text with visible signs for special blanks, for the reports of failures."""
    return text.replace("\u00a0", "␣").replace("\u202f", "⍽").replace("\n", "⏎")
