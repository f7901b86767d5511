"""Tags of a PDF, read from WeasyPrint's boxes: what each stretch of text means.

WeasyPrint 70 writes tags of its own, and leaves gaps that no validator fails on and that a
screen reader meets: running headers read as text, a paragraph cut in two by a page break, a
table's head read again on each page, links described by their address, languages and
abbreviations lost.  So docgen builds the tree itself, from the same boxes.  This module and no
other knows their private shape; it is pinned to one version of WeasyPrint, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pydyf
import weasyprint
import weasyprint.pdf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from docgen.rendering.pdf.signature_fields import (
    DrawnBox,
    DrawnContent,
    Rectangle,
    SignatureField,
    add_signature_field,
    covering_text,
)
from docgen.rendering.pdf.tag_tree import (
    MarkedContent,
    TagElement,
    TaggedAnnotation,
    TreeWriter,
    complete_scopes,
)

WEASYPRINT = "70.0"
"""The version whose boxes this module knows; the lock pins it, a test watches over it."""

ROLES = {
    "main": "Part", "article": "Art", "section": "Sect", "blockquote": "BlockQuote",
    "div": "Div", "nav": "Div", "header": "Div", "footer": "Div", "aside": "Div",
    "address": "Div", "figure": "Div", "p": "P", "pre": "P", "figcaption": "P",
    "ul": "L", "ol": "L", "dl": "L", "table": "Table", "caption": "Caption",
    "thead": "THead", "tbody": "TBody", "tfoot": "TFoot", "tr": "TR", "th": "TH", "td": "TD",
    "strong": "Strong", "b": "Strong", "em": "Em", "i": "Em", "a": "Link",
    "img": "Figure", "{http://www.w3.org/2000/svg}svg": "Figure",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
}  # fmt: skip
"""The type of each HTML element; an element that is not here, and says nothing of its own, is
passed through to what it holds."""

SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}
"""What HTML calls the cells that a header is for, and PDF."""
REPEATED = ("thead", "tfoot")
"""What is printed again on each page of a table, and is not to be read again."""
RUNNING = {"Type": "/Pagination"}
"""What an artifact is that comes with the pages; one of the text is of their layout."""
LAYOUT = {"Type": "/Layout"}
EDGES = {"@top": "/Header", "@bottom": "/Footer"}
"""What PDF/UA-1 (7.8) has running heads and feet called, by where they stand."""
INLINE = ("", "Strong", "Em")
"""Elements that stand inside a word or beside one; any other parts two words."""
TITLE = "{http://www.w3.org/2000/svg}title"
PX = 0.75
"""CSS pixels in points."""
Key = tuple[Any, str]


@contextmanager
def write_own_tags() -> Iterator[DrawnContent]:
    """Have WeasyPrint write docgen's tags while it writes a PDF; give what it placed, and where."""
    if weasyprint.VERSION != WEASYPRINT:
        raise RuntimeError(f"tags are known for WeasyPrint {WEASYPRINT}, not {weasyprint.VERSION}")
    placed = DrawnContent()

    def add_tags(pdf: pydyf.PDF, document: Any, _: object, streams: list[Any]) -> None:
        tagger = _tag(pdf, document, streams)
        placed.fields += [
            replace(one, covered=covering_text(one, tagger.drawn)) for one in tagger.fields
        ]
        placed.drawn += tagger.drawn

    theirs = weasyprint.pdf.add_tags
    weasyprint.pdf.add_tags = add_tags
    try:
        yield placed
    finally:
        weasyprint.pdf.add_tags = theirs


def page_margins(page: Any) -> tuple[float, float]:
    """Return how deep the top and bottom margins of a page laid out are, in points."""
    box = page._page_box
    return PX * box.margin_top, PX * box.margin_bottom


def _tag(pdf: pydyf.PDF, document: Any, streams: list[Any]) -> Tagger:
    """Write the tree of a document, and return what has read it."""
    tagger = Tagger(pdf)
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        tagger.read_page(number, page, stream)
    tagger.root.prune()
    complete_scopes(tagger.root)
    TreeWriter(pdf).write(tagger.root)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    return tagger


