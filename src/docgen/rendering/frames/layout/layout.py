"""Sections laid out by WeasyPrint, their leaves numbered: the only module that steers its layout.

A leaf is a box that holds lines.  It bears its number through the layout, so that the lines on the
pages lead back to the words that they were made from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from math import inf
from typing import Any, Final
from urllib.parse import urljoin

import weasyprint.document
from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.css.targets import TargetCollector, TargetLookupItem
from weasyprint.formatting_structure import boxes
from weasyprint.images import get_image_from_uri
from weasyprint.layout import LayoutContext
from weasyprint.text.fonts import FontConfiguration

from docgen.rendering.frames.layout.isolation import (
    Selectors,
    Watched,
    begins_on_front,
    check_closed,
    check_counters,
    counted,
)
from docgen.rendering.frames.layout.sections import Cut
from docgen.rendering.frames.layout.slots import Known, Leaf
from docgen.rendering.frames.refusal import RefusedError

VARIANT: Final = "pdf/a-2a"
Face = tuple[tuple[str, ...], str, int, str]
"""Families, style, weight and stretch, as CSS computes them."""
FACE: Final = ("font_family", "font_style", "font_weight", "font_stretch")


@dataclass(slots=True)
class Laid:
    """A section laid out: WeasyPrint's document and context, its leaves, its running texts.

    `asked` are the pages of other sections that it prints; `strings` names the running texts and
    says which words of the opening each is; `unseen` are words that no box holds; `front` says
    that it begins on the front of a sheet.
    """

    document: Any
    context: Any
    leaves: list[Leaf]
    strings: dict[str, int]
    asked: dict[str, int]
    unseen: set[int] = field(default_factory=set)
    front: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """What is left of a document once its pages are painted: enough to lay out and paint a line.

    Lengths are in CSS pixels; `known` are the objects that every file has, by their numbers here.
    """

    context: Any
    width: float
    height: float
    color_profiles: Any
    output_intent: Any
    known: Mapping[int, str]


def ground(laid: Laid) -> Ground:
    """Return what lines are laid out and painted on."""
    document = laid.document
    page, profiles = document.pages[0], document.color_profiles
    known = {0: "colours", int(profiles["srgb"].pdf_reference.split()[0]): "profile"}
    intent = document.output_intent
    return Ground(laid.context, page.width, page.height, profiles, intent, known)


def faces(document: Any) -> frozenset[Face]:
    """Return the faces that the words of a document are printed in."""
    return frozenset(
        tuple(box.style[name] for name in FACE)
        for page in document.pages
        for box in page._page_box.descendants(placeholders=True)
        if isinstance(box, boxes.TextBox)
    )


def forget(context: Any) -> None:
    """Have a layout forget all but what lays out a line again: pages take megabytes each."""
    context.style_for, context.page_maker, context.footnotes = None, [], []
    context.target_collector = TargetCollector()
    context.current_footnote_area = context.rendered_notes = None
    context.current_page_footnotes, context.reported_footnotes = [], []
    context._excluded_shapes_root_boxes, context._excluded_shapes = [], {}
    for known in (
        context.tables,
        context.string_set,
        context.broken_out_of_flow,
        context.page_footnotes,
        context.running_elements,
    ):
        known.clear()


@dataclass
class Press:
    """What layouts share: style sheets read once, fonts and pictures loaded once."""

    fetcher: Any
    base: str
    sheets: tuple[str, ...]
    fonts: FontConfiguration = field(default_factory=FontConfiguration)
    counters: CounterStyle = field(default_factory=CounterStyle)
    pictures: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.styles = [
            CSS(
                url=urljoin(self.base, sheet),
                url_fetcher=self.fetcher,
                font_config=self.fonts,
                counter_style=self.counters,
                matcher=Selectors(),
            )
            for sheet in self.sheets
        ]

    def lay_out(self, html: str, opening: Cut, section: Cut, pages: Mapping[str, int]) -> Laid:
        """Return a section laid out, the other sections being at these pages."""
        check_closed(opening.html, section.html)
        laid = Laid(None, None, [], {}, {})
        source = HTML(string=html, base_url=self.base, url_fetcher=self.fetcher)
        source.wrapper_element = Watched.of(source.etree_element, opening.html)
        known = Known(source.etree_element, opening, section)
        body = source.etree_element.find("body")
        first = next(iter(list(body)[source.wrapper_element.watch.before :]), None)
        with _watched(laid, known, pages, first), counted(body):
            laid.document = source.render(
                font_config=self.fonts,
                counter_style=self.counters,
                stylesheets=self.styles,
                cache=self.pictures,
                pdf_variant=VARIANT,
            )
        self._check_pages(laid)
        for address in [one for one in self.pictures if one.startswith("data:")]:
            del self.pictures[address]  # a picture of a document is in no other
        return laid

    @cached_property
    def context(self) -> LayoutContext:
        """What lays out the lines of frames that were not laid out here."""
        picture = partial(
            get_image_from_uri,
            cache=self.pictures,
            url_fetcher=self.fetcher,
            options=dict(DEFAULT_OPTIONS),
        )
        made = LayoutContext(None, picture, self.fonts, self.counters, TargetCollector())
        made.page_bottom = inf  # places end where their lines do
        return made

    def specimen(self, faces: Iterable[Face]) -> Any:
        """Return a document whose words are printed in faces."""
        said = "".join(map(_specimen, sorted(faces)))
        source = HTML(string=f"<html lang=fr><title>x</title>{said}", url_fetcher=self.fetcher)
        return source.render(font_config=self.fonts, pdf_variant=VARIANT)

    def _check_pages(self, laid: Laid) -> None:
        """Raise RefusedError for pages that depend on which of the whole document they are."""
        for style in self.styles:
            check_counters(laid.context, style.page_rules)
            for _, selectors, _ in style.page_rules:
                for _, _, pages in selectors:
                    depends = pages.side or pages.blank or pages.first or pages.index
                    if depends and any(_meant(pages, page) for page in laid.document.pages):
                        raise RefusedError("une page qui dépend de son rang")
        told = laid.context.string_set
        saying = {name for name, values in told.items() if any(map(any, values.values()))}
        if saying != set(laid.strings) or any(set(values) != {1} for values in told.values()):
            raise RefusedError("un en-tête que change une section")


def _specimen(face: Face) -> str:
    families, style, weight, stretch = face
    named = ", ".join(f"'{one}'" for one in families)
    return f'<p style="font: {style} {weight} {stretch} 12px {named}">x</p>'


def _meant(pages: Any, page: Any) -> bool:
    return pages.name in (None, page._page_box.page_type.name)


class _Targets(TargetCollector):  # type: ignore[misc]  # WeasyPrint is not typed
    """Knows on which pages the other sections are, and what was asked of them."""

    def __init__(self, pages: Mapping[str, int], asked: dict[str, int]) -> None:
        super().__init__()
        self._pages, self._asked = pages, asked

    def lookup_target(self, anchor_token: Any, source_box: Any, token: str, again: Any) -> Any:
        """Return what is known of an anchor, of another section's too."""
        if anchor_token[0] == "attr()":
            name = (source_box.element.get(anchor_token[1][0]) or "").removeprefix("#")
            if name not in self.target_lookup_items and name in self._pages:
                self._asked[name] = self._pages[name]
                return _elsewhere(self._pages[name])
        return super().lookup_target(anchor_token, source_box, token, again)


