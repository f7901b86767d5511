"""The few operators of a page's content that the checks ask about, found without reading the rest.

A page has a hundred thousand operators.  One regular expression leaps from one that matters to
the next, over strings, arrays, comments and pictures, ten times quicker than a parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

STRING = (
    rb"\((?:[^\\()]++|\\.|\((?:[^\\()]++|\\.|\((?:[^\\()]++|\\.)*+\))*+\))*+\)"
    rb"|<(?!<)[^>]*+>"
)
"""A string, its parentheses nested three deep at most, or a string in hexadecimal."""
NAME = rb"/[^\s()<>\[\]{}/%]*+"
BEFORE, AFTER = rb"(?<![^\s\[\]()<>{}])", rb"(?![^\s\[\]()<>{}/%])"
"""What may stand on either side of an operator."""

LIST = rb"<<(?:[^()<>]++|" + STRING + rb"|<<[^<>]*+>>)*+>>"
"""What is said of marked content, lists inside it one deep."""

PASSED = rb"(?:(?:[-+.\d]++|(?!(?:q|Q|EMC|BI)\s)[A-Za-z][A-Za-z\d*]*+)\s++)++"
"""Numbers and other operators, a whole path at once: only what it ends before is looked at."""

OPERATORS = re.compile(
    BEFORE + PASSED +
    rb"|%[^\r\n]*+"
    rb"|" + BEFORE + rb"BI\s.*?\sEI" + AFTER +
    rb"|(?P<text>\[(?:[^\[\]()<]++|" + STRING + rb")*+\]|" + STRING + rb")\s*+"
    rb"(?P<shows>Tj|TJ|'|\")?+"
    rb"|(?P<tag>" + NAME + rb")\s*+(?P<list>" + LIST + rb"|" + NAME + rb")\s*+BDC" + AFTER +
    rb"|(?P<plain>" + NAME + rb")\s*+BMC" + AFTER +
    rb"|(?P<name>" + NAME + rb")\s*+(?P<uses>gs|Do)" + AFTER +
    rb"|" + BEFORE + rb"(?P<alone>q|Q|EMC)" + AFTER +
    rb"|" + NAME,
    re.DOTALL,
)  # fmt: skip
NUMBER = re.compile(rb"/MCID\s*+(\d+)")


class Operator(NamedTuple):
    """An operator: its word, its name or text, for marked content its number or its list's name."""

    word: str
    operand: bytes = b""
    number: int | None = None
    properties: str = ""


def operators(content: bytes) -> Iterator[Operator]:
    """Yield the operators of a content that show text, mark it, or change how it is drawn."""
    for found in OPERATORS.finditer(content):
        kind = found.lastgroup
        if kind == "shows":
            yield Operator("text", found["text"])
        elif kind == "list":
            yield _marked(found["tag"], found["list"])
        elif kind == "plain":
            yield Operator("BDC", found["plain"])
        elif kind == "uses":
            yield Operator(found["uses"].decode(), found["name"])
        elif kind == "alone":
            yield Operator(found["alone"].decode())


def _marked(tag: bytes, properties: bytes) -> Operator:
    """Return the beginning of marked content, with its number or the name of its list."""
    if properties.startswith(b"/"):
        return Operator("BDC", tag, properties=properties.decode("latin-1"))
    number = NUMBER.search(properties)
    return Operator("BDC", tag, int(number[1]) if number else None)
