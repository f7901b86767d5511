"""Comparison of the source attached to a PDF with the project's content.

Canonical texts are compared.  A source of an older docgen is rewritten in today's form before it
counts as different.
"""

from collections.abc import Iterator
from pathlib import PurePath

from docgen.build.avenant import amendment_documents
from docgen.build.compose import compose_all, content_files
from docgen.content.source import parse_source
from docgen.content.validation import check_source
from docgen.document import Document
from docgen.errors import DocgenError, Problems
from docgen.kinds import KINDS
from docgen.kinds.convention.avenant import KIND as AVENANT
from docgen.kinds.kind import ComposeRequest, Kind
from docgen.signatures.report import AttachedFile, Likeness, SignatureReport, SourceOrigin
from docgen.workspace import Workspace


def origin_of(report: SignatureReport, workspace: Workspace | None) -> SourceOrigin:
    """Return how the source of a PDF compares with the project's content."""
    source = report.source
    kind = kind_of(source)
    if source is None or kind is None:
        return SourceOrigin(Likeness.SANS_SOURCE)
    if workspace is None:
        return SourceOrigin(Likeness.SANS_PROJET)
    texts = [source.data.decode(errors="replace"), *_rewritten_texts(source, kind)]
    attached_texts, words = set(texts), {_without_record(text) for text in texts}
    near = ""
    amendments = amendment_documents(workspace, kind, Problems())
    own = (
        (one.document for one in amendments) if is_avenant(source) else _documents(workspace, kind)
    )
    for document in own:
        if document.canonical in attached_texts:
            return SourceOrigin(Likeness.IDENTIQUE, document.sources[0])
        if _without_record(document.canonical) in words:
            return SourceOrigin(Likeness.CONSIGNEE, document.sources[0])
        if document.stem == PurePath(source.name).stem:
            near = document.sources[0]
    return SourceOrigin(Likeness.DIFFERENTE, near) if near else SourceOrigin(Likeness.ABSENTE)


def kind_of(source: AttachedFile | None) -> Kind | None:
    """Return the kind of the document that a source makes, by its name; None for no kind."""
    if source is None:
        return None
    if is_avenant(source):
        return KINDS["convention"]
    named = [kind for name, kind in KINDS.items() if source.name.startswith(f"{name}-")]
    return max(named, key=lambda kind: len(kind.name), default=None)


def is_avenant(source: AttachedFile) -> bool:
    """Whether a source is that of an amendment, which is a text of a convention."""
    return source.name.startswith(f"{AVENANT}-")


def _rewritten_texts(source: AttachedFile, kind: Kind) -> Iterator[str]:
    try:
        read = parse_source(source.data.decode(), source.name)
        content = check_source(read, kind.content, kind.rules)
    except (DocgenError, UnicodeDecodeError):
        return
    for document in kind.compose(content, ComposeRequest("relu", source.name)):
        yield document.canonical


def _without_record(text: str) -> str:
    """Return a canonical text without the lines that record the signature."""
    lines = text.splitlines()
    return "\n".join(line for line in lines if not line.startswith(("acte: ", "  date: ")))


def _documents(workspace: Workspace, kind: Kind) -> Iterator[Document]:
    """Yield the documents of the project's content; files with errors are skipped."""
    try:
        paths = content_files(workspace, kind)
    except DocgenError:
        return
    for path in paths:
        try:
            yield from (made.document for _, made in compose_all(workspace, kind, [path]))
        except DocgenError:
            continue
