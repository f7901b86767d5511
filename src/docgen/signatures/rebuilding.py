"""A PDF made again from the source that it carries, to compare it with the one that came back."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pypdf import PdfReader

from docgen.build.compose import CheckedText, key_of
from docgen.build.render import render
from docgen.content.source import parse_source
from docgen.content.validation import check_source
from docgen.document import Artifact, Document
from docgen.format import Format
from docgen.kinds import KINDS
from docgen.kinds.convention.avenant import KIND as AVENANT
from docgen.kinds.convention.avenant import as_avenant
from docgen.kinds.convention.composition import DRAFT
from docgen.kinds.kind import Kind
from docgen.left import Item
from docgen.rendering import Templates
from docgen.rendering.html.signature_anchors import ANCHORS, anchor
from docgen.rendering.limits import within_limits
from docgen.signatures.report import AttachedFile
from docgen.workspace import shipped_templates


class _CarriedSource(NamedTuple):
    """A carried source, and what the pages say of it: that it is a draft, whose anchors it has."""

    text: str
    name: str
    kind: str
    draft: bool
    service: str


def rebuild(source: AttachedFile, kind: Kind, shown: PdfReader, templates: Templates) -> Artifact:
    """Return the PDF that docgen makes of a carried source; raise DocgenError if it makes none.

    A project's own templates work within the limits that they have when a document is made.
    """
    text = source.data.decode()
    printed = "\n".join(page.extract_text() for page in shown.pages)
    service = _service("".join(printed.split()))
    carried = _CarriedSource(text, source.name, kind.name, _is_draft(printed), service)
    return _make_shipped(carried) if templates.shipped_only else _make(carried, templates)


@lru_cache(maxsize=2)
def _make_shipped(carried: _CarriedSource) -> Artifact:
    """Return what docgen's own templates make, once for all copies of an act."""
    return _make(carried, Templates((shipped_templates(),)))


def _make(carried: _CarriedSource, templates: Templates) -> Artifact:
    name, kind = carried.name, KINDS[carried.kind]
    source = parse_source(carried.text, name)
    content = check_source(source, kind.content, kind.rules)
    left = (Item(name, DRAFT),) if carried.draft else ()  # its points stay in the project
    [composed] = CheckedText(kind, (source,), content, left).compose(None)
    key = key_of(kind, Path(name))
    document = replace(composed.document, key=key, anchors=carried.service)
    if name.startswith(f"{AVENANT}-"):
        document = as_avenant(document, key.removeprefix(f"{AVENANT}-"))
    return within_limits(templates, _render_pdf, document)


def _render_pdf(document: Document, templates: Templates) -> Artifact:
    made = render(document, templates, (Format.PDF,))
    return next(one for one in made if one.format is Format.PDF)


def _is_draft(printed: str) -> bool:
    """Whether pages say that they are a draft."""
    return " ".join(DRAFT.split()) in " ".join(printed.split())


def _service(printed: str) -> str:
    """Return the service whose anchors are printed, '' for none."""
    return next((service for service in ANCHORS if anchor(1, service) in printed), "")
