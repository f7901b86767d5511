"""A PDF made again from the source that it carries, to compare it with the one that came back.

A draft prints where each open point stands in the project's file, which the carried source does
not know: these places are read from the pages that came back.
"""

import re
from dataclasses import replace
from pathlib import Path

from pypdf import PdfReader

from docgen.build.compose import CheckedText, key_of
from docgen.build.render import render
from docgen.content.source import Source, parse_source
from docgen.content.validation import check_source
from docgen.document import Artifact, Document, Format
from docgen.kinds.actes.reserves import answer_to
from docgen.kinds.actes.rules import part_names
from docgen.kinds.convention.avenant import KIND as AVENANT
from docgen.kinds.convention.avenant import as_avenant
from docgen.kinds.kind import Kind
from docgen.left import Item
from docgen.rendering import Templates
from docgen.rendering.html.signature_anchors import ANCHORS, anchor
from docgen.rendering.limits import within_limits
from docgen.signatures.report import AttachedFile

PLACE = re.compile(
    r"(?:manquant|proposé)\s+((?:[\w./-]{1,99}[/-]\s)?[\w./-]{1,99}\.ya?ml),\s+ligne\s+(\d{1,6})\b"
)
"""A state and the place after it, as the pages of a draft print them; a long name is cut in two."""
RESERVE = re.compile(r"(Siège de .{1,80}?|Réponse à la remarque \(.{1,200}?\)) manquant ")
"""A point that an act was a draft for, which its source as it is carried does not hold."""


def rebuild(source: AttachedFile, kind: Kind, shown: PdfReader, templates: Templates) -> Artifact:
    """Return the PDF that docgen makes of a carried source; raise DocgenError if it makes none.

    A project's own templates work within the limits that they have when a document is made.
    """
    text = parse_source(source.data.decode(), source.name)
    content = check_source(text, kind.content, kind.rules)
    printed = "\n".join(page.extract_text() for page in shown.pages)
    [composed] = CheckedText(kind, (text,), content, _reserves(printed, text)).compose(None)
    key = key_of(kind, Path(source.name))
    document = replace(
        _with_places(composed.document, printed),
        key=key,
        anchors=_service("".join(printed.split())),
    )
    if source.name.startswith(f"{AVENANT}-"):
        document = as_avenant(document, key.removeprefix(f"{AVENANT}-"))
    return within_limits(templates, _render_pdf, document)


def _render_pdf(document: Document, templates: Templates) -> Artifact:
    made = render(document, templates, (Format.PDF,))
    return next(one for one in made if one.format is Format.PDF)


def _reserves(printed: str, source: Source) -> tuple[Item, ...]:
    """Return the points that pages list and that a reason may pass over."""
    parts = map(answer_to, part_names(source.data).values())
    known = {"".join(name.split()): name for name in parts}
    found = RESERVE.findall(" ".join(printed.split()))
    names = [known.get("".join(name.split()), name) for name in found]
    return tuple(
        Item(source.name, name, code="remarque", id=f"{rank}", name=name)
        for rank, name in enumerate(names)
    )


def _with_places(document: Document, printed: str) -> Document:
    """Return a draft with the places that are printed, where there is one for each open point."""
    places = [f"{''.join(name.split())}, ligne {line}" for name, line in PLACE.findall(printed)]
    points = getattr(document.facts, "restes", ())
    if len(places) != len(points):
        return document
    there = tuple(
        point.model_copy(update={"lieu": place})
        for point, place in zip(points, places, strict=True)
    )
    return replace(document, facts=document.facts.model_copy(update={"restes": there}))


def _service(printed: str) -> str:
    """Return the service whose anchors are printed, '' for none."""
    return next((service for service in ANCHORS if anchor(1, service) in printed), "")
