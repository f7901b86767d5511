"""A file of a release: where it was made, where it will stand, what it is."""

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from docgen.document import LEFT_SHEET, Diffusion, Document
from docgen.format import Format
from docgen.kinds.actes.signed import OVERLAP
from docgen.referential.diffusion import ASIDE_CODE

FINAL: Final = "final"
PROJET: Final = "projet"
FORMATS: Final = tuple(Format)
ARCHIVAL: Final = frozenset(one for one in Format if one.traits.archival)
EDITABLE: Final = frozenset(one for one in Format if one.traits.editable)
"""The formats whose files are judged as PDF/A and PDF/UA, and those that people may edit."""
FILE: Final = "fichier"
"""The format of a file that is neither a PDF nor a Word file."""

TRANSIENT_CODES: Final = {"perime", "cache", "cadre", ASIDE_CODE, OVERLAP}
"""The codes of problems for whoever makes the release alone: they are not written into it."""
DocumentKey = tuple[str, str]
"""The kind and the key of a document; the key is '' for all documents of communes of a kind."""
DocumentPath = tuple[str, str, str]
"""The folder, the kind and the key of a document, which all its formats share."""


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A finished file at `path`, and what its release says of it.

    `folder` is `publique` or `interne`; `recipe` the digest of all that it was made from; `commune`
    the code of its commune, '' for none; `dated`, `apart` and `drafted` come from its document.
    """

    path: Path
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
    recipe: str = ""
    sources: tuple[str, ...] = ()
    dated: str = ""
    apart: str = ""
    drafted: str = "PROJET"

    def holds(self, data: bytes) -> bool:
        """Whether its bytes, when it was made, were these."""
        return hashlib.sha256(data).hexdigest() == self.sha256

    @property
    def is_unchanged(self) -> bool:
        """Whether the file at its path is as it was made."""
        return self.holds(self.path.read_bytes())

    @property
    def place(self) -> PurePosixPath:
        """Its place in its folder: `final/convention/convention-2026.pdf`."""
        return PurePosixPath(FINAL if self.final else PROJET, self.kind, self.path.name)

    @property
    def full_place(self) -> PurePosixPath:
        """Its place in the release: `publique/final/convention/convention-2026.pdf`."""
        return self.folder / self.place

    @property
    def document(self) -> DocumentPath:
        """The document that it is a format of."""
        return self.folder, self.kind, self.key

    @property
    def is_sheet(self) -> bool:
        """Whether it is of the sheet of what is left of another document."""
        return self.key.endswith(f"-{LEFT_SHEET}")

    @property
    def draft(self) -> DocumentPath:
        """Its document, or the one of which that is the sheet."""
        return self.folder, self.kind, self.key.removesuffix(f"-{LEFT_SHEET}")


def folder_of(diffusion: Diffusion) -> str:
    """Return the folder of a release where a document goes: `publique` or `interne`."""
    return str(Diffusion.PUBLIQUE if diffusion is Diffusion.PUBLIQUE else Diffusion.INTERNE)


FOLDERS: Final = {folder_of(circle) for circle in Diffusion}
"""The folders of a release, each with its lists."""


def belongs_to(document: Document, folder: str) -> bool:
    """Whether a document goes to a folder of a release."""
    return folder_of(document.diffusion) == folder
