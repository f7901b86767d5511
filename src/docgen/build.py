"""The whole of docgen on one page: read, check, compose, render, publish.

Nothing is laid out before every content file is checked, and nothing is written before every
document is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from docgen.composing import Composed, compose_all, content_files, remarks, unmade
from docgen.content.source import Source
from docgen.document import Artifact, Diffusion, Document, Filed, Format
from docgen.errors import (
    ContentError,
    DocgenError,
    Problem,
    RenderingError,
    Severity,
    TemplateError,
)
from docgen.kinds import KINDS, Kind, Scope
from docgen.kinds.kind import Courrier
from docgen.kinds.restes import grouped
from docgen.publication import publish
from docgen.referential.droit_controle import old_checks
from docgen.referential.referential import Referential
from docgen.referential.selection import Selection, select
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
    kind's layouts alone; `circle`, `visite` and `complet` are a pack's: who may read it, the day of
    the visit, the whole memento; `courrier` says which letters.  `no_cache` makes again.
    """

    formats: tuple[Format, ...] = tuple(Format)
    final: bool = False
    anchors: str = ""
    communes: tuple[str, ...] = ()
    annee: int | None = None
    interne: bool = False
    layout: str = ""
    circle: Diffusion = Diffusion.PARTENAIRES
    visite: date | None = None
    complet: bool = False
    courrier: Courrier | None = None
    no_cache: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the files made, what people should know, what an earlier run had left.

    `withheld` names the documents that were asked for as final and are not ready to be.
    """

    artifacts: tuple[Artifact | Filed, ...] = ()
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
    composed = [made for _, made in compose_all(workspace, kind, paths, scope)]
    ready = [
        made.anchored(wish.anchors) for made in composed if made.document.final or not wish.final
    ]
    artifacts = render_all(ready, Templates(workspace.templates), wish.formats)
    files = {place: data for made in artifacts for place, data in made.files.items()}
    recovered = publish(files, workspace.output, companions(artifacts) - files.keys())
    left = [problem for made in composed for problem in made.told(wish.final)]
    told = (*notices, *unmade(workspace, kind, paths, composed), *left)
    told = (*grouped(told), *outdated(workspace, artifacts))
    return Outcome(tuple(artifacts), told, recovered, withheld(composed, wish.final))


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


def _kinds_there(workspace: Workspace) -> list[Kind]:
    """Return the kinds that a project has a folder of; the first when it has none, to be told."""
    there = [kind for kind in KINDS.values() if (workspace.content / kind.name).is_dir()]
    return there or [next(iter(KINDS.values()))]


def _kind_of(path: Path) -> Kind:
    """Return the kind whose folder a file stands in; elsewhere, a text is a convention."""
    return KINDS.get(path.resolve().parent.name, KINDS["convention"])


def scope_of(workspace: Workspace, wish: Wish) -> tuple[Scope, list[Problem]]:
    """Return what documents are wished of, and what people should know of how it was read.

    Raise ContentError with every commune that is not known.
    """
    scope = scope_under(workspace, wish)
    communes, told = select(scope.referential, Selection(communes=wish.communes))
    return replace(scope, communes=communes), told


def scope_under(workspace: Workspace, wish: Wish) -> Scope:
    """Return what documents are wished of, but for the communes."""
    return Scope(
        Referential(workspace),
        annee=wish.annee,
        interne=wish.interne,
        layout=wish.layout,
        circle=wish.circle,
        visite=wish.visite,
        complet=wish.complet,
        courrier=wish.courrier,
    )


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


def outdated(workspace: Workspace, artifacts: Sequence[Artifact | Filed]) -> Iterator[Problem]:
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
