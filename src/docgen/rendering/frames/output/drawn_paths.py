"""Long paths of figures, drawn once: the borders of a département are the same in every pack.

WeasyPrint reads a path number by number, for some thirty milliseconds a map; what it draws of one
depends on its text alone, as long as its lengths have no unit.  The ten thousand operators of a
map are kept as one, for each that is read again costs.
"""

import re
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import weasyprint.svg

from docgen.rendering.frames.output.operators import to_bytes

LONG: Final = 2000
"""From how many characters a path is kept."""
MOST: Final = 16
"""How many paths are kept, of some 200 KB each."""
PLAIN: Final = re.compile(r"[MLlz\d\s.-]*", re.ASCII)
"""A path of lines, without units."""

_Drawn = tuple[list[bytes], list[Any]]
"""What a path adds to a stream, joined, and to its element."""
_drawn: OrderedDict[str, _Drawn] = OrderedDict()


@contextmanager
def draw_paths_once() -> Iterator[None]:
    """Have WeasyPrint draw a long path again as it was drawn."""
    draw = weasyprint.svg.TAGS["path"]

    def draw_path(svg: Any, node: Any, font_size: Any) -> None:
        text = node.get("d", "")
        if len(text) < LONG or not PLAIN.fullmatch(text):
            draw(svg, node, font_size)
            return
        if text not in _drawn:
            operators, vertices = len(svg.stream.stream), len(node.vertices)
            draw(svg, node, font_size)
            joined = b"\n".join(map(to_bytes, svg.stream.stream[operators:]))
            _drawn[text] = [joined], list(node.vertices)[vertices:]
            svg.stream.stream[operators:] = [joined]
            if len(_drawn) > MOST:
                _drawn.popitem(last=False)
            return
        _drawn.move_to_end(text)
        for kept, target in zip(_drawn[text], (svg.stream.stream, node.vertices), strict=True):
            target.extend(kept)

    weasyprint.svg.TAGS["path"] = draw_path
    try:
        yield
    finally:
        weasyprint.svg.TAGS["path"] = draw
