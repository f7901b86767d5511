"""The words of the body of a document, read from its HTML and from its DOCX to be compared.

Headings, numbers, paragraphs, lists, tables, captions and signature blocks count, in order. Running
headers and footers (`data-hors-corps` in HTML), page numbers and the inside of pictures do not. A
template changed in one format only fails the build here.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import zip_longest

from lxml import etree

from docgen.document import Document
from docgen.errors import Problem
from docgen.ooxml import BODY, W

WORD_TEXT = etree.XSLT(
    etree.fromstring(f"""
    <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
      xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
      xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
      xmlns:w="{W[1:-1]}">
    <xsl:output method="text"/>
    <xsl:template match="w:t"><xsl:value-of select="text()"/></xsl:template>
    <xsl:template match="w:noBreakHyphen">-</xsl:template>
    <xsl:template match="w:tab | w:br | w:cr"><xsl:text> </xsl:text></xsl:template>
    <xsl:template match="w:p"><xsl:apply-templates/><xsl:text> </xsl:text></xsl:template>
    <xsl:template match="text() | mc:Fallback | wpg:wgp | *[w:rPr/w:vanish]
      | w:r[starts-with(w:rPr/w:rStyle/@w:val, 'DGRenvoi')]
      | w:fldSimple[contains(@w:instr, 'PAGEREF')]"/>
    </xsl:stylesheet>""")
)
"""The text of a body or a margin, with a space for tabs, breaks and ends of paragraphs.

Not compared are duplicates, text in a drawing such as a map, hidden text, page numbers, and margin
marks. A style sheet reads a body five times as fast as Python and XPath do.
"""
INLINE = {"a", "abbr", "b", "code", "em", "i", "q", "small", "span", "strong", "sub", "sup", "wbr"}
"""HTML elements that may stand inside a word."""
IGNORED_IN_HTML = etree.XPath(
    "//head | //script | //style | //svg | //title | //*[@data-hors-corps or @hidden]"
)
"""Elements outside of the body, or not compared."""
MARGIN = re.compile(r"word/(header|footer)\d*\.xml")
CONTEXT = 6
"""How many words before the first difference are quoted."""


def html_words(html: str) -> list[str]:
    """Return the words of the body of an HTML document."""
    # Two threads cannot share a parser.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    body = etree.fromstring(html.encode(), parser).find("body")
    if body is None:
        return []
    for ignored in IGNORED_IN_HTML(body):
        ignored.clear(keep_tail=True)
    return "".join(_html_text(body)).split()


def docx_words(data: bytes) -> list[str]:
    """Return the words of the body of a Word document."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return body_words(etree.fromstring(package.read(BODY)))


def body_words(body: etree._Element) -> list[str]:
    """Return the words of a Word body."""
    return str(WORD_TEXT(body)).split()


def docx_margins(data: bytes) -> list[str]:
    """Return the words of the headers and footers of a Word document."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if MARGIN.fullmatch(name)]
        parts = [etree.fromstring(package.read(name)) for name in sorted(names)]
    return [word for part in parts for word in body_words(part)]


def lost_marks(document: Document, words: list[str]) -> Iterator[Problem]:
    """Yield a problem for each mark that no header or footer of a Word document has.

    The words of the body are compared one by one; a mark such as PROJET stands outside of it.
    """
    margins = " ".join(words)
    for mark in document.required_margin_words:
        if " ".join(mark.split()) not in margins:
            file = f"templates/{document.docx_template}"
            message = f"ni l’en-tête ni le pied de page ne disent « {mark} »"
            hint = "remettez-y les balises « {{ repere }} » et « {{ mention }} »"
            yield Problem(file, message, code="mention", hint=hint)


def first_drift(document: Document, pdf: list[str], docx: list[str]) -> Problem | None:
    """Return the first difference between two readings, or None."""
    for rank, (left, right) in enumerate(zip_longest(pdf, docx)):
        if left != right:
            before = " ".join(pdf[max(0, rank - CONTEXT) : rank])
            message = (
                f"le DOCX et le PDF ne disent pas la même chose après « {before} » : "
                f"« {left or '(fin)'} » dans le PDF, « {right or '(fin)'} » dans le DOCX"
            )
            hint = f"comparez les deux modèles de templates/{document.template_folder}/"
            file = f"templates/{document.docx_template}"
            return Problem(file, message, code="parite", hint=hint)
    return None


def _html_text(body: etree._Element) -> Iterator[str]:
    """Yield the text below a body, with a space where a block begins or ends."""
    for event, node in etree.iterwalk(body, events=("start", "end")):
        if node.tag not in INLINE:
            yield " "
        text = node.text if event == "start" else node.tail
        if text:
            yield text
