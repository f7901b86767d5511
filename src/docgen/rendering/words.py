"""The words of a document's body, read from its HTML and from its DOCX, to be laid side by side.

What counts: headings, numbers, paragraphs, lists, tables, captions, signature block, in order.
What does not: running headers and footers (`data-hors-corps` in HTML), page numbers, the inside
of pictures.  A template that a jurist changed in one format only is caught here, by the build.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import zip_longest

from lxml import etree

from docgen.document import Document
from docgen.errors import Problem

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GROUP = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}wgp"
"""A drawing made of shapes, as a map is."""
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
INLINE = {"a", "abbr", "b", "code", "em", "i", "q", "small", "span", "strong", "sub", "sup"}
"""HTML elements that do not end a word."""
SILENT = {"head", "script", "style", "svg", "title"}
UNPRINTED = ("data-hors-corps", "hidden")
"""HTML attributes of what is no part of the body."""
VOID = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"}
MARGIN = re.compile(r"word/(header|footer)\d*\.xml")
CONTEXT = 6
"""How many words are quoted before the first difference."""


def html_words(html: str) -> list[str]:
    """Return the words of the body of an HTML document."""
    reader = _BodyReader()
    reader.feed(html)
    reader.close()
    return "".join(reader.pieces).split()


def docx_words(data: bytes) -> list[str]:
    """Return the words of the body of a Word document."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    return "".join(_pieces(body)).split()


def docx_margins(data: bytes) -> list[str]:
    """Return the words of the running heads and feet of a Word document, one after another."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if MARGIN.fullmatch(name)]
        parts = [etree.fromstring(package.read(name)) for name in sorted(names)]
    return " ".join("".join(_pieces(part)) for part in parts).split()


def lost_marks(document: Document, data: bytes) -> Iterator[Problem]:
    """Yield a problem for each mark that no running head or foot of a Word document bears.

    The words of the body are compared one by one; what says PROJET stands outside of it.
    """
    margins = " ".join(docx_margins(data))
    for mark in document.marks:
        if " ".join(mark.split()) not in margins:
            file = f"templates/{document.docx_template}"
            message = f"ni l’en-tête ni le pied de page ne disent « {mark} »"
            hint = "remettez-y les balises « {{ repere }} » et « {{ mention }} »"
            yield Problem(file, message, code="mention", hint=hint)


def first_drift(document: Document, pdf: list[str], docx: list[str]) -> Problem | None:
    """Return where two readings part, or None when they are the same words in the same order."""
    for rank, (left, right) in enumerate(zip_longest(pdf, docx)):
        if left != right:
            before = " ".join(pdf[max(0, rank - CONTEXT) : rank])
            message = (
                f"le DOCX et le PDF ne disent pas la même chose après « {before} » : "
                f"« {left or '(fin)'} » dans le PDF, « {right or '(fin)'} » dans le DOCX"
            )
            hint = f"comparez les deux modèles de templates/{document.kind}/"
            file = f"templates/{document.docx_template}"
            return Problem(file, message, code="parite", hint=hint)
    return None


class _BodyReader(HTMLParser):
    """Gathers the text of a body; blanks stand where a block begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in INLINE:
            self.pieces.append(" ")
        if tag not in VOID:
            hidden = tag in SILENT or any(name in UNPRINTED for name, _ in attrs)
            self._open.append((tag, hidden))

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.pieces.append(" ")
        if any(opened == tag for opened, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not any(hidden for _, hidden in self._open):
            self.pieces.append(data)


def _pieces(node: etree._Element) -> Iterator[str]:
    """Yield the text below a node; blanks stand for tabs, breaks and ends of paragraphs."""
    if node.tag in (FALLBACK, GROUP) or node.find(f"{W}rPr/{W}vanish") is not None:
        return  # said already, inside a picture, or hidden in Word
    if node.tag == f"{W}t":
        yield node.text or ""
    elif node.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
        yield " "
    for child in node:
        yield from _pieces(child)
    if node.tag == f"{W}p":
        yield " "
