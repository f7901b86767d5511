"""Pages painted in the order in which their tags are read.

CSS paints floats before the text around them, and positioned boxes and pictures after it, so that
text copied from a viewer would read otherwise than the tags. Here each is painted where it stands
in the tree, as CSS does with inline blocks; backgrounds of blocks still come first, and what has a
z-index stays above or below. Only boxes that overlap could look different.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import weasyprint.draw
import weasyprint.stacking
from weasyprint.formatting_structure import boxes
from weasyprint.stacking import StackingContext


@contextmanager
def paint_in_tag_order() -> Iterator[None]:
    """Have WeasyPrint paint floats, positioned boxes and pictures in the order of the tree."""
    draw, stacking = weasyprint.draw, weasyprint.stacking
    inline, blocks, children = (
        draw.draw_inline_level,
        draw.draw_block_level,
        stacking._dispatch_children,
    )

    def draw_inline_level(stream: Any, page: Any, box: Any, *rest: Any, **more: Any) -> None:
        if isinstance(box, StackingContext):
            draw.draw_stacking_context(stream, box)
        else:
            inline(stream, page, box, *rest, **more)

    def draw_block_level(page: Any, stream: Any, blocks_and_cells: dict[Any, Any]) -> None:
        for block, inside in blocks_and_cells.items():
            if isinstance(block, StackingContext):
                draw.draw_stacking_context(stream, block)
            else:
                blocks(page, stream, {block: inside})

    draw.draw_inline_level, draw.draw_block_level = draw_inline_level, draw_block_level
    stacking._dispatch_children = _dispatch_children
    try:
        yield
    finally:
        draw.draw_inline_level, draw.draw_block_level = inline, blocks
        stacking._dispatch_children = children


def _dispatch_children(box: Any, page: Any, contexts: list[Any], *lists: Any) -> Any:
    """Return a copy of a box without what is painted apart.

    Where WeasyPrint adds to `contexts` or to the floats, the second of `lists` (blocks, floats,
    blocks in the box), what has no z-index stays in its line, or among the blocks in the box.
    """
    if not isinstance(box, boxes.ParentBox):
        return box
    _, floats, inside = lists
    in_line = isinstance(box, boxes.LineBox | boxes.InlineBox)
    children: list[Any] = []
    for child in box.children:
        before = len(contexts)
        painted = weasyprint.stacking._dispatch(child, page, contexts, *lists)
        if floats:
            painted = floats.pop()
        elif painted is None and contexts[before].z_index == 0:
            painted = contexts.pop(before)
        if isinstance(painted, StackingContext) and not in_line:
            inside[painted] = {}
        elif painted is not None:
            children.append(painted)
    return box.copy_with_children(children)
