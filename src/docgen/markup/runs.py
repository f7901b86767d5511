"""Runs of a marked text, which each renderer prints in its own format."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Final

from docgen.markup.marks import CACHED_TEXTS, MarkError, check_address, tokens
from docgen.markup.references import read_reference

ORDINAL: Final = re.compile(r"(?<![\w./#=])(?:\d+(ers?|res?|es?)|I(er|re)|[IVX]{2,}(es?))(?!\w)")
"""« 1er », « 2e », « XXIe », outside addresses; the letters after the number are raised."""
CLOSING_HINT: Final = "« **gras** », « *italique* » ; un astérisque s’écrit « \\* »"

PARAGRAPH_HINT: Final = "« ¶ » va à la ligne entre deux phrases ; le signe lui-même s’écrit « \\¶ »"

EXCERPT_LENGTH: Final = 30
"""How many characters of a text name a place in it."""


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a text in one style; `link` is its address, or empty.

    A line break in it begins another paragraph.
    """

    text: str
    bold: bool = False
    italic: bool = False
    raised: bool = False
    link: str = ""


STYLE: Final = attrgetter("bold", "italic", "raised", "link")
"""All of a run but its text."""


@lru_cache(maxsize=CACHED_TEXTS, typed=True)
def read_runs(text: str) -> tuple[Run, ...]:
    """Return the runs of a marked text; a reference left in it stays as written.

    ``"le **plan** d’actions"`` → `le `, `plan` in bold, ` d’actions`.  Raise MarkError when a
    mark is not closed, or when a link or a reference is malformed.
    """
    reader = _RunReader()
    for token in tokens(text):
        reader.read(token)
    return tuple(part for run in _join_alike(reader.finish()) for part in _split_ordinals(run))


def plain(text: str) -> str:
    """Return a marked text without its marks, as one paragraph."""
    return "".join(run.text for run in read_runs(text)).replace("\n", " ")


class _RunReader:
    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.style = Run("")
        self.label = 0
        self.opened = ""
        self.emphasis: dict[str, int] = {}  # where each that is open begins

    def read(self, token: re.Match[str]) -> None:
        """Add one token to the runs."""
        if token.lastgroup in ("bold", "italic"):
            self.opened = token.string[token.start() :][:EXCERPT_LENGTH]
        match token.lastgroup:
            case "bold":
                self._turn_emphasis("gras", token)
                self.style = replace(self.style, bold=not self.style.bold)
            case "italic":
                self._turn_emphasis("italique", token)
                self.style = replace(self.style, italic=not self.style.italic)
            case "open":
                self.label = len(self.runs)
                self.style = replace(self.style, link=check_address(token["target"][1:-1]))
            case "close" | "broken":
                self._close_link(token)
            case "reference":
                self._add_reference(token)
            case "paragraph":
                self._begin_paragraph()
            case kind:
                text = token.group().replace("\n", " ")
                self._add_text(text[1:] if kind == "escape" else text)

    def finish(self) -> list[Run]:
        """Return the runs; raise MarkError when emphasis is left open (a link cannot be)."""
        if self.style.bold or self.style.italic:
            mark = "**" if self.style.bold else "*"
            raise MarkError(f"« {mark} » ouvert et jamais refermé", CLOSING_HINT, self.opened)
        paragraphs = "".join(run.text for run in self.runs).split("\n")
        if len(paragraphs) > 1 and not all(map(str.strip, paragraphs)):
            raise MarkError("« ¶ » sans texte avant ou après", PARAGRAPH_HINT, "¶")
        return self.runs

    def _turn_emphasis(self, name: str, token: re.Match[str]) -> None:
        """Note where emphasis begins; raise MarkError when it ends without any text in it."""
        start = self.emphasis.pop(name, None)
        if start is None:
            self.emphasis[name] = len(self.runs)
        elif not self._has_text(start):
            words = token.string[: token.end()][-EXCERPT_LENGTH:]
            raise MarkError(f"{name} sans texte : « {words} »", CLOSING_HINT, words)

    def _has_text(self, start: int) -> bool:
        return bool("".join(run.text for run in self.runs[start:]).strip())

    def _close_link(self, token: re.Match[str]) -> None:
        if not self.style.link:
            hint = "« [texte](https://…) », sans espace dans l’adresse ; un crochet s’écrit « \\[ »"
            words = token.string[: token.end()][-EXCERPT_LENGTH:]
            raise MarkError(f"lien mal écrit : « {words} »", hint, words)
        if not self._has_text(self.label):
            raise MarkError(f"lien sans texte : « {self.style.link} »", "« [texte](https://…) »")
        self.style = replace(self.style, link="")

    def _add_reference(self, token: re.Match[str]) -> None:
        reference = read_reference(token)  # kept as written: its answer comes later
        if self.style.link:
            message = f"renvoi dans le texte d’un lien : « {reference} »"
            raise MarkError(message, "sortez le renvoi des crochets", str(reference))
        self._add_text(token.group())

    def _begin_paragraph(self) -> None:
        if self.runs:
            last = self.runs[-1]
            self.runs[-1] = replace(last, text=last.text.rstrip())
        self._add_text("\n")

    def _add_text(self, text: str) -> None:
        self.runs.append(replace(self.style, text=text))


def _join_alike(runs: Iterable[Run]) -> Iterator[Run]:
    for _, alike in groupby(runs, key=STYLE):
        first, *others = alike
        text = "".join(run.text for run in (first, *others))
        yield replace(first, text=text) if others else first


def _split_ordinals(run: Run) -> Iterator[Run]:
    for text, up in cut_ordinals(run.text):
        yield replace(run, text=text, raised=up) if text != run.text else run


# French ordinals, whose letters are superscript: « 1er », « 2e », « XXIe »


def cut_ordinals(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a text, and whether each is raised: `le 1`, no; `er`, yes."""
    start = 0
    for match in ORDINAL.finditer(text):
        letters = match[1] or match[2] or match[3]
        yield text[start : match.end() - len(letters)], False
        yield letters, True
        start = match.end()
    if text[start:]:
        yield text[start:], False
