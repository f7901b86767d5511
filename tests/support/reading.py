"""What stands in a finished file, read back with libraries that did not make it.

A PDF is read as its readers do: by eye (the text of each page), by ear (the structure tree, in
order), by hand (bookmarks and links).
"""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import docx
import pypdfium2
import pypdfium2.raw as pdfium
import tinyhtml5
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from docgen.markup.runs import ORDINAL
from docgen.ooxml import W

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
PAGE = re.compile(r"\s\(p\.\s\d+\)")
"""The page that a reference leads to, which only the layout knows."""
BREAKABLE = "-/?=&"
"""Characters after which a line may end without a space."""
A_SPACE = 1.5
"""The least gap, in points, that an eye takes for a space."""
A_LINE = 8
"""The least step, in points, from one line to the next: raised letters and labels under a line
stand closer."""
A_LABEL = 12
"""The most that the label of a blank stands below its line, in points."""

KEPT = 40
"""How many files stay read, for the next test: more than there are of ours."""


def html_text(html: str) -> str:
    """Return the text of a piece of HTML, as a browser reads it."""
    return "".join(tinyhtml5.parse(f"<body>{html}", namespace_html_elements=False).itertext())


# ---------- Letters of ordinals, as both sources dress them ----------


def low_in_html(html: str) -> list[str]:
    """Return the texts of an HTML body where the letters of an ordinal are not raised."""
    body = tinyhtml5.parse(html, namespace_html_elements=False).find("body")
    texts = [
        text for node in body.iter() if isinstance(node.tag, str) for text in (node.text, node.tail)
    ]
    return [text.strip() for text in texts if text and ORDINAL.search(text)]


def low_in_word(data: bytes) -> list[str]:
    """Return the paragraphs of a Word file where the letters of an ordinal are not raised."""
    return [
        paragraph.text
        for node in docx.Document(io.BytesIO(data)).element.body.iter(f"{W}p")
        if ORDINAL.search(_on_the_line(paragraph := Paragraph(node, None)))
    ]


def _on_the_line(paragraph: Paragraph) -> str:
    """Return what a paragraph says on its line: a sign stands for what is raised."""
    runs = paragraph._p.iter(f"{W}r")
    return "".join("¹" if _is_raised(run) else _run_text(run) for run in runs)


def _is_raised(run: Any) -> bool:
    position = run.find(f"{W}rPr/{W}position")
    return position is not None and int(position.get(f"{W}val")) > 0


def _run_text(run: Any) -> str:
    return "".join(node.text or "-" for node in run.iter(f"{W}t", f"{W}noBreakHyphen"))


# ---------- Pages, as they are seen ----------


@lru_cache(KEPT)
def pages_text(data: bytes) -> list[str]:
    """Return the text of each page, running headers and footers included."""
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_range().replace("\r", "") for page in document]


def pages_pictures(data: bytes) -> list[bytes]:
    """Return each page as a small PNG of sixteen greys."""
    pictures = []
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            picture = io.BytesIO()
            drawn = page.render(scale=0.8).to_pil()  # pdfium's own greys misplace letters
            drawn.convert("L").point(lambda grey: grey // 16 * 17).save(
                picture, "PNG", optimize=True
            )
            pictures.append(picture.getvalue())
    return pictures


@lru_cache(KEPT)
def lines_by_page(data: bytes) -> list[list[tuple[float, str]]]:
    """Return the lines of each page from top to bottom: height of the baseline, text."""
    return [_lines(stretches) for stretches in _stretches(data)]


def plain_bytes(data: bytes) -> bytes:
    """Return all that a PDF holds, with nothing compressed: objects, streams, properties."""
    reader = PdfReader(io.BytesIO(data))
    parts = [repr(reader.trailer), repr(reader.metadata)]
    streams = []
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        value = reader.get_object(IndirectObject(number, 0, reader))
        parts.append(repr(value))
        if hasattr(value, "get_data"):
            streams.append(value.get_data())
    return b"\n".join([data, "\n".join(parts).encode(), *streams])


def attached(data: bytes) -> dict[str, bytes]:
    """Return the files that a PDF carries, by name."""
    attachments = PdfReader(io.BytesIO(data)).attachments
    return {name: content for name, [content] in sorted(attachments.items())}


# ---------- Structure, as it is heard ----------


