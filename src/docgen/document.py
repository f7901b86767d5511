"""What kinds hand to formats: kinds make Documents, and formats print them.

No kind knows the library of a format, and no renderer knows a kind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

from pydantic import BaseModel, ConfigDict

from docgen.errors import Problem
from docgen.format import Format
from docgen.french.territory import plain_name
from docgen.left import Item


class Diffusion(StrEnum):
    """Who may read a document, from the widest circle to the narrowest."""

    PUBLIQUE = "publique"
    PARTENAIRES = "partenaires"
    INTERNE = "interne"


def key_for(circle: Diffusion, key: str) -> str:
    """Return the key of a document for a circle of readers, which it names but for partners."""
    return key if circle is Diffusion.PARTENAIRES else f"{key}-{circle}"


class Facts(BaseModel):
    """Base of the facts of a document: all that its templates may print."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class PageFacts(Facts):
    """What all pages print: whether it is a draft, their head `repere`, their foot `mention`."""

    projet: bool
    repere: str
    mention: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that a PDF carries; `relationship` to it is `Source` or `Alternative`."""

    name: str
    description: str
    relationship: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class LawCitation:
    """An item of law in a document: its key, the sentence that prints it, the chapter around it."""

    key: str
    sentence: str
    """Plain words; for a table or a list of articles, those of the row."""
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class ActVersion:
    """A version of an act: its document, and the clause and the sort of each of its blocks."""

    document: Document
    blocks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ActComparison:
    """Two versions of an act, whose differences are tracked under a name and a day."""

    old: ActVersion
    new: ActVersion
    author: str
    day: date | None
    paged: Document | None = None
    """The act whose pages both follow in Word, None where they have their own."""


@dataclass(frozen=True, slots=True)
class LaidBlock:
    """A block of a booklet that takes what room its page leaves, as the PDF lays it out."""

    kind: str
    """`air` for a procedure, `suite` a step, `rang` a row, `lignes` notes, `reserve` their page."""
    head: bool = False
    """Whether it begins a page whose predecessor leaves room."""
    room: float = 0.0
    """What is added above it, in mm."""
    rules: int = 0
    """How many lines to write on it has."""
    first: bool = False
    """Whether it begins a page, even after a full one."""


@dataclass(frozen=True, slots=True)
class PageLayout:
    """What a Word file takes from the layout of its PDF: pages of anchors, from 1, and blocks."""

    pages: Mapping[str, int]
    blocks: tuple[LaidBlock, ...]
    heads: frozenset[str] = frozenset()
    """The anchors that begin a page."""


COPY: Final = "PROJET de copie"
"""The draft of a copy: its act is signed."""
LEFT_SHEET: Final = "reste-a-faire"
"""What the key of the sheet of what is left adds to that of its draft."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document to make: its kind, its key and its facts."""

    kind: str
    key: str
    title: str
    author: str
    subject: str
    """Properties of the file, as are the title and the author."""
    facts: Facts
    """All that may be printed."""
    diffusion: Diffusion
    final: bool
    """False for a draft."""
    sources: tuple[str, ...]
    """The names of the content files that it is made from."""
    canonical: str = ""
    """Its own source, for a kind whose PDF carries it."""
    required_margin_words: tuple[str, ...] = ()
    """Words that must stand in the head or foot of its pages, in every format."""
    attached: tuple[Attached, ...] = ()
    """The files that its PDF carries."""
    companions: Mapping[str, bytes] = field(default_factory=dict)
    """The small files that go with it, by their ending (`Format.traits`)."""
    anchors: str = ""
    """The service whose anchors stand in place of signature fields, empty for fields."""
    layout: str = "document"
    """The name of its templates in the folder of the kind."""
    left: tuple[Item, ...] = ()
    """What is left to do before it may be final."""
    left_title: str = ""
    """The title of the sheet beside a draft that lists what is left; '' for no sheet."""
    lists: Document | None = None
    """The draft of which it is that sheet, until the pages of its points are known."""
    templates_of: str = ""
    """The kind whose templates print it, '' for its own."""
    laws: tuple[LawCitation, ...] = ()
    """The items of law that its own pages print, without those of its parts."""
    notices: tuple[Problem, ...] = ()
    """What whoever makes it should know."""
    parts: Mapping[str, tuple[Document, ...]] = field(default_factory=dict)
    """The documents bound into it, by the name of their place in its templates.

    Each keeps its own templates, facts and look.
    """
    comparison: ActComparison | None = None
    """What its Word file tracks the changes of, in place of its own facts."""
    recto: bool = False
    """Whether to print on one side only."""
    framed: bool = False
    """Whether its PDF is made in frames: what all documents share is laid out once."""
    draft_label: str = "PROJET"
    """What lists call it while it is a draft."""
    date_label: str = ""
    """The day that it bears, in words, for lists: « signé le 23 avril 2026 »."""
    distinguishing_label: str = ""
    """What distinguishes it, in lists, from another document of the same title."""
    asked: str = ""
    """What was asked of its kind, as JSON, where the same text makes other documents without."""
    pages_max: int = 0
    """The most pages that it may take, alone or bound into another; 0 for any number."""
    pages_bound: int = 0
    """The most that it may take bound into another, where more alone is only told."""
    shorten: Problem | None = None
    """What to shorten where it takes more, and in which file; else its first source."""
    contents: tuple[str, ...] = ()
    """The anchors of the headings that its contents list, in order."""
    contents_pages: tuple[int, ...] = ()
    """Their pages, from 1, once it was laid out."""
    contents_heads: tuple[str, ...] = ()
    """Those that begin a page."""
    booklet: bool = False
    """Whether its Word file breaks its pages and shares their room as its PDF does."""
    page_layout: PageLayout | None = None
    """How its PDF does it, once laid out."""
    densities: tuple[str, ...] = ()
    """How loosely its pages may be set, the loosest first; none where there is no choice."""
    pages_kept: int = 1
    """On how many pages the density chosen keeps it; 0 for any number."""
    density: str = ""
    """The loosest that fits on its pages, once laid out.

    It is `bref`, `ample` or `aere` for what is short, `serre` for what a long name lengthens.
    """
    free_height: tuple[int, ...] = ()
    """The millimetres left free on its last page, counted from 1: templates share them."""
    place: str = ""
    """The code of the commune that it is made for, '' for none; its key holds it too."""
    town: str = ""
    """The name of that commune, for lists and for the names of files."""

    @property
    def bound(self) -> Iterator[Document]:
        """Every document that is bound into it, in order."""
        for documents in self.parts.values():
            yield from documents

    @property
    def bare(self) -> Document:
        """The same without its facts and parts: hundreds of them fit in memory."""
        bare = replace(self, facts=Facts(), canonical="", attached=(), companions={}, parts={})
        return replace(bare, left=(), lists=None, laws=(), notices=(), comparison=None)

    @property
    def template_folder(self) -> str:
        """The folder of its templates, under a `templates` folder."""
        return self.templates_of or self.kind

    @property
    def html_template(self) -> str:
        """Its HTML template, under a `templates` folder: `convention/document.html.j2`."""
        return f"{self.template_folder}/{self.layout}.html.j2"

    @property
    def docx_template(self) -> str:
        """Its Word template, under a `templates` folder: `convention/document.docx`."""
        return f"{self.template_folder}/{self.layout}.docx"

    @property
    def short_stem(self) -> str:
        """Its stem without the town, by which others name it: its anchor where it is bound."""
        return f"{self.kind}-{self.key}"

    @property
    def stem(self) -> str:
        """The name of its files, without extension: `convention-2026`, `fiche-5-81218-puygouzon`.

        A code alone could be taken for the postal code of another commune.
        """
        if not self.place or not self.town:
            return self.short_stem
        before, code, after = self.short_stem.rpartition(self.place.lower())
        return f"{before}{code}-{plain_name(self.town).replace(' ', '-')}{after}"

    def carrying(self, format: Format, data: bytes) -> Document:
        """Return the same document, to carry its source and its file of another format."""
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
    """The bytes of a file that only its owner may read, wherever it is put."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a document in a format."""

    document: Document
    format: Format

    @property
    def path(self) -> PurePosixPath:
        """Its place under the output folder: `convention/convention-2026.pdf`."""
        return self.place_beside(self.format)

    def place_beside(self, end: str) -> PurePosixPath:
        """Return the place of the small file of that ending beside it."""
        return PurePosixPath(self.document.kind, f"{self.document.stem}.{end}")


