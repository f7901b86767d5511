"""Two versions of an act as one Word file with tracked changes, given only when it is proved.

Accepting all changes gives the new act, rejecting all gives the old one: in words, formatting,
styles, tables, headers and footers. Left out are bookmarks, which readers do not see, and the
properties of the file, which Word does not track.
"""

import copy
import re
from datetime import date
from typing import Final

from lxml import etree

from docgen.ooxml import CONTENT_TYPES, Part, as_xml
from docgen.rendering.docx.redline.atoms import SECTION
from docgen.rendering.docx.redline.blocks import Side, change_blocks
from docgen.rendering.docx.redline.bookmarks import number_bookmarks, separate_bookmarks
from docgen.rendering.docx.redline.resolution import accept, describe, reject
from docgen.rendering.docx.redline.sides import ActDocx, OpenedAct, pair_clauses
from docgen.rendering.docx.redline.tracking import Tracker

BODY: Final = "word/document.xml"
MARGIN: Final = re.compile(r"word/(header|footer)\d+\.xml")
PROPERTIES: Final = "docProps/core.xml"
"""The part whose values are those of the new act."""


def track_changes(old: ActDocx, new: ActDocx, author: str, day: date | None) -> dict[str, Part]:
    """Return the parts of a Word file that tracks the changes from one act to another.

    Raise ValueError, in French, when it cannot, or does not give both acts again.
    """
    before, after = OpenedAct(old), OpenedAct(new)
    names = separate_bookmarks(before.root, after.root)
    pair_clauses(before, after)
    tracker = Tracker(author, f"{day:%Y-%m-%d}T00:00:00Z" if day else "", names)
    body = _track_body(tracker, before, after)
    parts = _merge_parts(before.parts, after.parts)
    for name in filter(MARGIN.fullmatch, after.parts):
        roots = [etree.fromstring(act.parts[name]) for act in (before, after)]
        margin = _like(roots[1])
        margin.extend(change_blocks(tracker, *(Side(list(root), {}) for root in roots)))
        _prove(margin, *roots)
        parts[name] = as_xml(margin)
    number_bookmarks(body, tracker.count + 1)
    _prove(body, before.root, after.root)
    return {**parts, BODY: as_xml(body)}


def _track_body(tracker: Tracker, before: OpenedAct, after: OpenedAct) -> etree._Element:
    root = _like(after.root)
    body = etree.SubElement(root, after.body.tag)
    body.extend(change_blocks(tracker, before.side, after.side))
    section = after.body.find(SECTION)
    if section is not None:
        body.append(copy.deepcopy(section))
    return root


def _like(root: etree._Element) -> etree._Element:
    return etree.Element(root.tag, dict(root.attrib), nsmap=root.nsmap)


def _prove(redline: etree._Element, old: etree._Element, new: etree._Element) -> None:
    """Raise ValueError unless accepting a part gives the new one and rejecting it the old one."""
    for resolve, wanted, what in ((accept, new, "accepter"), (reject, old, "refuser")):
        if describe(resolve(redline)) != describe(wanted):
            raise ValueError(f"{what} toutes les modifications ne redonne pas le texte voulu")


def _merge_parts(old: dict[str, bytes], new: dict[str, bytes]) -> dict[str, Part]:
    """Return the parts of both packages, the body and margins of the new one among them."""
    parts: dict[str, Part] = {**old, **new}
    for name in old.keys() & new.keys():
        if old[name] == new[name] or name in (BODY, PROPERTIES) or MARGIN.fullmatch(name):
            continue
        if name != CONTENT_TYPES and not name.endswith(".rels"):
            raise ValueError(f"les deux documents Word diffèrent par « {name} »")
        parts[name] = _merge_lists(old[name], new[name])
    return parts


def _merge_lists(old: bytes, new: bytes) -> bytes:
    """Return two lists of relationships or of types of parts as one."""
    root = etree.fromstring(new)
    known = {tuple(sorted(child.items())) for child in root}
    root.extend(
        child for child in etree.fromstring(old) if tuple(sorted(child.items())) not in known
    )
    return as_xml(root)
