"""The bookmarks of two documents in one: each name once, each number once."""

from itertools import count
from typing import Final

from lxml import etree

from docgen.rendering.docx.filters import W
from docgen.rendering.docx.redline.atoms import PLACES

START: Final = PLACES[0]
_ID: Final = f"{W}id"
OLD: Final = "old-"


def separate_bookmarks(old: etree._Element, new: etree._Element) -> dict[str, str]:
    """Give the bookmarks of the old document other numbers; return the names of all by number."""
    for mark in old.iter(*PLACES):
        mark.set(_ID, f"{OLD}{mark.get(_ID)}")
    marks = (*old.iter(START), *new.iter(START))
    return {mark.get(_ID): mark.get(f"{W}name") for mark in marks}


def number_bookmarks(root: etree._Element, first: int) -> None:
    """Leave each name to one bookmark, that of the new document if it has it; number them all."""
    kept: dict[str, str] = {}
    starts = sorted(root.iter(START), key=lambda mark: mark.get(_ID).startswith(OLD))
    for mark in starts:
        kept.setdefault(mark.get(f"{W}name"), mark.get(_ID))
    numbers = dict(zip(kept.values(), count(first)))
    seen = set[tuple[str, str]]()
    for mark in list(root.iter(*PLACES)):
        number = mark.get(_ID)
        if number not in numbers or (mark.tag, number) in seen:
            mark.getparent().remove(mark)
            continue
        seen.add((mark.tag, number))
        mark.set(_ID, str(numbers[number]))
