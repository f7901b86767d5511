"""Whether a file would be made again, as far as that is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from docgen.build.compose import compose_all, content_files
from docgen.build.explain.differences import Difference, touched
from docgen.build.pipeline import scope_of
from docgen.cache.fingerprint import Inputs, Recipe
from docgen.document import Document
from docgen.errors import ContentError, DocgenError
from docgen.french.territory import code_insee
from docgen.kinds import KINDS
from docgen.output.record import RecordedFile
from docgen.rendering import Templates
from docgen.rendering.recipe import recipe_of
from docgen.request import from_json
from docgen.workspace import Workspace


class Again(StrEnum):
    """Whether a file would be made again."""

    NON = "non"
    OUI = "oui"
    PEUT_ETRE = "peut-etre"
    INCONNU = "inconnu"


class Reason(StrEnum):
    """How that is known."""

    RIEN = "rien"
    """Nothing has changed."""
    MOYENS = "moyens"
    """Templates, libraries or docgen itself have changed."""
    DIT = "dit"
    """The document was composed, and says something else."""
    MEME = "meme"
    """The document was composed, and says the same."""
    TEXTES = "textes"
    """The document must be composed to know."""
    INSU = "insu"
    """The document cannot be composed alone."""
    DISPARU = "disparu"
    """The text that it is made from is gone."""
    FAUTES = "fautes"
    """The texts are wrong."""
    PROJET = "projet"
    """There is no project to compare with."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a file would be made again, and how that is known.

    `said` are the parts of the document that would change, `faults` the places of what is wrong in
    the texts: the problems themselves may quote what is internal.
    """

    again: Again
    known: Reason
    said: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def judge(file: RecordedFile, until_now: Difference, now: Inputs) -> Verdict:
    """Return whether a file would be made again, without composing it."""
    if until_now.nothing:
        return Verdict(Again.NON, Reason.RIEN)
    if file.last.recipe.sources[0] not in now.files:
        return Verdict(Again.NON, Reason.DISPARU)
    if until_now.means:
        return Verdict(Again.OUI, Reason.MOYENS)
    return Verdict(Again.PEUT_ETRE, Reason.TEXTES)


def compose_to_judge(file: RecordedFile, root: Path, known: Verdict) -> Verdict:
    """Return whether a file would be made again, by composing it; `known` where it cannot be."""
    if known.known not in (Reason.TEXTES, Reason.MOYENS):
        return known
    before = file.last.recipe
    try:
        recipe = _recipe_today(file, root)
    except ContentError as error:
        places = (f"{one.file}:{one.line}" if one.line else one.file for one in error.problems)
        return Verdict(Again.INCONNU, Reason.FAUTES, faults=tuple(dict.fromkeys(places)))
    except (DocgenError, LookupError, TypeError, ValueError, OSError):
        return known if known.known is Reason.MOYENS else Verdict(Again.PEUT_ETRE, Reason.INSU)
    if recipe.digest == before.digest:
        return Verdict(Again.NON, Reason.MEME)
    said = touched(before, recipe)
    return Verdict(Again.OUI, Reason.DIT if said else Reason.MOYENS, said)


def _recipe_today(file: RecordedFile, root: Path) -> Recipe:
    """Return the recipe of a file's document; raise LookupError when no such one is composed."""
    workspace = Workspace(root, root / "output")
    for document in _documents(file, workspace):
        if (document.kind, document.key) == (file.about["kind"], file.about["key"]):
            return recipe_of(document, Templates(workspace.templates))
    raise LookupError(file.place)


def _documents(file: RecordedFile, workspace: Workspace) -> Iterator[Document]:
    """Yield the documents that its texts make, for its commune alone if its key begins with one."""
    recipe, kind = file.last.recipe, KINDS[file.last.recipe.kinds[0]]
    request = from_json(file.last.request, kind.options)
    scope, _ = scope_of(workspace, request)
    commune = str(file.about["key"]).partition("-")[0].upper()
    if not scope.communes and commune[:1].isdigit() and len(commune) == 5:
        scope = replace(scope, communes=(code_insee(commune),))
    own = [
        path for path in content_files(workspace, kind) if workspace.name_of(path) in recipe.sources
    ]
    paths = own or [Path(workspace.root, recipe.sources[0])]
    for _, composed in compose_all(workspace, kind, paths, scope):
        yield composed.with_anchors(request.anchors).with_frames(request.framed).document
