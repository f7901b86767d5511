"""The whole of docgen on one page: read, check, compose, render, publish.

Nothing is laid out before every content file is checked, and nothing is written before every
document is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath, PurePosixPath

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
)
from docgen.kinds import KINDS, Kind, Left, Order
from docgen.kinds.kind import Place
from docgen.publication import publish
from docgen.rendering import Templates, renderer
from docgen.rendering.proof import prove_same_words, prove_templates
from docgen.workspace import Workspace

COMPANIONS = {Format.PDF: ("signatures.json",)}
"""The endings of the small files that a format may bring; one not brought this time is stale."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: which formats, whether only what may be final, anchors of which service.

    `anchors` names a signature service (`rendering.anchors`); empty: docgen's own fields.
    """

    formats: tuple[Format, ...] = tuple(Format)
    final: bool = False
    anchors: str = ""


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
    composed = [made for _, made in compose_all(workspace, kind, paths)]
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
    told = (*left, *outdated(workspace, artifacts))
    return Outcome(tuple(artifacts), told, recovered, withheld)


def check_all(workspace: Workspace, paths: Sequence[Path] = ()) -> Outcome:
    """Check all content (or only `paths`), and fill templates without laying out a page.

    Raise ContentError or TemplateError, with everything there is to tell, for what is wrong.
    """
    found: list[tuple[Source, Composed]] = []
    problems: list[Problem] = []
    for kind in KINDS.values():
        try:
            found += compose_all(workspace, kind, paths or content_files(workspace, kind))
        except DocgenError as error:
            problems += error.problems
    templates = Templates(workspace.templates)
    faults = prove_templates(templates, [made.document for _, made in found])
    warnings = [p for source, made in found for p in (*made.told(), *remarks(source, made.kind))]
    told = (*problems, *faults, *warnings)
    if problems or faults:
        raise ContentError(told) if problems else TemplateError(told)
    return Outcome(problems=told)


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
        yield from (replace(problem, severity=severity) for problem in self.left)


def compose_all(
    workspace: Workspace, kind: Kind, paths: Sequence[Path]
) -> list[tuple[Source, Composed]]:
    """Read, check and compose all files; raise the problems of all of them at once."""
    made: list[tuple[Source, Composed]] = []
    problems = list(_misnamed(workspace, kind, paths))
    for path in paths:
        try:
            source = read_source(path, workspace.named(path))
            content = check(source, kind.content, kind.rules)
        except DocgenError as error:
            problems += error.problems
            continue
        order = Order(key_of(kind, path), source.name, tuple(_places(kind, source)))
        left = tuple(_problem(source, left) for left in kind.left(source.data))
        made += [(source, Composed(kind, doc, left)) for doc in kind.compose(content, order)]
    if problems:
        raise ContentError(problems)
    return made


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
