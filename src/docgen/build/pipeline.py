"""The whole of docgen on one page: read, check, compose, render, publish.

Nothing is laid out before every content file is checked, and nothing is written before every
document is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from docgen.build.compose import Composed, compose_all, content_files, remarks, unmade
from docgen.cache.fingerprint import Recipe
from docgen.content.source import Source
from docgen.document import Artifact, Document, Format
from docgen.errors import (
    ContentError,
    DocgenError,
    Problem,
    RenderingError,
    Severity,
    TemplateError,
)
from docgen.kinds import KINDS
from docgen.kinds.actes.project import FOLDER, project_acts
from docgen.kinds.actes.signed import overlapping_acts
from docgen.kinds.kind import Kind, Scope
from docgen.kinds.renewal import adherents
from docgen.output.disk_errors import disk_told
from docgen.output.leftovers import companions, others
from docgen.output.publication import publish
from docgen.output.record import Record
from docgen.referential.droit.controle import old_checks
from docgen.referential.droit.warnings import group_warnings
from docgen.referential.referential import Referential
from docgen.referential.selection import Selection, select_communes
from docgen.referential.territoire import roles, territoire
from docgen.rendering import FORMATS, Templates
from docgen.rendering.memory_errors import report_memory_shortage
from docgen.rendering.parity.proof import prove_same_words, prove_templates
from docgen.rendering.recipe import recipe_of, stamps
from docgen.request import Outcome, Request
from docgen.workspace import CONTENT, Workspace

__all__ = ["build", "check_all", "companions"]


def build(
    workspace: Workspace,
    name: str,
    paths: Sequence[Path],
    request: Request,
    record: Record | None = None,
) -> Outcome:
    """Make the documents of a kind from `paths` (all its files if none), and publish them.

    What the cache of `record` has is not made again.
    """
    kind = KINDS[name]
    paths = paths or content_files(workspace, kind)
    scope, notices = scope_of(workspace, request)
    composed = [made for _, made in compose_all(workspace, kind, paths, scope)]
    ready = [
        made.anchored(request.anchors)
        for made in composed
        if made.document.final or not request.final
    ]
    shelf = Shelf(Templates(workspace.templates), record)
    artifacts = shelf.keep(render_all(ready, shelf, request.formats))
    files = {place: data for made in artifacts for place, data in made.files.items()}
    recovered = publish(files, workspace.output, companions(artifacts) - files.keys())
    shelf.note(workspace.output, artifacts)
    left = [problem for made in composed for problem in made.told(request.final)]
    told = (*notices, *unmade(workspace, kind, paths, composed), *left)
    told = (*group_warnings(told), *others(workspace, artifacts))
    return Outcome(tuple(artifacts), told, recovered, withheld(composed, request.final))


def withheld(composed: Iterable[Composed], final: bool) -> tuple[str, ...]:
    """Return the documents that were asked for as final and are not ready to be."""
    return tuple(
        f"{made.document.stem} (il reste {len(made.left)} point{'s' * (len(made.left) > 1)})"
        for made in composed
        if final and not made.document.final
    )


def check_all(
    workspace: Workspace, paths: Sequence[Path] = (), today: date | None = None
) -> Outcome:
    """Check all content (or only `paths`), and fill templates without laying out a page.

    A file that documents share, of the territory or the law, is checked with the whole.  On the
    day `today`, checks of the law that are too old are told.  Raise ContentError or TemplateError,
    with everything there is to tell, for what is wrong.
    """
    if shared := [path for path in paths if _is_shared(workspace, path)]:
        texts = [path for path in paths if path not in shared]
        return _check_shared(workspace, shared, texts, today)
    found: list[tuple[Source, Composed]] = []
    problems: list[Problem] = []
    referential = Referential(workspace)
    scope = Scope(referential)
    try:
        scope = Scope(referential, referential.specimens())
    except DocgenError as error:
        problems += error.problems
    if today:
        law = referential.droit_read
        problems += (*law.problems, *old_checks(law.sound, today))
    problems += () if paths else _outsiders(referential)
    if not paths or any(_kind_of(path) is KINDS[FOLDER] for path in paths):
        with suppress(ContentError):  # told by who reads the file
            problems += overlapping_acts(project_acts(referential).signed)
    for kind in KINDS.values() if paths else _kinds_there(workspace):
        asked = [path for path in paths if _kind_of(path) is kind]
        if paths and not asked:
            continue
        tried = replace(scope, communes=scope.communes[:1]) if kind.alike else scope
        try:
            asked = asked or content_files(workspace, kind)
            made = compose_all(workspace, kind, asked, tried)
            problems += unmade(workspace, kind, asked, made)
            found += made
        except DocgenError as error:
            problems += error.problems
    templates = Templates(workspace.templates)
    wrong = [problem for problem in problems if problem.severity is Severity.ERREUR]
    faults = prove_templates(templates, [made.document for _, made in found])
    warnings = [p for source, made in found for p in (*made.told(), *remarks(source, made.kind))]
    told = group_warnings((*problems, *faults, *warnings))
    if wrong or faults:
        raise ContentError(told) if wrong else TemplateError(told)
    return Outcome(problems=told)


def _check_shared(
    workspace: Workspace, shared: Sequence[Path], texts: Sequence[Path], today: date | None
) -> Outcome:
    """Check files that documents share as the check of all does, and `texts` by themselves.

    Only what is told of these files is kept.
    """
    named = {workspace.named(path) for path in shared}
    told: list[Problem] = []
    for asked, of in (((), named), *([(texts, None)] if texts else [])):
        try:
            found = check_all(workspace, asked, today).problems
        except (ContentError, TemplateError) as error:
            found = error.problems
        told += (one for one in found if of is None or one.file in of)
    problems = tuple(dict.fromkeys(told))
    if any(problem.severity is Severity.ERREUR for problem in problems):
        raise ContentError(problems)
    return Outcome(problems=problems)


def _is_shared(workspace: Workspace, path: Path) -> bool:
    """Whether a file is what texts draw from, and no text itself."""
    inside = workspace.named(path).removeprefix(f"{CONTENT}/")
    texts = {f"{name}/" for name in KINDS}
    reads = {place for kind in KINDS.values() for place in kind.reads} - texts
    return path.is_file() and inside.startswith(tuple(reads))


def _outsiders(referential: Referential) -> Iterator[Problem]:
    """Yield the places of other départements that people wrote of, where that can be read."""
    with suppress(ContentError):  # told by who needs the file
        yield from territoire.warn_of_communes_outside(referential)
    with suppress(ContentError):
        yield from roles.warn_of_foreign_contacts(referential, referential.roles)
    with suppress(ContentError):
        yield from adherents.adherents_elsewhere(referential)


def _kinds_there(workspace: Workspace) -> list[Kind]:
    """Return the kinds that a project has a folder of; the first when it has none, to be told."""
    there = [kind for kind in KINDS.values() if (workspace.content / kind.name).is_dir()]
    return there or [next(iter(KINDS.values()))]


def _kind_of(path: Path) -> Kind:
    """Return the kind whose folder a file stands in; elsewhere, a text is a convention."""
    return KINDS.get(path.resolve().parent.name, KINDS["convention"])


def scope_of(workspace: Workspace, request: Request) -> tuple[Scope, list[Problem]]:
    """Return what to compose from, and what people should know of how the communes were read.

    Raise ContentError with every commune that is not known.
    """
    referential = Referential(workspace)
    communes, told = select_communes(referential, Selection(communes=request.communes))
    return Scope(referential, communes, request.options), told


class Shelf:
    """The files of documents: from the cache where it has them, rendered where not."""

    def __init__(self, templates: Templates, record: Record | None = None) -> None:
        self.templates = templates
        self.record = record or Record()
        self._stamps = stamps(templates)
        self._recipes: dict[str, Recipe] = {}

    def recipe(self, document: Document) -> Recipe:
        """Return what the files of a document are made from, told once for each document."""
        if document.stem not in self._recipes:
            self._recipes[document.stem] = recipe_of(document, self.templates)
        return self._recipes[document.stem]

    def found(self, document: Document, formats: Sequence[Format]) -> list[Artifact]:
        """Return the files of a document as the cache has them; none unless all are there."""
        if self.record.store is None:
            return []
        return self.record.cache.get(document, formats, self.recipe(document).digest)

    def keep(self, artifacts: Iterable[Artifact]) -> list[Artifact]:
        """Put files that were made into the cache, and return them with their recipes.

        Those that were made while somebody wrote to the templates have none.
        """
        sound = stamps(self.templates) == self._stamps
        digests = ((one, self.recipe(one.document).digest) for one in artifacts)
        made = [replace(one, recipe=digest if sound else "") for one, digest in digests]
        self.record.cache.keep(made)
        return made

    def note(self, output: Path, artifacts: Iterable[Artifact]) -> None:
        """Note what files that stand in an output folder were made from."""
        for one in artifacts:
            self.record.note(output, one, self.recipe(one.document))


def render_all(
    composed: Iterable[Composed], templates: Templates | Shelf, formats: Sequence[Format]
) -> list[Artifact]:
    """Return every document in every format; raise the problems of all of them at once."""
    return render_documents((made.document for made in composed), templates, formats)


def render_documents(
    documents: Iterable[Document], templates: Templates | Shelf, formats: Sequence[Format]
) -> list[Artifact]:
    """Return every document in every format; raise the problems of all of them at once.

    Raise WorkplaceError for the first that memory, or the machine, does not suffice for.
    """
    shelf = templates if isinstance(templates, Shelf) else Shelf(templates)
    artifacts: list[Artifact] = []
    problems: list[Problem] = []
    failure: type[DocgenError] = TemplateError
    for document in documents:
        try:
            with disk_told(document.stem), report_memory_shortage(document.stem):
                artifacts += shelf.found(document, formats) or _rendered(document, shelf, formats)
        except (TemplateError, RenderingError) as error:
            problems += error.problems
            failure = type(error)
    if problems:
        raise failure(dict.fromkeys(problems))
    return artifacts


def _rendered(document: Document, shelf: Shelf, formats: Sequence[Format]) -> list[Artifact]:
    """Return a document rendered in formats; raise RenderingError when they say other words."""
    made = render(document, shelf.templates, formats)
    if problems := list(prove_same_words(document, shelf.templates, made)):
        raise TemplateError(problems)
    return [artifact for artifact in made if artifact.format in formats]


def render(document: Document, templates: Templates, formats: Sequence[Format]) -> list[Artifact]:
    """Return a document in formats, and in the one that these carry, if they carry its source."""
    carried = {FORMATS[one].carries for one in formats if document.canonical}
    made: dict[Format | None, Artifact] = {}
    for format, writer in FORMATS.items():
        if format in (*formats, *carried):
            held = made.get(writer.carries) if document.canonical else None
            whole = document.carrying(held.format, held.data) if held else document
            made[format] = writer.load()(whole, templates)
    return list(made.values())