@dataclass
class Element:
    """A structure element: what it is, what it holds, in reading order."""

    role: str
    kids: list[Element | tuple[int, int]] = field(default_factory=list)
    entries: DictionaryObject = field(default_factory=DictionaryObject)

    def walk(self) -> Iterator[Element]:
        """Yield the element, and all below it."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def contents(self) -> Iterator[tuple[int, int]]:
        """Yield the marked contents below: page from 0, number on it."""
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.contents()
            else:
                yield kid


@lru_cache(KEPT)
def structure(data: bytes) -> Element:
    """Return the structure tree of a PDF."""
    reader = PdfReader(io.BytesIO(data))
    pages = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)}
    tree = reader.root_object["/StructTreeRoot"]
    roles = {str(own)[1:]: str(to)[1:] for own, to in tree.get("/RoleMap", {}).items()}
    [document] = _kids(tree, pages, None, roles)
    assert isinstance(document, Element)
    return document


def _kids(
    holder: DictionaryObject, pages: dict[int, int], page: int | None, roles: dict[str, str]
) -> list[Element | tuple[int, int]]:
    entry = holder.get("/K", ArrayObject())
    kids: list[Element | tuple[int, int]] = []
    for reference in entry if isinstance(entry, list) else [entry]:
        kid: PdfObject = reference.get_object()
        if isinstance(kid, int):
            assert page is not None
            kids.append((page, kid))
            continue
        assert isinstance(kid, DictionaryObject)
        here = pages[kid.raw_get("/Pg").idnum] if "/Pg" in kid else page
        if kid.get("/Type") == "/MCR":
            assert here is not None
            kids.append((here, int(kid["/MCID"])))
        elif kid.get("/Type") != "/OBJR":
            role = str(kid["/S"])[1:]
            kids.append(Element(roles.get(role, role), _kids(kid, pages, here, roles), kid))
    return kids


@lru_cache(KEPT)
def heard(data: bytes) -> list[tuple[str, str]]:
    """Return what a screen reader says, in order: the nearest block's role, its text."""
    return [(element.role, text) for element, text in _heard(structure(data), spoken(data))]


BLOCKS = {
    *HEADINGS, "P", "Lbl", "LBody", "LI", "L", "TH", "TD", "TR", "THead", "TBody", "Table",
    "Caption", "TOC", "TOCI", "Div", "Form", "Figure",
}  # fmt: skip
"""Elements that begin on a line of their own; all others stand inside one."""


def _heard(
    element: Element, spoken: dict[tuple[int, int], Stretch]
) -> Iterator[tuple[Element, str]]:
    if element.role == "Figure":  # its words stand for all that is drawn in it
        yield element, str(element.entries["/Alt"])
        return
    row: list[Stretch] = []
    for kid in element.kids:
        if isinstance(kid, Element) and _begins_a_line(kid, element):
            if row:
                yield element, _joined(row)
                row = []
            yield from _heard(kid, spoken)
        elif isinstance(kid, Element):
            row += [spoken[content] for content in kid.contents() if content in spoken]
        elif kid in spoken:
            row.append(spoken[kid])
    if row:
        yield element, _joined(row)


def _begins_a_line(kid: Element, element: Element) -> bool:
    """Whether an element stands apart from what is around it; a link does when it is alone."""
    alone = len(element.kids) == 1
    return kid.role in BLOCKS if kid.role != "Link" else alone


@lru_cache(KEPT)
def pdf_words(data: bytes) -> list[str]:
    """Return the words of the body of a finished PDF, in the order of its structure.

    Neither the marks of lists are words (Word's own are not text either), nor the page numbers
    of contents and references, nor what pictures show or are said to show.
    """
    words: list[str] = []
    numbers = set(_pages_led_to(structure(data), spoken(data)))
    said = {content: row for content, row in spoken(data).items() if content not in numbers}
    for element, text in _heard(structure(data), said):
        if element.role not in ("Lbl", "Figure"):
            shown, leads = PAGE.sub("", text).split(), _leads_to(element).split()
            words += leads if leads and leads == shown[:-1] else shown
    return words


def _pages_led_to(
    document: Element, spoken: dict[tuple[int, int], Stretch]
) -> Iterator[tuple[int, int]]:
    """Yield the pages that the layout sets at the end of links, apart from their words."""
    for element in document.walk():
        *before, last = [content for content in element.contents() if content in spoken] or [None]
        if element.role == "Link" and last and spoken[last].text.strip().isdecimal():
            title = _joined([spoken[content] for content in before])
            if title and title.split() == _leads_to(element).split():
                yield last


