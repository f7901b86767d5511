"""Verification of a PDF that comes back: its signatures, and whether its text is the project's."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath
from typing import Any

from pyhanko.pdf_utils.misc import PdfReadError

from docgen.build.avenant import amendment_documents
from docgen.build.compose import compose_all
from docgen.content.raw import as_group, as_text
from docgen.content.source import parse_source, read_source
from docgen.content.stamp import DIGITS, act_digest, act_signature
from docgen.document import Document
from docgen.errors import ContentError, DocgenError, Problem, Problems, reason_of
from docgen.french.days import read_day
from docgen.kinds import KINDS
from docgen.kinds.convention.avenant import KIND as AVENANT
from docgen.kinds.kind import ComposeRequest, Kind
from docgen.rendering import Templates
from docgen.signatures.comparison.comparing import compare_with_source, read_carried
from docgen.signatures.foreign import foreign_errors, open_pdf, read_pdf
from docgen.signatures.judgment import certificates_in, report_of
from docgen.signatures.report import AttachedFile, Likeness, SignatureReport, SourceOrigin
from docgen.signatures.unsourced import sort_of
from docgen.workspace import Workspace, shipped_templates, text_key

MISSHAPEN = "ce PDF est mal formé : certains programmes l’ouvrent, docgen ne peut le juger"
REUNITED = (
    "demandez l’original : un PDF réuni à d’autres, ou réparé, n’est plus celui qui fut signé"
)


def verify(
    path: Path, workspace: Workspace | None, authorities: Iterable[Path] = ()
) -> tuple[SignatureReport, SourceOrigin]:
    """Return the report on the PDF at `path`, and the comparison of its source with the project.

    `authorities` are PEM files of those that are trusted.  Raise ContentError for a file that
    cannot be read.
    """
    data = read_pdf(path)
    roots = [root for authority in authorities for root in _roots(authority)]
    with foreign_errors(path):
        shown = open_pdf(data, path)
        try:
            report = report_of(data, shown, roots)
        except PdfReadError as error:
            raise ContentError(
                [Problem(str(path), MISSHAPEN, code="pdf", hint=REUNITED)]
            ) from error
        source, kind = report.source, kind_of(report.source)
        if source and kind:
            templates = Templates(workspace.templates if workspace else (shipped_templates(),))
            comparison = compare_with_source(data, shown, source, kind, templates)
            draft = report.draft or comparison.draft
            report = replace(report, comparison=comparison, draft=draft)
        elif not source:
            report = replace(report, sort=sort_of(shown, report.attachments))
    return report, origin_of(report, workspace)


def _roots(authority: Path) -> list[Any]:
    try:
        return certificates_in(authority.read_bytes())
    except OSError as error:
        raise _unusable(authority, f"fichier illisible ({reason_of(error)})") from error
    except (TypeError, ValueError) as error:
        raise _unusable(authority, "aucun certificat lisible dans ce fichier") from error


def _unusable(authority: Path, message: str) -> ContentError:
    hint = "un fichier PEM : des lignes entre « BEGIN CERTIFICATE » et « END CERTIFICATE »"
    return ContentError([Problem(str(authority), message, code="autorite", hint=hint)])


def origin_of(report: SignatureReport, workspace: Workspace | None) -> SourceOrigin:
    """Return how the source of a PDF compares with the project's content."""
    source = report.source
    kind = kind_of(source)
    if source is None or kind is None:
        return SourceOrigin(Likeness.SANS_SOURCE)
    if workspace is None:
        return SourceOrigin(Likeness.SANS_PROJET)
    texts = _as_final(source.data.decode(errors="replace"), source.name, kind)
    words = {_without_record(text) for text in texts}
    near, refused, resealed = "", Problems(), dict(_resealed(workspace, kind))
    amendments = amendment_documents(workspace, kind, refused, instead=resealed)
    own = (
        (one.document for one in amendments)
        if is_avenant(source)
        else _documents(workspace, kind, refused, resealed)
    )
    for document in own:
        own_texts = _as_final(document.canonical, source.name, kind)
        if own_texts & texts:
            return SourceOrigin(Likeness.IDENTIQUE, document.sources[0])
        if words & {_without_record(text) for text in own_texts}:
            signed_on = _recorded_day(document.canonical)
            return SourceOrigin(Likeness.CONSIGNEE, document.sources[0], signed_on)
        if document.stem == PurePath(source.name).stem:
            near = document.sources[0]
    if not near and refused:
        files = sorted(dict.fromkeys(one.file for one in refused))
        key = text_key(kind.name, source.name)
        named = (file for file in files if text_key(kind.name, file) == key)
        return SourceOrigin(Likeness.REFUSEE, next(named, files[0]))
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


def _as_final(text: str, name: str, kind: Kind) -> set[str]:
    """Return a canonical text, and that of the act once nothing is left: a draft tells states."""
    try:
        _, content = read_carried(text, name, kind)
    except DocgenError:
        return {text}
    made = kind.compose(content, ComposeRequest("relu", name))
    return {text, *(document.canonical for document in made)}


def _without_record(text: str) -> str:
    """Return a canonical text without the lines that record the signature."""
    lines = text.splitlines()
    return "\n".join(line for line in lines if not line.startswith(("acte: ", "  date: ")))


def _recorded_day(text: str) -> date | None:
    """Return the day on which a canonical text says that it was signed, None for a draft."""
    act = as_group(parse_source(text, "").data)
    return (
        read_day(as_group(act.get("signature")).get("date")) if act.get("acte") == "signe" else None
    )


def _resealed(workspace: Workspace, kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield each signed act with the digest of its words as they are, so that it is compared."""
    for path in workspace.texts(kind.name):
        name = workspace.name_of(path)
        with suppress(ContentError):  # told when its document is composed
            source = read_source(path, name)
            act = as_group(source.data)
            if said := as_text(act_signature(act)[1].get("empreinte")).strip():
                yield name, "\n".join(source.lines).replace(said, act_digest(act)[:DIGITS])


def _documents(
    workspace: Workspace, kind: Kind, refused: Problems, instead: Mapping[str, str]
) -> Iterator[Document]:
    """Yield the documents of the project's texts; what is wrong in others goes to `refused`."""
    for path in workspace.texts(kind.name):
        with refused.gather():
            made = compose_all(workspace, kind, [path], instead=instead)
            yield from (one.document for _, one in made)
