"""Checks that a section laid out alone does not depend on its neighbours in the document.

Selectors are watched while they are matched, and counters while boxes are built: whatever looks
beyond its section is refused, whichever style sheet writes it.
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

from docgen.rendering.frames.unsupported import UnsupportedError

TAG: Final = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>")
VOID: Final = frozenset(("area", "br", "col", "embed", "hr", "img", "input", "track", "wbr"))
"""The elements of HTML without an end tag."""
DOCUMENT_ELEMENTS: Final = frozenset(
    ("base", "body", "frameset", "head", "html", "link", "meta", "script", "style", "title")
)
"""The elements that concern the whole document, wherever they stand."""
OUTER: Final = ("html", "body")
"""The elements that contain the sections."""
BREAKABLE_BOXES: Final = (boxes.BlockLevelBox, boxes.TableRowGroupBox, boxes.TableRowBox)
"""The boxes before or after which a page may break."""
FRONT: Final = ("recto", "right")
BACK_SIDES: Final = ("verso", "left")
"""The sides of a sheet, for text written from left to right."""


@dataclass(slots=True)
class _MatchState:
    """Whether a selector is being matched, and how many elements stand before the section."""

    matching: bool = False
    before: int = 0


class WatchedElement(ElementWrapper):  # type: ignore[misc]  # cssselect2 is not typed
    """An element that knows when a selector is being matched against it."""

    def __init__(self, element: Any, parent: Any, *rest: Any, **more: Any) -> None:
        self.state: _MatchState = _MatchState() if parent is None else parent.state
        super().__init__(element, parent, *rest, **more)

    @classmethod
    def of(cls, root: Any, opening: str) -> WatchedElement:
        """Return the root of a document whose section stands after an opening."""
        root_wrapper: WatchedElement = cls.from_html_root(root)
        root_wrapper.state.before = sum(depth == len(OUTER) for depth, _ in _elements(opening))
        return root_wrapper

    def iter_children(self) -> Iterator[Any]:
        """Yield the children; raise UnsupportedError if a selector counts sections."""
        self._check(self)
        yield from super().iter_children()

    def iter_subtree(self) -> Iterator[Any]:
        """Yield it and all below it; raise UnsupportedError if a selector counts sections."""
        self._check(self)
        yield from super().iter_subtree()

    def _check(self, holder: Any) -> None:
        if self.state.matching and holder is not None and holder.etree_element.tag in OUTER:
            raise UnsupportedError("un style qui dépend d’une autre section")

    @property
    def stands_before(self) -> bool:
        """Whether it belongs to what opens every section."""
        return bool(vars(self)["index"] < self.state.before)


def _guarded_property(name: str, *, back: bool) -> property:
    """Return a property that an element among sections may not read while a selector is matched.

    An element before the sections may read it if it looks `back`.
    """

    def read(element: Any) -> Any:
        if element.etree_element.tag not in OUTER and not (back and element.stands_before):
            element._check(element.parent)
        return vars(element)[name]

    def write(element: Any, value: Any) -> None:
        vars(element)[name] = value

    return property(read, write)


for _name in ("previous", "index", "etree_siblings"):
    setattr(WatchedElement, _name, _guarded_property(_name, back=_name != "etree_siblings"))


class WatchedMatcher(Matcher):  # type: ignore[misc]  # cssselect2 is not typed
    """The selectors of a style sheet; elements know when they are matched."""

    def match(self, element: Any) -> Any:
        """Return the rules that match; raise UnsupportedError if they depend on other sections."""
        element.state.matching = True
        try:
            return super().match(element)
        finally:
            element.state.matching = False


def check_closed(opening: str, section: str) -> None:
    """Raise UnsupportedError for unbalanced tags or elements of the whole document."""
    if _unclosed_elements(opening, frozenset()) != [*OUTER] or _unclosed_elements(
        section, DOCUMENT_ELEMENTS
    ):
        raise UnsupportedError("une section qui n’est pas un tout")


def _elements(html: str) -> Iterator[tuple[int, str]]:
    depth = 0
    for end, name in TAG.findall(html):
        if not end:
            yield depth, name.lower()
        depth += (name.lower() not in VOID) * (-1 if end else 1)


def _unclosed_elements(html: str, refused: frozenset[str]) -> list[str]:
    """Return the elements that HTML leaves open, or the first that is refused or misplaced."""
    left: list[str] = []
    for end, name in TAG.findall(html):
        tag = name.lower()
        if tag in refused or (end and (not left or left.pop() != tag)):
            return [tag]
        if not end and tag not in VOID:
            left.append(tag)
    return left


def begins_on_front(root: Any, first: Any) -> bool:
    """Whether a section begins on the front of a sheet; laid out alone, it always does.

    Raise UnsupportedError for any other break that depends on the side of a sheet.
    """
    breaks = [
        (box.element is first and name == "break_before", box.style[name])
        for box in root.descendants()
        if isinstance(box, BREAKABLE_BOXES)
        for name in ("break_before", "break_after")
        if box.style[name] in (*FRONT, *BACK_SIDES)
    ]
    if any(side in BACK_SIDES or not begins for begins, side in breaks):
        raise UnsupportedError("un saut de page qui dépend de son rang")
    return bool(breaks)


@contextmanager
def refuse_shared_counters(body: Any) -> Iterator[None]:
    """Raise UnsupportedError, within the block, for counters that run across sections."""
    original, sections = building.element_to_box, set(body)

    def element_to_box(element: Any, *rest: Any) -> Any:
        if element not in sections:
            return original(element, *rest)
        quotes, values, scopes, _ = rest[-1]
        before = deepcopy((quotes, values, scopes))
        box = original(element, *rest)
        if before != (quotes, values, scopes):
            raise UnsupportedError("un compteur qui passe d’une section à l’autre")
        return box

    building.element_to_box = element_to_box
    try:
        yield
    finally:
        building.element_to_box = original


def check_repeated(root: Any) -> None:
    """Raise UnsupportedError for words that a style repeats elsewhere: they are in no slot."""
    for box in root.descendants():
        content = box.style["content"]
        if isinstance(content, tuple) and any(kind == "target-text()" for kind, _ in content):
            raise UnsupportedError("un texte que répète un style")


def check_counters(context: Any, page_rules: Any) -> None:
    """Raise UnsupportedError for page numbers in the body, or counters set by page rules."""
    if any(
        item.missing_counters for item in context.target_collector.counter_lookup_items.values()
    ):
        raise UnsupportedError("un numéro de page dans le texte")
    if any(
        name.startswith("counter")
        for _, _, declarations in page_rules
        for name, _, _ in declarations
    ):
        raise UnsupportedError("un compteur de pages")
