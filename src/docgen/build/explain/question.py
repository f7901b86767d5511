"""What is asked about a finished file, and what may be answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from docgen.build.batch.job import Brief
from docgen.build.explain.differences import touched
from docgen.cache import Made, Store
from docgen.cache.fingerprint import Inputs, Recipe
from docgen.french.territory import CodeInsee, code_insee
from docgen.kinds import KINDS
from docgen.request import Request, from_json
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
        return Brief(workspace, self.made.last.recipe.rooms[0], self.request)

    @property
    def request(self) -> Request:
        """The request that it was made for."""
        if self.made.last.wish is None:
            raise ValueError
        return from_json(self.made.last.wish, KINDS[self.made.last.recipe.rooms[0]].options)

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
