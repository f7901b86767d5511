"""The whole of docgen on one page, but for packs: read, check, compose, render, publish.

Nothing is laid out before every content file is checked, and nothing is written before every
document is made.  Packs are made a commune at a time by `batch`.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from docgen.build.compose import (
    Composed,
    absent_files,
    asked_files,
    compose_all,
    not_ready,
    too_few_files,
    wanted,
)
from docgen.build.named_documents import compose_but_drafts
from docgen.build.render import DocumentStore, render_documents, warn_of_long
from docgen.errors import Problem, Problems
from docgen.kinds import KINDS
from docgen.kinds.actes.acte import Acte
from docgen.kinds.actes.signed import agreed_after_signature
from docgen.kinds.kind import Scope
from docgen.left import each_once
from docgen.output.leftovers import warn_of_leftovers
from docgen.output.record import Record
from docgen.referential.communes.chosen import Selection
from docgen.referential.communes.postal_codes import merge_postal_codes
from docgen.referential.referential import Referential
from docgen.referential.selection import select_communes
from docgen.rendering import Templates
from docgen.request import Outcome, Request
from docgen.workspace import Workspace


def build(
    workspace: Workspace,
    name: str,
    paths: Sequence[Path],
    request: Request,
    record: Record | None = None,
) -> Outcome:
    """Make the documents of a kind from `paths` (all its files if none), and publish them.

    Of all files, a draft of an act with mistakes keeps back no other: they are told beside them.
    Files that the cache of `record` has are not rendered again.
    """
    kind = KINDS[name]
    scope, notices = scope_of(workspace, request)
    if paths:
        texts = compose_all(workspace, kind, paths, scope)
    else:
        Problems(absent_files(workspace, kind, scope)).refuse()
        paths = asked_files(workspace, kind, scope)
        texts, wrong_drafts = compose_but_drafts(workspace, kind, paths, scope)
        notices += wrong_drafts
    notices += agreed_after_signature(Acte(source) for source, _ in texts)
    composed = [one for _, one in texts]
    notices += (notice for one in composed for notice in one.document.notices)
    notices += too_few_files(workspace, kind, paths, composed)
    return publish_composed(workspace, composed, request, merge_postal_codes(notices), record)


def publish_composed(
    workspace: Workspace,
    composed: Sequence[Composed],
    request: Request,
    problems: Iterable[Problem],
    record: Record | None,
) -> Outcome:
    """Render composed documents as a request wants them, publish them, and return what came of it.

    `problems` are those to tell with it.
    """
    asked = [one.as_requested(request) for one in composed]
    documents = wanted(asked, request.final)
    templates = Templates(workspace.templates)
    store = DocumentStore(templates, workspace.output, request.formats, record or Record())
    store.add(documents)
    artifacts = store.publish(render_documents(documents, templates, request.formats, store))
    long = [one.document for one in artifacts if (one.pages or 0) > one.document.pages_bound]
    overfull = warn_of_long(long, templates)
    notices = (*problems, *overfull, *warn_of_leftovers(workspace, artifacts))
    refused = not_ready(asked, request.final)
    left = each_once(item for one in asked for item in one.document.left)
    return Outcome(tuple(artifacts), notices, store.recovered, refused, left)


def scope_of(workspace: Workspace, request: Request) -> tuple[Scope, list[Problem]]:
    """Return what to compose from, and what people should know of how the communes were read.

    Raise ContentError with every commune that is not known.
    """
    referential = Referential(workspace, request.today)
    communes, notices = select_communes(referential, Selection(communes=request.communes))
    return Scope(referential, communes, request.options, request.today), notices
