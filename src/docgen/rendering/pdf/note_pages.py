"""What only the layout of a booklet tells: its pages in fours, and what fills the room left.

A template lays out the most pages of notes that may be needed, each with `data-reserve`: those that
make the booklet a multiple of four stay.  The steps of a chart, a list with `data-suite`, share the
room that its page leaves, with the blocks with `data-air` that follow one and the titles with
`data-rubrique`; the backgrounds of steps are arrows: none leads to the next page.  A template ends
a part, or what may end a page, with `data-lignes`: a title if there is one, and the paragraph whose
upper border is the rule, both without height; they are drawn where no text follows on the page and
30 mm of it or more are left, room for two lines; seven at most under a title.  Titles with
`data-rubrique` and remarks with `data-encadre` say which of them a page begins with; the rows of a
body of a table with `data-rangs`, with which of them it goes on.
"""

from collections.abc import Iterable, Iterator
from math import floor
from typing import Any, Final

from weasyprint.document import Page
from weasyprint.formatting_structure.boxes import BlockBox, LineBox

from docgen.document import LaidBlock

MM: Final = 96 / 25.4
SHEET: Final = 4
"""How many pages a folded sheet has."""
MIN_HEIGHT: Final = 30 * MM
"""The least height that is worth lines to write on."""
STEP, FOOT, RULE = 8 * MM, 5 * MM, 0.45 / 0.75
"""From a rule to the next, from the last one to the end of the text, and how thick they are."""
MOST_LINES: Final = 7
"""How many lines to write on a title has at most: they end their page, white above them."""
SAME_PLACE: Final = 0.01
"""How far places may be from each other that are one, but for rounding."""
GAPS: Final = (2.74 * MM, 1.23 * MM)
"""What may be added under each step of a page: 4.5 or 3 mm are then between two boxes."""
MAX_ADDED: Final = 4.2 * MM
"""The most that is added above the title of a chart."""
MAX_ADDED_ABOVE_TITLE: Final = 2 * MM
"""The most that is added above the title of a part of a chapter."""
ARROW: Final = 2 / 0.75
"""How far under the middle of the room of a step its arrow ends, but for half of what is added."""
GOES_ON: Final = ("h2::after", "th::after")
"""What CSS adds to the head of a table that goes on over the page."""
MIN_HEIGHT_LEFT: Final = 12 * MM
"""The least height left that shows a page to end where its text wants it."""


def complete_booklet(layout: Any) -> tuple[LaidBlock, ...]:
    """Keep as many pages of notes as fill the sheets of a layout, and share out the room left.

    Return how it was shared, in the order of the pages.
    """
    spare = [page for page in layout.pages if next(_marked(page, "data-reserve"), None)]
    surplus = spare[-(len(layout.pages) - len(spare)) % SHEET :]
    pages = [page for page in layout.pages if page not in surplus]
    begun: set[Any] = set()
    shared: list[LaidBlock] = []
    left = 0.0
    for rank, page in enumerate(pages):
        charts = [*_marked(page, "data-suite")]
        for steps in charts:
            steps.children[-1].background = None
        free = _free(page._page_box)
        if any(added := _spread(page, charts)):
            pages[rank] = Page(page._page_box)
        for block in _marked(page, "data-lignes"):
            _rule(block, page._page_box, drawn=not _followed(page, block))
        shared += _blocks_of(page, added, begun, breaks=left >= MIN_HEIGHT_LEFT)
        left = free
    layout.pages = pages
    return tuple(shared)


def unmark_first_heads(pages: Iterable[Any]) -> None:
    """Remove « (suite) », which CSS adds to the head of a table, on the page where it begins."""
    begun: set[Any] = set()
    for page in pages:
        heads = [box for box in page._page_box.descendants() if box.element_tag == "thead"]
        for line in (one for head in heads if head.element not in begun for one in _lines(head)):
            line.children = [one for one in line.children if one.element_tag not in GOES_ON]
        begun.update(head.element for head in heads)


def end_bars(pages: Iterable[Any]) -> None:
    """End bars of `data-barre` that go on over a page with their text, not the room under it."""
    for page in pages:
        box, is_barred = page._page_box.children[0], False
        while children := [one for one in getattr(box, "children", ()) if one.is_in_normal_flow()]:
            box = children[-1]
            is_barred |= box.element is not None and "data-barre" in box.element.attrib
            if is_barred and isinstance(box, BlockBox) and box.border_left_width:
                box.padding_bottom = 0


def _lines(box: Any) -> Iterator[Any]:
    """Yield the lines of a box."""
    return (one for one in box.descendants() if isinstance(one, LineBox))


