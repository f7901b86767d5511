"""What a section laid out alone may not lean on: its neighbours in the document.

Selectors are watched while they are matched, and counters while boxes are built: whatever looks
from a section at what stands beside it, or tells the next one something, is refused, however the
style sheet writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

import weasyprint.formatting_structure.build as building
from cssselect2 import ElementWrapper, Matcher
from weasyprint.formatting_structure import boxes

from docgen.rendering.frames.refusal import RefusedError

TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>")
VOID: Final = frozenset(("area", "br", "col", "embed", "hr", "img", "input", "track", "wbr"))
"""The elements of HTML that have no end."""
WHOLE: Final = frozenset(
    ("base", "body", "frameset", "head", "html", "link", "meta", "script", "style", "title")
)
"""The elements that say something of the whole document, wherever they stand."""
HOLDING: Final = ("html", "body")
"""What holds the sections."""
BROKEN: Final = (boxes.BlockLevelBox, boxes.TableRowGroupBox, boxes.TableRowBox)
"""What a page may break before, or after."""
FRONT: Final = ("recto", "right")
BACK: Final = ("verso", "left")
"""The sides of a sheet, for what is written from left to right."""


@dataclass(slots=True)
class _Watch:
    """Whether a selector is being matched; how many elements stand before the section."""

    asking: bool = False
    before: int = 0


class Watched(ElementWrapper):  # type: ignore[misc]  # cssselect2 is not typed
    """An element that knows when a selector asks about it."""

    def __init__(self, element: Any, parent: Any, *rest: Any, **more: Any) -> None:
        self.watch: _Watch = _Watch() if parent is None else parent.watch
        super().__init__(element, parent, *rest, **more)

    @classmethod
    def of(cls, root: Any, opening: str) -> Watched:
        """Return the root of a section that stands after an opening."""
        made: Watched = cls.from_html_root(root)
        made.watch.before = sum(depth == len(HOLDING) for depth, _ in _started(opening))
        return made

    def iter_children(self) -> Iterator[Any]:
        """Yield the elements in this one; raise RefusedError if a selector looks for sections."""
        self._check(self)
        yield from super().iter_children()

    def iter_subtree(self) -> Iterator[Any]:
        """Yield this element and all in it; raise RefusedError if a selector looks for sections."""
        self._check(self)
        yield from super().iter_subtree()

    def _check(self, holder: Any) -> None:
        if self.watch.asking and holder is not None and holder.etree_element.tag in HOLDING:
            raise RefusedError("un style qui dépend d’une autre section")

    @property
    def stands_before(self) -> bool:
        """Whether it is in what opens every section."""
        return bool(vars(self)["index"] < self.watch.before)


def _seen_from(name: str, *, back: bool) -> property:
    """Return what an element knows of its neighbours; what stands among sections may not ask.

    What stands before them may look `back`.
    """

    def read(element: Any) -> Any:
        if element.etree_element.tag not in HOLDING and not (back and element.stands_before):
            element._check(element.parent)
        return vars(element)[name]

    def write(element: Any, value: Any) -> None:
        vars(element)[name] = value

    return property(read, write)


for _name in ("previous", "index", "etree_siblings"):
    setattr(Watched, _name, _seen_from(_name, back=_name != "etree_siblings"))


class Selectors(Matcher):  # type: ignore[misc]  # cssselect2 is not typed
    """The selectors of a style sheet, which say to elements that they ask."""

    def match(self, element: Any) -> Any:
        """Return what matches an element; raise RefusedError if that depends on other sections."""
        element.watch.asking = True
        try:
            return super().match(element)
        finally:
            element.watch.asking = False


def check_closed(opening: str, section: str) -> None:
    """Raise RefusedError for a section that does not close all that it opens, or says of others."""
    if _left_open(opening, frozenset()) != [*HOLDING] or _left_open(section, WHOLE):
        raise RefusedError("une section qui n’est pas un tout")


def _started(html: str) -> Iterator[tuple[int, str]]:
    """Yield the elements of HTML, and in how many others each stands."""
    depth = 0
    for end, name in TAG.findall(html):
        if not end:
            yield depth, name.lower()
        depth += (name.lower() not in VOID) * (-1 if end else 1)


def _left_open(html: str, refused: frozenset[str]) -> list[str]:
    """Return the elements that HTML leaves open, or what it has that may not be there."""
    left: list[str] = []
    for end, name in TAG.findall(html):
        tag = name.lower()
        if tag in refused or (end and (not left or left.pop() != tag)):
            return [tag]
        if not end and tag not in VOID:
            left.append(tag)
    return left


def begins_on_front(root: Any, first: Any) -> bool:
    """Whether a section begins on the front of a sheet; alone, it does so in any case.

    Raise RefusedError for any other break that depends on which side of a sheet it is.
    """
    asked = [
        (box.element is first and name == "break_before", box.style[name])
        for box in root.descendants()
        if isinstance(box, BROKEN)
        for name in ("break_before", "break_after")
        if box.style[name] in (*FRONT, *BACK)
    ]
    if any(side in BACK or not begins for begins, side in asked):
        raise RefusedError("un saut de page qui dépend de son rang")
    return bool(asked)


@contextmanager
def counted(body: Any) -> Iterator[None]:
    """Refuse, meanwhile, what in a body counts on from section to section: counters, quotes."""
    known, among = building.element_to_box, set(body)

    def element_to_box(element: Any, *rest: Any) -> Any:
        if element not in among:
            return known(element, *rest)
        quotes, values, scopes, _ = rest[-1]
        before = deepcopy((quotes, values, scopes))
        made = known(element, *rest)
        if before != (quotes, values, scopes):
            raise RefusedError("un compteur qui passe d’une section à l’autre")
        return made

    building.element_to_box = element_to_box
    try:
        yield
    finally:
        building.element_to_box = known


def check_counters(context: Any, page_rules: Any) -> None:
    """Raise RefusedError for a number of a page printed in its body, or pages counted anew."""
    if any(one.missing_counters for one in context.target_collector.counter_lookup_items.values()):
        raise RefusedError("un numéro de page dans le texte")
    if any(name.startswith("counter") for _, _, told in page_rules for name, _, _ in told):
        raise RefusedError("un compteur de pages")
