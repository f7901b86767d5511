"""A QR code in Word, as one shape that is sharp at any size."""

import zlib
from functools import lru_cache

from markupsafe import Markup

from docgen.charts.ink import ENCRE
from docgen.charts.qr import modules
from docgen.charts.specification import CodeQr
from docgen.rendering.docx.parts.map import FRAME, NO_BOX, NO_LINE, NOTHING, PATHS, POINT, SHAPE

FILL = Markup(f'<a:solidFill><a:srgbClr val="{ENCRE[1:]}"/></a:solidFill>')
CORNER = '<a:pt x="{}" y="{}"/>'


@lru_cache(maxsize=256)
def qr_run(code: CodeQr) -> Markup:
    """Return the run of a QR code; one address always makes the same run."""
    side, runs = modules(code.adresse)
    bars = "".join(_bar(x, y, length) for x, y, length in runs)
    path = Markup(f'<a:path w="{side}" h="{side}">{bars}</a:path>')  # numbers only
    number = zlib.crc32(code.adresse.encode()) % 10_000_000 * 100 + 1
    side_length = round(code.cote * POINT)
    values = {"x": 0, "y": 0, "wide": side_length, "high": side_length, "number": number + 1}
    look = PATHS.format(paths=path) + FILL + NO_LINE
    shape = SHAPE.format(name="Code QR", box=NO_BOX, look=look, text=NOTHING, **values)
    size = Markup('cx="{0}" cy="{0}"').format(side_length)
    words = code.alternative
    return FRAME.format(size=size, number=number, name="Code QR", words=words, shapes=shape)


def _bar(x: int, y: int, length: int) -> str:
    corners = ((x, y), (x + length, y), (x + length, y + 1), (x, y + 1))
    first, *others = (CORNER.format(*corner) for corner in corners)
    lines = "".join(f"<a:lnTo>{corner}</a:lnTo>" for corner in others)
    return f"<a:moveTo>{first}</a:moveTo>{lines}<a:close/>"
