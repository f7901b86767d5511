"""Sections laid out by WeasyPrint, their line blocks numbered; only this module patches its layout.

A line block is a box that holds lines. It keeps its number through the layout, so that the lines on
the pages lead back to the words that they were made from.
"""

import re
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
from weasyprint.images import SVGImage, get_image_from_uri
from weasyprint.layout import LayoutContext
from weasyprint.text.fonts import FontConfiguration

from docgen.rendering.frames.layout.isolation import (
    WatchedElement,
    WatchedMatcher,
    begins_on_front,
    check_closed,
    check_counters,
    check_repeated,
    refuse_shared_counters,
)
from docgen.rendering.frames.layout.sections import SplitHtml
from docgen.rendering.frames.layout.slots import LineBlock, SectionIndex
from docgen.rendering.frames.unsupported import UnsupportedError
from docgen.rendering.pdf.note_pages import unmark_first_heads
from docgen.rendering.pdf.renderer import open_fonts

VARIANT: Final = "pdf/a-2a"
Face = tuple[tuple[str, ...], str, int, str]
"""Families, style, weight and stretch, as CSS computes them."""
NAME: Final = re.compile(r"[\w -]+")
"""The name of a family of fonts that needs no escape."""
FACE: Final = ("font_family", "font_style", "font_weight", "font_stretch")


@dataclass(slots=True)
class SectionLayout:
    """A section laid out: WeasyPrint's document and context, line blocks, running texts.

    `strings` are the running texts, each with the rank of its words in the opening; `target_pages`
    the pages of other sections that it prints; `unseen` words that no box holds; `front` says that
    it begins on the front of a sheet.
    """

    document: Any
    context: Any
    line_blocks: list[LineBlock]
    strings: dict[str, int]
    target_pages: dict[str, int]
    unseen: set[int] = field(default_factory=set)
    front: bool = False


@dataclass(frozen=True, slots=True)
class PaintContext:
    """What is kept of a document once its pages are painted: enough to lay out and paint a line.

    Lengths are in CSS pixels; `known` names the objects that every file shares, by number.
    """

    context: Any
    width: float
    height: float
    color_profiles: Any
    output_intent: Any
    known: Mapping[int, str]


def paint_context(laid: SectionLayout) -> PaintContext:
    """Return what lines of a section are laid out and painted with."""
    document = laid.document
    page, profiles = document.pages[0], document.color_profiles
    shared = {0: "colours", int(profiles["srgb"].pdf_reference.split()[0]): "profile"}
    intent = document.output_intent
    return PaintContext(laid.context, page.width, page.height, profiles, intent, shared)


def faces(document: Any) -> frozenset[Face]:
    """Return the font faces of the words of a document, those of its drawings too."""
    used: set[Face] = set()
    for page in document.pages:
        for box in page._page_box.descendants(placeholders=True):
            if isinstance(box, boxes.TextBox):
                used.add(tuple(box.style[name] for name in FACE))
            elif isinstance(getattr(box, "replacement", None), SVGImage):
                used.update(_faces_of_drawing(box.replacement._svg.tree))
    return frozenset(used)


def _faces_of_drawing(node: Any) -> Iterator[Face]:
    if node.tag == "text":
        family = node.get("font-family", "").split(",")[0].strip(" '\"")
        weight, style = node.get("font-weight", "400"), node.get("font-style", "normal")
        if NAME.fullmatch(family) and weight.isdecimal() and style in {"normal", "italic"}:
            yield (family,), style, int(weight), "normal"
    for child in node:
        yield from _faces_of_drawing(child)


def release_layout(context: Any) -> None:
    """Drop from a layout context all but what lays out a line: pages take megabytes each."""
    context.style_for, context.page_maker, context.footnotes = None, [], []
    context.target_collector = TargetCollector()
    context.current_footnote_area = context.rendered_notes = None
    context.current_page_footnotes, context.reported_footnotes = [], []
    context._excluded_shapes_root_boxes, context._excluded_shapes = [], {}
    for mapping in (
        context.tables,
        context.string_set,
        context.broken_out_of_flow,
        context.page_footnotes,
        context.running_elements,
    ):
        mapping.clear()


