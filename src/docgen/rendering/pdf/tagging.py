"""Tags of a PDF, built from WeasyPrint's boxes.

WeasyPrint 70 writes tags of its own, with gaps that no validator reports and that a screen reader
meets: running headers read as text, a paragraph split by a page break, a table head read again on
each page, links described by their address, languages and abbreviations lost. So docgen builds the
tree itself, from the same boxes. Only this module knows their private attributes; it accepts one
version of WeasyPrint.
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

from docgen.conformity.pdf.objects import Rectangle
from docgen.rendering.pdf.form_fields import TextFields
from docgen.rendering.pdf.signature_fields import (
    DrawnBox,
    DrawnContent,
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
"""The version whose boxes this module knows; the lock file pins it, and a test checks it."""

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
"""The tag of each HTML element; others get none, unless they have a language or an expansion."""

SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}
"""The scopes of a header cell, in HTML and in PDF."""
REPEATED_PARTS = ("thead", "tfoot")
"""The parts of a table that are repeated on each page, and read once."""
RUNNING = {"Type": "/Pagination"}
"""The artifact type of what is repeated on pages; LAYOUT is that of decoration."""
LAYOUT = {"Type": "/Layout"}
EDGES = {"@top": "/Header", "@bottom": "/Footer"}
"""The artifact subtypes that PDF/UA-1 (7.8) requires of running headers and footers."""
INLINE = ("", "Strong", "Em")
"""Tags that may stand inside a word; any other separates two words."""
TITLE = "{http://www.w3.org/2000/svg}title"
PX = 0.75
"""CSS pixels in points."""
Key = tuple[Any, str]


@contextmanager
def write_own_tags() -> Iterator[DrawnContent]:
    """Replace WeasyPrint's tags by docgen's; yield the fields and the boxes that are drawn."""
    if weasyprint.VERSION != WEASYPRINT:
        raise RuntimeError(f"tags are known for WeasyPrint {WEASYPRINT}, not {weasyprint.VERSION}")
    drawn = DrawnContent()

    def add_tags(pdf: pydyf.PDF, document: Any, _: object, streams: list[Any]) -> None:
        tagger = _write_tags(pdf, document, streams)
        drawn.fields += [
            replace(field, covered=covering_text(field, tagger.drawn)) for field in tagger.fields
        ]
        drawn.drawn += tagger.drawn

    original = weasyprint.pdf.add_tags
    weasyprint.pdf.add_tags = add_tags
    try:
        yield drawn
    finally:
        weasyprint.pdf.add_tags = original


def page_margins(page: Any) -> tuple[float, float]:
    """Return the depths of the top and bottom margins of a page, in points."""
    box = page._page_box
    return PX * box.margin_top, PX * box.margin_bottom


def _write_tags(pdf: pydyf.PDF, document: Any, streams: list[Any]) -> Tagger:
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
    """Where the reading is: the element that takes the next content, and its HTML element."""

    element: TagElement
    key: Key = (None, "")
    link: TagElement | None = None
    artifact: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class TaggedPage:
    """A page being read: its marked contents by box, their operators, its dictionary."""

    number: int
    dictionary: Any
    height: float
    marks: dict[Any, dict[str, Any]]
    operators: dict[int, tuple[list[Any], int]]
    dropped: list[Any] = field(default_factory=list)

    def rectangle(self, box: Any) -> Rectangle:
        """Return the border box: left, bottom, right, top, in points from the bottom left."""
        left, top = box.border_box_x(), box.border_box_y()
        return self._points(left, top, box.border_width(), box.border_height())

    def area(self, box: Any) -> Rectangle:
        """Return the box of a text or a picture, in the same units."""
        return self._points(box.position_x, box.position_y, box.width, box.height)

    def _points(self, left: float, top: float, width: float, height: float) -> Rectangle:
        corners = (left, self.height - top - height, left + width, self.height - top)
        left, bottom, right, top = (round(PX * corner, 3) for corner in corners)
        return left, bottom, right, top


class Tagger:
    """Reads boxes page by page into one tree, in which the fragments of an element meet."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.root = TagElement("Document")
        self.seen: dict[Key, TagElement] = {}
        self.items: dict[Any, TagElement] = {}
        self.fields: list[SignatureField] = []
        self.drawn: list[DrawnBox] = []
        self.open_fields: list[str] = []
        self.text_fields = TextFields(pdf)

    def read_page(self, number: int, page: Any, stream: Any) -> None:
        """Add a page to the tree."""
        dictionary = self.pdf.objects[int(self.pdf.page_references[number].split()[0])]
        tagged_page = TaggedPage(
            number, dictionary, page.height, stream._tags, dict(marked_content_in(stream, self.pdf))
        )
        self.visit(page._page_box, TagContext(self.root), tagged_page)
        stream._tags.clear()
        annotations = [a for a in dictionary.get("Annots", ()) if a not in tagged_page.dropped]
        if annotations:
            dictionary["Annots"] = pydyf.Array(annotations)
        else:
            dictionary.pop("Annots", None)

    def visit(self, box: Any, place: TagContext, page: TaggedPage) -> None:
        """Add a box and all below it."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox) and box in page.marks:
            place = self._enter(box, place, page) if isinstance(box, boxes.ReplacedBox) else place
            self._add_content(box, place, page)
            return
        place = self._enter(box, place, page)
        field = _field_names(box)
        self.open_fields += field
        for child in getattr(box, "children", ()):
            self.visit(child, place, page)
        del self.open_fields[len(self.open_fields) - len(field) :]

    def _add_content(self, box: Any, place: TagContext, page: TaggedPage) -> None:
        mcid = page.marks[box]["mcid"]
        visible = box.style["visibility"] == "visible"
        if visible:
            field = self.open_fields[-1] if self.open_fields else ""
            self.drawn.append(
                DrawnBox(page.number, page.area(box), field, getattr(box, "text", ""))
            )
        stream, index = page.operators[mcid]
        if place.artifact or not visible:
            stream[index - 1] = "/Artifact"
            stream[index] = pydyf.Dictionary(place.artifact or LAYOUT)
            return
        if box.style["font_variant_caps"] != "normal":
            # Small capitals of « i » and « I » are one glyph: the font cannot tell which it was.
            stream[index]["ActualText"] = pydyf.String(box.text)
        place.element.kids.append(MarkedContent(page.number, mcid))

    def _enter(self, box: Any, place: TagContext, page: TaggedPage) -> TagContext:
        key = (box.element, box.element_tag)
        artifact = place.artifact or _artifact(box)
        if artifact:
            self._drop_link(box, page)
            return TagContext(place.element, place.key, place.link, artifact)
        if box.element is None or key == place.key:
            self._drop_link(box, page)
            return place  # an anonymous box has the element of its parent
        if key in self.seen:
            if box.element_tag in REPEATED_PARTS or box.style["position"] == "fixed":
                self._drop_link(box, page)
                return TagContext(place.element, key, place.link, RUNNING)
            element = self.seen[key]
        else:
            element = self.seen[key] = self._add_element(box, place, page)
        link = element if element.role == "Link" else place.link
        self._add_link(box, element, place, page)
        return TagContext(element, key, link)

    def _add_element(self, box: Any, place: TagContext, page: TaggedPage) -> TagElement:
        tag, html = box.element_tag, box.element
        if "::" in tag:
            return self._add_pseudo_element(tag, html, place)
        if tag in ("li", "dt", "dd"):
            return self._add_list_item(tag, html, place)
        role, entries = _role(tag, html, place), _text_entries(html)
        if not role and not entries:
            return place.element
        element = place.element.add(role or "Span")
        element.entries |= entries
        _describe(element, box, page)
        if html.get("data-signature"):
            self._add_field(box, element, page)
        if html.get("data-champ"):
            widget = self.text_fields.add(page.dictionary, html, page.rectangle(box))
            element.add("Form").kids.append(TaggedAnnotation(page.number, widget))
        return element

    def _add_pseudo_element(self, tag: str, html: Any, place: TagContext) -> TagElement:
        if tag.endswith("::marker"):
            return self._add_label(html, place)
        if tag.endswith("::footnote-call"):
            return self._add_note(html, place)
        if tag.endswith("::footnote-marker"):
            return place.element.add("Lbl")
        return place.element

    def _add_note(self, html: Any, place: TagContext) -> TagElement:
        """Return the reference to a footnote; its note, met later below the page, follows it."""
        reference, note = place.element.add("Reference"), place.element.add("Note")
        note.identifier = f"note-{len(self.seen)}"
        self.seen[(html, html.tag)] = note
        return reference

    def _add_field(self, box: Any, element: TagElement, page: TaggedPage) -> None:
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

    def _add_list_item(self, tag: str, html: Any, place: TagContext) -> TagElement:
        """Return the body of a new list item; a term and its definitions share one item."""
        before = place.element.elements[-1:] if tag != "li" else []
        if tag == "dt" and any(part.role == "LBody" for item in before for part in item.elements):
            before = []
        item = before[0] if before else place.element.add("LI")
        self.items[html] = item
        part = item.add("Lbl" if tag == "dt" else "LBody")
        part.entries |= _text_entries(html)
        return part

    def _add_label(self, html: Any, place: TagContext) -> TagElement:
        item = self.items.get(html)
        if item is None:
            return place.element
        label = TagElement("Lbl")
        item.kids.insert(0, label)
        return label

    def _add_link(self, box: Any, element: TagElement, place: TagContext, page: TaggedPage) -> None:
        """Give the annotation of a link to its element, unless the link is in another link."""
        link = getattr(box, "link_annotation", None)
        if place.link is not None or element.role != "Link":
            self._drop_link(box, page)
        elif link is not None:
            link["Contents"] = pydyf.String(" ".join(_words(box.element).split()))
            element.kids.append(TaggedAnnotation(page.number, link))

    def _drop_link(self, box: Any, page: TaggedPage) -> None:
        link = getattr(box, "link_annotation", None)
        if link is not None:
            page.dropped.append(link.reference)


def marked_content_in(stream: Any, pdf: pydyf.PDF) -> Iterator[tuple[int, tuple[list[Any], int]]]:
    """Yield the numbers of marked content with their operators, those of groups included."""
    for index, part in enumerate(stream.stream):
        if isinstance(part, pydyf.Dictionary) and "MCID" in part:
            yield part["MCID"], (stream.stream, index)
        elif isinstance(part, bytes) and part.endswith(b" Do"):
            drawn = stream._resources["XObject"][part[1:-3].decode()]
            drawn = pdf.objects[int(drawn.split()[0])] if isinstance(drawn, bytes) else drawn
            if hasattr(drawn, "_resources"):  # a group, not a picture
                yield from marked_content_in(drawn, pdf)


def _artifact(box: Any) -> Mapping[str, str]:
    """Return the artifact that a box is (running header, leader, hidden), or nothing."""
    if isinstance(box, boxes.MarginBox):
        edge = EDGES.get(box.at_keyword.partition("-")[0])
        return {**RUNNING, "Subtype": edge} if edge else RUNNING
    if getattr(box, "is_leader", False):
        return LAYOUT
    html = box.element
    if html is None:
        return {}
    if "::" in box.element_tag:  # a picture from a style sheet is decoration
        return LAYOUT if isinstance(box, boxes.ReplacedBox) else {}
    hidden = html.get("aria-hidden") == "true" or (html.tag == "img" and html.get("alt") == "")
    return LAYOUT if hidden else {}


def _role(tag: str, html: Any, place: TagContext) -> str:
    if tag == "a" and html.get("href") is None:
        return ""  # an anchor, not a link
    if tag == "div" and place.key[1] == "dl":
        return ""  # the kids of a list are items only
    return ROLES.get(tag, "")


def _field_names(box: Any) -> list[str]:
    html = box.element
    if html is None or "::" in box.element_tag or not html.get("data-signature"):
        return []
    return [html.get("data-signature")]


def _text_entries(html: Any) -> dict[str, Any]:
    """Return the language of an element, and the expansion of an abbreviation."""
    entries: dict[str, Any] = {}
    if html.get("lang") and html.tag != "html":
        entries["Lang"] = pydyf.String(html.get("lang"))
    if html.tag == "abbr" and html.get("title"):
        entries["E"] = pydyf.String(html.get("title"))
    return entries


def _describe(element: TagElement, box: Any, page: TaggedPage) -> None:
    html = box.element
    if element.role in ("TH", "TD"):
        attributes = {"ColSpan": box.colspan, "RowSpan": box.rowspan}
        attributes = {name: span for name, span in attributes.items() if span != 1}
        if element.role == "TH" and html.get("scope") in SCOPES:
            attributes["Scope"] = SCOPES[html.get("scope")]
        if attributes:
            element.attributes |= {"O": "/Table", **attributes}
    elif element.role == "Figure":
        element.entries["Alt"] = pydyf.String(_picture_words(html))
        place = {"Placement": "/Block", "BBox": pydyf.Array(page.rectangle(box))}
        element.attributes |= {"O": "/Layout", **place}


def _picture_words(html: Any) -> str:
    title = html.find(TITLE)
    words = title.text if title is not None else html.get("alt") or html.get("aria-label")
    return words or ""


def _words(html: Any) -> str:
    """Return the text of an element, with the words of its pictures, blocks separated by spaces."""
    parts = [html.text or ""]
    for kid in html:
        if isinstance(kid.tag, str) and kid.get("aria-hidden") != "true":
            role = ROLES.get(kid.tag, " " if kid.tag == "br" else "")
            words = _picture_words(kid) if role == "Figure" else _words(kid)
            parts.append(words if role in INLINE else f" {words} ")
        parts.append(kid.tail or "")
    return "".join(parts)
