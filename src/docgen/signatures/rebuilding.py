"""A PDF made again from the source that it carries, to compare it with the one that came back."""

from dataclasses import replace
from pathlib import Path

from pypdf import PdfReader

from docgen.build.compose import CheckedText, key_of
from docgen.build.render import render
from docgen.content.source import Source, parse_source
from docgen.content.validation import check_source
from docgen.document import Artifact, Document, Format
from docgen.kinds.convention.avenant import KIND as AVENANT
from docgen.kinds.convention.avenant import as_avenant
from docgen.kinds.convention.composition import DRAFT
from docgen.kinds.kind import Kind
from docgen.left import Item
from docgen.rendering import Templates
from docgen.rendering.html.signature_anchors import ANCHORS, anchor
from docgen.rendering.limits import within_limits
from docgen.signatures.report import AttachedFile


def rebuild(source: AttachedFile, kind: Kind, shown: PdfReader, templates: Templates) -> Artifact:
    """Return the PDF that docgen makes of a carried source; raise DocgenError if it makes none.

    A project's own templates work within the limits that they have when a document is made.
    """
    text = parse_source(source.data.decode(), source.name)
    content = check_source(text, kind.content, kind.rules)
    printed = "\n".join(page.extract_text() for page in shown.pages)
    [composed] = CheckedText(kind, (text,), content, _open_point(printed, text)).compose(None)
    key = key_of(kind, Path(source.name))
    document = replace(composed.document, key=key, anchors=_service("".join(printed.split())))
    if source.name.startswith(f"{AVENANT}-"):
        document = as_avenant(document, key.removeprefix(f"{AVENANT}-"))
    return within_limits(templates, _render_pdf, document)


def _render_pdf(document: Document, templates: Templates) -> Artifact:
    made = render(document, templates, (Format.PDF,))
    return next(one for one in made if one.format is Format.PDF)


def _open_point(printed: str, source: Source) -> tuple[Item, ...]:
    """Return a point for pages that say that they are a draft; its points stay in the project."""
    draft = " ".join(DRAFT.split()) in " ".join(printed.split())
    return (Item(source.name, DRAFT),) if draft else ()


def _service(printed: str) -> str:
    """Return the service whose anchors are printed, '' for none."""
    return next((service for service in ANCHORS if anchor(1, service) in printed), "")
