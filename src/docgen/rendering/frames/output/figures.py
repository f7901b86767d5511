"""What figures have in common, drawn once: the borders of a département, the letters of names.

WeasyPrint reads a path number by number, for some thirty milliseconds a map; what it draws of one
depends on its text alone, as long as its lengths have no unit.  The ten thousand operators of a
map are kept as one, for each that is read again costs.  Of a text it lays out each letter alone,
twice; a layout depends on the letter and its font alone.
"""

import re
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import weasyprint.svg
import weasyprint.text.line_break

from docgen.rendering.frames.output.operators import to_bytes

LONG: Final = 2000
"""From how many characters a path is kept."""
MOST: Final = 16
"""How many paths are kept, of some 200 KB each."""
PLAIN: Final = re.compile(r"[MLlz\d\s.-]*", re.ASCII)
"""A path of lines, without units."""

MOST_LETTERS: Final = 1000
"""How many letters of fonts are kept."""
FONT: Final = ("font_style", "font_weight", "font_size", "direction")
"""What the text of a figure may say of its font, its family apart."""

_Drawn = tuple[list[bytes], list[Any]]
"""What a path adds to a stream, joined, and to its element."""
_drawn: OrderedDict[str, _Drawn] = OrderedDict()
_letters: OrderedDict[tuple[Any, ...], tuple[Any, ...]] = OrderedDict()
"""What WeasyPrint returns of a letter, by the letter and its font."""


@contextmanager
def draw_figures_once() -> Iterator[None]:
    """Have WeasyPrint draw the long paths and the letters of figures again as they were drawn.

    Nothing else may be laid out meanwhile.
    """
    path, module = weasyprint.svg.TAGS["path"], weasyprint.text.line_break
    split = module.split_first_line
    weasyprint.svg.TAGS["path"] = lambda *node: _draw_path(path, *node)
    module.split_first_line = lambda *letter: _lay_out_letter(split, *letter)
    try:
        yield
    finally:
        weasyprint.svg.TAGS["path"], module.split_first_line = path, split


def _draw_path(draw: Any, svg: Any, node: Any, font_size: Any) -> None:
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


def _lay_out_letter(split: Any, text: str, style: Any, *rest: Any) -> tuple[Any, ...]:
    key = text, style.font_config, *style["font_family"], *(style[name] for name in FONT)
    if key not in _letters:
        _letters[key] = split(text, style, *rest)
        layout = _letters[key][0]
        layout.reactivate(style)
        layout.reactivate = lambda _: None  # it stays so
        if len(_letters) > MOST_LETTERS:
            _letters.popitem(last=False)
    return _letters[key]
