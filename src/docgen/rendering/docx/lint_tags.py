"""The tags in the paragraphs of a Word template, and the faults of form that they can have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from docgen.errors import Problem
from docgen.rendering.docx.lint_places import TemplateParagraph

DELIMITER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
CLOSES = {"{{": "}}", "{%": "%}", "{#": "#}"}
LETTERS = ("p", "tr", "tc", "r")
"""What docxtpl reads after a brace: the tag stands for its whole paragraph, row, cell, run."""
PREFIX = re.compile(rf"({'|'.join(LETTERS)})(?=\s)")
CURLY = re.compile("[“”„‘’«»]")
"""The quotes that Word types of its own accord."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: where it stands, what it opens with, its letter (`p`, `tr`…), what it says."""

    place: TemplateParagraph
    opener: str
    prefix: str
    body: str
    raw: str

    @property
    def word(self) -> str:
        """The first word of a statement: `for`, `endif`…"""
        return (self.body.split() or [""])[0]

    def __str__(self) -> str:
        return f"« {' '.join(self.raw.split())} »"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a place of a template, and what would mend it."""

    place: TemplateParagraph
    code: str
    message: str
    hint: str = ""

    def problem(self, file: str) -> Problem:
        """Return the fault as all problems are told."""
        code = f"modele-{self.code}"
        return Problem(file, f"{self.place} : {self.message}", code=code, hint=self.hint)


def read_tags(found: Iterable[TemplateParagraph]) -> tuple[list[Tag], list[Fault]]:
    """Return the tags of these paragraphs, and the braces that make no tag."""
    reader = _TagReader()
    for place in found:
        reader.read(place)
    reader.give_up()
    return reader.tags, reader.faults


def form_faults(tags: Iterable[Tag], found: Iterable[TemplateParagraph]) -> Iterator[Fault]:
    """Yield what is wrong with the form of tags: quotes, dashes, letters, company."""
    rows = {
        key: [place for place in group if place.text.strip()]
        for key, group in groupby(found, lambda place: (place.part, place.row))
        if key[1] is not None
    }
    for place, group in groupby(tags, lambda tag: tag.place):
        here = list(group)
        yield from _alone(place, here)
        for tag in here:
            yield from _letters(tag)
            yield from _company(tag, rows.get((place.part, place.row), []))


class _TagReader:
    """Goes through paragraphs and cuts them into tags."""

    def __init__(self) -> None:
        self.tags: list[Tag] = []
        self.faults: list[Fault] = []
        self.pending: tuple[TemplateParagraph, str] | None = None

    def read(self, place: TemplateParagraph) -> None:
        """Read one paragraph."""
        start: re.Match[str] | None = None
        for mark in DELIMITER.finditer(place.text):
            if mark[0] in CLOSES:
                self.give_up()
                if start:
                    self._unclosed(place, place.text[start.start() : mark.start()])
                start = mark
            elif start:
                self._tag(place, start, mark)
                start = None
            else:
                self._stray(place, mark[0])
        if start:
            self.give_up()
            self.pending = (place, place.text[start.start() :])

    def give_up(self) -> None:
        """Report the tag that the paragraph before left open."""
        if self.pending:
            self._unclosed(*self.pending)
            self.pending = None

    def _tag(self, place: TemplateParagraph, start: re.Match[str], end: re.Match[str]) -> None:
        inside = place.text[start.end() : end.start()]
        raw = f"{start[0]}{inside}{end[0]}"
        if end[0] != CLOSES[start[0]]:
            hint = f"refermez-la avec « {CLOSES[start[0]]} »"
            self._fault(place, "balise", f"balise mal refermée : « {raw} »", hint)
            return
        letter = PREFIX.match(inside)
        prefix = letter[1] if letter else ""
        self.tags.append(Tag(place, start[0], prefix, inside[len(prefix) :].strip(" -\u00a0"), raw))

    def _stray(self, place: TemplateParagraph, mark: str) -> None:
        if self.pending:
            before, opened = self.pending
            self.pending = None
            hint = "réunissez la balise dans un seul paragraphe"
            message = f"balise coupée entre deux paragraphes : « {opened.strip()} »"
            self._fault(before, "coupee", message, hint)
            return
        opener = next(opener for opener, closer in CLOSES.items() if closer == mark)
        hint = f"ajoutez « {opener} » devant, ou supprimez « {mark} »"
        self._fault(place, "balise", f"« {mark} » sans « {opener} » qui l’ouvre", hint)

    def _unclosed(self, place: TemplateParagraph, text: str) -> None:
        hint = f"ajoutez « {CLOSES[text[:2]]} »"
        self._fault(place, "balise", f"balise jamais refermée : « {text.strip()} »", hint)

    def _fault(self, place: TemplateParagraph, code: str, message: str, hint: str) -> None:
        self.faults.append(Fault(place, code, message, hint))


def _alone(place: TemplateParagraph, tags: list[Tag]) -> Iterator[Fault]:
    """Yield a fault when a paragraph holds nothing that is printed, yet would stay."""
    rest = place.text
    for tag in tags:
        rest = rest.replace(tag.raw, "", 1)
    first = tags[0]
    if rest.strip() or any(tag.prefix or tag.opener == "{{" for tag in tags):
        return
    if first.word in LETTERS:
        return  # « {% p » : told as a blank too many
    hint = f"écrivez « {first.opener}p » au lieu de « {first.opener} »"
    message = f"{first} seule dans son paragraphe laisserait un paragraphe vide"
    yield Fault(place, "paragraphe-vide", message, hint)


def _letters(tag: Tag) -> Iterator[Fault]:
    """Yield what is wrong inside one tag, whatever stands around it."""
    if tag.opener == "{#":
        return
    if CURLY.search(tag.body):
        hint = "tapez des guillemets droits (\" ou '), Ctrl+Z annule la correction de Word"
        message = f"guillemets ou apostrophe typographiques dans la balise {tag}"
        yield Fault(tag.place, "guillemets", message, hint)
    if tag.raw[2] == "-" or tag.raw[-3] == "-":
        message = f"le tiret de {tag} collerait des paragraphes entre eux"
        yield Fault(tag.place, "tiret", message, "retirez le tiret")
    if tag.opener == "{{" and tag.prefix not in ("", "r", "p"):
        message = f"« {{{{{tag.prefix} » n’imprime rien de lisible par Word"
        yield Fault(tag.place, "lettre", message, "écrivez « {{ » ou « {{r »")
    if tag.prefix in ("tr", "tc") and tag.place.table is None:
        hint = "écrivez « {%p », ou placez la balise dans un tableau"
        yield Fault(tag.place, "lettre", f"{tag} n’est pas dans un tableau", hint)


def _company(tag: Tag, row: list[TemplateParagraph]) -> Iterator[Fault]:
    """Yield a fault when text would disappear with the paragraph or the row of a tag."""
    what = {"p": "paragraphe", "tr": "ligne du tableau"}.get(tag.prefix)
    if not what or tag.opener == "{{":
        return
    beside = tag.place.text.replace(tag.raw, "", 1).strip()
    others = [place for place in row if place.rank != tag.place.rank] if tag.prefix == "tr" else []
    lost = beside or (others[0].text.strip() if others else "")
    if lost:
        message = f"{tag} fait disparaître le reste de son {what}, dont « {lost} »"
        if tag.prefix == "tr":
            message = message.replace("de son ligne", "de sa ligne")
        yield Fault(tag.place, "texte-perdu", message, "laissez la balise seule")