def _elsewhere(page: int) -> Any:
    """Return what WeasyPrint knows of an anchor on a page, once it is laid out."""
    item = TargetLookupItem("up-to-date")
    item.target_box = boxes.Box("", None, None)
    item.target_box.cached_counter_values = {"page": [page]}
    return item


@contextmanager
def _watched(laid: Laid, known: Known, pages: Mapping[str, int], first: Any) -> Iterator[None]:
    """Number the leaves of what is laid out meanwhile, and answer for the other sections.

    `first` is the element that the section begins with.
    """
    lay_out, collector = weasyprint.document.layout_document, weasyprint.document.TargetCollector

    def layout_document(html: Any, root: Any, context: Any) -> Any:
        laid.context = context
        for box in _marked(root):
            laid.leaves.append(known.leaf(box.leaf, box.children[0].deepcopy()))
        laid.strings.update(_strings(root, known))
        laid.unseen.update(known.unseen(root))
        laid.front = begins_on_front(root, first)
        return lay_out(html, root, context)

    weasyprint.document.layout_document = layout_document
    weasyprint.document.TargetCollector = lambda: _Targets(pages, laid.asked)
    try:
        yield
    finally:
        weasyprint.document.layout_document = lay_out
        weasyprint.document.TargetCollector = collector


def _marked(root: Any) -> Iterator[Any]:
    """Yield the boxes of lines, outermost, each bearing its number."""
    number = 0
    waiting = [root]
    while waiting:
        box = waiting.pop()
        children = list(getattr(box, "children", ()))
        if len(children) == 1 and isinstance(children[0], boxes.LineBox):
            box.leaf = children[0].leaf = number
            apart = (one for one in children[0].descendants() if _apart(one))
            for rank, one in enumerate(apart, 1):
                one.leaf, one.piece = number, rank
            number += 1
            yield box
        else:
            waiting += reversed(children)


def _apart(box: Any) -> bool:
    """Whether a box of a line is painted apart from it: a picture, or what is placed by itself."""
    return isinstance(box, boxes.ReplacedBox) or bool(box.is_absolutely_positioned())


def _strings(root: Any, known: Known) -> Iterator[tuple[str, int]]:
    """Yield the running texts that say something, and which words of the opening each says."""
    for box in root.descendants():
        for name, text in box.string_set or ():
            ranks = known.of.get(box.element, [])
            if not ranks and not text:  # where there are words, the skeleton is another
                continue
            if len(ranks) != 1 or ranks[0] >= known.before or known.words[ranks[0]] != text:
                raise RefusedError("un en-tête fait d’un morceau de texte")
            yield name, ranks[0]