def _leads_to(element: Element) -> str:
    """Return the words by which a link says where it leads; nothing for what is no link."""
    kids = element.entries.get("/K", ())
    for kid in kids if isinstance(kids, list) else [kids]:
        value = kid.get_object()
        if isinstance(value, DictionaryObject) and value.get("/Type") == "/OBJR":
            return str(value["/Obj"].get("/Contents", ""))
    return ""


def settled(words: list[str]) -> str:
    """Return words as one text in which it does not matter where a line was cut.

    A line that ends after a hyphen or inside an address ends without a space, and nothing in a
    PDF says so; nor does it say that the air around a box after a bracket is no space, nor that a
    hyphen is hard, since both have one glyph.
    """
    text = " ".join(words).replace("\u2011", "-")
    return re.sub(f"(?<=[{BREAKABLE}(]) ", "", text)


@dataclass
class Stretch:
    """A stretch of text on one line: its text, where it stands."""

    text: str
    left: float
    right: float
    baseline: float


def _joined(row: list[Stretch]) -> str:
    """Join stretches of one block: a new line or a gap is a space, the end of a blank is none."""
    text, before = "", None
    for stretch in row:
        back_up = before and A_LINE < before.baseline - stretch.baseline < A_LABEL
        if (
            before
            and not back_up
            and (
                stretch.left < before.right - A_SPACE
                or stretch.left > before.right + A_SPACE
                or abs(stretch.baseline - before.baseline) > A_LINE
            )
        ):
            text += " "
        text += stretch.text
        before = stretch
    return text


@lru_cache(KEPT)
def spoken(data: bytes) -> dict[tuple[int, int], Stretch]:
    """Return the marked text of a PDF, by page and number."""
    return {
        (page, number): stretch
        for page, stretches in enumerate(_stretches(data))
        for number, stretch in stretches.items()
        if number >= 0
    }


@lru_cache(KEPT)
def _stretches(data: bytes) -> list[dict[int, Stretch]]:
    """Return the text of each page by its mark; what bears none is under a number below zero."""
    pages: list[dict[int, Stretch]] = []
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            pages.append({})
            for number, stretch in _page_stretches(page):
                before = pages[-1].setdefault(number, stretch)
                if before is not stretch:
                    before.text += stretch.text
                    before.right = stretch.right
    return pages


def _page_stretches(page: pypdfium2.PdfPage) -> Iterator[tuple[int, Stretch]]:
    text, height = page.get_textpage(), page.get_height()
    numbers: dict[int, int] = {}
    for index in range(text.count_chars()):
        drawn = pdfium.FPDFText_GetTextObject(text, index)
        if not drawn or pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        letter = chr(pdfium.FPDFText_GetUnicode(text, index)).replace("\x02", "-")
        key = _address(drawn)
        if key not in numbers:
            marked = pdfium.FPDFPageObj_GetMarkedContentID(drawn)
            numbers[key] = marked if marked >= 0 else -1 - len(numbers)
        left, _, right, _ = text.get_charbox(index, loose=True)
        yield numbers[key], Stretch(letter, left, right, height - _baseline(text, index))


def _address(drawn: object) -> int:
    return ctypes.cast(drawn, ctypes.c_void_p).value or 0


