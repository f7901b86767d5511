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
from itertools import zip_longest

from lxml import etree

from docgen.document import Document
from docgen.errors import Problem

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = f"{W}t"
SPEAKING = (TEXT, *(f"{W}{name}" for name in ("tab", "br", "cr", "p")))
"""What says something in Word's XML; all but texts are blanks, a paragraph's at its end."""
SILENT_WORD = etree.XPath(
    "//mc:Fallback | //wpg:wgp | //*[w:rPr/w:vanish]",
    namespaces={
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
        "w": W[1:-1],
    },
)
"""What is said already, stands inside a drawing made of shapes, as a map is, or is hidden."""
INLINE = {"a", "abbr", "b", "code", "em", "i", "q", "small", "span", "strong", "sub", "sup"}
"""HTML elements that do not end a word."""
SILENT_HTML = etree.XPath(
    "//head | //script | //style | //svg | //title | //*[@data-hors-corps or @hidden]"
)
"""What is no part of the body, or not to be read there."""
MARGIN = re.compile(r"word/(header|footer)\d*\.xml")
CONTEXT = 6
"""How many words are quoted before the first difference."""


def html_words(html: str) -> list[str]:
    """Return the words of the body of an HTML document."""
    body = etree.fromstring(html.encode(), _html()).find("body")
    if body is None:
        return []
    for silent in SILENT_HTML(body):
        silent.clear(keep_tail=True)
    return "".join(_html_pieces(body)).split()


def docx_words(data: bytes) -> list[str]:
    """Return the words of the body of a Word document."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return body_words(etree.fromstring(package.read("word/document.xml")))


def body_words(body: etree._Element) -> list[str]:
    """Return the words of the body of a Word document; what is not to be read leaves the tree."""
    return "".join(_pieces(body)).split()


def docx_margins(data: bytes) -> list[str]:
    """Return the words of the running heads and feet of a Word document, one after another."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if MARGIN.fullmatch(name)]
        parts = [etree.fromstring(package.read(name)) for name in sorted(names)]
    return " ".join("".join(_pieces(part)) for part in parts).split()


def lost_marks(document: Document, words: list[str]) -> Iterator[Problem]:
    """Yield a problem for each mark that no running head or foot of a Word document bears.

    The words of the body are compared one by one; what says PROJET stands outside of it.
    """
    margins = " ".join(words)
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


def _html() -> etree.HTMLParser:
    """Return how HTML is read; a parser is of no use to two threads."""
    return etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


def _html_pieces(body: etree._Element) -> Iterator[str]:
    """Yield the text below a body; blanks stand where a block begins or ends."""
    for event, node in etree.iterwalk(body, events=("start", "end")):
        if node.tag not in INLINE:
            yield " "
        said = node.text if event == "start" else node.tail
        if said:
            yield said


def _pieces(root: etree._Element) -> Iterator[str]:
    """Yield the text below a node; blanks stand for tabs, breaks and ends of paragraphs."""
    for silent in SILENT_WORD(root):
        silent.clear()
    for _, node in etree.iterwalk(root, events=("end",), tag=SPEAKING):
        yield (node.text or "") if node.tag == TEXT else " "
