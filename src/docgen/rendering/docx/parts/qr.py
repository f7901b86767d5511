"""A QR code in Word, as one shape that is sharp at any size."""

from functools import lru_cache

from markupsafe import Markup

from docgen.charts.ink import ENCRE
from docgen.charts.qr import modules
from docgen.charts.specification import CodeQr
from docgen.rendering.docx.parts.shapes import NO_LINE, PATHS, ShapeGroup, solid_fill

CORNER = '<a:pt x="{}" y="{}"/>'


@lru_cache(maxsize=256)
def qr_run(code: CodeQr) -> Markup:
    """Return the run of a QR code; one address always makes the same run."""
    side, runs = modules(code.adresse)
    bars = "".join(_bar(x, y, length) for x, y, length in runs)
    path = Markup(f'<a:path w="{side}" h="{side}">{bars}</a:path>')  # numbers only
    group = ShapeGroup(code.adresse, code.cote, code.cote)
    look = PATHS.format(paths=path) + solid_fill(ENCRE) + NO_LINE
    shape = group.shape("Code QR", (0, 0, code.cote, code.cote), look)
    return group.run("Code QR", code.alternative, [shape])


def _bar(x: int, y: int, length: int) -> str:
    corners = ((x, y), (x + length, y), (x + length, y + 1), (x, y + 1))
    first, *others = (CORNER.format(*corner) for corner in corners)
    lines = "".join(f"<a:lnTo>{corner}</a:lnTo>" for corner in others)
    return f"<a:moveTo>{first}</a:moveTo>{lines}<a:close/>"