def _blocks_of(
    page: Any, added: tuple[float, float], begun: set[Any], *, breaks: bool
) -> Iterator[LaidBlock]:
    """Yield the blocks of a page, what a chart begins apart; `begun` are the elements before it."""
    top = page._page_box.content_box_y() + STEP / 2
    tables = [*_marked(page, "data-rangs")]
    if next(_marked(page, "data-reserve"), None):
        yield LaidBlock("reserve")  # with its own lines
        return
    boxes = [
        *((box.position_y, box, "air") for box in _marked(page, "data-air")),
        *((box.position_y, box, "rubrique") for box in _marked(page, "data-rubrique")),
        *((box.position_y, box, "encadre") for box in _marked(page, "data-encadre")),
        *((box.position_y, box, "lignes") for box in _marked(page, "data-lignes")),
        *(
            (step.position_y, step, "suite")
            for chart in _marked(page, "data-suite")
            for step in chart.children[chart.element not in begun :]
        ),
        *((row.position_y, row, "rang") for table in tables for row in table.children),
    ]
    # What goes on begins its page, however far from the edge: it is named above.
    whole = [*_marked(page, "data-suite"), *tables]
    goes_on = [one.children[0] for one in whole if one.element in begun]
    begun.update(one.element for one in whole)
    gap, above = added
    for height, box, kind in sorted(boxes, key=lambda one: one[0]):
        if kind == "lignes":
            rules = sum(1 for one in box.children if one.border_top_width)
            lower = box.children[0].position_y - height - STEP if rules else 0.0
            yield LaidBlock(kind, room=lower / MM, rules=rules)
        elif kind in ("rubrique", "encadre"):
            is_title, head = kind == "rubrique", height <= top
            room = min(above, MAX_ADDED_ABOVE_TITLE) if is_title and not head else 0.0
            yield LaidBlock(kind, head and breaks, room / MM)
        elif kind == "rang":
            yield LaidBlock(kind, first=box in goes_on)
        elif kind == "suite" or box.element not in begun:
            begun.add(box.element)
            head = box in goes_on if kind == "suite" else height <= top
            room = gap if kind == "suite" else above
            yield LaidBlock(kind, head and breaks, 0.0 if head else room / MM, first=head)


def _free(page: Any) -> float:
    """Return the height that a page leaves under its text."""
    top: float = page.content_box_y()
    return top + float(page.height) - max(_bottoms(page.children[0]), default=top)


def _marked(page: Any, attribute: str) -> Iterator[Any]:
    """Yield the outermost boxes of a page whose element has an attribute."""
    boxes = [page._page_box]
    while boxes:
        box = boxes.pop()
        if box.element is not None and attribute in box.element.attrib:
            yield box
        else:
            boxes.extend(getattr(box, "children", ()))


def _spread(page: Any, charts: list[Any]) -> tuple[float, float]:
    """Share the room that a page leaves between the steps of its charts, then over its titles.

    Return what is added to each step, and to each title, of which those of parts of a chapter take
    no more than theirs.
    """
    box = page._page_box
    top, [root, *_] = box.content_box_y(), box.children
    steps = [step for chart in charts for step in chart.children[:-1]]
    marked = (("data-air", MAX_ADDED), ("data-rubrique", MAX_ADDED_ABOVE_TITLE))
    titles = [(one, most) for attribute, most in marked for one in _marked(page, attribute)]
    if not titles:  # a chart without a title that may move, as on a poster
        return 0.0, 0.0
    free = _free(box)
    gap = next((one for one in GAPS if steps and one * len(steps) <= free), 0.0)
    above = [(one.position_y, most) for one, most in titles if one.position_y > top + STEP]
    left = max(free - gap * len(steps), 0.0)
    added = min(left / (len(above) + 1), MAX_ADDED)
    places = [(height, None, min(added, most)) for height, most in above]
    places += [(step.position_y + step.margin_height(), step, gap) for step in steps]
    for height, step, lower in sorted(places, key=lambda place: -place[0]):
        _lower(root, height - SAME_PLACE, lower)
        if step is not None:
            _move_background(step, min(gap, gap / 2 + ARROW))
    return gap, added


def _followed(page: Any, block: Any) -> bool:
    """Return whether a page has text below a block, but for its own."""
    own = {part.element for part in block.descendants()}
    texts = _texts(page._page_box.children[0])
    return any(one.element not in own and one.position_y >= block.position_y for one in texts)


def _bottoms(box: Any) -> Iterator[float]:
    """Yield the lower edge of each line of text of a box."""
    return (part.position_y + part.height for part in _texts(box))


def _texts(box: Any) -> Iterator[Any]:
    return (part for part in box.descendants() if part.element_tag and hasattr(part, "text"))


def _lower(box: Any, height: float, added: float) -> None:
    """Move down what begins at a height or below it."""
    for child in box.all_children():
        if child.position_y >= height:
            child.translate(0, added)
            for part in child.descendants():
                _move_background(part, added)
        else:
            _lower(child, height, added)


def _move_background(box: Any, added: float) -> None:
    if box.background:
        layers = [
            layer._replace(
                painting_area=_lower_area(layer.painting_area, added),
                positioning_area=_lower_area(layer.positioning_area, added),
                clipped_boxes=[_lower_area(one, added) for one in layer.clipped_boxes],
            )
            for layer in box.background.layers
        ]
        box.background = box.background._replace(layers=layers)


def _lower_area(area: Any, added: float) -> Any:
    """Return an area lower down; that of no picture is a word."""
    return area if isinstance(area, str) else (area[0], area[1] + added, *area[2:])


def _rule(block: Any, page: Any, *, drawn: bool) -> None:
    """Draw the title and the rules of a block at the foot of its page, if there is room."""
    *titles, rule = block.children
    top = block.position_y
    room = page.content_box_y() + page.height - top if drawn else 0
    count = floor((room - FOOT) / STEP + SAME_PLACE) if room >= MIN_HEIGHT else 0
    heights = [top + STEP * rank for rank in range(1, count + 1)]
    block.children = titles = titles if heights else []
    if titles:
        heights = heights[-MOST_LINES - 1 :]
    for title in titles:
        title.translate(0, heights.pop(0) - top)
    for height in heights:
        line = rule.copy()
        line.translate(0, height - line.position_y)
        line.border_top_width = RULE
        block.children.append(line)
