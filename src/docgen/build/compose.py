"""From content files to documents: read, check and compose, with all problems in one pass.

A kind that binds others gets their documents from here, composed for one commune at a time from
content that is read and checked once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from docgen.build.left_sheet import left_sheets
from docgen.build.readers import unreadable_parts
from docgen.content.dead_links import InnerLink, dead_links, inner_links
from docgen.content.raw import as_group
from docgen.content.source import Source, parse_source, read_source
from docgen.content.stamp import future_stamps
from docgen.content.validation import check_source, field_name, file_key
from docgen.document import LEFT_SHEET, Document
from docgen.errors import ContentError, DocgenError, Problem, Problems
from docgen.french.territory import CodeInsee
from docgen.french.wording import counted
from docgen.kinds import KINDS
from docgen.kinds.actes.content import EtatActe
from docgen.kinds.kind import LOIS, BoundSource, ComposeRequest, Due, Files, Kind, OpenPoint, Scope
from docgen.left import Duty, Item, What, Who, item_of, of_document, text_item
from docgen.referential.droit.controle import checks_to_come
from docgen.referential.referential import Referential
from docgen.referential.territoire.elsewhere import warn_of_names_elsewhere
from docgen.request import Request
from docgen.workspace import Workspace, text_key

COMPETENCE: Final = "referentiel/competence"
IMPORT_HOME: Final = "docgen data import competence FICHIER --departement CODE"
NOTHING: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Composed:
    """A document ready to be rendered."""

    kind: Kind
    document: Document

    def as_requested(self, request: Request) -> Composed:
        """Return the same with the anchors of a request, and in frames or not."""
        document = replace(self.document, anchors=request.anchors, framed=request.framed)
        return replace(self, document=document)

    def with_left(self, left: tuple[Item, ...]) -> Composed:
        """Return the same with what is left to do in other words."""
        return replace(self, document=replace(self.document, left=left))


@dataclass(frozen=True, eq=False)
class CheckedText:
    """Content files that are read together, and their checked content."""

    kind: Kind
    sources: tuple[Source, ...]
    content: Any
    reserves: tuple[Item, ...] = ()
    """What it may be made in spite of, once someone says why; and what is of elsewhere."""

    @property
    def key(self) -> str:
        """The key of its documents, which compose may lengthen."""
        if self.kind.collective:
            return self.kind.name
        return text_key(self.kind.name, self.sources[0].name)

    def compose(self, scope: Scope | None, others: BoundSource | None = None) -> Iterator[Composed]:
        """Yield the documents, each with what is left to do; raise ContentError."""
        files = tuple(source.name for source in self.sources)
        data = None if self.kind.collective else self.sources[0].data
        request = ComposeRequest(self.key, files[0], self._left, scope, others, files, data)
        places: list[str] = []
        for document in self.kind.compose(self.content, request):
            left = of_document(document.left, f"{document.kind}-{document.key}")
            places.append(document.place)
            if self._links:
                Problems(dead_links(self._links, document.facts.model_dump())).refuse()
            yield Composed(self.kind, replace(_with_town(document, scope), left=left))
        if scope:
            Problems(self._find_unmade(scope, places)).refuse()

    def left_of_communes(self, scope: Scope, others: BoundSource | None) -> tuple[Item, ...]:
        """Return what is left of its documents for the communes of a scope."""
        if self.kind.left_of_communes is None:
            return tuple(item for one in self.compose(scope, others) for item in one.document.left)
        request = ComposeRequest(self.key, self.sources[0].name, self._left, scope)
        return tuple(self.kind.left_of_communes(self.content, request))

    def _find_unmade(self, scope: Scope, places: Collection[str]) -> Iterator[Problem]:
        """Yield what was asked of this text and was not made of it, given where documents are for.

        Whatever a kind forgets to make, or to refuse, is told here.
        """
        kind, keys = self.kind, self.kind.asked(scope)
        if kind.collective or (keys is not None and self.key not in keys):
            return
        name = self.sources[0].name
        hint = "signalez-le : docgen devait le faire, ou dire pourquoi il ne le peut"
        if not places and (scope.communes or kind.due is not Due.COMMUNE):
            message = "ce texte est demandé, et rien n’en est fait"
            yield Problem(name, message, code="non-fait", hint=hint)
        for code in scope.communes if any(places) else ():
            if code not in places:
                message = f"ce texte est demandé pour la commune « {code} », et rien n’en est fait"
                yield Problem(name, message, code="non-fait", hint=hint)

    @cached_property
    def _links(self) -> tuple[InnerLink, ...]:
        return tuple(link for source in self.sources for link in inner_links(source))

    @cached_property
    def _left(self) -> tuple[Item, ...]:
        return (
            tuple(
                open_item(self.kind, source, one)
                for source in self.sources
                for one in (*self.kind.left(source.data), *self.kind.gaps(source.data))
            )
            + self.reserves
        )


def _with_town(document: Document, scope: Scope | None) -> Document:
    commune = scope.referential.communes.get(document.place) if scope and document.place else None
    return replace(document, town=commune.toponyme.seul) if commune else document


def wanted(composed: Iterable[Composed], final: bool) -> tuple[Document, ...]:
    """Return the documents to make, each before the sheet of what is left of it, if it has one.

    With `final`, those that are ready to be.
    """
    made = (one.document for one in composed if one.document.final or not final)
    return tuple(one for document in made for one in (document, *left_sheets(document)))


def not_ready(composed: Iterable[Composed], final: bool) -> tuple[str, ...]:
    """Return the documents that were asked for as final and are not ready to be."""
    documents = (one.document for one in composed if final and not one.document.final)
    return tuple(f"{one.stem} (il reste {counted(len(one.left), 'point')})" for one in documents)


class BoundDocuments:
    """The documents of the kinds that a kind binds: read and checked once, composed on demand.

    Raise ContentError with all that is wrong in their files.
    """

    def __init__(self, workspace: Workspace, names: Iterable[str], scope: Scope) -> None:
        self._scope = scope
        self._texts: dict[str, list[CheckedText]] = {}
        problems = Problems()
        for name in names:
            kind = KINDS[name]
            with problems.gather():
                paths = content_files(workspace, kind)
                self._texts[name] = read_texts(workspace, kind, paths, scope)
        problems.refuse()

    def of(
        self, kind: str, code: CodeInsee, keys: Collection[str] | None = None, **options: object
    ) -> tuple[Document, ...]:
        """Return the documents of a kind for a commune, of all its files or those that `keys` name.

        The `left` of each holds all that is left to do, in its files too.
        """
        scope = replace(self._scope, communes=(code,), options=KINDS[kind].options(**options))
        texts = {text.key: text for text in self._texts[kind]}
        chosen = texts.values() if keys is None else [texts[key] for key in keys]
        composed = [document for text in chosen for document in text.compose(scope, self)]
        return tuple(one.document for one in composed)


def compose_all(
    workspace: Workspace,
    kind: Kind,
    paths: Sequence[Path],
    scope: Scope | None = None,
    instead: Mapping[str, str] = NOTHING,
) -> list[tuple[Source, Composed]]:
    """Read, check and compose all files; raise the problems of all of them at once.

    `instead` holds the texts to try in place of files, by their names.
    """
    texts, others = read_bound(workspace, kind, paths, scope, instead)
    documents: list[tuple[Source, Composed]] = []
    problems = Problems()
    for text in texts:
        with problems.gather():
            documents += ((text.sources[0], composed) for composed in text.compose(scope, others))
    problems.refuse()
    return documents


def read_bound(
    workspace: Workspace,
    kind: Kind,
    paths: Sequence[Path],
    scope: Scope | None = None,
    instead: Mapping[str, str] = NOTHING,
) -> tuple[list[CheckedText], BoundDocuments | None]:
    """Read and check files, and those of the kinds whose documents theirs bind, if any.

    Raise the problems of all of them at once.
    """
    texts: list[CheckedText] = []
    others: BoundDocuments | None = None
    problems = Problems()
    with problems.gather():
        texts = read_texts(workspace, kind, paths, scope, instead)
    with problems.gather():
        others = BoundDocuments(workspace, kind.binds, scope) if scope and kind.binds else None
    problems.refuse()
    return texts, others


def read_texts(
    workspace: Workspace,
    kind: Kind,
    paths: Sequence[Path],
    scope: Scope | None = None,
    instead: Mapping[str, str] = NOTHING,
) -> list[CheckedText]:
    """Read and check files: each is a text of its own, or all of them for a collective kind.

    Raise the problems of all of them at once.
    """
    sources: list[Source] = []
    read: list[tuple[Source, Any]] = []
    problems = Problems(_faulty_names(workspace, kind, paths))
    for path in paths:
        with problems.gather():
            name = workspace.name_of(path)
            tried = instead.get(name)
            sources.append(read_source(path, name) if tried is None else parse_source(tried, name))
            read.append((sources[-1], check_source(sources[-1], kind.content, kind.rules)))
    if scope:
        reported = {(problem.file, problem.line, problem.column) for problem in problems}
        complete = len(sources) >= len(content_files(workspace, kind))
        across = _across(kind, Files(sources, scope.referential, complete))
        problems += (one for one in across if (one.file, one.line, one.column) not in reported)
        problems += (one for source in sources for one in future_stamps(source, scope.today))
        if scope.today and set(LOIS) <= set(kind.reads):
            problems += checks_to_come(scope.referential.droit_read.sound, scope.today)
    problems.refuse()
    country = scope.referential if scope else None
    if kind.collective and read:
        foreign = tuple(item for one in sources for item in foreign_items(kind, one, country))
        return [CheckedText(kind, tuple(sources), tuple(text for _, text in read), foreign)]
    return [
        CheckedText(
            kind, (one,), content, (*reserve_items(kind, one), *foreign_items(kind, one, country))
        )
        for one, content in read
    ]


def _across(kind: Kind, files: Files) -> Iterator[Problem]:
    try:
        yield from kind.check_across_files(files)
    except DocgenError as error:
        yield from error.problems
    unsigned = (one for one in files.sources if as_group(one.data).get("acte") != EtatActe.SIGNE)
    for source in unsigned:  # the words of a signed act stay
        yield from unreadable_parts(source, kind, files.referential)


def too_few_files(
    workspace: Workspace, kind: Kind, paths: Sequence[Path], composed: Sequence[object]
) -> Iterator[Problem]:
    """Yield a problem when too few files of a collective kind are there to make a document."""
    if kind.collective and not composed:
        message = "rien n’est fait de ce seul fichier" if len(paths) == 1 else "rien n’en est fait"
        hint = f"il est juste, mais le document se fait de tout content/{kind.name}/"
        name = workspace.name_of(paths[0])
        yield Problem(name, message, code="seul", hint=hint)


def kinds_there(workspace: Workspace) -> list[Kind]:
    """Return the kinds that a project has texts of, or other files where texts should be."""
    kinds, content = KINDS.values(), workspace.content
    return [kind for kind in kinds if any((content / kind.name).glob("[!.]*"))]


def content_files(workspace: Workspace, kind: Kind) -> list[Path]:
    """Return the content files of a kind, sorted; raise ContentError when there are none."""
    paths = workspace.texts(kind.name)
    if not paths:
        folder = workspace.content / kind.name
        hint = "copiez-y un exemple, ou nommez un fichier sur la ligne de commande"
        message = "aucun texte (*.yaml) dans ce dossier"
        raise ContentError([Problem(workspace.name_of(folder), message, code="vide", hint=hint)])
    return paths


def asked_files(workspace: Workspace, kind: Kind, scope: Scope) -> list[Path]:
    """Return the content files that a request asks for; `absent_files` are not there."""
    keys = kind.asked(scope)
    paths = content_files(workspace, kind)
    return [path for path in paths if keys is None or text_key(kind.name, path) in keys]


def absent_files(workspace: Workspace, kind: Kind, scope: Scope) -> Iterator[Problem]:
    """Yield the content files that a request asks for and that are not there."""
    there = {text_key(kind.name, path) for path in content_files(workspace, kind)}
    for key in sorted({*(kind.asked(scope) or ())} - there):
        name = workspace.name_of(workspace.content / kind.name / f"{key}.yaml")
        hint = "copiez-le depuis un projet qui l’a, puis adaptez-le"
        yield Problem(name, "ce texte est demandé, et il n’est pas là", code="absent", hint=hint)


def reserve_items(kind: Kind, source: Source) -> tuple[Item, ...]:
    """Return the points that keep a text a draft until they are settled or passed over."""
    text = text_key(kind.name, source.name)
    amended = as_group(as_group(source.data).get("avenant")).get("modifie")
    asked = f"avenant {amended} {text}" if amended else f"{kind.name} {text}"
    command = f'docgen {asked} --final --malgre "RAISON"'
    hint = f"réglez ces points, ou dites pourquoi passer outre : {command}"
    duty = Duty(Who.PARTIES, What.VERIFIER, command)
    firm = Duty(Who.PARTIES, What.CORRIGER, f"docgen check {source.name}")

    def item(point: OpenPoint) -> Item:
        problem = replace(_problem(source, point), hint="" if point.firm else hint)
        made = item_of(problem, firm if point.firm else duty, name=point.name)
        return replace(made, public=point.public)

    return tuple(map(item, kind.reserves(source.data)))


def foreign_items(kind: Kind, source: Source, country: Referential | None) -> Iterator[Item]:
    """Yield what a text prints of another département than the project's.

    The words of a signed act stay as they are: nothing is yielded of it.
    """
    if country is None or as_group(source.data).get("acte") == EtatActe.SIGNE:
        return
    if unknown := unknown_home(country):
        yield item_of(unknown, Duty(Who.DONNEES, What.IMPORTER, IMPORT_HOME))
    beside = kind.reads if kind.prints_contacts else ()
    for problem in warn_of_names_elsewhere(source, country, beside):
        duty = Duty(Who.REDACTEUR, What.REMPLIR, f"docgen check {problem.file}")
        yield item_of(problem, duty, id=f"{problem.file}#{problem.field} {problem.message}")


def unknown_home(country: Referential) -> Problem | None:
    """Return what is wrong when a project makes documents for communes of a département unknown."""
    if country.snapshot("competence") is not None:
        return None
    if not any(kind.due is Due.COMMUNE for kind in kinds_there(country.workspace)):
        return None
    place = country.workspace.name_of(country.workspace.content / COMPETENCE)
    message = "on ne sait pas de quel département est ce projet : rien ne dit ce qui est d’un autre"
    hint = f"importez ce fichier : « {IMPORT_HOME} »"
    return Problem(place, message, code="departement", hint=hint)


def remarks(source: Source, kind: Kind) -> Iterator[Problem]:
    """Yield the drafter's own notes, which no document prints."""
    yield from (_problem(source, remark) for remark in kind.remarks(source.data))


