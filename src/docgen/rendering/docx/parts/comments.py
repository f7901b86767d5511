"""Comments of Word: what a draft says beside the words of an act, and nobody has to erase.

`{{r note|commentaire }}` puts one on its paragraph.  The filter leaves the words where the number
goes; `with_comments` numbers them and writes their part.
"""

from collections.abc import Mapping
from typing import Final

from lxml import etree

from docgen.ooxml import (
    BODY,
    BODY_LINKS,
    COMMENTS,
    CONTENT_TYPES,
    OFFICE_TYPES,
    Part,
    W,
    add_link,
    as_bytes,
    as_tree,
    as_xml,
    declare_part,
)

REFERENCE, PPR, ID = f"{W}commentReference", f"{W}pPr", f"{W}id"
TYPE: Final = f"{OFFICE_TYPES}.wordprocessingml.comments+xml"
AUTHOR: Final = "docgen"


def with_comments(parts: Mapping[str, Part]) -> dict[str, Part]:
    """Return the parts of a document with its comments numbered, and their part."""
    body = as_tree(parts[BODY])
    if next(body.iter(REFERENCE), None) is None:
        return dict(parts)
    comments = etree.Element(f"{W}comments", nsmap={"w": W[1:-1]})
    for number, reference in enumerate(body.iter(REFERENCE)):
        comments.append(_comment(number, reference.get(ID)))
        reference.set(ID, str(number))
        _mark_range(reference.getparent(), number)
    links, types = (etree.fromstring(as_bytes(parts[name])) for name in (BODY_LINKS, CONTENT_TYPES))
    add_link(links, "rIdCommentaires", "comments", "comments.xml")
    declare_part(types, COMMENTS, TYPE)
    made = {BODY: body, COMMENTS: as_xml(comments)}
    return {**parts, **made, BODY_LINKS: as_xml(links), CONTENT_TYPES: as_xml(types)}


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