@dataclass(slots=True)
class TagContext:
    """Where the reading stands: the element that takes what comes, and the HTML it came from."""

    element: TagElement
    key: Key = (None, "")
    link: TagElement | None = None
    artifact: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class TaggedPage:
    """A page while it is read: its marked content by box, and its own objects."""

    number: int
    dictionary: Any
    height: float
    marks: dict[Any, dict[str, Any]]
    operators: dict[int, tuple[list[Any], int]]
    taken: list[Any] = field(default_factory=list)

    def rectangle(self, box: Any) -> Rectangle:
        """Return the border box in points from the bottom left: left, bottom, right, top."""
        left, top = box.border_box_x(), box.border_box_y()
        return self._points(left, top, box.border_width(), box.border_height())

    def area(self, box: Any) -> Rectangle:
        """Return the place of a stretch of text or a picture, in the same way."""
        return self._points(box.position_x, box.position_y, box.width, box.height)

    def _points(self, left: float, top: float, width: float, height: float) -> Rectangle:
        corners = (left, self.height - top - height, left + width, self.height - top)
        left, bottom, right, top = (round(PX * corner, 3) for corner in corners)
        return left, bottom, right, top


class Tagger:
    """Reads boxes page by page and grows one tree, in which fragments of an element meet."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.root = TagElement("Document")
        self.seen: dict[Key, TagElement] = {}
        self.items: dict[Any, TagElement] = {}
        self.fields: list[SignatureField] = []
        self.drawn: list[DrawnBox] = []
        self.within: list[str] = []

    def read_page(self, number: int, page: Any, stream: Any) -> None:
        """Add what a page holds to the tree."""
        dictionary = self.pdf.objects[int(self.pdf.page_references[number].split()[0])]
        here = TaggedPage(
            number, dictionary, page.height, stream._tags, dict(marked_content_in(stream, self.pdf))
        )
        self.visit(page._page_box, TagContext(self.root), here)
        stream._tags.clear()
        annotations = [a for a in dictionary.get("Annots", ()) if a not in here.taken]
        if annotations:
            dictionary["Annots"] = pydyf.Array(annotations)
        else:
            dictionary.pop("Annots", None)

    def visit(self, box: Any, place: TagContext, page: TaggedPage) -> None:
        """Add a box and all below it at the place where the reading stands."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox) and box in page.marks:
            place = self._enter(box, place, page) if isinstance(box, boxes.ReplacedBox) else place
            self._content(box, place, page)
            return
        place = self._enter(box, place, page)
        field = _field_of(box)
        self.within += field
        for child in getattr(box, "children", ()):
            self.visit(child, place, page)
        del self.within[len(self.within) - len(field) :]

    def _content(self, box: Any, place: TagContext, page: TaggedPage) -> None:
        """Give a stretch of marked content to the element at hand, or make it an artifact."""
        mcid = page.marks[box]["mcid"]
        shown = box.style["visibility"] == "visible"
        if shown:
            within = self.within[-1] if self.within else ""
            self.drawn.append(
                DrawnBox(page.number, page.area(box), within, getattr(box, "text", ""))
            )
        stream, index = page.operators[mcid]
        if place.artifact or not shown:
            stream[index - 1] = "/Artifact"
            stream[index] = pydyf.Dictionary(place.artifact or LAYOUT)
            return
        if box.style["font_variant_caps"] != "normal":
            # One small capital serves « i » and « I »: the font cannot tell which it was.
            stream[index]["ActualText"] = pydyf.String(box.text)
        place.element.kids.append(MarkedContent(page.number, mcid))

    def _enter(self, box: Any, place: TagContext, page: TaggedPage) -> TagContext:
        """Return where the reading stands inside a box."""
        key = (box.element, box.element_tag)
        artifact = place.artifact or _artifact(box)
        if artifact:
            self._drop_link(box, page)
            return TagContext(place.element, place.key, place.link, artifact)
        if box.element is None or key == place.key:
            self._drop_link(box, page)
            return place  # an anonymous box bears the name of the one around it
        if key in self.seen:
            if box.element_tag in REPEATED or box.style["position"] == "fixed":
                self._drop_link(box, page)
                return TagContext(place.element, key, place.link, RUNNING)
            element = self.seen[key]
        else:
            element = self.seen[key] = self._new(box, place, page)
        link = element if element.role == "Link" else place.link
        self._annotations(box, element, place, page)
        return TagContext(element, key, link)

    def _new(self, box: Any, place: TagContext, page: TaggedPage) -> TagElement:
        """Return the element of a box met for the first time, added where it belongs."""
        tag, html = box.element_tag, box.element
        if "::" in tag:
            return self._generated(tag, html, place)
        if tag in ("li", "dt", "dd"):
            return self._item(tag, html, place)
        role, said = _role(tag, html, place), _said(html)
        if not role and not said:
            return place.element
        element = place.element.add(role or "Span")
        element.entries |= said
        _describe(element, box, page)
        if html.get("data-signature"):
            self._field(box, element, page)
        return element

    def _generated(self, tag: str, html: Any, place: TagContext) -> TagElement:
        """Return the element of what a stylesheet adds to an HTML element."""
        if tag.endswith("::marker"):
            return self._marker(html, place)
        if tag.endswith("::footnote-call"):
            return self._note(html, place)
        if tag.endswith("::footnote-marker"):
            return place.element.add("Lbl")
        return place.element

    def _note(self, html: Any, place: TagContext) -> TagElement:
        """Return the reference to a footnote, its note (met later, below the page) beside it."""
        reference, note = place.element.add("Reference"), place.element.add("Note")
        note.identifier = f"note-{len(self.seen)}"
        self.seen[(html, html.tag)] = note
        return reference

    def _field(self, box: Any, element: TagElement, page: TaggedPage) -> None:
        """Place an empty signature field over a box, with its own element in reading order."""
        html = box.element
        field = SignatureField(
            name=html.get("data-signature"),
            person=html.get("data-personne", ""),
            office=html.get("data-qualite", ""),
            page=page.number,
            rectangle=page.rectangle(box),
        )
        self.fields.append(field)
        widget = add_signature_field(self.pdf, page.dictionary, field)
        element.add("Form").kids.append(TaggedAnnotation(page.number, widget))

    def _item(self, tag: str, html: Any, place: TagContext) -> TagElement:
        """Return the new body of a list item; terms and their definitions share one item."""
        before = place.element.elements[-1:] if tag != "li" else []
        if tag == "dt" and any(part.role == "LBody" for item in before for part in item.elements):
            before = []
        item = before[0] if before else place.element.add("LI")
        self.items[html] = item
        part = item.add("Lbl" if tag == "dt" else "LBody")
        part.entries |= _said(html)
        return part

    def _marker(self, html: Any, place: TagContext) -> TagElement:
        """Return the label of a list item, before its body."""
        item = self.items.get(html)
        if item is None:
            return place.element
        label = TagElement("Lbl")
        item.kids.insert(0, label)
        return label

    def _annotations(
        self, box: Any, element: TagElement, place: TagContext, page: TaggedPage
    ) -> None:
        """Give a link's or a field's annotation to its element; drop a link inside a link."""
        link = getattr(box, "link_annotation", None)
        if place.link is not None or element.role != "Link":
            self._drop_link(box, page)
        elif link is not None:
            link["Contents"] = pydyf.String(" ".join(_words(box.element).split()))
            element.kids.append(TaggedAnnotation(page.number, link))

    def _drop_link(self, box: Any, page: TaggedPage) -> None:
        """Take off its page the annotation of a link inside a link, or inside furniture."""
        link = getattr(box, "link_annotation", None)
        if link is not None:
            page.taken.append(link.reference)


