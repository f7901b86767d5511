"""What only the layout of a booklet tells: its pages in fours, and lines where room is left.

A template lays out the most pages of notes that may be needed, each with `data-reserve`: those that
make the booklet a multiple of four stay.  It ends a part, or what a chart follows, with
`data-lignes`: a title if there is one, and the paragraph whose upper border is the rule, both
without height.  The backgrounds of the items of a chart, a list with `data-suite`, are arrows: none
leads to the next page.
"""

from collections.abc import Iterator
from typing import Any, Final

MM: Final = 96 / 25.4
SHEET: Final = 4
"""How many pages a folded sheet has."""
LEAST: Final = 40 * MM
"""The least height that is worth lines to write on."""
STEP, FOOT, RULE = 8 * MM, 5 * MM, 0.45 / 0.75
"""From a rule to the next, from the last one to the end of the text, and how thick they are."""


def complete_booklet(layout: Any) -> None:
    """Keep as many pages of notes as fill the sheets of a layout, and put its lines in place."""
    spare = [page for page in layout.pages if next(_marked(page, "data-reserve"), None)]
    surplus = spare[-(len(layout.pages) - len(spare)) % SHEET :]
    kept = [page for page in layout.pages if page not in surplus]
    for page in kept:
        charts = [*_marked(page, "data-suite")]
        for block in _marked(page, "data-lignes"):
            followed = any(steps.position_y >= block.position_y for steps in charts)
            _rule(block, page._page_box, drawn=not followed)
        for steps in charts:
            steps.children[-1].background = None
    layout.pages = kept


def _marked(page: Any, attribute: str) -> Iterator[Any]:
    """Yield the outermost boxes of a page whose element has an attribute."""
    boxes = [page._page_box]
    while boxes:
        box = boxes.pop()
        if box.element is not None and attribute in box.element.attrib:
            yield box
        else:
            boxes.extend(getattr(box, "children", ()))


def _rule(block: Any, page: Any, *, drawn: bool) -> None:
    """Draw the title and the rules of a block under the text of its page, if there is room."""
    end = page.content_box_y() + page.height if drawn else 0
    height = block.position_y
    *titles, rule = block.children
    block.children = titles = titles if end - height >= LEAST else []
    for title in titles:
        title.translate(0, STEP)
        height += STEP
    while end - block.position_y >= LEAST and (height := height + STEP) <= end - FOOT:
        line = rule.copy()
        line.translate(0, height - line.position_y)
        line.border_top_width = RULE
        block.children.append(line)
