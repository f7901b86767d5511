"""Comments of Word: what a draft says beside the words of an act, and nobody has to erase.

`{{r note|commentaire }}` puts one on its paragraph.  The filter leaves the words where the number
goes; `with_comments` numbers them and writes their part.
"""

from collections.abc import Mapping
from typing import Final

from lxml import etree

from docgen.ooxml import (
    CONTENT_TYPES,
    OFFICE_RELATIONS,
    PACKAGE_RELATIONS,
    TYPE_NAMES,
    Part,
    as_bytes,
    as_tree,
    as_xml,
)
from docgen.rendering.docx.filters import W

BODY, LINKS, COMMENTS = "word/document.xml", "word/_rels/document.xml.rels", "word/comments.xml"
REFERENCE, PPR, ID = f"{W}commentReference", f"{W}pPr", f"{W}id"
TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
AUTHOR: Final = "docgen"


def with_comments(parts: Mapping[str, Part]) -> dict[str, Part]:
    """Return the parts of a document with its comments numbered, and their part."""
    if b"commentReference" not in as_bytes(parts[BODY]):
        return dict(parts)
    body = as_tree(parts[BODY])
    comments = etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})
    for number, reference in enumerate(body.iter(REFERENCE)):
        comments.append(_comment(number, reference.get(ID)))
        reference.set(ID, str(number))
        _mark_range(reference.getparent(), number)
    links, types = (etree.fromstring(as_bytes(parts[name])) for name in (LINKS, CONTENT_TYPES))
    link = {
        "Id": "rIdCommentaires",
        "Type": f"{OFFICE_RELATIONS}/comments",
        "Target": "comments.xml",
    }
    etree.SubElement(links, f"{{{PACKAGE_RELATIONS}}}Relationship", link)
    declared = {"PartName": f"/{COMMENTS}", "ContentType": TYPE}
    etree.SubElement(types, f"{{{TYPE_NAMES}}}Override", declared)
    made = {BODY: body, COMMENTS: as_xml(comments)}
    return {**parts, **made, LINKS: as_xml(links), CONTENT_TYPES: as_xml(types)}


def _comment(number: int, words: str) -> etree._Element:
    comment = etree.Element(
        f"{W}comment", {ID: str(number), f"{W}author": AUTHOR, f"{W}initials": AUTHOR}
    )
    paragraph = etree.SubElement(comment, f"{W}p")
    text = etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t")
    text.text = words
    return comment


def _mark_range(run: etree._Element, number: int) -> None:
    """Put the comment of a run on all that its paragraph has before it."""
    paragraph = next(run.iterancestors(f"{W}p"))
    start = etree.Element(f"{W}commentRangeStart", {ID: str(number)})
    paragraph.insert(int(paragraph.find(PPR) is not None), start)
    run.addprevious(etree.Element(f"{W}commentRangeEnd", {ID: str(number)}))
