"""What refers to a page in a finished PDF, as pdfium reads it: links, and the outline.

pdfium reads a pack in a third of the time that pypdf takes to open it; every build can afford it.
"""

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw

from docgen.conformity.pdf.objects import Rectangle


@dataclass(frozen=True, slots=True)
class Target:
    """A destination: its page, from 0, and its height in points."""

    page: int
    height: float


@dataclass(frozen=True, slots=True)
class PageReference:
    """A link inside a document: its page, from 0, its height, its words, and what is printed.

    What is printed is its words and what a style sheet adds, such as the number of a page.
    """

    page: int
    height: float
    words: str
    printed: str
    target: Target | None


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the outline, with its level from 0."""

    title: str
    target: Target | None
    level: int = 0


@dataclass(frozen=True, slots=True)
class PageReferences:
    """What refers to pages, the page of each anchor and form field, from 0, each page's text.

    `boxes` are those of the pieces of text of each page, where they were asked for: the words of a
    line in one font.
    """

    links: tuple[PageReference, ...]
    outline: tuple[Heading, ...]
    anchors: Mapping[str, int]
    fields: Mapping[str, tuple[int, Rectangle]]
    pages: tuple[str, ...]
    boxes: tuple[frozenset[Rectangle], ...] = ()


_last: dict[tuple[bytes, bool], PageReferences] = {}
"""The last file read: a draft is read to check it, then for the sheet of what is left of it."""


def read_references(
    data: bytes, *, boxed: bool = False, known: Sequence[str | None] = ()
) -> PageReferences:
    """Return what refers to pages in a PDF; raise PdfiumError if pdfium cannot open it.

    `known` are the texts of pages that need not be read again; their links and fields are left out.
    """
    key = data, boxed
    if (read := _last.get(key)) is None:
        read = _read(data, boxed, known)
        _last.clear()
        _last[key] = read
    return read


def _read(data: bytes, boxed: bool, known: Sequence[str | None]) -> PageReferences:
    links: list[PageReference] = []
    texts: list[str] = []
    fields: dict[str, tuple[int, Rectangle]] = {}
    boxes: list[frozenset[Rectangle]] = []
    with pypdfium2.PdfDocument(data) as document:
        for number, words in enumerate(known or [None] * len(document)):
            if words is not None:
                texts.append(words)
                continue
            page = document[number]
            text = page.get_textpage()
            texts.append(str(text.get_text_range()))
            links += _links(document, page, text, number)
            fields |= {name: (number, place) for name, place in _fields(page)}
            if boxed:
                boxes.append(frozenset(map(text.get_rect, range(text.count_rects()))))
        outline, anchors = tuple(_outline(document)), dict(_anchors(document))
        read = tuple(links), outline, anchors, fields, tuple(texts), tuple(boxes)
        return PageReferences(*read)


def blank_pages(data: bytes) -> frozenset[int]:
    """Return the pages of a PDF, from 0, that hold nothing but a head and a foot."""
    with pypdfium2.PdfDocument(data) as document:
        return frozenset(
            number for number in range(len(document)) if not _is_tagged(document[number])
        )


def _anchors(document: Any) -> Iterator[tuple[str, int]]:
    for rank in range(raw.FPDF_CountNamedDests(document.raw)):
        size = ctypes.c_long(0)
        raw.FPDF_GetNamedDest(document.raw, rank, None, size)
        room = ctypes.create_string_buffer(max(size.value, 2))
        destination = raw.FPDF_GetNamedDest(document.raw, rank, room, size)
        name = room.raw[: size.value].decode("utf-16-le", "replace").rstrip("\0")
        yield name, int(raw.FPDFDest_GetDestPageIndex(document.raw, destination))


def _outline(document: Any) -> Iterator[Heading]:
    for bookmark in document.get_toc():
        destination = bookmark.get_dest()
        target = destination and _target(document, destination.raw)
        yield Heading(bookmark.get_title(), target, bookmark.level)


def _links(document: Any, page: Any, text: Any, number: int) -> Iterator[PageReference]:
    annotations = list(_link_annotations(document, page))
    if not annotations:
        return
    printed = _printed_marks(page, text)
    for marks in _link_marks(page):
        shown = [printed[mark] for mark in marks if mark in printed]
        for place, words, target in annotations:
            if shown and _inside(place, shown[0][1]):
                all_shown = " ".join(words for words, _ in shown)
                yield PageReference(number, max(place[1::2]), words, all_shown, target)
                break


def _link_annotations(document: Any, page: Any) -> Iterator[tuple[Rectangle, str, Target | None]]:
    """Yield the place, the description and the target of each link of a page to another."""
    for annotation, place in _annotations(page):
        link = raw.FPDFAnnot_GetLink(annotation)
        destination = link and raw.FPDFLink_GetDest(document.raw, link)
        if destination:
            yield place, _entry(annotation, b"Contents"), _target(document, destination)


def _fields(page: Any) -> Iterator[tuple[str, Rectangle]]:
    for annotation, place in _annotations(page):
        if raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET:
            yield _entry(annotation, b"T"), place


def _annotations(page: Any) -> Iterator[tuple[Any, Rectangle]]:
    for rank in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        annotation, place = raw.FPDFPage_GetAnnot(page.raw, rank), raw.FS_RECTF()
        try:
            raw.FPDFAnnot_GetRect(annotation, place)
            yield annotation, (place.left, place.bottom, place.right, place.top)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _entry(annotation: Any, name: bytes) -> str:
    return _utf16(lambda *room: raw.FPDFAnnot_GetStringValue(annotation, name, *room))


def _target(document: Any, destination: Any) -> Target | None:
    page = raw.FPDFDest_GetDestPageIndex(document.raw, destination)
    has_x, has_y, has_zoom = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
    x, y, zoom = ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    raw.FPDFDest_GetLocationInPage(destination, has_x, has_y, has_zoom, x, y, zoom)
    return Target(page, y.value) if page >= 0 else None


def _printed_marks(page: Any, text: Any) -> dict[int, tuple[str, Rectangle]]:
    """Return the words of each marked content of a page, and the place of the first."""
    printed: dict[int, tuple[str, Rectangle]] = {}
    for rank in range(raw.FPDFPage_CountObjects(page.raw)):
        shown = raw.FPDFPage_GetObject(page.raw, rank)
        mark = raw.FPDFPageObj_GetMarkedContentID(shown)
        if mark < 0 or raw.FPDFPageObj_GetType(shown) != raw.FPDF_PAGEOBJ_TEXT:
            continue
        words = _utf16(lambda *room, shown=shown: raw.FPDFTextObj_GetText(shown, text.raw, *room))
        if mark in printed:
            before, place = printed[mark]
            printed[mark] = before + words, place
        else:
            printed[mark] = words, _bounds(shown)
    return printed


def _bounds(shown: Any) -> Rectangle:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(shown, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _link_marks(page: Any) -> Iterator[list[int]]:
    """Yield the numbers of the marked contents of each link element of a page."""
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return
    try:
        waiting = [
            raw.FPDF_StructTree_GetChildAtIndex(tree, rank)
            for rank in range(raw.FPDF_StructTree_CountChildren(tree))
        ]
        while waiting:
            element = waiting.pop()
            if element and _type(element) == "Link":
                yield list(_marks(element))
            elif element:
                waiting += _children(element)
    finally:
        raw.FPDF_StructTree_Close(tree)


def _is_tagged(page: Any) -> bool:
    """Whether a page shows anything of the tree of its document."""
    shown = (
        raw.FPDFPage_GetObject(page.raw, rank)
        for rank in range(raw.FPDFPage_CountObjects(page.raw))
    )
    return any(raw.FPDFPageObj_GetMarkedContentID(one) >= 0 for one in shown)


def _marks(element: Any) -> Iterator[int]:
    for rank in range(raw.FPDF_StructElement_CountChildren(element)):
        mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, rank)
        child = raw.FPDF_StructElement_GetChildAtIndex(element, rank)
        if child:
            yield from _marks(child)
        elif mark >= 0:
            yield mark


def _children(element: Any) -> list[Any]:
    count = raw.FPDF_StructElement_CountChildren(element)
    return [raw.FPDF_StructElement_GetChildAtIndex(element, rank) for rank in range(count)]


def _type(element: Any) -> str:
    return _utf16(lambda *room: raw.FPDF_StructElement_GetType(element, *room))


def _utf16(read: Any) -> str:
    """Return a text that pdfium writes into a buffer whose size it tells first."""
    size = read(None, 0)
    room = (ctypes.c_ushort * (size // 2))()
    read(room, size)
    return bytes(room).decode("utf-16-le", "replace").rstrip("\0")


def _inside(place: Rectangle, other: Rectangle) -> bool:
    """Whether the middle of the other rectangle is in this one."""
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    left, right = sorted(place[::2])
    bottom, top = sorted(place[1::2])
    return left <= x <= right and bottom <= y <= top
