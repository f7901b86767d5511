"""The tree of a part of a Word file, before its tracked changes are accepted."""

import re
from typing import Final

from lxml import etree

from docgen.ooxml import W
from docgen.rendering.docx.marks.paragraphs import PPR, P, T, runs_of

FORMATTED: Final = f"{W}rPrChange"
CHANGES: Final = (*(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo")), FORMATTED)
AUTHOR, DAY = f"{W}author", f"{W}date"
CONTROLS: Final = re.compile("[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Signs that could control a terminal, or turn the direction of what it shows; none is printed."""

PRIVATE_USE: Final = re.compile("E[0-9A-F]{3}|F[0-8][0-9A-F]{2}", re.IGNORECASE)
"""The numbers of the signs that a font may draw as it likes."""


def read_tree(part: bytes) -> etree._Element:
    """Return the tree of a part, without signs that could control a terminal."""
    root = etree.fromstring(part)
    for hyphen in root.iter(f"{W}noBreakHyphen"):
        hyphen.tag, hyphen.text = T, "-"
    for symbol in root.iter(f"{W}sym"):  # a sign of a font of its own, which no text can print
        symbol.tag, symbol.text = T, _sign_of(symbol.get(f"{W}char", ""))
    for node in root.iter(T):
        node.text = CONTROLS.sub("", node.text or "")
    for node in root.iter(*CHANGES, f"{W}comment"):
        node.set(AUTHOR, CONTROLS.sub("", node.get(AUTHOR, "")))
    return root


def _sign_of(code: str) -> str:
    """Return the sign for private use of a number in base 16; one that none can read for others."""
    return chr(int(code, 16)) if PRIVATE_USE.fullmatch(code) else "\ufffd"


def unwrap_controls(root: etree._Element) -> None:
    """Put the content of each content control in its place."""
    for control in list(root.iter(f"{W}sdt")):
        parent, content = control.getparent(), control.find(f"{W}sdtContent")
        if parent is None:
            continue
        place = parent.index(control)
        parent[place : place + 1] = list(content) if content is not None else []


def sign_paragraphs(root: etree._Element) -> None:
    """Write on each paragraph who changed it and when, before the changes are accepted."""
    for change in root.iter(*CHANGES):
        paragraph = next(change.iterancestors(P), None)
        signed = list(change.iter(P)) if paragraph is None else [paragraph]
        if paragraph is not None and _is_end(change) and _keeps_words(paragraph):
            signed += list(paragraph.itersiblings(P))[:1]  # parted from it, or joined with it
        for node in signed:
            node.set(AUTHOR, change.get(AUTHOR, ""))
            node.set(DAY, change.get(DAY, "")[:10])


def _is_end(change: etree._Element) -> bool:
    """Whether it is the end of a paragraph that came or went."""
    holder = change.getparent().getparent()
    return holder is not None and holder.tag == PPR and change.tag != FORMATTED


def _keeps_words(paragraph: etree._Element) -> bool:
    """Whether some words of a paragraph neither came nor went."""
    return any(run.getparent().tag not in CHANGES for run in runs_of(paragraph))
