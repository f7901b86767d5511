"""The whole of docgen on one page: read, check, compose, render, publish.

Nothing is laid out before every content file is checked, and nothing is written before every
document is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

from docgen.content.source import Source, read_source
from docgen.content.validation import check, field_name, file_key
from docgen.document import Artifact, Document, Format
from docgen.errors import (
    ContentError,
    DocgenError,
    Problem,
    RenderingError,
    Severity,
    TemplateError,
    closest,
)
from docgen.french.territory import CodeInsee
from docgen.kinds import KINDS, Kind, Left, Order, Scope
from docgen.kinds.kind import Files, Place
from docgen.kinds.restes import grouped
from docgen.publication import publish
from docgen.referential.communes import UnknownCommuneError
from docgen.referential.droit_controle import old_checks
from docgen.referential.referential import Referential
from docgen.rendering import Templates, renderer
from docgen.rendering.proof import prove_same_words, prove_templates
from docgen.workspace import Workspace

COMPANIONS = {Format.PDF: ("signatures.json",)}
"""The endings of the small files that a format may bring; one not brought this time is stale."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: which formats, whether only what may be final, anchors of which service.

    `anchors` names a signature service (`rendering.anchors`); empty: docgen's own fields.
    `communes` are named as people name them: by a code or by a name.  `layout` asks for one of a
    kind's layouts alone.
    """

    formats: tuple[Format, ...] = tuple(Format)
    final: bool = False
    anchors: str = ""
    communes: tuple[str, ...] = ()
    annee: int | None = None
    interne: bool = False
    layout: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the files made, what people should know, what an earlier run had left.

    `withheld` names the documents that were asked for as final and are not ready to be.
    """

    artifacts: tuple[Artifact, ...] = ()
    problems: tuple[Problem, ...] = ()
    recovered: str = ""
    withheld: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether something asked for was not made."""
        return any(problem.severity is Severity.ERREUR for problem in self.problems)


def build(workspace: Workspace, name: str, paths: Sequence[Path], wish: Wish) -> Outcome:
    """Make the documents of a kind from `paths` (all its files if none), and publish them."""
    kind = KINDS[name]
    paths = paths or content_files(workspace, kind)
    scope, notices = scope_of(workspace, wish)
    whole = [made for _, made in compose_all(workspace, kind, paths, scope)]
    composed = [made for made in whole if wish.layout in ("", made.document.layout)]
    ready = [made.anchored(wish) for made in composed if made.document.final or not wish.final]
    artifacts = render_all(ready, Templates(workspace.templates), wish.formats)
    files = {place: data for made in artifacts for place, data in made.files.items()}
    recovered = publish(files, workspace.output, companions(artifacts) - files.keys())
    left = [problem for made in composed for problem in made.told(wish.final)]
    withheld = tuple(
        f"{made.document.stem} (il reste {len(made.left)} point{'s' * (len(made.left) > 1)})"
        for made in composed
        if wish.final and not made.document.final
    )
    told = (*notices, *unmade(workspace, kind, paths, whole), *left)
    told = (*grouped(told), *outdated(workspace, artifacts))
    return Outcome(tuple(artifacts), told, recovered, withheld)


def check_all(
    workspace: Workspace, paths: Sequence[Path] = (), today: date | None = None
) -> Outcome:
    """Check all content (or only `paths`), and fill templates without laying out a page.

    On the day `today`, checks of the law that are too old are told.  Raise ContentError or
    TemplateError, with everything there is to tell, for what is wrong.
    """
    found: list[tuple[Source, Composed]] = []
    problems: list[Problem] = []
    referential = Referential(workspace)
    scope = Scope(referential)
    try:
        scope = Scope(referential, referential.specimens())
        problems += old_checks(referential.droit, today) if today else ()
    except DocgenError as error:
        problems += error.problems
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
    told = grouped((*problems, *faults, *warnings))
    if wrong or faults:
        raise ContentError(told) if wrong else TemplateError(told)
    return Outcome(problems=told)


def unmade(
    workspace: Workspace, kind: Kind, paths: Sequence[Path], made: Sequence[object]
) -> Iterator[Problem]:
    """Yield a warning for files that make one work together, and of which too few are there."""
    if kind.collective and not made:
        message = "rien n’est fait de ce seul fichier" if len(paths) == 1 else "rien n’en est fait"
        hint = f"il est juste, mais le document se fait de tout content/{kind.name}/"
        severity = Severity.AVERTISSEMENT
        yield Problem(workspace.named(paths[0]), message, code="seul", hint=hint, severity=severity)


def _kinds_there(workspace: Workspace) -> list[Kind]:
    """Return the kinds that a project has a folder of; the first when it has none, to be told."""
    there = [kind for kind in KINDS.values() if (workspace.content / kind.name).is_dir()]
    return there or [next(iter(KINDS.values()))]


def _kind_of(path: Path) -> Kind:
    """Return the kind whose folder a file stands in; elsewhere, a text is a convention."""
    return KINDS.get(path.resolve().parent.name, KINDS["convention"])


@dataclass(frozen=True, slots=True)
class Composed:
    """A document ready to be rendered, with what is left to do before it may be final."""

    kind: Kind
    document: Document
    left: tuple[Problem, ...]

    def anchored(self, wish: Wish) -> Composed:
        """Return it with the anchors that are wished for."""
        return replace(self, document=replace(self.document, anchors=wish.anchors))

    def told(self, final: bool = False) -> Iterator[Problem]:
        """Yield what is left: warnings about a draft, errors when a final was asked for."""
        severity = Severity.ERREUR if final else Severity.AVERTISSEMENT
        yield from self.document.notices
        yield from (replace(problem, severity=severity) for problem in self.left)


def scope_of(workspace: Workspace, wish: Wish) -> tuple[Scope, list[Problem]]:
    """Return what documents are wished of, and what people should know of how it was read.

    Raise ContentError with every commune that is not known.
    """
    referential = Referential(workspace)
    communes: list[CodeInsee] = []
    told: list[Problem] = []
    for asked in wish.communes:
        try:
            found = referential.communes.resolve(asked, referential.home)
        except UnknownCommuneError as error:
            told.append(Problem("--insee", str(error), code="commune", hint=error.hint))
            continue
        communes.append(found.commune.code)
        if found.notice:
            severity = Severity.AVERTISSEMENT
            told.append(Problem("--insee", found.notice, code="commune", severity=severity))
    if any(problem.severity is Severity.ERREUR for problem in told):
        raise ContentError(told)
    return Scope(referential, tuple(dict.fromkeys(communes)), wish.annee, wish.interne), told


def compose_all(
    workspace: Workspace, kind: Kind, paths: Sequence[Path], scope: Scope | None = None
) -> list[tuple[Source, Composed]]:
    """Read, check and compose all files; raise the problems of all of them at once."""
    sources: list[Source] = []
    read: list[tuple[Source, Any]] = []
    problems = list(_misnamed(workspace, kind, paths))
    for path in paths:
        try:
            sources.append(read_source(path, workspace.named(path)))
            read.append((sources[-1], check(sources[-1], kind.content, kind.rules)))
        except DocgenError as error:
            problems += error.problems
    if scope:
        told = {(problem.file, problem.line, problem.column) for problem in problems}
        complete = len(sources) >= _count(workspace, kind)
        across = _across(kind, Files(sources, scope.referential, complete))
        problems += (one for one in across if (one.file, one.line, one.column) not in told)
    if problems:
        raise ContentError(dict.fromkeys(problems))
    return _composed(kind, read, scope)


def _across(kind: Kind, files: Files) -> Iterator[Problem]:
    """Yield what is wrong between files, those included that are wrong by themselves."""
    try:
        yield from kind.across(files)
    except DocgenError as error:
        yield from error.problems


def _composed(
    kind: Kind, read: Sequence[tuple[Source, Any]], scope: Scope | None
) -> list[tuple[Source, Composed]]:
    """Compose what was read: file by file, or all files together for a collective kind."""
    made: list[tuple[Source, Composed]] = []
    problems: list[Problem] = []
    works = [([source], content) for source, content in read]
    if kind.collective and read:
        works = [([source for source, _ in read], tuple(content for _, content in read))]
    for sources, content in works:
        first = sources[0]
        places = tuple(place for source in sources for place in _places(kind, source))
        left = tuple(_problem(one, left) for one in sources for left in kind.left(one.data))
        key = kind.name if kind.collective else key_of(kind, Path(first.name))
        try:
            for document in kind.compose(content, Order(key, first.name, places, scope)):
                made.append((first, Composed(kind, document, (*left, *document.left))))
        except DocgenError as error:
            problems += error.problems
    if problems:
        raise ContentError(dict.fromkeys(problems))
    return made


def _count(workspace: Workspace, kind: Kind) -> int:
    return len(content_files(workspace, kind))


def render_all(
    composed: Iterable[Composed], templates: Templates, formats: Sequence[Format]
) -> list[Artifact]:
    """Render every document in every format; raise the problems of all of them at once."""
    artifacts: list[Artifact] = []
    problems: list[Problem] = []
    failure: type[DocgenError] = TemplateError
    for document in (made.document for made in composed):
        try:
            made_now = render(document, templates, formats)
            problems += prove_same_words(document, templates, made_now)
            artifacts += [artifact for artifact in made_now if artifact.format in formats]
        except (TemplateError, RenderingError) as error:
            problems += error.problems
            failure = type(error)
    if problems:
        raise failure(dict.fromkeys(problems))
    return artifacts


def render(document: Document, templates: Templates, formats: Sequence[Format]) -> list[Artifact]:
    """Render a document; one whose PDF carries its Word version is made in Word first."""
    made: list[Artifact] = []
    if Format.DOCX in formats or document.canonical:
        made.append(renderer(Format.DOCX)(document, templates))
    if Format.PDF in formats:
        carrier = document.carrying(made[0].data) if document.canonical else document
        made.append(renderer(Format.PDF)(carrier, templates))
    return made


def companions(artifacts: Iterable[Artifact]) -> set[PurePosixPath]:
    """Return the place of every small file that may stand beside one of the artifacts."""
    return {
        made.path.with_name(f"{made.document.stem}.{end}")
        for made in artifacts
        for end in COMPANIONS.get(made.format, ())
    }


def outdated(workspace: Workspace, artifacts: Sequence[Artifact]) -> Iterator[Problem]:
    """Yield a warning for each file of another format that was made before, and not now."""
    made = {artifact.path for artifact in artifacts}
    for artifact in artifacts:
        for other in (artifact.path.with_suffix(f".{format}") for format in Format):
            path = workspace.output / other
            if other not in made and path.is_file():
                hint = f"refabriquez-le avec « --format {other.suffix[1:]} », ou supprimez-le"
                message = (
                    f"il date d’une autre fois ; seul « {artifact.path.name} » est d’aujourd’hui"
                )
                severity = Severity.AVERTISSEMENT
                name = workspace.named(path)
                yield Problem(name, message, code="perime", hint=hint, severity=severity)


def content_files(workspace: Workspace, kind: Kind) -> list[Path]:
    """Return the content files of a kind, sorted; raise ContentError when there are none."""
    folder = workspace.content / kind.name
    found = sorted(folder.glob("[!.]*.yaml")) + sorted(folder.glob("[!.]*.yml"))
    if not found:
        hint = "copiez-y un exemple, ou nommez un fichier sur la ligne de commande"
        message = "aucun texte (*.yaml) dans ce dossier"
        raise ContentError([Problem(workspace.named(folder), message, code="vide", hint=hint)])
    return found


def named_files(workspace: Workspace, name: str, keys: Sequence[str]) -> list[Path]:
    """Return the content files of a kind that these keys name: « action-4-1 », or « 4.1 ».

    All of them without a key; raise ContentError with every key that names none.
    """
    known = {path.stem: path for path in content_files(workspace, KINDS[name])}
    found: list[Path] = []
    problems: list[Problem] = []
    for key in keys:
        plain = key.strip().lower().replace(".", "-")
        stem = next((one for one in (plain, f"action-{plain}") if one in known), None)
        if stem:
            found.append(known[stem])
        else:
            hint = closest(plain, known) or f"connus : {', '.join(known)}"
            problems.append(Problem(key, f"{name} inconnu : « {key} »", code="cle", hint=hint))
    if problems:
        raise ContentError(problems)
    return list(dict.fromkeys(found))


def remarks(source: Source, kind: Kind) -> Iterator[Problem]:
    """Yield the drafter's own notes, which are never printed."""
    yield from (_problem(source, remark) for remark in kind.remarks(source.data))


