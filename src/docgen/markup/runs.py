"""One reading for all formats: a text is a row of runs, that each renderer prints its own way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Final

from docgen.markup.marks import CACHED_TEXTS, MarkError, check_address, tokens
from docgen.markup.ordinals import cut_ordinals
from docgen.markup.references import read_reference

CLOSING_HINT: Final = "« **gras** », « *italique* » ; un astérisque s’écrit « \\* »"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one dress; `link` is the address that it leads to, if it is a link."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: bool = False
    link: str = ""


STYLE: Final = attrgetter("bold", "italic", "raised", "link")
"""All of a run but what it says."""


@lru_cache(maxsize=CACHED_TEXTS, typed=True)
def read_runs(text: str) -> tuple[Run, ...]:
    """Return the runs of a marked text; a reference that nobody answered stays as written.

    ``"le **plan** d’actions"`` → `le `, `plan` in bold, ` d’actions`.  Raise MarkError (a
    ValueError), in French, when a mark is not closed, or a link or a reference badly written.
    """
    reader = _RunReader()
    for token in tokens(text):
        reader.read(token)
    return tuple(part for run in _joined(reader.finished()) for part in _raised(run))


def plain(text: str) -> str:
    """Return a marked text without its marks."""
    return "".join(run.text for run in read_runs(text))


class _RunReader:
    """Goes through the tokens of a text, and knows what is open."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.dress = Run("")
        self.label = 0

    def read(self, token: re.Match[str]) -> None:
        """Read one token."""
        match token.lastgroup:
            case "bold":
                self.dress = replace(self.dress, bold=not self.dress.bold)
            case "italic":
                self.dress = replace(self.dress, italic=not self.dress.italic)
            case "open":
                self.label = len(self.runs)
                self.dress = replace(self.dress, link=check_address(token["target"][1:-1]))
            case "close" | "broken":
                self._close(token)
            case "reference":
                self._refer(token)
            case kind:
                said = token.group()
                self._say(said[1:] if kind == "escape" else said)

    def finished(self) -> list[Run]:
        """Return the runs, once emphasis is closed; a link always is."""
        if self.dress.bold or self.dress.italic:
            mark = "**" if self.dress.bold else "*"
            raise MarkError(f"« {mark} » ouvert et jamais refermé", CLOSING_HINT)
        return self.runs

    def _close(self, token: re.Match[str]) -> None:
        """End a link, which must say something."""
        if not self.dress.link:
            hint = "« [texte](https://…) », sans espace dans l’adresse ; un crochet s’écrit « \\[ »"
            raise MarkError(f"lien mal écrit : « {token.string[: token.end()][-30:]} »", hint)
        if not "".join(run.text for run in self.runs[self.label :]).strip():
            raise MarkError(f"lien sans texte : « {self.dress.link} »", "« [texte](https://…) »")
        self.dress = replace(self.dress, link="")

    def _refer(self, token: re.Match[str]) -> None:
        """Keep a reference as it is written, where its answer may be a link."""
        reference = read_reference(token)
        if self.dress.link:
            message = f"renvoi dans le texte d’un lien : « {reference} »"
            raise MarkError(message, "sortez le renvoi des crochets")
        self._say(token.group())

    def _say(self, text: str) -> None:
        self.runs.append(replace(self.dress, text=text))


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Join neighbours in the same dress, which escapes leave apart."""
    for _, alike in groupby(runs, key=STYLE):
        first, *others = alike
        text = "".join(run.text for run in (first, *others))
        yield replace(first, text=text) if others else first


def _raised(run: Run) -> Iterator[Run]:
    """Cut the letters of ordinals out of a run, to be raised."""
    for text, up in cut_ordinals(run.text):
        yield replace(run, text=text, raised=up) if text != run.text else run
