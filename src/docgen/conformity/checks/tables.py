"""Tables: each cell has header cells, and all rows have the same width."""

from collections.abc import Iterator

from docgen.conformity.pdf.objects import as_dictionary, as_list, resolved
from docgen.conformity.pdf.reading import Element, OpenPdf
from docgen.errors import Problem
from docgen.french.wording import counted

SCOPES = {"/Row", "/Column", "/Both"}


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
