"""A piece of a release: one finished file, where it is made, where it will stand, what it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from docgen.document import Diffusion, Document, Format

FINAL: Final = "final"
PROJET: Final = "projet"
FORMATS: Final = tuple(Format)
ARCHIVAL: Final = frozenset(one for one in Format if one.traits.archival)
EDITABLE: Final = frozenset(one for one in Format if one.traits.editable)
"""The formats whose files are judged as PDF/A and PDF/UA, and those that people may edit."""
FILE: Final = "fichier"
"""The format of what is neither a PDF nor a Word file."""

PASSING: Final = {"perime", "cache", "cadre"}
"""The codes of what only this run has to tell: a release that is kept would not say it again."""
Of = tuple[str, str]
"""Of which document something is told: its kind and key; '' for all that are due of communes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A file that is made: `made` is where; the rest is what people and programs are told of it.

    `folder` is the one of its readers (`publique`, `interne`); `made_from` the digest of all that
    it was made from; `commune` the code of the commune that it is of, '' for none; `dated` and
    `apart` are what its document says of itself.
    """

    made: Path
    folder: str
    kind: str
    key: str
    title: str
    commune: str
    diffusion: Diffusion
    final: bool
    format: str
    pages: int | None
    sha256: str
    size: int
    made_from: str = ""
    sources: tuple[str, ...] = ()
    dated: str = ""
    apart: str = ""

    @property
    def place(self) -> PurePosixPath:
        """Its place in the folder of its readers: `final/convention/convention-2026.pdf`."""
        return PurePosixPath(FINAL if self.final else PROJET, self.kind, self.made.name)

    @property
    def whole(self) -> PurePosixPath:
        """Its place in the release: `publique/final/convention/convention-2026.pdf`."""
        return self.folder / self.place

    @property
    def stem(self) -> tuple[str, str, str]:
        """What the formats of one document share."""
        return self.folder, self.kind, self.key


def folder_of(diffusion: Diffusion) -> str:
    """Return the folder of a release where a document goes: `publique`, or `interne`."""
    return str(Diffusion.PUBLIQUE if diffusion is Diffusion.PUBLIQUE else Diffusion.INTERNE)


def is_of(document: Document, folder: str) -> bool:
    """Whether a document goes to a folder of a release."""
    return folder_of(document.diffusion) == folder