@dataclass
class LayoutEngine:
    """What layouts share: style sheets, fonts and pictures, each loaded once."""

    fetcher: Any
    base: str
    sheets: tuple[str, ...]
    fonts: FontConfiguration = field(default_factory=open_fonts)
    counters: CounterStyle = field(default_factory=CounterStyle)
    pictures: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.styles = [
            CSS(
                url=urljoin(self.base, sheet),
                url_fetcher=self.fetcher,
                font_config=self.fonts,
                counter_style=self.counters,
                matcher=WatchedMatcher(),
            )
            for sheet in self.sheets
        ]

    def lay_out(
        self, html: str, opening: SplitHtml, section: SplitHtml, pages: Mapping[str, int]
    ) -> SectionLayout:
        """Return a section laid out; `pages` are the pages of anchors in other sections."""
        check_closed(opening.html, section.html)
        laid = SectionLayout(None, None, [], {}, {})
        source = HTML(string=html, base_url=self.base, url_fetcher=self.fetcher)
        source.wrapper_element = WatchedElement.of(source.etree_element, opening.html)
        index = SectionIndex(source.etree_element, opening, section)
        body = source.etree_element.find("body")
        first = next(iter(list(body)[source.wrapper_element.state.before :]), None)
        with _patched_layout(laid, index, pages, first), refuse_shared_counters(body):
            laid.document = source.render(
                font_config=self.fonts,
                counter_style=self.counters,
                stylesheets=self.styles,
                cache=self.pictures,
                pdf_variant=VARIANT,
            )
        unmark_first_heads(laid.document.pages)
        self._check_pages(laid)
        for address in [url for url in self.pictures if url.startswith("data:")]:
            del self.pictures[address]  # no other document has this picture
        return laid

    @cached_property
    def context(self) -> LayoutContext:
        """Return a layout context for the lines of frames that were not laid out here."""
        picture = partial(
            get_image_from_uri,
            cache=self.pictures,
            url_fetcher=self.fetcher,
            options=dict(DEFAULT_OPTIONS),
        )
        context = LayoutContext(None, picture, self.fonts, self.counters, TargetCollector())
        context.page_bottom = inf  # a slot ends where its lines do
        return context

    def sample(self, faces: Iterable[Face]) -> Any:
        """Return a document with a letter in each of these faces, which loads their fonts."""
        paragraphs = "".join(map(_sample_paragraph, sorted(faces)))
        source = HTML(
            string=f"<html lang=fr><title>x</title>{paragraphs}", url_fetcher=self.fetcher
        )
        return source.render(font_config=self.fonts, pdf_variant=VARIANT)

    def _check_pages(self, laid: SectionLayout) -> None:
        for style in self.styles:
            check_counters(laid.context, style.page_rules)
            for _, selectors, _ in style.page_rules:
                for _, _, pages in selectors:
                    depends = pages.side or pages.blank or pages.first or pages.index
                    if depends and any(_concerns(pages, page) for page in laid.document.pages):
                        raise UnsupportedError("une page qui dépend de son rang")
        strings = laid.context.string_set
        changing = {name for name, values in strings.items() if any(map(any, values.values()))}
        if changing != set(laid.strings) or any(set(values) != {1} for values in strings.values()):
            raise UnsupportedError("un en-tête que change une section")


def _sample_paragraph(face: Face) -> str:
    families, style, weight, stretch = face
    names = ", ".join(f"'{family}'" for family in families)
    return f'<p style="font: {style} {weight} {stretch} 12px {names}">x</p>'


def _concerns(pages: Any, page: Any) -> bool:
    return pages.name in (None, page._page_box.page_type.name)


class _Targets(TargetCollector):  # type: ignore[misc]  # WeasyPrint is not typed
    """A collector that knows the pages of anchors in other sections, and notes which were read."""

    def __init__(self, pages: Mapping[str, int], target_pages: dict[str, int]) -> None:
        super().__init__()
        self._pages, self._target_pages = pages, target_pages

    def lookup_target(self, anchor_token: Any, source_box: Any, token: str, again: Any) -> Any:
        """Return what is known of an anchor, also of one in another section."""
        if anchor_token[0] == "attr()":
            name = (source_box.element.get(anchor_token[1][0]) or "").removeprefix("#")
            if name not in self.target_lookup_items and name in self._pages:
                self._target_pages[name] = self._pages[name]
                return _target_on_page(self._pages[name])
        return super().lookup_target(anchor_token, source_box, token, again)


def _target_on_page(page: int) -> Any:
    item = TargetLookupItem("up-to-date")
    item.target_box = boxes.Box("", None, None)
    item.target_box.cached_counter_values = {"page": [page]}
    return item


@contextmanager
def _patched_layout(
    laid: SectionLayout, index: SectionIndex, pages: Mapping[str, int], first: Any
) -> Iterator[None]:
    """Number line blocks and answer for other sections while a section is laid out.

    `first` is the first element of the section.
    """
    lay_out, collector = weasyprint.document.layout_document, weasyprint.document.TargetCollector

    def layout_document(html: Any, root: Any, context: Any) -> Any:
        laid.context = context
        for box in _number_line_blocks(root):
            laid.line_blocks.append(index.line_block(box.line_block, box.children[0].deepcopy()))
        laid.strings.update(_running_texts(root, index))
        laid.unseen.update(index.unseen(root))
        laid.front = begins_on_front(root, first)
        check_repeated(root)
        return lay_out(html, root, context)

    weasyprint.document.layout_document = layout_document
    weasyprint.document.TargetCollector = lambda: _Targets(pages, laid.target_pages)
    try:
        yield
    finally:
        weasyprint.document.layout_document = lay_out
        weasyprint.document.TargetCollector = collector


def _number_line_blocks(root: Any) -> Iterator[Any]:
    """Yield the outermost boxes that hold lines, each with its number."""
    number = 0
    waiting = [root]
    while waiting:
        box = waiting.pop()
        children = list(getattr(box, "children", ()))
        if len(children) == 1 and isinstance(children[0], boxes.LineBox):
            box.line_block = children[0].line_block = number
            number += 1
            yield box
        else:
            waiting += reversed(children)


def _running_texts(root: Any, index: SectionIndex) -> Iterator[tuple[str, int]]:
    """Yield the running texts that are not empty, with the rank of their words in the opening."""
    for box in root.descendants():
        for name, text in box.string_set or ():
            ranks = index.words_of.get(box.element, [])
            if not ranks and not text:  # a section with words has another skeleton
                continue
            if len(ranks) != 1 or ranks[0] >= index.before or index.words[ranks[0]] != text:
                raise UnsupportedError("un en-tête fait d’un morceau de texte")
            yield name, ranks[0]
