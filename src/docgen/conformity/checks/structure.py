"""The structure tree: heading levels, list items, alternative texts, notes, tables."""

import re
from collections import Counter
from collections.abc import Iterator

from docgen.conformity.pdf.objects import as_dictionary, as_list, as_text, resolved
from docgen.conformity.pdf.reading import Element, OpenPdf
from docgen.conformity.wording import quoted
from docgen.errors import Problem
from docgen.french.wording import counted

SCOPES = {"/Row", "/Column", "/Both"}
HEADING = re.compile(r"H([1-6])")
FILE_NAME = re.compile(r"\S+\.(png|jpe?g|gif|svg|webp|tiff?|pdf)", re.IGNORECASE)
INSIDE_LIST = {"LI", "L", "Caption"}
NEEDS_CONTENT = {"P", "Link", "Lbl", "Note", "Caption", *(f"H{level}" for level in range(1, 7))}
"""Elements that must not be empty."""


def check_structure(pdf: OpenPdf) -> Iterator[Problem]:
    """Yield the problems of headings, lists, images, notes and empty elements."""
    if pdf.tree is None:
        return
    yield from _check_headings(pdf)
    for element in pdf.elements:
        page = pdf.page_number(element)
        if element.role in ("Figure", "Formula"):
            yield from _check_picture(pdf, element, page)
        elif element.role == "L":
            yield from _check_list(pdf, element, page)
        elif element.role == "LI":
            yield from _check_item(pdf, element, page)
        if element.role in NEEDS_CONTENT and not element.has_content:
            message = f"élément vide dans la structure ({element.role})"
            yield pdf.problem("element-vide", message, page)
    yield from _check_notes(pdf)


def _check_headings(pdf: OpenPdf) -> Iterator[Problem]:
    before = 0
    for element in pdf.elements:
        heading = HEADING.fullmatch(element.role)
        if heading is None:
            continue
        level, page = int(heading[1]), pdf.page_number(element)
        if before == 0 and level != 1:
            message = f"le premier titre est de niveau {level}, non 1"
            yield pdf.problem("titres", message, page)
        elif level > before + 1:
            message = f"un titre passe du niveau {before} au niveau {level}"
            yield pdf.problem("titres", message, page)
        before = level
    if not before:
        yield pdf.problem("titres", "aucun titre : le document ne peut pas être parcouru")


def _check_picture(pdf: OpenPdf, element: Element, page: int | None) -> Iterator[Problem]:
    words = as_text(element.entries.get("/Alt")) or as_text(element.entries.get("/ActualText"))
    if not words:
        yield pdf.problem("alternative", "image sans texte de remplacement", page)
    elif FILE_NAME.fullmatch(words) or not any(letter.isalnum() for letter in words):
        message = f"le texte de remplacement {quoted(words)} ne dit rien de l’image"
        yield pdf.problem("alternative", message, page)
    box = _bounding_box(element)
    if box is None or page is None:
        return
    width, height = (float(side) for side in pdf.pages[page].mediabox[2:])
    left, bottom, right, top = box
    if not (left < right and bottom < top and left < width and bottom < height and right > 0 < top):
        yield pdf.problem("place", "image dont la place est hors de la page (BBox)", page)


def _bounding_box(element: Element) -> list[float] | None:
    for attributes in as_list(element.entries.get("/A")):
        box = as_list(as_dictionary(attributes).get("/BBox"))
        if len(box) == 4:
            return [float(resolved(side)) for side in box]
    return None


def _check_list(pdf: OpenPdf, element: Element, page: int | None) -> Iterator[Problem]:
    wrong = sorted({kid.role for kid in element.kids if kid.role not in INSIDE_LIST})
    if wrong or element.marks:
        message = f"une liste ne tient que des points, non : {', '.join(wrong) or 'du texte'}"
        yield pdf.problem("liste", message, page)
    elif not element.kids:
        yield pdf.problem("liste", "liste sans aucun point", page)