def _misnamed(workspace: Workspace, kind: Kind, paths: Iterable[Path]) -> Iterator[Problem]:
    """Yield a problem for each file whose name cannot name a document, or not a new one."""
    keys: dict[str, str] = {}
    hint = "minuscules sans accent, chiffres et tirets : « 2027.yaml »"
    for path in paths:
        name, key = workspace.named(path), file_key(key_of(kind, path))
        if key is None:
            message = "le nom du fichier ne peut pas nommer un document"
            yield Problem(name, message, code="nom", hint=hint)
        elif key in keys:
            message = f"deux fichiers pour le document « {kind.name}-{key} » (voir {keys[key]})"
            yield Problem(name, message, code="nom", hint=hint)
        else:
            keys[key] = name


def key_of(kind: Kind, path: Path) -> str:
    """Return the key that a file's name gives its document: both `2027` and `convention-2027`.

    The second is the name of the source that a PDF carries; taken out of it, it makes the same.
    """
    return path.stem.removeprefix(f"{kind.name}-")


def _places(kind: Kind, source: Source) -> Iterator[Place]:
    """Yield what is left to do in a source that is right, as a draft prints it."""
    path = PurePath(source.name)  # a place outside of the project is nobody's business
    shown = path.name if path.is_absolute() else source.name
    for left in kind.left(source.data):
        line = source.place(left.steps)[1].line
        yield Place(left.name, left.code, shown, line)


def _problem(source: Source, left: Left) -> Problem:
    known, mark = source.place(left.steps)
    return Problem(
        source.name,
        f"{left.name} : {left.what}",
        mark.line,
        mark.column,
        field_name(known),
        left.code,
        severity=Severity.AVERTISSEMENT,
    )