@dataclass(frozen=True, slots=True)
class Artifact(_File):
    """A finished file, still in memory."""

    data: bytes
    pages: int | None
    """None for a format without fixed pages."""
    companions: Mapping[str, bytes] = field(default_factory=dict)
    """Small files that go with it, by their ending: `signatures.json`."""
    fallback_reason: str = ""
    """Why a document asked for in frames was laid out whole, empty if it was not."""
    transient: bool = False
    """Whether the reason of `fallback_reason` may not occur again, as a lack of memory."""
    recipe: str = ""
    """The digest of all that it is made from, empty where nobody asked for it."""

    @property
    def files(self) -> dict[PurePosixPath, bytes]:
        """The files to write for it, by their place under the output folder."""
        small = {self.place_beside(end): data for end, data in self.companions.items()}
        content = Internal if self.document.diffusion is Diffusion.INTERNE else bytes
        return {place: content(data) for place, data in {self.path: self.data, **small}.items()}

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def filed(self) -> Filed:
        """Its description once it is written."""
        facts = self.pages, self.sha256, self.fallback_reason, self.recipe, self.beside
        return Filed(self.document.bare, self.format, *facts)

    @property
    def beside(self) -> dict[str, str]:
        """The digests of its companions, by their ending."""
        small = self.companions.items()
        return {end: hashlib.sha256(data).hexdigest() for end, data in small}


@dataclass(frozen=True, slots=True)
class Filed(_File):
    """A written file and its bare document; the other values are those of its artifact."""

    pages: int | None
    sha256: str
    fallback_reason: str = ""
    recipe: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)
    """The digests of the small files that were made with it, by their ending."""

    @property
    def digests(self) -> dict[PurePosixPath, str]:
        """The digests of all that was made, by place under the output folder."""
        small = {self.place_beside(end): one for end, one in self.beside.items()}
        return {self.path: self.sha256, **small}
