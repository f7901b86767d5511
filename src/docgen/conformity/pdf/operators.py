"""The operators of a content stream that the checks need, found by one regular expression.

A page has a hundred thousand operators.  The expression skips strings, arrays, comments, images and
path operators; it is ten times faster than a parser.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

STRING = (
    rb"\((?:[^\\()]++|\\.|\((?:[^\\()]++|\\.|\((?:[^\\()]++|\\.)*+\))*+\))*+\)"
    rb"|<(?!<)[^>]*+>"
)
"""A literal string, with parentheses nested three deep at most, or a hexadecimal one."""
NAME = rb"/[^\s()<>\[\]{}/%]*+"
BEFORE, AFTER = rb"(?<![^\s\[\]()<>{}])", rb"(?![^\s\[\]()<>{}/%])"
"""Delimiters around an operator."""

LIST = rb"<<(?:[^()<>]++|" + STRING + rb"|<<[^<>]*+>>)*+>>"
"""A property list of marked content, with lists nested one deep."""

NUMBERS = rb"[-+.\d][-+.\d\s]*\s"
OTHER_OPERATOR = rb"(?:[ac-pr-zACDF-PR-Z]|(?!(?:q|Q|EMC|BI)\s)[bqBEQ])[A-Za-z\d*]*+\s++"
PASSED = rb"(?:(?:" + NUMBERS + rb")?+" + OTHER_OPERATOR + rb")++|" + BEFORE + NUMBERS
"""Numbers and operators that no check needs, a whole path at once."""

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
    """An operator: its name, its operand, and its MCID or property list if it marks content."""

    word: str
    operand: bytes = b""
    number: int | None = None
    properties: str = ""


LONE_OPERATORS = {word.encode(): Operator(word) for word in ("q", "Q", "EMC")}
TEXT_OPERATOR = Operator("text")


def operators(content: bytes) -> Iterator[Operator]:
    """Yield the operators that show text, mark content, draw a form or change the state."""
    for match in OPERATORS.finditer(content):
        kind = match.lastgroup
        if kind == "alone":
            yield LONE_OPERATORS[match["alone"]]
        elif kind == "shows":
            yield TEXT_OPERATOR
        elif kind == "list":
            yield _marked_content(match["tag"], match["list"])
        elif kind == "plain":
            yield Operator("BDC", match["plain"])
        elif kind == "uses":
            yield Operator(match["uses"].decode(), match["name"])


@lru_cache(maxsize=4096)
def _marked_content(tag: bytes, properties: bytes) -> Operator:
    if properties.startswith(b"/"):
        return Operator("BDC", tag, properties=properties.decode("latin-1"))
    number = NUMBER.search(properties)
    return Operator("BDC", tag, int(number[1]) if number else None)
