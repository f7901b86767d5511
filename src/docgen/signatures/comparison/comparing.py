"""The verdict on a PDF that comes back: docgen's own but for the signatures, or what is not."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from pypdf import PdfReader

from docgen import __version__
from docgen.build.compose import CheckedText, key_of
from docgen.build.render import render
from docgen.conformity.pdf.objects import Rectangle
from docgen.content.source import Source, parse_source
from docgen.content.validation import Finding, check_source
from docgen.document import Artifact, Document
from docgen.errors import DocgenError, TemplateError
from docgen.format import Format
from docgen.kinds import KINDS
from docgen.kinds.convention.avenant import CONSOLIDATED, as_avenant
from docgen.kinds.convention.avenant import KIND as AVENANT
from docgen.kinds.convention.composition import DRAFT
from docgen.kinds.kind import Kind
from docgen.left import Item
from docgen.rendering import Templates
from docgen.rendering.html.signature_anchors import ANCHORS, anchor
from docgen.rendering.limits import within_limits
from docgen.signatures.comparison.allowed import NOWHERE, Places, is_allowed
from docgen.signatures.comparison.findings import (
    WHATEVER_THE_VERSION,
    changed_words,
    describe,
    in_order,
    words_of,
)
from docgen.signatures.comparison.graph import compare_pdfs
from docgen.signatures.comparison.tail import check_tail
from docgen.signatures.foreign import printable
from docgen.signatures.report import AttachedFile, Comparison, PdfFinding, Rebuilding
from docgen.workspace import shipped_templates

MAKER = f"docgen {__version__}"


class _CarriedSource(NamedTuple):
    """A carried source, and what the pages say of it: that it is a draft, whose anchors it has."""

    text: str
    name: str
    kind: str
    draft: bool
    service: str


def compare_with_source(
    data: bytes, shown: PdfReader, source: AttachedFile, kind: Kind, templates: Templates
) -> Comparison:
    """Return how a PDF compares with the one that docgen makes of the source that it carries.

    Raise TemplateError if the project's own templates make nothing.
    """
    own = not templates.shipped_only
    maker = printable(str((shown.metadata and shown.metadata.creator) or ""))[:80]
    try:
        artifact = rebuild(source, kind, shown, templates)
        places = NOWHERE
        if artifact.document.anchors and "/AcroForm" in shown.root_object:
            places = _places(rebuild(source, kind, shown, templates, anchored=False))
    except (DocgenError, UnicodeDecodeError) as error:
        if own and isinstance(error, TemplateError):
            raise
        findings = in_order(check_tail(data, 0))
        return Comparison(Rebuilding.IMPOSSIBLE, tuple(findings), maker)
    comparison = compare_with(artifact, data, shown, maker, places)
    codes = {one.code for one in comparison.findings}
    if own and comparison.rebuilding is Rebuilding.DIFFERENTE and not codes & WHATEVER_THE_VERSION:
        return replace(comparison, rebuilding=Rebuilding.AUTRES_MODELES)
    return comparison


def _places(artifact: Artifact) -> Places:
    """Return where the fields of an act stand, in whose place another copy has anchors."""
    places: dict[str, list[Rectangle]] = {}
    for one in json.loads(artifact.companions.get("signatures.json", "{}")).get("signatures", ()):
        places.setdefault(str(one["page"]), []).append(tuple(one["rect"]))
    return places


def compare_with(
    artifact: Artifact, data: bytes, shown: PdfReader, maker: str, places: Places = NOWHERE
) -> Comparison:
    """Return how a PDF that says who made it compares with one that docgen made.

    `places` are those over which a service may have laid its own fields.
    """
    made, draft = artifact.data, not artifact.document.final
    expected = PdfReader(io.BytesIO(made))
    allowed = partial(is_allowed, places=places)
    findings = describe(compare_pdfs(expected, shown, allowed), expected, shown)
    findings += check_tail(data, len(made) if data.startswith(made) else 0)
    if not findings:
        return Comparison(Rebuilding.IDENTIQUE, (), maker, draft)
    rebuilding = Rebuilding.DIFFERENTE
    if maker.startswith("docgen ") and maker != MAKER:
        rebuilding = Rebuilding.AUTRE_VERSION
        findings = [one for one in findings if one.code in WHATEVER_THE_VERSION]
        findings += _other_words(expected, shown)
    return Comparison(rebuilding, tuple(in_order(findings)), maker, draft)


def changes_since(before: PdfReader, after: PdfReader) -> list[PdfFinding]:
    """Return what a PDF shows otherwise than an earlier state of it, beside later signatures."""
    return describe(compare_pdfs(before, after, is_allowed), before, after)


def _other_words(expected: PdfReader, shown: PdfReader) -> Iterator[PdfFinding]:
    words = changed_words(words_of(expected.pages), words_of(shown.pages))
    if words:
        yield PdfFinding("contenu", f"les pages ne disent pas ce que dit la source : {words}")
    before, after = len(expected.pages), len(shown.pages)
    if before != after:
        yield PdfFinding("page", f"le fichier a {after} pages, et docgen en fait {before}")


def rebuild(
    source: AttachedFile,
    kind: Kind,
    shown: PdfReader,
    templates: Templates,
    *,
    anchored: bool = True,
) -> Artifact:
    """Return the PDF that docgen makes of a carried source; raise DocgenError if it makes none.

    It has the anchors of a service if the PDF has them, unless it is not to be `anchored`.
    A project's own templates work within the limits that they have when a document is made.
    """
    text = source.data.decode()
    printed = "\n".join(page.extract_text() for page in shown.pages)
    service = _service("".join(printed.split())) if anchored else ""
    carried = _CarriedSource(text, source.name, kind.name, _is_draft(printed), service)
    return _make_shipped(carried) if templates.shipped_only else _make(carried, templates)


@lru_cache(maxsize=2)
def _make_shipped(carried: _CarriedSource) -> Artifact:
    """Return what docgen's own templates make, once for all copies of an act."""
    return _make(carried, Templates((shipped_templates(),)))