def _baseline(text: pypdfium2.PdfTextPage, index: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    return y.value


def _lines(stretches: dict[int, Stretch]) -> list[tuple[float, str]]:
    rows: list[list[Stretch]] = []
    for stretch in sorted(stretches.values(), key=lambda stretch: stretch.baseline):
        if rows and stretch.baseline - rows[-1][0].baseline < A_LINE:
            rows[-1].append(stretch)
        else:
            rows.append([stretch])
    return [
        (max(stretch.baseline for stretch in row), _joined(sorted(row, key=lambda s: s.left)))
        for row in rows
    ]


# ---------- Bookmarks and links, as they are clicked ----------


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline: its depth from 0, its title, its page from 0, how far down."""

    level: int
    title: str
    page: int
    top: float


def bookmarks(data: bytes) -> list[Bookmark]:
    """Return the outline of a PDF."""
    outline = []
    with pypdfium2.PdfDocument(data) as document:
        for entry in document.get_toc():
            target = entry.get_dest()
            page = target.get_index()
            top = document[page].get_height() - target.get_view()[1][1]
            outline.append(Bookmark(entry.level, entry.get_title(), page, top))
    return outline


@dataclass(frozen=True)
class Link:
    """A link inside a document: its page, what it says, where it leads (page, how far down)."""

    page: int
    says: str
    to_page: int
    to_top: float


def links(data: bytes) -> list[Link]:
    """Return the links inside a PDF, in the order of the pages."""
    reader = PdfReader(io.BytesIO(data))
    destinations, inside = reader.named_destinations, []
    for number, page in enumerate(reader.pages):
        for reference in page.annotations or []:
            annotation = reference.get_object()
            if annotation["/Subtype"] == "/Link" and "/Dest" in annotation:
                target = destinations[annotation["/Dest"]]
                to_page = reader.get_destination_page_number(target)
                assert to_page is not None
                top = float(page.mediabox.height) - float(target.top or 0)
                inside.append(Link(number, annotation.get("/Contents", ""), to_page, top))
    return inside


# ---------- Word files ----------


def docx_outline(data: bytes) -> str:
    """Return what a Word file shows, one paragraph a line after its style; tables, edges too."""
    document = docx.Document(io.BytesIO(data))
    rows: list[str] = []
    for block in document.iter_inner_content():
        rows += _rows(block)
    section = document.sections[0]
    edges = (
        ("en-tête", section.header),
        ("en-tête de la première page", section.first_page_header),
        ("pied", section.footer),
        ("pied de la première page", section.first_page_footer),
    )
    for name, edge in edges:
        rows.append(f"== {name}")
        for block in edge.iter_inner_content():
            rows += _rows(block)
    return "\n".join(rows) + "\n"


def docx_headings(data: bytes) -> list[tuple[int, str]]:
    """Return what a Word file lists for those who go from heading to heading: level, text.

    A level is that of the paragraph's outline, from 1; the title of the document has 0. A state
    after a second tab is none of its words.
    """
    document, headings = docx.Document(io.BytesIO(data)), []
    by_id = {style.style_id: style for style in document.styles}
    for paragraph in document.element.body.iter(f"{W}p"):
        reference = paragraph.find(f"{W}pPr/{W}pStyle")
        style = by_id.get(reference.get(f"{W}val")) if reference is not None else None
        level = _level(paragraph, style)
        if level is not None:
            label, *rest = "".join(map(_sign, paragraph.iter(*WORDS))).split("\t")
            headings.append((level, " ".join([label, *rest[:1]])))
    return headings


WORDS = (f"{W}t", f"{W}tab", f"{W}noBreakHyphen")


def _sign(node: Any) -> str:
    return node.text or ("-" if node.tag == f"{W}noBreakHyphen" else "\t")


def _level(paragraph: Any, style: Any) -> int | None:
    """Return the level of a paragraph's outline: its own, or that of a style which it follows."""
    outline = paragraph.find(f"{W}pPr/{W}outlineLvl")
    while outline is None and style is not None:
        if style.name == "Title":
            return 0
        outline = style.element.find(f"{W}pPr/{W}outlineLvl")
        style = style.base_style
    level = 9 if outline is None else int(outline.get(f"{W}val"))
    return level + 1 if level < 9 else None


def _rows(block: Paragraph | Table) -> Iterator[str]:
    if isinstance(block, Table):
        yield "== tableau"
        for row in block.rows:
            cells = []
            for cell in row.cells:
                inner = [line for part in cell.iter_inner_content() for line in _rows(part)]
                cells.append(" ¶ ".join(inner))
            yield "| " + " | ".join(cells)
        yield "== fin du tableau"
    else:
        text = "".join(_text(block._p))
        yield f"[{block.style.name if block.style else ''}] {text}".rstrip()


def _text(node: Any) -> Iterator[str]:
    """Yield the text of a paragraph with what python-docx leaves out: fields, links, tabs."""
    if node.tag.endswith("}Fallback"):
        return
    if node.tag == f"{W}t":
        yield node.text or ""
    elif node.tag == f"{W}instrText":
        yield f"{{{(node.text or '').strip()}}}"
    elif node.tag == f"{W}tab" and node.getparent().tag == f"{W}r":
        yield "\t"
    elif node.tag == f"{W}noBreakHyphen":
        yield "-"
    elif node.tag == f"{W}br":
        yield "⏎"
    for child in node:
        yield from _text(child)