def _check_item(pdf: OpenPdf, element: Element, page: int | None) -> Iterator[Problem]:
    """Yield a problem unless an item holds labels, then bodies; a definition has several."""
    roles = [kid.role for kid in element.kids]
    bodies = roles.count("LBody")
    labels = roles.count("Lbl")
    regular = roles == ["Lbl"] * labels + ["LBody"] * bodies and bodies and not element.marks
    if element.parent is None or element.parent.role != "L":
        yield pdf.problem("liste", "point de liste hors d’une liste (LI)", page)
    elif not regular:
        message = "point de liste sans corps, ou avec du texte hors de son corps (LI, LBody)"
        yield pdf.problem("liste", message, page)


def _check_notes(pdf: OpenPdf) -> Iterator[Problem]:
    notes = [element for element in pdf.elements if element.role == "Note"]
    times = Counter(as_text(note.entries.get("/ID")) for note in notes)
    for note in notes:
        name = as_text(note.entries.get("/ID"))
        if not name or times[name] > 1:
            message = f"note sans identifiant à elle seule{f' : {quoted(name)}' if name else ''}"
            yield pdf.problem("note", message, pdf.page_number(note))


# Tables: each cell has header cells, and all rows have the same width


def check_tables(pdf: OpenPdf) -> Iterator[Problem]:
    """Yield the problems of tables: no header cells, no scope, rows of unequal width."""
    for table in pdf.elements:
        if table.role == "Table":
            yield from _check_table(pdf, table)
        elif table.role in ("TR", "TH", "TD") and table.within("Table") is None:
            message = f"ligne ou cellule hors d’un tableau ({table.role})"
            yield pdf.problem("tableau", message, pdf.page_number(table))


def _check_table(pdf: OpenPdf, table: Element) -> Iterator[Problem]:
    page = pdf.page_number(table)
    rows = _rows(table)
    heads = [cell for row in rows for cell in row.kids if cell.role == "TH"]
    cells = [cell for row in rows for cell in row.kids if cell.role == "TD"]
    if not rows:
        yield pdf.problem("tableau", "tableau sans aucune ligne", page)
        return
    if not heads:
        message = "tableau sans cellule d’en-tête : ses nombres seraient lus sans leur sens"
        hint = "« th » pour les têtes de colonne et de ligne ; pas de tableau pour une mise en page"
        yield pdf.problem("tableau", message, page, hint)
    unscoped = [head for head in heads if _attribute(head, "/Scope") not in SCOPES]
    if unscoped and not all(_attribute(cell, "/Headers") for cell in cells):
        message = f"{counted(len(unscoped), 'en-tête')} de tableau sans portée (Scope)"
        yield pdf.problem("portee", message, page)
    yield from _check_widths(pdf, rows, page)


def _rows(table: Element) -> list[Element]:
    """Return the rows of a table, without those of nested tables."""
    rows: list[Element] = []
    waiting = list(reversed(table.kids))
    while waiting:
        element = waiting.pop()
        if element.role == "TR":
            rows.append(element)
        elif element.role in ("THead", "TBody", "TFoot"):
            waiting.extend(reversed(element.kids))
    return rows


def _check_widths(pdf: OpenPdf, rows: list[Element], page: int | None) -> Iterator[Problem]:
    widths: list[int] = []
    spanned: dict[int, int] = {}
    for number, row in enumerate(rows):
        width = spanned.pop(number, 0)
        for cell in row.kids:
            columns, lines = _span(cell, "/ColSpan"), _span(cell, "/RowSpan")
            width += columns
            for below in range(number + 1, min(number + lines, len(rows))):
                spanned[below] = spanned.get(below, 0) + columns
        widths.append(width)
    if len(set(widths)) > 1:
        message = f"lignes de largeurs différentes : de {min(widths)} à {max(widths)} cellules"
        yield pdf.problem("tableau", message, page)


def _span(cell: Element, key: str) -> int:
    span = _attribute(cell, key)
    return span if isinstance(span, int) and span > 0 else 1


def _attribute(element: Element, key: str) -> object:
    for attributes in as_list(element.entries.get("/A")):
        entries = as_dictionary(attributes)
        if key in entries:
            return resolved(entries.get(key))
    return None
