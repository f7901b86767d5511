"""Whether the source that a PDF carries is that of this project's content.

A content is told from another by its canonical text.  The source of an older docgen is written
again in today's way before it is said to differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from docgen.build.compose import compose_all, content_files
from docgen.content.source import parse_source
from docgen.content.validation import check_source
from docgen.document import Document
from docgen.errors import DocgenError
from docgen.kinds import KINDS
from docgen.kinds.kind import Kind, Order
from docgen.signatures.account import Account, Carried, Likeness, Origin
from docgen.workspace import Workspace


def origin_of(account: Account, workspace: Workspace | None) -> Origin:
    """Return how a PDF's source stands to the project's content."""
    source = account.source
    kind = _kind(source) if source else None
    if source is None or kind is None:
        return Origin(Likeness.SANS_SOURCE)
    if workspace is None:
        return Origin(Likeness.SANS_PROJET)
    texts = [source.data.decode(errors="replace"), *_rewritten(source, kind)]
    carried, words = set(texts), {_words(text) for text in texts}
    near = ""
    for document in _documents(workspace, kind):
        if document.canonical in carried:
            return Origin(Likeness.IDENTIQUE, document.sources[0])
        if _words(document.canonical) in words:
            return Origin(Likeness.CONSIGNEE, document.sources[0])
        if document.stem == PurePath(source.name).stem:
            near = document.sources[0]
    return Origin(Likeness.DIFFERENTE, near) if near else Origin(Likeness.ABSENTE)


def _kind(source: Carried) -> Kind | None:
    """Return the kind that a source's name tells, None when it tells none."""
    named = [kind for name, kind in KINDS.items() if source.name.startswith(f"{name}-")]
    return max(named, key=lambda kind: len(kind.name), default=None)


def _rewritten(source: Carried, kind: Kind) -> Iterator[str]:
    """Yield a source once written again by this docgen, if it can read it."""
    try:
        read = parse_source(source.data.decode(), source.name)
        content = check_source(read, kind.content, kind.rules)
    except (DocgenError, UnicodeDecodeError):
        return
    for document in kind.compose(content, Order("relu", source.name)):
        yield document.canonical


def _words(text: str) -> str:
    """Return a canonical text without what is recorded in it once the act is signed."""
    lines = text.splitlines()
    return "\n".join(line for line in lines if not line.startswith(("acte: ", "  date: ")))


def _documents(workspace: Workspace, kind: Kind) -> Iterator[Document]:
    """Yield the documents of the project's content, but for files that have errors."""
    try:
        paths = content_files(workspace, kind)
    except DocgenError:
        return
    for path in paths:
        try:
            yield from (made.document for _, made in compose_all(workspace, kind, [path]))
        except DocgenError:
            continue