def _faulty_names(workspace: Workspace, kind: Kind, paths: Sequence[Path]) -> Iterator[Problem]:
    hint = "minuscules sans accent, chiffres et tirets : « 2027.yaml »"
    for path in paths:
        key = text_key(kind.name, path)
        if file_key(key) is None:
            message = "le nom du fichier ne peut pas nommer un document"
            yield Problem(workspace.name_of(path), message, code="nom", hint=hint)
        elif key.endswith(LEFT_SHEET):  # one document would take the place of another
            message = (
                f"« {LEFT_SHEET} » à la fin d’un nom est à docgen, pour la feuille d’un projet"
            )
            other = "donnez à ce fichier un autre nom"
            yield Problem(workspace.name_of(path), message, code="nom", hint=other)
    yield from workspace.same_keys(kind.name, paths)


def open_item(kind: Kind, source: Source, point: OpenPoint) -> Item:
    """Return an open point of a text as an item of its documents."""
    text = (point.typed,) if point.typed else (kind.name, text_key(kind.name, source.name))
    item = text_item(_problem(source, point), text, point.name, refused=bool(point.refusal))
    return replace(item, public=point.public)


def _problem(source: Source, point: OpenPoint) -> Problem:
    steps, mark = source.place(point.steps)
    said, field = f"{point.name} : {point.what}{point.refusal}", field_name(steps)
    return Problem(source.name, said, mark.line, mark.column, field, point.code).as_warning()
