"""The paragraphs of a Word file as a reader sees them, whichever program wrote it."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from lxml import etree

from docgen.french.typography import fold_typography
from docgen.ooxml import Part, W, as_tree

OBJECTS: Final = (
    *("drawing", "pict", "object", "footnoteReference", "endnoteReference", "tbl", "oMath"),
)
"""What has no place in a text, by its element in Word."""
MARGIN: Final = re.compile(r"word/(header|footer|footnotes|endnotes)\d*\.xml")
OF_PAGE: Final = re.compile("PAGE|STYLEREF")
SIMPLE_FIELD: Final = f"{W}fldSimple"
PAGE_OPENS, PAGE_CLOSES = "(p.", ")"
"""What stands around the page that a layout adds to a link."""
P, R, T, PPR, RPR = (f"{W}{name}" for name in ("p", "r", "t", "pPr", "rPr"))
SIGNS: Final = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
OFF_VALUES: Final = ("0", "false", "off", "none")
"""How a formatting that is written is switched off."""
FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BOXES: Final = (f"{W}drawing", f"{W}pict")
DRAWN_TEXTS: Final = (f"{W}txbxContent", FALLBACK)
"""The elements of drawings that hold paragraphs, of which there are two for one."""


def printed_paragraphs(body: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the paragraphs that say something, and what a reader sees of them.

    Those that are drawn are left out; one with line breaks is several to a reader.
    """
    drawn = {one for drawing in body.iter(*DRAWN_TEXTS) for one in drawing.iter(P)}
    for paragraph in body.iter(P):
        text = "".join(map(_text_of_run, own_runs(paragraph)))
        if text.strip() and paragraph not in drawn:
            yield paragraph, text


def lines_of(text: str) -> list[str]:
    """Return the lines of a paragraph that say something, each of which is one to a reader."""
    return [line for line in text.split("\n") if line.strip()]


def count_objects(body: etree._Element) -> tuple[int, ...]:
    """Return how many a body has of each of `OBJECTS`.

    What stands in for one is left out, and so is a frame that says nothing.
    """
    empty = (one for one in body.iter(DRAWN_TEXTS[0]) if not "".join(one.itertext()).strip())
    spare = {one for frame in empty for one in frame.iterancestors(*BOXES)}
    objects = body.iter(*(f"{{*}}{name}" for name in OBJECTS))
    counts = Counter(
        etree.QName(one).localname
        for one in objects
        if one not in spare and next(one.iterancestors(FALLBACK), None) is None
    )
    return tuple(counts[name] for name in OBJECTS)


def margin_parts(parts: Mapping[str, object]) -> list[str]:
    """Return the names of the parts with heads, feet and notes."""
    return sorted(filter(MARGIN.fullmatch, parts))


def margin_texts(parts: Mapping[str, Part]) -> Iterator[str]:
    """Yield what stands in the heads, feet and notes of a document, without numbers of pages."""
    for name in margin_parts(parts):
        for paragraph, _ in printed_paragraphs(as_tree(parts[name])):
            said = "".join(map(_text_of_run, runs_without_folios(paragraph)))
            yield " ".join(said.split())


def runs_without_folios(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the runs of a paragraph but for the results of fields that depend on the page."""
    fields: list[str] = []
    for run in own_runs(paragraph):
        for node in run:
            kind = node.get(f"{W}fldCharType")
            if kind == "begin":
                fields.append("")
            elif kind == "end" and fields:
                fields.pop()
            elif node.tag == f"{W}instrText" and fields:
                fields[-1] += node.text or ""
        holder = run.getparent()
        simple = [holder.get(f"{W}instr", "")] if holder.tag == SIMPLE_FIELD else []
        if not any(OF_PAGE.search(code) for code in (*fields, *simple)):
            yield run


def own_runs(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the runs of a paragraph without the page that a layout adds to a link: « (p. 8) »."""
    page: list[etree._Element] = []
    for run in runs_of(paragraph):
        said = _text_of_run(run).strip()
        if page or said == PAGE_OPENS:
            page.append(run)
        else:
            yield run
        if page and said == PAGE_CLOSES:
            codes = (
                one.getparent().get(f"{W}instr", one.findtext(f"{W}instrText")) for one in page
            )
            yield from () if any("PAGEREF" in (code or "") for code in codes) else page
            page = []
    yield from page


def runs_of(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the runs of a paragraph, those of its links and insertions too."""
    for child in paragraph:
        if child.tag == R:
            yield child
        elif len(child) and child.tag != PPR:
            yield from runs_of(child)


def is_on(formatted: etree._Element, name: str) -> bool | None:
    """Whether a run or a style has a formatting of its own, None where what it is in decides."""
    switch = formatted.find(f"{W}rPr/{W}{name}")
    return None if switch is None else switch.get(f"{W}val") not in OFF_VALUES


def _text_of_run(run: etree._Element) -> str:
    if len(run) and run[0].tag == RPR and is_on(run, "vanish"):
        return ""
    return "".join(node.text or "" if node.tag == T else SIGNS.get(node.tag, "") for node in run)


@lru_cache(maxsize=8192)  # every commune's documents repeat the same sentences
def digest_of_words(text: str) -> str:
    """Return the digest of a text, whatever its typography."""
    plain = " ".join(fold_typography(text.replace("\u2011", "-")).split())
    return f"{zlib.crc32(plain.encode()):08x}"
