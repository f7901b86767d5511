"""Tracked changes of Word accepted or rejected, all at once, as ECMA-376 (17.13.5) defines them.

This reads what `tracking` writes, and shares nothing with it: it is the proof of a redline.
"""

import copy
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from docgen.ooxml import W
from docgen.rendering.docx.redline.atoms import (
    DELETED,
    MARKS,
    PPR,
    RPR,
    SECTION,
    TABLE,
    P,
    R,
    T,
    xml_of,
)

COMING: Final = ("ins", "moveTo")
GOING: Final = ("del", "moveFrom")
ENDS: Final = tuple(
    f"{W}{name}Range{end}" for name in ("moveFrom", "moveTo") for end in ("Start", "End")
)
ROW: Final = f"{W}trPr"
TAGS: Final = {name: f"{W}{name}" for name in (*COMING, *GOING)}


def accept(root: etree._Element) -> etree._Element:
    """Return a part with all its changes accepted."""
    root = _resolve(root, COMING, GOING)
    for change in list(root.iter(f"{W}pPrChange")):
        change.getparent().remove(change)
    return root


def reject(root: etree._Element) -> etree._Element:
    """Return a part with all its changes rejected."""
    root = _resolve(root, GOING, COMING)
    for change in list(root.iter(f"{W}pPrChange")):
        properties = change.getparent()
        before = list(change.find(PPR))
        kept = [node for node in properties if node.tag in (RPR, SECTION)]
        properties[:] = [*before, *kept]
        if not len(properties):
            properties.getparent().remove(properties)
    return root


def _resolve(
    root: etree._Element, kept: tuple[str, ...], dropped: tuple[str, ...]
) -> etree._Element:
    root = copy.deepcopy(root)
    for end in list(root.iter(*ENDS)):
        end.getparent().remove(end)
    _resolve_rows(root, kept, dropped)
    _resolve_runs(root, kept, dropped)
    for name, deleted in DELETED.items():
        for node in root.iter(deleted):
            node.tag = name
    _resolve_paragraphs(root, kept, dropped)
    return root


def _resolve_rows(root: etree._Element, kept: tuple[str, ...], dropped: tuple[str, ...]) -> None:
    for row in list(root.iter(f"{W}tr")):
        properties = row.find(ROW)
        if properties is None:
            continue
        if _has_any(properties, dropped):
            table = row.getparent()
            table.remove(row)
            if table.find(f"{W}tr") is None:
                table.getparent().remove(table)
            continue
        _remove(properties, kept)
        if not len(properties):
            row.remove(properties)


def _resolve_runs(root: etree._Element, kept: tuple[str, ...], dropped: tuple[str, ...]) -> None:
    for name in (*kept, *dropped):
        for change in list(root.iter(TAGS[name])):
            parent = change.getparent()
            if parent.tag in (RPR, ROW):
                continue  # the mark of a paragraph or of a row
            rank = parent.index(change)
            parent[rank : rank + 1] = list(change) if name in kept else []


def _resolve_paragraphs(
    root: etree._Element, kept: tuple[str, ...], dropped: tuple[str, ...]
) -> None:
    for paragraph in list(root.iter(P)):
        mark = paragraph.find(f"{PPR}/{RPR}")
        if mark is None:
            continue
        if _has_any(mark, dropped):
            _join_with_next(paragraph)
            continue
        _remove(mark, kept)
        properties = mark.getparent()
        if not len(mark):
            properties.remove(mark)
        if not len(properties):
            paragraph.remove(properties)


def _join_with_next(paragraph: etree._Element) -> None:
    """Remove the mark of a paragraph: what is left of it begins the next one, if there is one."""
    following = next(paragraph.itersiblings(P, TABLE, SECTION), None)
    left = [node for node in paragraph if node.tag != PPR]
    if any(node.tag not in MARKS for node in left):
        if following is None or following.tag != P:
            return
        rank = 0 if following.find(PPR) is None else 1
        following[rank:rank] = left
    paragraph.getparent().remove(paragraph)


def _has_any(node: etree._Element, names: tuple[str, ...]) -> bool:
    return any(node.find(TAGS[name]) is not None for name in names)


def _remove(node: etree._Element, names: tuple[str, ...]) -> None:
    for name in names:
        for change in node.findall(TAGS[name]):
            node.remove(change)


def describe(root: etree._Element) -> list[Any]:
    """Return what a part says and how, block by block, wherever its runs are cut.

    Bookmarks are left out, which readers do not see.
    """
    body = root.find(f"{W}body")
    return [line for block in (root if body is None else body) for line in _describe(block)]


def _describe(block: etree._Element) -> Iterator[Any]:
    if block.tag == P:
        yield "p", xml_of(block.find(PPR)), tuple(_describe_runs(block))
    elif block.tag == TABLE:
        yield "table", *(xml_of(block.find(f"{W}{name}")) for name in ("tblPr", "tblGrid"))
        for row in block.findall(f"{W}tr"):
            yield "row", xml_of(row.find(f"{W}trPr"))
            for cell in row.findall(f"{W}tc"):
                yield "cell", xml_of(cell.find(f"{W}tcPr"))
                for inner in cell:
                    yield from _describe(inner)
    elif block.tag == SECTION:
        yield "section", xml_of(block)


def _describe_runs(paragraph: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield stretches of one formatting, and what they say; signs are written as XML."""
    last: tuple[str, str] | None = None
    for run in paragraph.iter(R):
        formatting = xml_of(run.find(RPR))
        for node in run:
            if node.tag == RPR:
                continue
            said = node.text or "" if node.tag == T else f"\0{xml_of(node)}"
            if last and last[0] == formatting:
                last = formatting, last[1] + said
                continue
            if last:
                yield last
            last = formatting, said
    if last:
        yield last