def marked_content_in(stream: Any, pdf: pydyf.PDF) -> Iterator[tuple[int, tuple[list[Any], int]]]:
    """Yield where the numbers of marked content stand in a page's operators, groups included."""
    for index, part in enumerate(stream.stream):
        if isinstance(part, pydyf.Dictionary) and "MCID" in part:
            yield part["MCID"], (stream.stream, index)
        elif isinstance(part, bytes) and part.endswith(b" Do"):
            drawn = stream._resources["XObject"][part[1:-3].decode()]
            drawn = pdf.objects[int(drawn.split()[0])] if isinstance(drawn, bytes) else drawn
            if hasattr(drawn, "_resources"):  # a group, not a picture
                yield from marked_content_in(drawn, pdf)


def _artifact(box: Any) -> Mapping[str, str]:
    """Return which furniture a box is: a running header, a leader, what is hidden; or nothing."""
    if isinstance(box, boxes.MarginBox):
        edge = EDGES.get(box.at_keyword.partition("-")[0])
        return {**RUNNING, "Subtype": edge} if edge else RUNNING
    if getattr(box, "is_leader", False):
        return LAYOUT
    html = box.element
    if html is None:
        return {}
    if "::" in box.element_tag:  # a picture that a stylesheet adds is decoration
        return LAYOUT if isinstance(box, boxes.ReplacedBox) else {}
    hidden = html.get("aria-hidden") == "true" or (html.tag == "img" and html.get("alt") == "")
    return LAYOUT if hidden else {}


