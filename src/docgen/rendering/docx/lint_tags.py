"""The tags in the paragraphs of a Word template, and the faults of their form."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from docgen.errors import Problem
from docgen.rendering.docx.lint_places import TemplateParagraph

DELIMITER = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
CLOSES = {"{{": "}}", "{%": "%}", "{#": "#}"}
LETTERS = ("p", "tr", "tc", "r")
"""The letters after a brace: the tag replaces its whole paragraph, row, cell or run."""
PREFIX = re.compile(rf"({'|'.join(LETTERS)})(?=\s)")
CURLY = re.compile("[“”„‘’«»]")
"""The quotes that Word inserts by itself."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: its paragraph, its opening braces, its letter (`p`, `tr`…), its content."""

    paragraph: TemplateParagraph
    opener: str
    prefix: str
    body: str
    raw: str

    @property
    def word(self) -> str:
        """Return the first word of a statement: `for`, `endif`…"""
        return (self.body.split() or [""])[0]

    def __str__(self) -> str:
        return f"« {' '.join(self.raw.split())} »"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in a paragraph of a template, and a hint."""

    paragraph: TemplateParagraph
    code: str
    message: str
    hint: str

    def problem(self, file: str) -> Problem:
        """Return the fault as a problem of a file."""
        code = f"modele-{self.code}"
        return Problem(file, f"{self.paragraph} : {self.message}", code=code, hint=self.hint)


def read_tags(paragraphs: Iterable[TemplateParagraph]) -> tuple[list[Tag], list[Fault]]:
    """Return the tags of these paragraphs, and the faults of their braces."""
    reader = _TagReader()
    for paragraph in paragraphs:
        reader.read(paragraph)
    reader.report_pending()
    return reader.tags, reader.faults


def form_faults(tags: Iterable[Tag], paragraphs: Iterable[TemplateParagraph]) -> Iterator[Fault]:
    """Yield the faults of form: quotes, dashes, letters, text that would be deleted."""
    rows = {
        key: [paragraph for paragraph in group if paragraph.text.strip()]
        for key, group in groupby(paragraphs, lambda paragraph: (paragraph.part, paragraph.row))
        if key[1] is not None
    }
    for paragraph, group in groupby(tags, lambda tag: tag.paragraph):
        paragraph_tags = list(group)
        yield from _check_alone(paragraph, paragraph_tags)
        for tag in paragraph_tags:
            yield from _check_letters(tag)
            yield from _check_surroundings(tag, rows.get((paragraph.part, paragraph.row), []))


class _TagReader:
    def __init__(self) -> None:
        self.tags: list[Tag] = []
        self.faults: list[Fault] = []
        self.pending: tuple[TemplateParagraph, str] | None = None

    def read(self, paragraph: TemplateParagraph) -> None:
        """Read one paragraph."""
        start: re.Match[str] | None = None
        for mark in DELIMITER.finditer(paragraph.text):
            if mark[0] in CLOSES:
                self.report_pending()
                if start:
                    self._report_unclosed(paragraph, paragraph.text[start.start() : mark.start()])
                start = mark
            elif start:
                self._add_tag(paragraph, start, mark)
                start = None
            else:
                self._report_stray(paragraph, mark[0])
        if start:
            self.report_pending()
            self.pending = (paragraph, paragraph.text[start.start() :])

    def report_pending(self) -> None:
        """Report the tag that the previous paragraph left open."""
        if self.pending:
            self._report_unclosed(*self.pending)
            self.pending = None

    def _add_tag(
        self, paragraph: TemplateParagraph, start: re.Match[str], end: re.Match[str]
    ) -> None:
        inside = paragraph.text[start.end() : end.start()]
        raw = f"{start[0]}{inside}{end[0]}"
        if end[0] != CLOSES[start[0]]:
            hint = f"refermez-la avec « {CLOSES[start[0]]} »"
            self._add_fault(paragraph, "balise", f"balise mal refermée : « {raw} »", hint)
            return
        letter = PREFIX.match(inside)
        prefix = letter[1] if letter else ""
        self.tags.append(
            Tag(paragraph, start[0], prefix, inside[len(prefix) :].strip(" -\u00a0"), raw)
        )

    def _report_stray(self, paragraph: TemplateParagraph, mark: str) -> None:
        if self.pending:
            before, opened = self.pending
            self.pending = None
            hint = "réunissez la balise dans un seul paragraphe"
            message = f"balise coupée entre deux paragraphes : « {opened.strip()} »"
            self._add_fault(before, "coupee", message, hint)
            return
        opener = next(opener for opener, closer in CLOSES.items() if closer == mark)
        hint = f"ajoutez « {opener} » devant, ou supprimez « {mark} »"
        self._add_fault(paragraph, "balise", f"« {mark} » sans « {opener} » qui l’ouvre", hint)

    def _report_unclosed(self, paragraph: TemplateParagraph, text: str) -> None:
        hint = f"ajoutez « {CLOSES[text[:2]]} »"
        self._add_fault(paragraph, "balise", f"balise jamais refermée : « {text.strip()} »", hint)

    def _add_fault(self, paragraph: TemplateParagraph, code: str, message: str, hint: str) -> None:
        self.faults.append(Fault(paragraph, code, message, hint))


def _check_alone(paragraph: TemplateParagraph, tags: list[Tag]) -> Iterator[Fault]:
    """Yield a fault when a paragraph would stay, with nothing printed in it."""
    rest = paragraph.text
    for tag in tags:
        rest = rest.replace(tag.raw, "", 1)
    first = tags[0]
    if rest.strip() or any(tag.prefix or tag.opener == "{{" for tag in tags):
        return
    if first.word in LETTERS:
        return  # « {% p » : reported as an extra space
    hint = f"écrivez « {first.opener}p » au lieu de « {first.opener} »"
    message = f"{first} seule dans son paragraphe laisserait un paragraphe vide"
    yield Fault(paragraph, "paragraphe-vide", message, hint)


def _check_letters(tag: Tag) -> Iterator[Fault]:
    if tag.opener == "{#":
        return
    if CURLY.search(tag.body):
        hint = "tapez des guillemets droits (\" ou '), Ctrl+Z annule la correction de Word"
        message = f"guillemets ou apostrophe typographiques dans la balise {tag}"
        yield Fault(tag.paragraph, "guillemets", message, hint)
    if tag.raw[2] == "-" or tag.raw[-3] == "-":
        message = f"le tiret de {tag} collerait des paragraphes entre eux"
        yield Fault(tag.paragraph, "tiret", message, "retirez le tiret")
    if tag.opener == "{{" and tag.prefix not in ("", "r", "p"):
        message = f"« {{{{{tag.prefix} » n’imprime rien de lisible par Word"
        yield Fault(tag.paragraph, "lettre", message, "écrivez « {{ » ou « {{r »")
    if tag.prefix in ("tr", "tc") and tag.paragraph.table is None:
        hint = "écrivez « {%p », ou placez la balise dans un tableau"
        yield Fault(tag.paragraph, "lettre", f"{tag} n’est pas dans un tableau", hint)


def _check_surroundings(tag: Tag, row: list[TemplateParagraph]) -> Iterator[Fault]:
    """Yield a fault when other text would be deleted with the paragraph or row of a tag."""
    container = {"p": "paragraphe", "tr": "ligne du tableau"}.get(tag.prefix)
    if not container or tag.opener == "{{":
        return
    beside = tag.paragraph.text.replace(tag.raw, "", 1).strip()
    others = (
        [paragraph for paragraph in row if paragraph.rank != tag.paragraph.rank]
        if tag.prefix == "tr"
        else []
    )
    lost = beside or (others[0].text.strip() if others else "")
    if lost:
        message = f"{tag} fait disparaître le reste de son {container}, dont « {lost} »"
        if tag.prefix == "tr":
            message = message.replace("de son ligne", "de sa ligne")
        yield Fault(tag.paragraph, "texte-perdu", message, "laissez la balise seule")
