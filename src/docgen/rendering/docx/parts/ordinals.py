"""Superscript letters of « 1er », « 2e » in Word's XML, wherever a template prints text."""

import re
from typing import Final

from docgen.markup import cut_ordinals
from docgen.markup.ordinals import ORDINAL

TEXT: Final = re.compile(
    r"(?P<head><w:r(?: [^<>]*)?>(?:<w:rPr>(?:<w:[^<>]*/>)*</w:rPr>)?)"
    r"<w:t(?: [^<>]*)?>(?P<text>[^<]*)</w:t></w:r>"
)
"""A run with one text, and its properties."""
ENDING: Final = re.compile(r"<w:t(?: [^<>]*)?>(?P<text>[^<]*)</w:t></w:r>")
"""The end of such a run, which is found ten times as fast as all of it."""
LAST: Final = re.compile(
    r"(?=(?:<w:(?:rtl|cs|em|lang|eastAsianLayout|specVanish)\b[^<>]*/>)*</w:rPr>)"
)
"""The place of `w:vertAlign` among the properties of a run, which are ordered."""
RAISED: Final = "<w:vertAlign"


def raise_word_ordinals(xml: str) -> str:
    """Return Word's XML with the letters of ordinals raised, in runs of their own."""
    parts: list[str] = []
    done = 0
    for ending in ENDING.finditer(xml):
        if not ORDINAL.search(ending["text"]):
            continue
        start = max(xml.rfind(opening, done, ending.start()) for opening in ("<w:r>", "<w:r "))
        run = TEXT.match(xml, start) if start >= 0 else None
        if run and run.end() == ending.end() and RAISED not in run["head"]:
            parts += [xml[done:start], _split_run(run["head"], run["text"])]
            done = run.end()
    return "".join([*parts, xml[done:]])


def _split_run(head: str, text: str) -> str:
    return "".join(
        _run_xml(_raise(head) if raised else head, piece)
        for piece, raised in cut_ordinals(text)
        if piece
    )


def _raise(head: str) -> str:
    if "<w:rPr>" not in head:
        return f'{head}<w:rPr>{RAISED} w:val="superscript"/></w:rPr>'
    return LAST.sub(f'{RAISED} w:val="superscript"/>', head, count=1)


def _run_xml(head: str, text: str) -> str:
    return f'{head}<w:t xml:space="preserve">{text}</w:t></w:r>'
