"""The fields of a Word file that it may have: page numbers, contents, references, links.

All others are refused, for Word runs programs, asks databases and fetches files by fields.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from docgen.ooxml import LINKS, W

ALLOWED_FIELDS: Final = (
    *("HYPERLINK", "NOTEREF", "NUMPAGES", "PAGE", "PAGEREF", "REF", "SECTION", "SECTIONPAGES"),
    *("SEQ", "STYLEREF", "TOC"),
)
"""The names of the fields that a template may have."""
CHAR, SIMPLE, TEXT = f"{W}fldChar", f"{W}fldSimple", f"{W}t"
INSTRUCTIONS: Final = (f"{W}instrText", f"{W}delInstrText")
NAME: Final = re.compile(r"\s*([A-Za-z]+)(?=[\s\\\"]|$)")
UNQUOTED_LETTER: Final = r'[^\s\\"“”„«»]'
"""A letter outside of quotes, which Word also takes in other forms."""
LINK: Final = re.compile(
    rf"""\s*HYPERLINK(?:\s*+(?:
        \\[hmn]|\\\*\s*+(?:MERGE|CHAR)FORMAT
        |\\[lot](?:\s*+"[^"\\]*"|\s++{UNQUOTED_LETTER}++)  # a place, a tip, a window
        |"(?:{"|".join(LINKS)})[^"\\]*"|(?:{"|".join(LINKS)}){UNQUOTED_LETTER}*+
    )(?=[\s\\]|$))*+\s*""",
    re.IGNORECASE | re.VERBOSE,
)
"""A link to a place of the document or an address allowed; no text in it has a backslash."""
SWITCH: Final = re.compile(r"\\(?![hlmnot](?:[\s\"]|$)|\*\s*(?:MERGE|CHAR)FORMAT)\S*")
"""A switch that a link may not have."""
TAG: Final = re.compile(r"\{[{%#]|[}%#]\}")
NESTED: Final = "{…}"
"""Stands for a field inside the code of another, by which Word computes that code."""
MAX_QUOTED: Final = 60
"""How many characters of a code are quoted."""


@dataclass(slots=True)
class _OpenField:
    start: etree._Element
    code: list[str] = field(default_factory=list)
    is_in_code: bool = True


def refused_fields(root: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """Yield the element of each field that is refused, a message and a hint."""
    for element, code in _field_codes(root):
        if fault := _fault_of(code):
            yield element, *fault


def _field_codes(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the code of each field with its first element, those inside others included."""
    opened: list[_OpenField] = []
    for node in root.iter(CHAR, SIMPLE, TEXT, *INSTRUCTIONS):
        in_code = bool(opened) and opened[-1].is_in_code
        if node.tag == SIMPLE:
            yield node, node.get(f"{W}instr", "")
        elif node.tag == CHAR:
            kind = node.get(f"{W}fldCharType")
            if kind == "begin":
                if in_code:
                    opened[-1].code.append(NESTED)
                opened.append(_OpenField(node))
            elif opened and kind == "separate":
                opened[-1].is_in_code = False
            elif opened and kind == "end":
                ended = opened.pop()
                yield ended.start, "".join(ended.code)
        elif in_code:
            opened[-1].code.append(node.text or "")
        elif node.tag in INSTRUCTIONS:
            yield node, node.text or ""
    yield from ((one.start, "".join(one.code)) for one in opened)


def _fault_of(code: str) -> tuple[str, str] | None:
    """Return what is wrong with the code of a field, and a hint."""
    shown = " ".join(code.split())
    shown = shown if len(shown) <= MAX_QUOTED else f"{shown[: MAX_QUOTED - 1]}…"
    if not shown:
        return None
    name = NAME.match(code)
    if TAG.search(code):
        return f"balise dans un champ de Word : « {shown} »", "imprimez-la dans le texte"
    if not name or name[1].upper() not in ALLOWED_FIELDS or NESTED in code:
        hint = (
            f"remplacez-le par son texte (Ctrl+Maj+F9) ; champs admis : {', '.join(ALLOWED_FIELDS)}"
        )
        return f"champ de Word refusé : « {shown} »", hint
    if name[1].upper() == "HYPERLINK" and not LINK.fullmatch(code):
        switch = SWITCH.search(re.sub(r'"[^"]*"', "", code))
        hint = f"retirez « {switch[0]} » ; " if switch else ""
        return f"lien refusé : « {shown} »", f"{hint}un lien commence par {', '.join(LINKS)}"
    return None
