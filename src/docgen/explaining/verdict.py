"""Whether a file would be made again, as far as that is known, and how it is known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from docgen.asking import group_of
from docgen.batch.lot import Brief
from docgen.batch.recall import Recall
from docgen.cache import Made, Memory, Store
from docgen.errors import ContentError, DocgenError
from docgen.explaining.differences import Difference, touched
from docgen.french.territory import CodeInsee, code_insee
from docgen.inputs import Inputs, Recipe
from docgen.wishes import Wish, understood
from docgen.workspace import Workspace

PACK = "commune-pack"


class Again(StrEnum):
    """Whether a file would be made again."""

    NON = "non"
    OUI = "oui"
    PEUT_ETRE = "peut-etre"
    INCONNU = "inconnu"


class Known(StrEnum):
    """How that is known."""

    RIEN = "rien"
    """Nothing has changed."""
    AILLEURS = "ailleurs"
    """What has changed is told of communes one by one, and is none of this document's business."""
    MOYENS = "moyens"
    """It is laid out by other means: it is made again, whatever it says."""
    DIT = "dit"
    """It says something else."""
    MEME = "meme"
    """It was composed to see: it says the same."""
    TEXTES = "textes"
    """It may say something else: nobody knows before it is composed."""
    INSU = "insu"
    """It may say something else, and composing it to see taught nothing."""
    DISPARU = "disparu"
    """The text that it is made from is no longer there."""
    FAUTES = "fautes"
    """It cannot be composed as the texts are."""
    PROJET = "projet"
    """There is no project to compare with."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a file would be made again, and how that is known.

    `said` is what it says else, `faults` where the texts are wrong: what is wrong there may quote
    what is internal, and `docgen check` tells it.
    """

    again: Again
    known: Known
    said: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a verdict is about: a file of a project, the project as it is now."""

    root: Path
    made: Made
    store: Store
    now: Inputs

    @property
    def brief(self) -> Brief:
        """What would be asked again; raise TypeError or ValueError when that is not known."""
        workspace = Workspace(self.root, self.root / "output")
        return Brief(workspace, self.made.last.recipe.rooms[0], self.wish)

    @property
    def wish(self) -> Wish:
        """What was wished for."""
        if self.made.last.wish is None:
            raise ValueError
        return understood(self.made.last.wish)

    @property
    def stem(self) -> str:
        """The name of the document's files, without extension."""
        return f"{self.made.about['kind']}-{self.made.about['key']}"

    @property
    def code(self) -> CodeInsee:
        """The commune of a pack: its key begins so, in small letters."""
        return code_insee(str(self.made.about["key"]).partition("-")[0].upper())

    def compared(self, recipe: Recipe, known: Known) -> Verdict:
        """Return the verdict, where it would be made by this recipe; `known` if that is its own."""
        before = self.made.last.recipe
        if recipe.digest == before.digest:
            return Verdict(Again.NON, known)
        said = touched(before, recipe)
        return Verdict(Again.OUI, Known.DIT if said else Known.MOYENS, said)


def judge(asked: Asked | None, until_now: Difference | None, *, tried: bool = False) -> Verdict:
    """Return whether a file would be made again; with `tried`, by composing its document."""
    if asked is None or until_now is None:
        return Verdict(Again.INCONNU, Known.PROJET)
    if until_now.nothing:
        return Verdict(Again.NON, Known.RIEN)
    if asked.made.last.recipe.sources[0] not in asked.now.files:
        return Verdict(Again.NON, Known.DISPARU)
    if until_now.means and not tried:
        return Verdict(Again.OUI, Known.MOYENS)
    try:
        found = _recalled(asked, until_now)
        if found is None and tried:
            from docgen.explaining.trial import composed  # it loads all that composes

            found = asked.compared(composed(asked), Known.MEME)
    except ContentError as error:
        places = (f"{one.file}:{one.line}" if one.line else one.file for one in error.problems)
        return Verdict(Again.INCONNU, Known.FAUTES, faults=tuple(dict.fromkeys(places)))
    except (DocgenError, LookupError, TypeError, ValueError, OSError):
        found = None
    return found or _unknown(until_now, tried=tried)


def _unknown(until_now: Difference, *, tried: bool) -> Verdict:
    """Return the verdict where nobody knows what the document would say."""
    if until_now.means:
        return Verdict(Again.OUI, Known.MOYENS)
    return Verdict(Again.PEUT_ETRE, Known.INSU if tried else Known.TEXTES)


def _recalled(asked: Asked, until_now: Difference) -> Verdict | None:
    """Return the verdict on a pack that a batch would not compose again; None where it would."""
    if asked.made.about.get("kind") != PACK or not all(map(group_of, until_now.files)):
        return None
    recall = Recall(asked.brief, Memory(asked.store, asked.now))
    made = recall.composition(asked.code)
    recipe = made.recipes.get(asked.stem) if made else None
    return asked.compared(recipe, Known.AILLEURS) if recipe else None
