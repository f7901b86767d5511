"""QR codes (ISO/IEC 18004): their dark modules, and their drawing in SVG."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Final

import segno

from docgen.charts.ink import ENCRE, drawing
from docgen.charts.specification import CodeQr

QUIET_ZONE: Final = 4
"""The width of the white margin that the standard requires, in modules."""
Run = tuple[int, int, int]
"""Adjacent dark modules: column, row, count."""


@lru_cache(maxsize=64)
def modules(adresse: str) -> tuple[int, tuple[Run, ...]]:
    """Return the number of modules of a side, quiet zone included, and the runs of dark ones.

    Level Q tolerates damage to a quarter of the code: it is printed, folded and photocopied.
    """
    code = segno.make_qr(adresse, error="q", boost_error=False)
    rows = tuple(bytes(row) for row in code.matrix)
    return len(rows) + 2 * QUIET_ZONE, tuple(_runs(rows))


def _runs(rows: tuple[bytes, ...]) -> Iterator[Run]:
    for y, row in enumerate(rows, QUIET_ZONE):
        x = QUIET_ZONE
        for dark, group in groupby(row):
            length = len(list(group))
            if dark:
                yield x, y, length
            x += length


def draw_qr(code: CodeQr) -> str:
    """Return a code as SVG: one path with lines as thick as a module."""
    side, runs = modules(code.adresse)
    path = "".join(f"M{x} {y}.5h{length}" for x, y, length in runs)
    scale = f"{code.cote / side:.5f}"
    drawn = f'<path d="{path}" stroke="{ENCRE}" fill="none" transform="scale({scale})"/>'
    return drawing(code.cote, code.cote, "Code QR", code.alternative, [drawn])
