"""The grids of tables, once loops have made cells: as many columns as the longest row has.

The result equals docxtpl's `fix_tables` (0.20.2) to the twip, with each table visited once.
"""

from collections import Counter
from typing import Final

from lxml import etree

from docgen.ooxml import W

TABLE, ROW, CELL = f"{W}tbl", f"{W}tr", f"{W}tc"
GRID, COLUMN, WIDTH = f"{W}tblGrid", f"{W}gridCol", f"{W}w"
SPAN: Final = f"{W}gridSpan"


def fit_grids(body: etree._Element) -> None:
    """Give every table of a body as many columns as its rows need, within its width."""
    spare: Counter[etree._Element] = Counter()
    for span in body.iter(SPAN):
        spare[span.getparent().getparent().getparent()] += int(span.get(f"{W}val")) - 1
    for table in body.iter(TABLE):
        rows = [(row, len(row.findall(CELL))) for row in table.iter(ROW)]
        grid = table.find(GRID)
        columns = grid.findall(COLUMN)
        missing = max((cells for _, cells in rows), default=0) - len(columns)
        if missing > 0:
            columns = _add_columns(grid, columns, missing)
        extra = len(columns) - max((cells + spare[row] for row, cells in rows), default=0)
        if extra > 0:
            _remove_columns(grid, columns, extra)


def _add_columns(
    grid: etree._Element, columns: list[etree._Element], missing: int
) -> list[etree._Element]:
    width = sum(float(column.get(WIDTH)) for column in columns if column.get(WIDTH) is not None)
    if width > 0:
        before, after = width / len(columns), width / (len(columns) + missing)
        for column in columns:
            column.set(WIDTH, str(int(float(column.get(WIDTH)) * after / before)))
        for _ in range(missing):
            etree.SubElement(grid, COLUMN, {WIDTH: str(int(after))})
    return list(grid.findall(COLUMN))


def _remove_columns(grid: etree._Element, columns: list[etree._Element], extra: int) -> None:
    width = 0.0
    for column in columns[-extra:]:
        width += float(column.get(WIDTH))
        grid.remove(column)
    remaining = columns[:-extra]
    more = int(width / len(remaining)) if remaining else 0
    for column in remaining:
        column.set(WIDTH, str(int(float(column.get(WIDTH)) + more)))
