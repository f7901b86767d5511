"""The letters of « 1er », « 2e » raised in Word's XML, wherever a template prints plain text."""

from __future__ import annotations

import re
from typing import Final

from docgen.markup import cut_ordinals
from docgen.markup.ordinals import ORDINAL

TEXT: Final = re.compile(
    r"(?P<head><w:r(?: [^<>]*)?>(?:<w:rPr>(?:<w:[^<>]*/>)*</w:rPr>)?)"
    r"<w:t(?: [^<>]*)?>(?P<said>[^<]*)</w:t></w:r>"
)
"""A run that holds one text, and what it is dressed in."""
LAST: Final = re.compile(
    r"(?=(?:<w:(?:rtl|cs|em|lang|eastAsianLayout|specVanish)\b[^<>]*/>)*</w:rPr>)"
)
"""Where what raises a text stands among the properties of its run, which have an order."""
RAISED: Final = "<w:vertAlign"


def raise_word_ordinals(xml: str) -> str:
    """Return Word's XML with the letters of ordinals raised, each in a run of its own."""
    return TEXT.sub(_cut, xml) if ORDINAL.search(xml) else xml


def _cut(run: re.Match[str]) -> str:
    head, said = run["head"], run["said"]
    if RAISED in head or not ORDINAL.search(said):
        return run.group()
    return "".join(_run(_up(head) if up else head, text) for text, up in cut_ordinals(said) if text)


def _up(head: str) -> str:
    if "<w:rPr>" not in head:
        return f'{head}<w:rPr>{RAISED} w:val="superscript"/></w:rPr>'
    return LAST.sub(f'{RAISED} w:val="superscript"/>', head, count=1)


def _run(head: str, text: str) -> str:
    return f'{head}<w:t xml:space="preserve">{text}</w:t></w:r>'