def _make(carried: _CarriedSource, templates: Templates) -> Artifact:
    name, kind = carried.name, KINDS[carried.kind]
    source, content = read_carried(carried.text, name, kind)
    left = (Item(name, DRAFT),) if carried.draft else ()  # its points stay in the project
    [composed] = CheckedText(kind, (source,), content, left).compose(None)
    key = key_of(kind, Path(name))
    document = replace(composed.document, key=key, anchors=carried.service)
    if name.startswith(f"{AVENANT}-"):
        document = as_avenant(document, key.removeprefix(f"{AVENANT}-"))
    return within_limits(templates, _render_pdf, document)


def read_carried(text: str, name: str, kind: Kind) -> tuple[Source, Any]:
    """Return a carried source and its content; raise ContentError if it is wrong.

    That of a draft says what is adopted, but not by whom, which stays in the project.
    """
    source = parse_source(text, name)

    def rules(data: object) -> Iterator[Finding]:
        return (one for one in kind.rules(data) if one.code != "adoption")

    return source, check_source(source, kind.content, rules)


def _render_pdf(document: Document, templates: Templates) -> Artifact:
    made = render(document, templates, (Format.PDF,))
    return next(one for one in made if one.format is Format.PDF)


def _is_draft(printed: str) -> bool:
    """Whether pages say that they are a draft, of an act or of a text as amended."""
    heads = (DRAFT, f"PROJET – {CONSOLIDATED}")
    return any(" ".join(head.split()) in " ".join(printed.split()) for head in heads)


def _service(printed: str) -> str:
    """Return the service whose anchors are printed, '' for none."""
    return next((service for service in ANCHORS if anchor(1, service) in printed), "")
