"""Documents as Word files: filled templates, or two versions of an act with tracked changes."""

import copy
import re
from datetime import date
from itertools import count
from typing import Final

from lxml import etree

from docgen.document import ActVersion, Artifact, Document
from docgen.errors import Problem, RenderingError
from docgen.format import Format
from docgen.ooxml import BODY, CONTENT_TYPES, Part, W, as_xml, write_package
from docgen.rendering.docx.redline.atoms import PLACES, SECTION
from docgen.rendering.docx.redline.blocks import Side, change_blocks
from docgen.rendering.docx.redline.resolution import accept, describe, reject
from docgen.rendering.docx.redline.sides import ActDocx, OpenedAct, pair_clauses
from docgen.rendering.docx.redline.tracking import Tracker
from docgen.rendering.docx.renderer import core_properties, render_docx
from docgen.rendering.html.templates import Templates

HINT = "signalez-le aux développeurs, avec les deux textes"
MARGIN: Final = re.compile(r"word/(header|footer)\d+\.xml")
PROPERTIES: Final = "docProps/core.xml"
"""The part whose values are those of the new act."""
START: Final = PLACES[0]
_ID: Final = f"{W}id"
OLD: Final = "old-"


def render_word(document: Document, templates: Templates) -> Artifact:
    """Return a document as a Word file, which tracks changes if the document compares two acts.

    Raise RenderingError, in French, when accepting or rejecting these does not give both again.
    """
    if document.comparison is None:
        return render_docx(document, templates)
    compared = document.comparison
    old, new = (_act_docx(version, templates) for version in (compared.old, compared.new))
    try:
        parts = track_changes(old, new, compared.author, compared.day)
    except ValueError as error:
        message = f"la version comparée n’est pas prouvée : {error}"
        problem = Problem(document.sources[-1], message, code="version-comparee", hint=HINT)
        raise RenderingError([problem]) from error
    parts[PROPERTIES] = core_properties(document)
    return Artifact(document, Format.DOCX, write_package(parts), None)


def _act_docx(version: ActVersion, templates: Templates) -> ActDocx:
    return ActDocx(render_docx(version.document, templates, marked=False).data, version.blocks)


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
