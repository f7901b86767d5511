"""The verdict on a PDF that comes back: docgen's own but for the signatures, or what is not."""

import io
from collections.abc import Iterator
from dataclasses import replace

from pypdf import PdfReader

from docgen import __version__
from docgen.document import Artifact
from docgen.errors import DocgenError, TemplateError
from docgen.kinds.kind import Kind
from docgen.rendering import Templates
from docgen.signatures.comparison.allowed import is_allowed
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
from docgen.signatures.rebuilding import rebuild
from docgen.signatures.report import AttachedFile, Comparison, PdfFinding, Rebuilding

MAKER = f"docgen {__version__}"


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
    except (DocgenError, UnicodeDecodeError) as error:
        if own and isinstance(error, TemplateError):
            raise
        findings = in_order(check_tail(data, 0))
        return Comparison(Rebuilding.IMPOSSIBLE, tuple(findings), maker)
    comparison = compare_with(artifact, data, shown, maker)
    codes = {one.code for one in comparison.findings}
    if own and comparison.rebuilding is Rebuilding.DIFFERENTE and not codes & WHATEVER_THE_VERSION:
        return replace(comparison, rebuilding=Rebuilding.AUTRES_MODELES)
    return comparison


def compare_with(artifact: Artifact, data: bytes, shown: PdfReader, maker: str) -> Comparison:
    """Return how a PDF that says who made it compares with one that docgen made."""
    made, draft = artifact.data, not artifact.document.final
    expected = PdfReader(io.BytesIO(made))
    findings = describe(compare_pdfs(expected, shown, is_allowed), expected, shown)
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
