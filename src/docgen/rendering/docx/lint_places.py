"""The places of a Word template as people name them: « tableau 1, ligne 2, colonne 3 »."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from docgen.ooxml import W, text_parts

P, R, TABLE, ROW, CELL = f"{W}p", f"{W}r", f"{W}tbl", f"{W}tr", f"{W}tc"
BLANKS = {f"{W}tab": "\t", f"{W}br": " ", f"{W}cr": " "}
MAX_QUOTED = 40
"""How many characters of a paragraph are quoted."""
NAMES = {
    "header": "en-tête",
    "footer": "pied de page",
    "footnotes": "notes de bas de page",
    "endnotes": "notes de fin",
}


@dataclass(frozen=True, slots=True)
class TemplateParagraph:
    """A paragraph of a template: its part, its name for people, its text.

    `cell`, `row` and `table` number what it is in, within its part; None outside of tables.
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
        short = text if len(text) <= MAX_QUOTED else text[: MAX_QUOTED - 1].rstrip() + "…"
        return f"{self.name} (« {short} »)" if short else self.name


def template_paragraphs(parts: Mapping[str, bytes]) -> Iterator[TemplateParagraph]:
    """Yield every paragraph of a template, in the order in which it is filled."""
    for part in text_parts(parts):
        kind, number = part.removeprefix("word/").removesuffix(".xml"), ""
        if match := re.fullmatch(r"(header|footer)(\d*)", kind):
            kind, number = match[1], match[2]
        story = f"{NAMES[kind]} {number}".rstrip() if kind in NAMES else ""
        yield from _Story(etree.fromstring(parts[part]), part, story).paragraphs()


def paragraph_of_line(line: str, parts: Mapping[str, bytes]) -> TemplateParagraph | None:
    """Return the paragraph that a line of Jinja source comes from."""
    wanted = _normalized(line)
    return next(
        (
            paragraph
            for paragraph in template_paragraphs(parts)
            if wanted and _normalized(paragraph.text) == wanted
        ),
        None,
    )


class _Story:
    def __init__(self, root: etree._Element, part: str, name: str) -> None:
        self.root, self.part, self.name = root, part, name
        self.ranks: dict[etree._Element, int] = {}
        for tag in (TABLE, ROW, CELL):
            self.ranks |= {element: rank for rank, element in enumerate(root.iter(tag), 1)}

    def paragraphs(self) -> Iterator[TemplateParagraph]:
        """Yield its paragraphs; those outside of tables are numbered."""
        number = 0
        for rank, paragraph in enumerate(self.root.iter(P), 1):
            cell = next(paragraph.iterancestors(CELL), None)
            if cell is None:
                number += 1
                yield TemplateParagraph(
                    self.part, rank, self._full_name(f"paragraphe {number}"), _text(paragraph)
                )
            else:
                yield self._table_paragraph(rank, paragraph, cell)

    def _table_paragraph(
        self, rank: int, paragraph: etree._Element, cell: etree._Element
    ) -> TemplateParagraph:
        row = next(cell.iterancestors(ROW))
        table = next(row.iterancestors(TABLE))
        line = list(table.iter(ROW)).index(row) + 1
        column = list(row.iter(CELL)).index(cell) + 1
        numbers = [self.ranks[element] for element in (cell, row, table)]
        name = self._full_name(f"tableau {numbers[2]}, ligne {line}, colonne {column}")
        return TemplateParagraph(self.part, rank, name, _text(paragraph), *numbers)

    def _full_name(self, name: str) -> str:
        return ", ".join(filter(None, (self.name, name)))


def _text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph, without the paragraphs in its text boxes."""
    return "".join(
        BLANKS.get(node.tag) or node.text or ""
        for node in paragraph.iter(f"{W}t", *BLANKS)
        if node.getparent().tag == R and next(node.iterancestors(P)) is paragraph
    )


def _normalized(text: str) -> str:
    """Return a text without white space and without the letters of its tags."""
    return re.sub(r"\s", "", re.sub(r"(\{[{%#])(?:p|tr|tc|r) ", r"\1", text))
