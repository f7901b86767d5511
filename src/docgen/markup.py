r"""The marks that people may put inside a text: `**gras**`, `*italique*`; `\*` is an asterisk.

One reading for all formats: a text is a row of runs, and each renderer prints runs its own way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

ORDINAL = re.compile(r"(?<![\w.])(?:\d+(ers?|res?|es?)|I(er|re)|[IVX]{2,}(es?))(?!\w)")
"""« 1er », « 2e », « XXIe »: the letters after the number are raised."""
TOKEN = re.compile(r"(?P<escape>\\\*)|(?P<bold>\*\*)|(?P<italic>\*)|(?P<text>[^\\*]+|\\)")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one dress."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: bool = False


def read_runs(text: str) -> tuple[Run, ...]:
    """Return the runs of a marked text.

    ``"le **plan** d’actions"`` → `le `, `plan` in bold, ` d’actions`.  Raise ValueError, in
    French, when a mark is not closed.
    """
    runs: list[Run] = []
    bold = italic = False
    for token in TOKEN.finditer(text):
        if token["bold"]:
            bold = not bold
        elif token["italic"]:
            italic = not italic
        else:
            runs.append(Run("*" if token["escape"] else token["text"], bold, italic))
    if bold or italic:
        raise ValueError(f"« {'**' if bold else '*'} » ouvert et jamais refermé")
    return tuple(part for run in _joined(runs) for part in _raised(run))


def plain(text: str) -> str:
    """Return a marked text without its marks."""
    return "".join(run.text for run in read_runs(text))


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    """Join neighbours in the same dress, which escapes leave apart."""
    joined: list[Run] = []
    for run in runs:
        if joined and (joined[-1].bold, joined[-1].italic) == (run.bold, run.italic):
            joined[-1] = Run(joined[-1].text + run.text, run.bold, run.italic)
        else:
            joined.append(run)
    return tuple(joined)


def _raised(run: Run) -> Iterator[Run]:
    """Cut the letters of ordinals out of a run, to be raised."""
    start = 0
    for found in ORDINAL.finditer(run.text):
        letters = found[1] or found[2] or found[3]
        yield replace(run, text=run.text[start : found.end() - len(letters)])
        yield replace(run, text=letters, raised=True)
        start = found.end()
    if run.text[start:]:
        yield replace(run, text=run.text[start:])