def _role(tag: str, html: Any, place: TagContext) -> str:
    """Return the type of an HTML element, or nothing if it is passed through."""
    if tag == "a" and html.get("href") is None:
        return ""  # a place to lead to, not a link
    if tag == "div" and place.key[1] == "dl":
        return ""  # a list holds items only
    return ROLES.get(tag, "")


def _field_of(box: Any) -> list[str]:
    """Return the name of the signature field that a box is, if it is one."""
    html = box.element
    if html is None or "::" in box.element_tag or not html.get("data-signature"):
        return []
    return [html.get("data-signature")]


def _said(html: Any) -> dict[str, Any]:
    """Return what an HTML element says of itself: its language, the words of an abbreviation."""
    said: dict[str, Any] = {}
    if html.get("lang") and html.tag != "html":
        said["Lang"] = pydyf.String(html.get("lang"))
    if html.tag == "abbr" and html.get("title"):
        said["E"] = pydyf.String(html.get("title"))
    return said


def _describe(element: TagElement, box: Any, page: TaggedPage) -> None:
    """Add what PDF/UA asks of some types: scope of a header, description and place of a figure."""
    html = box.element
    if element.role in ("TH", "TD"):
        said = {"ColSpan": box.colspan, "RowSpan": box.rowspan}
        said = {name: span for name, span in said.items() if span != 1}
        if element.role == "TH" and html.get("scope") in SCOPES:
            said["Scope"] = SCOPES[html.get("scope")]
        if said:
            element.attributes |= {"O": "/Table", **said}
    elif element.role == "Figure":
        element.entries["Alt"] = pydyf.String(_picture_words(html))
        place = {"Placement": "/Block", "BBox": pydyf.Array(page.rectangle(box))}
        element.attributes |= {"O": "/Layout", **place}


def _picture_words(html: Any) -> str:
    """Return the words that stand for a picture, or nothing."""
    title = html.find(TITLE)
    words = title.text if title is not None else html.get("alt") or html.get("aria-label")
    return words or ""


def _words(html: Any) -> str:
    """Return what an element says, its pictures put into words, blocks parted by a blank."""
    parts = [html.text or ""]
    for kid in html:
        if isinstance(kid.tag, str) and kid.get("aria-hidden") != "true":
            role = ROLES.get(kid.tag, " " if kid.tag == "br" else "")
            words = _picture_words(kid) if role == "Figure" else _words(kid)
            parts.append(words if role in INLINE else f" {words} ")
        parts.append(kid.tail or "")
    return "".join(parts)
