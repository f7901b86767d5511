"""The narrow waist of docgen: many kinds make Documents, many formats print them.

No kind knows a format's library; no renderer knows a kind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import PurePosixPath

from pydantic import BaseModel, ConfigDict

from docgen.errors import Problem
from docgen.format import Format

__all__ = ["Artifact", "Attached", "Diffusion", "Document", "Facts", "Filed", "Format", "Internal"]


class Diffusion(StrEnum):
    """Who may read a document, from the widest circle to the narrowest."""

    PUBLIQUE = "publique"
    PARTENAIRES = "partenaires"
    INTERNE = "interne"


class Facts(BaseModel):
    """Base of what a document says: all that a template may print, and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that a PDF carries: what it is to the PDF (`Source`, `Alternative`), and its bytes."""

    name: str
    description: str
    relationship: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """One piece of paper to make: of which kind, under which key, saying what.

    `facts` is all that may be printed; `title`, `author` and `subject` go into the file's
    properties; `final` is false for a draft; `sources` names what it was made from; `canonical`
    is its own source, for a kind whose PDF carries it; `marks` must stand at the head or foot of
    its pages, in every format; `attached` are the files that its PDF carries; `anchors` names the
    signature service whose anchors stand in place of signature fields, none when it is empty;
    `layout` names its templates within the kind's folder; `left` is what composing found to be
    done before it may be final, beside what its source says; `notices` what whoever makes it
    should know; `parts` are documents bound into it, by the name under which its templates place
    them: each keeps its own templates, facts and look; `recto` asks the printer for one side;
    `framed` asks that its PDF be made in frames, where what does not change from a document to the
    next is laid out once.  Where documents are listed, `dated` says which day it bears, in words
    (« signé le 23 avril 2026 »), and `apart` what tells it from another of the same title.
    """

    kind: str
    key: str
    title: str
    author: str
    subject: str
    facts: Facts
    diffusion: Diffusion
    final: bool
    sources: tuple[str, ...]
    canonical: str = ""
    marks: tuple[str, ...] = ()
    attached: tuple[Attached, ...] = ()
    anchors: str = ""
    layout: str = "document"
    left: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
    parts: Mapping[str, tuple[Document, ...]] = field(default_factory=dict)
    recto: bool = False
    framed: bool = False
    dated: str = ""
    apart: str = ""

    @property
    def bound(self) -> Iterator[Document]:
        """Every document that is bound into it, in order."""
        for documents in self.parts.values():
            yield from documents

    @property
    def bare(self) -> Document:
        """It without what it says, which is in its files: three hundred would fill a memory."""
        bare = replace(self, facts=Facts(), canonical="", attached=(), parts={})
        return replace(bare, left=(), notices=())

    @property
    def html_template(self) -> str:
        """Its HTML template, under a `templates` folder: `convention/document.html.j2`."""
        return f"{self.kind}/{self.layout}.html.j2"

    @property
    def docx_template(self) -> str:
        """Its Word template, under a `templates` folder: `convention/document.docx`."""
        return f"{self.kind}/{self.layout}.docx"

    @property
    def stem(self) -> str:
        """The name of its files, without extension: `convention-2026`."""
        return f"{self.kind}-{self.key}"

    def carrying(self, format: Format, data: bytes) -> Document:
        """Return the document with its own source and its file of another format to be carried."""
        source = Attached(
            f"{self.stem}.yaml",
            "Texte source, lisible par docgen",
            "Source",
            "text/yaml",
            self.canonical.encode(),
        )
        name, media_type = f"{self.stem}.{format}", format.traits.media_type
        editable = Attached(name, "Version modifiable", "Alternative", media_type, data)
        return replace(self, attached=(source, editable))


class Internal(bytes):
    """The bytes of a file that is its owner's alone, wherever it is put."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file, still in memory: its place under the output folder and its bytes.

    `pages` is None for a format that has no fixed pages; `beside` are small files that go with
    it, by their ending (`signatures.json`); `whole` says why a document that was asked in frames
    was laid out whole, `passing` whether that is something that may not come again, as a lack of
    memory.  `recipe` is the digest of all that it is made from, empty where nobody asked for it.
    """

    document: Document
    format: Format
    data: bytes
    pages: int | None
    beside: Mapping[str, bytes] = field(default_factory=dict)
    whole: str = ""
    passing: bool = False
    recipe: str = ""

    @property
    def path(self) -> PurePosixPath:
        """Its place under the output folder: `convention/convention-2026.pdf`."""
        return PurePosixPath(self.document.kind, f"{self.document.stem}.{self.format}")

    @property
    def files(self) -> dict[PurePosixPath, bytes]:
        """All that is to be written for it, by its place under the output folder."""
        stem = PurePosixPath(self.document.kind, self.document.stem)
        beside = {stem.with_name(f"{stem.name}.{end}"): data for end, data in self.beside.items()}
        kept = Internal if self.document.diffusion is Diffusion.INTERNE else bytes
        return {place: kept(data) for place, data in {self.path: self.data, **beside}.items()}

    @property
    def sha256(self) -> str:
        """The digest of its bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def filed(self) -> Filed:
        """What is left to know of it once it is written."""
        known = self.pages, self.sha256, self.whole, self.recipe
        return Filed(self.document.bare, self.format, *known)


@dataclass(frozen=True, slots=True)
class Filed:
    """A file that is written: of which document, bare; its pages, the digest of its bytes.

    `whole` and `recipe` say what `Artifact` says by them.
    """

    document: Document
    format: Format
    pages: int | None
    sha256: str
    whole: str = ""
    recipe: str = ""

    @property
    def path(self) -> PurePosixPath:
        """Its place under the output folder."""
        return PurePosixPath(self.document.kind, f"{self.document.stem}.{self.format}")
