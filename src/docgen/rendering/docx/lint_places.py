"""Where things stand in a Word template, as people find them: « tableau 1, ligne 2, colonne 3 »."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from docgen.ooxml import stories
from docgen.rendering.docx.filters import W

P, R, TABLE, ROW, CELL = f"{W}p", f"{W}r", f"{W}tbl", f"{W}tr", f"{W}tc"
BLANKS = {f"{W}tab": "\t", f"{W}br": " ", f"{W}cr": " "}
QUOTED = 40
"""How much of a paragraph is quoted to tell it from the others."""
NAMES = {
    "header": "en-tête",
    "footer": "pied de page",
    "footnotes": "notes de bas de page",
    "endnotes": "notes de fin",
}


@dataclass(frozen=True, slots=True)
class TemplateParagraph:
    """A paragraph of a template: its part, what people call it, its text, what it stands in.

    `cell`, `row` and `table` number what holds it within its part; None outside tables.
    """

    part: str
    rank: int
    name: str
    text: str
    cell: int | None = None
    row: int | None = None
    table: int | None = None

    def __str__(self) -> str:
        text = " ".join(self.text.split())
        short = text if len(text) <= QUOTED else text[: QUOTED - 1].rstrip() + "…"
        return f"{self.name} (« {short} »)" if short else self.name


def template_paragraphs(parts: Mapping[str, bytes]) -> Iterator[TemplateParagraph]:
    """Yield every paragraph of a template, in the order in which the template is filled."""
    for part in stories(parts):
        kind, number = part.removeprefix("word/").removesuffix(".xml"), ""
        if found := re.fullmatch(r"(header|footer)(\d*)", kind):
            kind, number = found[1], found[2]
        story = f"{NAMES[kind]} {number}".rstrip() if kind in NAMES else ""
        yield from _Story(etree.fromstring(parts[part]), part, story).paragraphs()


def paragraph_of_line(line: str, parts: Mapping[str, bytes]) -> TemplateParagraph | None:
    """Return the paragraph that a line of the text being filled comes from."""
    wanted = _bare(line)
    return next(
        (place for place in template_paragraphs(parts) if wanted and _bare(place.text) == wanted),
        None,
    )


class _Story:
    """The body of a template, or one of its headers, footers, notes."""

    def __init__(self, root: etree._Element, part: str, name: str) -> None:
        self.root, self.part, self.name = root, part, name
        self.ranks: dict[etree._Element, int] = {}
        for tag in (TABLE, ROW, CELL):
            self.ranks |= {one: rank for rank, one in enumerate(root.iter(tag), 1)}

    def paragraphs(self) -> Iterator[TemplateParagraph]:
        """Yield its paragraphs; those outside tables are numbered, cells have coordinates."""
        alone = 0
        for rank, paragraph in enumerate(self.root.iter(P), 1):
            cell = next(paragraph.iterancestors(CELL), None)
            if cell is None:
                alone += 1
                yield TemplateParagraph(
                    self.part, rank, self._named(f"paragraphe {alone}"), _text(paragraph)
                )
            else:
                yield self._in_table(rank, paragraph, cell)

    def _in_table(
        self, rank: int, paragraph: etree._Element, cell: etree._Element
    ) -> TemplateParagraph:
        row = next(cell.iterancestors(ROW))
        table = next(row.iterancestors(TABLE))
        line = list(table.iter(ROW)).index(row) + 1
        column = list(row.iter(CELL)).index(cell) + 1
        numbers = [self.ranks[one] for one in (cell, row, table)]
        name = self._named(f"tableau {numbers[2]}, ligne {line}, colonne {column}")
        return TemplateParagraph(self.part, rank, name, _text(paragraph), *numbers)

    def _named(self, name: str) -> str:
        return ", ".join(filter(None, (self.name, name)))


def _text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph, less that of the paragraphs in its text boxes."""
    return "".join(
        BLANKS.get(node.tag) or node.text or ""
        for node in paragraph.iter(f"{W}t", *BLANKS)
        if node.getparent().tag == R and next(node.iterancestors(P)) is paragraph
    )


def _bare(text: str) -> str:
    """Return a text without its blanks, and its tags without the letters that docxtpl reads."""
    return re.sub(r"\s", "", re.sub(r"(\{[{%#])(?:p|tr|tc|r) ", r"\1", text))
