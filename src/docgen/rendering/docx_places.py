"""Where things stand in a Word template, as people find them: « tableau 1, ligne 2, colonne 3 »."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from docgen.rendering.docx_language import W
from docgen.rendering.docx_package import stories

P, TABLE, ROW, CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
QUOTED = 40
"""How much of a paragraph is quoted to tell it from the others."""
NAMES = {
    "header": "en-tête",
    "footer": "pied de page",
    "footnotes": "notes de bas de page",
    "endnotes": "notes de fin",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph of a template: its part, what people call it, its text, its table's row."""

    part: str
    name: str
    text: str
    row: int | None = None

    def __str__(self) -> str:
        text = " ".join(self.text.split())
        short = text if len(text) <= QUOTED else text[: QUOTED - 1].rstrip() + "…"
        return f"{self.name} (« {short} »)" if short else self.name


def places(parts: Mapping[str, bytes]) -> Iterator[Place]:
    """Yield every paragraph of a template, in the order in which the template is filled."""
    for part in stories(parts):
        kind, number = re.fullmatch(r"word/(\w+?)(\d*)\.xml", part).groups()  # type: ignore[union-attr]
        story = f"{NAMES[kind]} {number}".rstrip() if kind in NAMES else ""
        yield from _in_story(etree.fromstring(parts[part]), part, story)


def place_of(line: str, parts: Mapping[str, bytes]) -> Place | None:
    """Return the paragraph that a line of the text being filled comes from."""
    wanted = _bare(line)
    return next((place for place in places(parts) if wanted and _bare(place.text) == wanted), None)


def _in_story(root: etree._Element, part: str, story: str) -> Iterator[Place]:
    tables = list(root.iter(TABLE))
    rows = list(root.iter(ROW))
    alone = 0
    for paragraph in root.iter(P):
        cell = next(paragraph.iterancestors(CELL), None)
        if cell is None:
            alone += 1
            name = f"paragraphe {alone}"
            row = None
        else:
            row = rows.index(cell.getparent())
            name = _cell_name(cell, tables)
        yield Place(part, ", ".join(filter(None, (story, name))), _text(paragraph), row)


def _cell_name(cell: etree._Element, tables: list[etree._Element]) -> str:
    row = cell.getparent()
    table = next(row.iterancestors(TABLE))
    rank = (_rank(row, table.iter(ROW)), _rank(cell, row.iter(CELL)))
    return f"tableau {_rank(table, tables)}, ligne {rank[0]}, colonne {rank[1]}"


def _rank(wanted: etree._Element, among: Iterable[etree._Element]) -> int:
    return next(rank for rank, one in enumerate(among, 1) if one is wanted)


def _text(paragraph: etree._Element) -> str:
    """Return the text of a paragraph; what a text box inside it says has its own paragraphs."""
    blank = {f"{W}tab": "\t", f"{W}br": " ", f"{W}cr": " "}
    pieces = [
        blank.get(node.tag) or node.text or ""
        for node in paragraph.iter(f"{W}t", *blank)
        if next(node.iterancestors(P)) is paragraph
        and node.getparent().tag == f"{W}r"
    ]
    return "".join(pieces)


def _bare(text: str) -> str:
    """Return a text without its blanks, and its tags without the letters that docxtpl reads."""
    return re.sub(r"\s", "", re.sub(r"(\{[{%#])(?:p|tr|tc|r) ", r"\1", text))
