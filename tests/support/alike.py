"""The differences between two PDF that a person who sees, hears, searches or follows would meet."""

import io
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import pypdfium2
from pypdf import PdfReader

from docgen.rendering.pdf.form_fields import FONT

SCALE = 1.25
"""Pixels a point: 90 dpi, at which a hair line moved by a tenth of a point shows."""


def differences(one: bytes, other: bytes) -> Iterator[str]:
    """Yield what differs: pixels and words of each page, tags, links, outline, properties."""
    first, second = PdfReader(io.BytesIO(one)), PdfReader(io.BytesIO(other))
    pages = zip_longest(_pages(one), _pages(other), fillvalue=([], b""))
    for number, ((words, pixels), (theirs, painted)) in enumerate(pages, 1):
        if words != theirs:
            yield f"words of page {number}: {_first(words, theirs)}"
        if pixels != painted:
            yield f"pixels of page {number}"
    for name, read in READINGS.items():
        mine, theirs = list(read(first)), list(read(second))
        if mine != theirs:
            yield f"{name}: {_first(mine, theirs)}"


def _first(mine: list[Any], theirs: list[Any]) -> str:
    pairs = zip_longest(mine, theirs, fillvalue="nothing")
    return next((f"{one!r} ≠ {other!r}" for one, other in pairs if one != other), "")


def _pages(data: bytes) -> Iterator[tuple[list[str], bytes]]:
    """Yield the words and the pixels of each page."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        for page in pdf:
            words = page.get_textpage().get_text_range().split()
            yield words, bytes(page.render(scale=SCALE).buffer)
    finally:
        pdf.close()


def tags(pdf: PdfReader) -> Iterator[tuple[Any, ...]]:
    """Yield every element in reading order: depth, type, attributes, how many contents."""
    [root] = pdf.trailer["/Root"]["/StructTreeRoot"]["/K"]
    yield from _element(root, 0)


def _element(element: Any, depth: int) -> Iterator[tuple[Any, ...]]:
    element = element.get_object()
    kids = element.get("/K", [])
    kids = [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]
    below = [kid for kid in kids if isinstance(kid, dict) and "/S" in kid]
    attributes = sorted((name, str(value)) for name, value in element.get("/A", {}).items())
    entries = [element.get(name) for name in ("/Alt", "/Lang", "/E", "/ActualText")]
    yield depth, element["/S"], entries, attributes, len(kids) - len(below)
    for kid in below:
        yield from _element(kid, depth + 1)


def links(pdf: PdfReader) -> Iterator[tuple[Any, ...]]:
    """Yield every link: its page, its place, where it leads, its words."""
    places = {name: _place(pdf, one) for name, one in pdf.named_destinations.items()}
    for number, page in enumerate(pdf.pages):
        for one in page.get("/Annots", []):
            link = one.get_object()
            if link["/Subtype"] != "/Link":
                continue
            inside = link.get("/Dest")
            to = (inside, places[inside]) if inside else link["/A"]["/URI"]
            place = [round(float(side), 3) for side in link["/Rect"]]
            yield number, place, to, link["/Contents"], link["/F"]


def fields(pdf: PdfReader) -> Iterator[tuple[Any, ...]]:
    """Yield every field to fill in: its page, its place, what it is, its font."""
    form = pdf.trailer["/Root"].get("/AcroForm", {})
    if form:
        font = form["/DR"]["/Font"][f"/{FONT}"]
        yield form["/DA"], font["/Widths"], font["/FontDescriptor"]["/FontFile2"].get_data()
    listed = [one.idnum for one in form.get("/Fields", [])]
    for number, page in enumerate(pdf.pages):
        for one in page.get("/Annots", []):
            field = one.get_object()
            if field["/Subtype"] == "/Widget":
                place = [round(float(side), 3) for side in field["/Rect"]]
                drawn = field["/AP"]["/N"]
                rank = listed.index(one.idnum)
                entries = [field.get(name) for name in ("/T", "/TU", "/Ff", "/F", "/DA", "/MK")]
                yield number, rank, place, entries, dict(drawn)["/BBox"], drawn.get_data()


def _place(pdf: PdfReader, one: Any) -> tuple[Any, ...]:
    return pdf.get_destination_page_number(one), round(float(one.top), 3), one.typ


def anchors(pdf: PdfReader) -> Iterator[tuple[Any, ...]]:
    """Yield every named destination, and its place."""
    yield from sorted((name, *_place(pdf, one)) for name, one in pdf.named_destinations.items())


def outline(pdf: PdfReader) -> Iterator[tuple[Any, ...]]:
    """Yield every entry of the outline: its depth, its title, where it leads."""

    def below(entries: list[Any], depth: int) -> Iterator[tuple[Any, ...]]:
        for one in entries:
            if isinstance(one, list):
                yield from below(one, depth + 1)
            else:
                yield depth, one.title, *_place(pdf, one)

    yield from below(pdf.outline, 0)


def properties(pdf: PdfReader) -> Iterator[Any]:
    """Yield the metadata of a file, and the size of its pages."""
    root = pdf.trailer["/Root"]
    yield dict(pdf.metadata or {})
    yield root["/Metadata"].get_data()
    yield [root.get(name) for name in ("/Lang", "/MarkInfo", "/ViewerPreferences", "/PageLabels")]
    yield root["/StructTreeRoot"]["/RoleMap"]
    yield [[round(float(side), 3) for side in page.mediabox] for page in pdf.pages]
    yield sorted(fonts(pdf))


def fonts(pdf: PdfReader) -> set[str]:
    """Return the names of the fonts that pages are set in."""
    fonts_of_pages = (page["/Resources"]["/Font"].values() for page in pdf.pages)
    return {one.get_object()["/BaseFont"] for several in fonts_of_pages for one in several}


READINGS = {
    "tags": tags, "links": links, "fields": fields, "anchors": anchors, "outline": outline,
    "properties": properties,
}  # fmt: skip
"""What is compared besides pages, by name."""
