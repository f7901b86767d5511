"""What a kind of document is made of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Protocol, TypeVar

from docgen.content.model import Content
from docgen.content.source import Source, Steps
from docgen.content.validation import Rules
from docgen.document import Document
from docgen.errors import Problem
from docgen.french.territory import CodeInsee
from docgen.referential.referential import Referential
from docgen.request import DEFAULTS, Options

Own = TypeVar("Own", bound=Options)

LOIS: Final = ("referentiel/droit/",)
ROLES: Final = ("territoire/roles.yaml",)
LIEU: Final = (
    *(f"referentiel/{name}/" for name in ("cog", "competence", "unites", "maires")),
    *("territoire/communes.yaml", "territoire/unites.yaml"),
)
CHIFFRES: Final = (
    *(f"referentiel/{name}/" for name in ("activite", "contours")),
    *("referentiel/ssmsi-communes/", "referentiel/ssmsi-departements/"),
)
"""What kinds read of the law, of roles, of a commune, of its figures."""


@dataclass(frozen=True, slots=True)
class Left:
    """Something in a source to tell people of: where it stands, whose it is, what is said of it."""

    steps: Steps
    code: str
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class Place:
    """Something left to do, as a draft prints it: its name, its state, its file and line."""

    name: str
    code: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Scope:
    """What there is to compose from, beside the content: the country, the communes, the options.

    `communes` are codes that the referential holds.
    """

    referential: Referential
    communes: tuple[CodeInsee, ...] = ()
    options: Options = DEFAULTS

    def options_of(self, kind: type[Own]) -> Own:
        """Return the options of a kind: its defaults, where nobody asked for any.

        Raise TypeError for the options of another kind.
        """
        if type(self.options) is Options:
            return kind()
        if not isinstance(self.options, kind):
            raise TypeError(self.options)
        return self.options


class Others(Protocol):
    """Where a kind gets the documents of other kinds that it binds into its own."""

    def of(
        self, kind: str, code: CodeInsee, keys: Collection[str] = (), **options: object
    ) -> tuple[Document, ...]:
        """Return the documents of a kind for a commune, under options of that kind.

        `keys` names the files that they are made from.
        """


@dataclass(frozen=True, slots=True)
class Order:
    """What compose is told besides the content.

    `key` and `source` name the content file, `left` is what it leaves to do; `scope` is None
    where there is no project to know a country by; `others` gives what the kind binds.
    """

    key: str
    source: str
    left: tuple[Place, ...] = ()
    scope: Scope | None = None
    others: Others | None = None


@dataclass(frozen=True, slots=True)
class Files:
    """The content files of a kind that are read together; `complete` when none was left out.

    Some of them may be wrong: of any shape, their values raw.
    """

    sources: Sequence[Source]
    referential: Referential
    complete: bool


def no_remarks(data: object) -> Iterable[Left]:
    """Return nothing: the drafter's notes are the comments of the file."""
    return ()


def nothing_across(files: Files) -> Iterable[Problem]:
    """Find nothing: the files of most kinds know nothing of one another."""
    return ()


class Due(StrEnum):
    """How often a release makes the documents of a kind, as the kind itself declares."""

    ONCE = "once"
    """Once, of all its files; those that only some may read are left to the internal release."""
    COMMUNE = "commune"
    """For each commune; its documents' keys begin with the commune's code."""
    NEVER = "never"
    """Only when someone asks for them by name."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: how its content is checked, and what it says once composed.

    `content` is the model of its YAML; `rules` what must hold across fields; `left` lists, from
    the raw values, what a final document may not hold; `remarks` what the drafter is told and
    the reader is not; `compose` makes the documents.  `across` finds what is wrong between files,
    or with what the project knows (a reference to what does not exist).  With `collective`, all
    files of the kind make one work: `compose` gets a tuple of their contents.  With `alike`, a
    commune changes names and nothing else in its documents: one is proof enough for all.  `binds`
    names the kinds whose documents are bound into those of this one.  `due` tells a release how
    often to make them; who may read them is said by each document.  `called` is what people call
    one of its documents, `several` more of them.  `reads` names what else of `content/` they may be
    made from, beside the files that each of them names: folders and files, which tell why a
    document was made again.
    """

    name: str
    content: type[Content]
    rules: Rules
    left: Callable[[object], Iterable[Left]]
    compose: Callable[[Any, Order], Iterable[Document]]
    remarks: Callable[[object], Iterable[Left]] = no_remarks
    across: Callable[[Files], Iterable[Problem]] = nothing_across
    collective: bool = False
    alike: bool = False
    binds: tuple[str, ...] = ()
    due: Due = Due.ONCE
    called: str = ""
    several: str = ""
    reads: tuple[str, ...] = ()
    options: type[Options] = Options
