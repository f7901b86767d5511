"""Tables as they are heard: each cell under the heads that give it its meaning."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.conformity.pdf.objects import as_dictionary, as_list, resolved
from docgen.conformity.pdf.reading import Element, Reading
from docgen.conformity.wording import count
from docgen.errors import Problem

SCOPES = {"/Row", "/Column", "/Both"}


def check_tables(reading: Reading) -> Iterator[Problem]:
    """Yield what is wrong with tables: heads that lack, heads of nothing, rows of unequal width."""
    for table in reading.elements:
        if table.role == "Table":
            yield from _table(reading, table)
        elif table.role in ("TR", "TH", "TD") and table.within("Table") is None:
            message = f"ligne ou cellule hors d’un tableau ({table.role})"
            yield reading.problem("tableau", message, reading.page_number(table))


def _table(reading: Reading, table: Element) -> Iterator[Problem]:
    page = reading.page_number(table)
    rows = _own(table, "TR")
    heads = [cell for row in rows for cell in row.kids if cell.role == "TH"]
    cells = [cell for row in rows for cell in row.kids if cell.role == "TD"]
    if not rows:
        yield reading.problem("tableau", "tableau sans aucune ligne", page)
        return
    if not heads:
        message = "tableau sans cellule d’en-tête : ses nombres seraient lus sans leur sens"
        hint = "« th » pour les têtes de colonne et de ligne ; pas de tableau pour une mise en page"
        yield reading.problem("tableau", message, page, hint)
    unsaid = [head for head in heads if _attribute(head, "/Scope") not in SCOPES]
    if unsaid and not all(_attribute(cell, "/Headers") for cell in cells):
        message = f"{count(len(unsaid), 'en-tête')} de tableau sans portée (Scope)"
        yield reading.problem("portee", message, page)
    yield from _widths(reading, rows, page)


def _own(element: Element, role: str) -> list[Element]:
    """Return the rows of a table, without those of a table inside one of its cells."""
    found: list[Element] = []
    waiting = list(reversed(element.kids))
    while waiting:
        one = waiting.pop()
        if one.role == role:
            found.append(one)
        elif one.role in ("THead", "TBody", "TFoot"):
            waiting.extend(reversed(one.kids))
    return found


def _widths(reading: Reading, rows: list[Element], page: int | None) -> Iterator[Problem]:
    """Yield a problem if rows are of unequal width, cells that reach down counted in each."""
    widths: list[int] = []
    reaching: dict[int, int] = {}
    for number, row in enumerate(rows):
        width = reaching.pop(number, 0)
        for cell in row.kids:
            columns, lines = _span(cell, "/ColSpan"), _span(cell, "/RowSpan")
            width += columns
            for below in range(number + 1, min(number + lines, len(rows))):
                reaching[below] = reaching.get(below, 0) + columns
        widths.append(width)
    if len(set(widths)) > 1:
        message = f"lignes de largeurs différentes : de {min(widths)} à {max(widths)} cellules"
        yield reading.problem("tableau", message, page)


def _span(cell: Element, key: str) -> int:
    found = _attribute(cell, key)
    return found if isinstance(found, int) and found > 0 else 1


def _attribute(element: Element, key: str) -> object:
    """Return what an element says of itself as part of a table."""
    for attributes in as_list(element.entries.get("/A")):
        said = as_dictionary(attributes)
        if key in said:
            return resolved(said.get(key))
    return None
