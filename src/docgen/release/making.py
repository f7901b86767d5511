"""Everything that is due, made in the staging folder; what a stopped run made there is kept.

A kind says itself how often it is due (`Kind.due`), a document who may read it
(`Document.diffusion`): nothing here knows a kind by its name.  Each circle of readers is a pass of
its own, composed for that circle, so that a public file never held an internal value.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath

from docgen.build.batch import Batch, Brief, make
from docgen.build.batch.composer import Composer
from docgen.build.batch.progress import Progress
from docgen.build.compose import compose_all, content_files
from docgen.build.render import RenderCache, render_documents
from docgen.deadlines.calendar_file import FollowedConvention, calendar_file
from docgen.document import Artifact, Diffusion, Document, Filed
from docgen.errors import ContentError, DocgenError, Problem, Severity, WorkplaceError
from docgen.french.territory import CodeInsee
from docgen.kinds import KINDS
from docgen.kinds.actes.project import project_acts
from docgen.kinds.kind import Due, Kind, Scope
from docgen.output.leftovers import companions
from docgen.output.publication import publish
from docgen.referential.droit.warnings import group_warnings
from docgen.referential.referential import Referential
from docgen.release.entries import FILE, FORMATS, Of, Piece, is_of
from docgen.release.request import Asked, Hands
from docgen.rendering import Templates
from docgen.request import Request
from docgen.workspace import Workspace

CALENDAR = "echeances"
"""The folder of the calendar file, and its name."""


@dataclass(slots=True)
class Harvest:
    """What was made for one circle of readers, what its report tells, what could not be made.

    `left` is what keeps each document from being final, or all those of a kind due of communes.

    The report of a public folder is public: of a kind whose texts are wrong, nobody knows who may
    read them, so it says only that they are.
    """

    folder: str
    pieces: list[Piece] = field(default_factory=list)
    told: list[Problem] = field(default_factory=list)
    left: dict[Of, tuple[Problem, ...]] = field(default_factory=dict)
    failures: list[DocgenError] = field(default_factory=list)

    def fail(self, error: DocgenError, name: str, *, composed: bool = False) -> None:
        """Keep why something could not be made; raise what nothing else would escape either."""
        if isinstance(error, WorkplaceError):
            raise error
        self.failures.append(error)
        if composed or self.folder != Diffusion.PUBLIQUE:
            self.told += error.problems
        else:
            count = len(error.problems)
            message = f"rien n’en est fait : {count} erreur{'s' * (count > 1)} dans ses textes"
            hint = "elles sont dites par « docgen check »"
            self.told.append(Problem(name, message, code="absent", hint=hint))


def make_everything(
    work: Path, workspace: Workspace, asked: Asked, hands: Hands
) -> tuple[Harvest, ...]:
    """Make all that is due, circle by circle; what cannot be made is told, all of it.

    The files of each kind are handed over as soon as they are made.
    """
    harvests = tuple(Harvest(str(circle)) for circle in asked.circles)
    for circle, harvest in zip(asked.circles, harvests, strict=True):
        here = Workspace(workspace.root, work / circle)
        circled = _Pass(here, circle, asked, harvest, hands)
        harvest.told += _without_text(workspace, asked)
        for kind in _due(workspace):
            try:
                made = circled.pieces(kind)
                hands.hand(made)
                harvest.pieces += made
            except DocgenError as error:
                harvest.fail(error, kind.name, composed=kind.due is Due.COMMUNE)
    try:
        here = Workspace(workspace.root, work / Diffusion.PUBLIQUE)
        harvests[0].pieces += _calendar(here, asked.au)
    except DocgenError as error:
        harvests[0].fail(error, CALENDAR)
    for harvest in harvests:
        harvest.told = list(group_warnings(dict.fromkeys(harvest.told)))
    return harvests


def faults_of_communes(workspace: Workspace, asked: Asked) -> Iterator[Problem]:
    """Yield what is wrong with each commune, for each kind that is due of it; nothing is made."""
    for circle in asked.circles:
        for kind in _due(workspace):
            if kind.due is Due.COMMUNE and asked.communes:
                brief = Brief(workspace, kind.name, asked.request(kind, circle))
                yield from _faults(brief, asked.communes)


def _faults(brief: Brief, codes: Iterable[CodeInsee]) -> Iterator[Problem]:
    try:
        composer = Composer(brief)
    except DocgenError as error:
        yield from error.problems
        return
    for code in codes:
        try:
            composer.composed(code)
        except DocgenError as error:
            yield from error.problems


def _due(workspace: Workspace) -> Iterator[Kind]:
    for kind in KINDS.values():
        if kind.due is not Due.NEVER and (workspace.content / kind.name).is_dir():
            yield kind


def _without_text(workspace: Workspace, asked: Asked) -> Iterator[Problem]:
    """Yield each kind that is due of the communes, of which the project has no text at all."""
    for kind in KINDS.values() if asked.communes else ():
        folder = workspace.content / kind.name
        if kind.due is Due.COMMUNE and not folder.is_dir():
            message = f"{kind.called} : rien n’en est fait, ce projet n’en a aucun texte"
            hint = "copiez ce dossier depuis un projet qui l’a, puis adaptez-le"
            place, warning = workspace.name_of(folder), Severity.AVERTISSEMENT
            yield Problem(place, message, code="absent", hint=hint, severity=warning)


@dataclass(frozen=True, slots=True)
class _Pass:
    """The making of all that one circle of readers is due: `here` is where it is made."""

    here: Workspace
    circle: Diffusion
    asked: Asked
    harvest: Harvest
    hands: Hands

    def pieces(self, kind: Kind) -> list[Piece]:
        """Return the files of a kind that are for this circle."""
        request = self.asked.request(kind, self.circle)
        made = self._once if kind.due is Due.ONCE else self._by_commune
        filed = [one for one in made(kind, request) if is_of(one.document, self.circle)]
        return list(_pieces(self.here, kind, str(self.circle), filed))

    def _by_commune(self, kind: Kind, request: Request) -> list[Filed]:
        """Return the files of a kind for each commune: a batch, which keeps what stands."""
        asked = self.asked
        if not asked.communes:
            return []
        lot = Batch(
            Brief(self.here, kind.name, request), asked.communes, asked.keep_going, asked.jobs
        )
        outcome = make(lot, partial(self._tell, kind.name), record=self.hands.record)
        self.harvest.told += outcome.problems
        wrong = [one for one in outcome.problems if one.severity is Severity.ERREUR]
        self.harvest.left[kind.name, ""] = outcome.left
        if wrong:
            self.harvest.failures.append(ContentError(wrong))
        return [one.filed if isinstance(one, Artifact) else one for one in outcome.artifacts]

    def _tell(self, kind: str, now: Progress) -> None:
        self.hands.step(f"{kind}, {now.phase}", now.done, now.total)

    def _once(self, kind: Kind, request: Request) -> list[Filed]:
        """Return the files of a kind that knows no commune: each published whole."""
        scope = Scope(Referential(self.here), options=request.options)
        made = compose_all(self.here, kind, content_files(self.here, kind), scope)
        wanted = [one for _, one in made if is_of(one.document, self.circle)]
        self.harvest.told += (problem for one in wanted for problem in one.problems())
        self.harvest.left |= {(kind.name, one.document.key): one.left for one in wanted}
        return list(self._filed(kind, [one.document for one in wanted]))

    def _filed(self, kind: Kind, documents: Iterable[Document]) -> Iterator[Filed]:
        """Yield the files of documents: those that stand, or that the cache has, then the others.

        What cannot be made is noted, and the rest is made.
        """
        templates = Templates(self.here.templates)
        cache = RenderCache(templates, self.hands.record)
        todo: list[Document] = []
        for document in documents:
            if files := self._standing(document, cache):
                yield from files
            elif artifacts := cache.artifacts(document, FORMATS):
                yield from self._publish(artifacts, cache)
            else:
                todo.append(document)
        for rank, document in enumerate(todo, 1):
            try:
                artifacts = render_documents([document], templates, FORMATS, cache)
                yield from self._publish(artifacts, cache)
            except DocgenError as error:
                self.harvest.fail(error, kind.name, composed=True)
            self.hands.step(f"{kind.name}, fabrication", rank, len(todo))

    def _standing(self, document: Document, cache: RenderCache) -> list[Filed]:
        """Return the files of a document that stand as they would be made; none unless all do."""
        record, output = self.hands.record, self.here.output
        files = record.cache.find(document, FORMATS, cache.recipe(document).digest)
        return files if all(record.stands(output / x.path, x.sha256) for x in files) else []

    def _publish(self, artifacts: Sequence[Artifact], cache: RenderCache) -> list[Filed]:
        """Put the files of a document in place, whole, and into the cache."""
        made = cache.keep(artifacts)
        files = {place: data for one in made for place, data in one.files.items()}
        publish(files, self.here.output, companions(made) - files.keys())
        return [one.filed for one in made]


def _pieces(here: Workspace, kind: Kind, folder: str, filed: Iterable[Filed]) -> Iterator[Piece]:
    """Yield the files of a kind as pieces of a release, those included that stand beside a PDF."""
    for one in filed:
        document, path = one.document, here.output / one.path
        of_commune = kind.due is Due.COMMUNE
        piece = Piece(
            made=path,
            folder=folder,
            kind=kind.name,
            key=document.key,
            title=document.title,
            commune=document.key.split("-")[0].upper() if of_commune else "",
            diffusion=document.diffusion,
            final=document.final,
            format=str(one.format),
            pages=one.pages,
            sha256=one.sha256,
            size=path.stat().st_size,
            made_from=one.recipe,
            sources=document.sources,
            dated=document.dated,
            apart=document.apart,
        )
        yield piece
        for end in one.format.traits.companions:
            beside = path.with_name(f"{document.stem}.{end}")
            if beside.is_file():
                told = hashlib.sha256(beside.read_bytes()).hexdigest()
                size = beside.stat().st_size
                kept = replace(piece, made=beside, format=FILE, pages=None)
                yield replace(kept, sha256=told, size=size, made_from="")


def _calendar(here: Workspace, au: date) -> Iterator[Piece]:
    """Yield the calendar of the deadlines of signed conventions, when there are any."""
    found = project_acts(Referential(here)).signed
    if not found:
        return
    data = calendar_file((FollowedConvention(one.cle, one.nom, one.vie) for one in found), au)
    place = PurePosixPath(CALENDAR, f"{CALENDAR}.ics")
    publish({place: data}, here.output)
    yield Piece(
        made=here.output / place,
        folder=str(Diffusion.PUBLIQUE),
        kind=CALENDAR,
        key=CALENDAR,
        title="Échéances des conventions, pour un agenda",
        commune="",
        diffusion=Diffusion.PUBLIQUE,
        final=True,
        format=FILE,
        pages=None,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        sources=tuple(one.source.name for one in found),
    )
