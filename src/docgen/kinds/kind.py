"""What the engine knows of a kind of document, and what it hands to it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final, Protocol, TypeVar

from docgen.content.model import Content
from docgen.content.raw import as_group, as_text, gaps_in, texts
from docgen.content.source import Source, Steps
from docgen.content.stamp import NO_WORDS
from docgen.content.validation import Rules
from docgen.document import Diffusion, Document
from docgen.errors import Problem
from docgen.french.territory import CodeInsee
from docgen.french.typography import prose
from docgen.left import REMARK, Item
from docgen.referential.referential import Referential
from docgen.request import DEFAULTS, Options

Own = TypeVar("Own", bound=Options)

LOIS: Final = ("referentiel/droit/", "referentiel/legi/")
ROLES: Final = ("territoire/roles.yaml",)
INTERNAL: Final = ("territoire/communes.yaml", "territoire/unites.yaml")
"""What holds the values that no text may tell to more readers."""
HOME: Final = ("referentiel/cog/", "referentiel/competence/", *ROLES, *INTERNAL)
LIEU: Final = (
    *(f"referentiel/{name}/" for name in ("cog", "competence", "unites", "annuaire", "maires")),
    *("referentiel/commissariats/", "referentiel/police-municipale/"),
    *INTERNAL,
)
CHIFFRES: Final = (
    *(f"referentiel/{name}/" for name in ("activite", "contours")),
    *("referentiel/ssmsi-communes/", "referentiel/ssmsi-departements/"),
)
"""The files of `content/` about the law, roles, a commune and its figures."""


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something to do in a source: its place, its code, what it is about, and what to do.

    `typed` is what a command calls it, if not by the name of its text; `refusal` is who said no to
    it as it stands, and why.  No reason passes over one that is `firm`.
    """

    steps: Steps
    code: str
    name: str
    what: str
    typed: str = ""
    refusal: str = ""
    firm: bool = False

    @property
    def public(self) -> str:
        """What a public file says of it: neither what a remark says, nor who refused it and why."""
        return REMARK if self.code == "remarque" else f"{self.name} : {self.what}"


def words_to_write(data: object) -> Iterator[OpenPoint]:
    """Yield what a drafter left for later in the raw values of a text that documents print."""
    for steps, text in texts(data):
        if NO_WORDS.isdisjoint(map(str, steps)):
            for gap in gaps_in(text):
                yield OpenPoint(steps, "a-ecrire", "Texte à écrire", left_in_words(gap))


def left_in_words(gap: str) -> str:
    """Return what is said of words that a drafter left for later."""
    return prose(f"« {gap} » y reste écrit")


def with_reason(name: str, change: str) -> str:
    """Return the name of an open point, and why it is open again."""
    return f"{name} ({change})" if change else name


@dataclass(frozen=True, slots=True)
class Scope:
    """What to compose from beside the content: the country, the communes and the options.

    `communes` are codes that the referential holds; a stamp after `today` is refused.
    """

    referential: Referential
    communes: tuple[CodeInsee, ...] = ()
    options: Options = DEFAULTS
    today: date | None = None

    def options_of(self, kind: type[Own]) -> Own:
        """Return the options of a kind, its defaults when none were given.

        Raise TypeError for the options of another kind.
        """
        if type(self.options) is Options:
            return kind()
        if not isinstance(self.options, kind):
            raise TypeError(self.options)
        return self.options


class BoundSource(Protocol):
    """The documents of the kinds that a kind binds into its own."""

    def of(
        self, kind: str, code: CodeInsee, keys: Collection[str] | None = None, **options: object
    ) -> tuple[Document, ...]:
        """Return the documents of a kind for a commune, under options of that kind.

        They are those of all files of that kind, or those that `keys` name, of none where empty.
        """


@dataclass(frozen=True, slots=True)
class ComposeRequest:
    """The arguments of `Kind.compose` beside the content.

    `key` and `source` name the content file, and `left` holds what is left to do in it; `scope` is
    None outside a project; `others` gives the documents of the kinds that this one binds; `sources`
    names the files of all contents, in their order; `data` are the raw values of a text that is
    composed alone.
    """

    key: str
    source: str
    left: tuple[Item, ...] = ()
    scope: Scope | None = None
    others: BoundSource | None = None
    sources: tuple[str, ...] = ()
    data: object = None


@dataclass(frozen=True, slots=True)
class Files:
    """The content files of a kind that are checked together; `complete` when none is left out.

    Their values are raw, and may be wrong.
    """

    sources: Sequence[Source]
    referential: Referential
    complete: bool


def nothing(_: object) -> tuple[()]:
    """Return nothing: what most kinds have to say."""
    return ()


@dataclass(frozen=True, slots=True)
class Stage:
    """One of several builds that a request comes to; without `options`, only its problems.

    With `by_commune`, the documents of each commune are made and published by themselves.
    """

    options: Options | None = None
    communes: tuple[CodeInsee, ...] = ()
    by_commune: bool = False
    problems: tuple[Problem, ...] = ()


def single_stage(scope: Scope) -> Iterable[Stage]:
    """Return the only stage of most requests."""
    return (Stage(scope.options, scope.communes),)


def all_left(document: Document) -> Iterable[Item]:
    """Return all that is left of a document: most are waited for, whoever asks."""
    return document.left


def all_files(_: Scope) -> None:
    """Return None: most requests ask for every file of their kind."""


class Due(StrEnum):
    """How often a release makes the documents of a kind."""

    ONCE = "once"
    """Once, of all its files."""
    COMMUNE = "commune"
    """For each commune; the keys of its documents begin with the commune's code."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: how its content is checked, and what it says once composed."""

    name: str
    label: str
    plural_label: str
    """What people call one of its documents, and more of them."""
    content: type[Content]
    """The model of its YAML."""
    rules: Rules
    """What must hold across the fields of a file."""
    compose: Callable[[Any, ComposeRequest], Iterable[Document]]
    left: Callable[[object], Iterable[OpenPoint]] = nothing
    """List, from the raw values of a file, what a final document may not hold."""
    left_unasked: Callable[[Document], Iterable[Item]] = all_left
    """Return what is left of a document that nobody named: what no one waits for yet is not."""
    gaps: Callable[[object], Iterable[OpenPoint]] = words_to_write
    """List what a drafter left for later, where `left` does not."""
    remarks: Callable[[object], Iterable[OpenPoint]] = nothing
    """List the drafter's own notes, which no document prints."""
    left_of_communes: Callable[[Any, ComposeRequest], Iterable[Item]] | None = None
    """Yield what is left of its documents of communes; None where they must be composed for it."""
    reserves: Callable[[object], Iterable[OpenPoint]] = nothing
    """List what is no part of a document, and that `--final` wants a reason to pass over."""
    check_across_files: Callable[[Files], Iterable[Problem]] = nothing
    """Find what is wrong between files, or with what the project holds (a broken reference)."""
    collective: bool = False
    """Whether all files make one work: `compose` then gets a tuple of their contents."""
    same_for_all_communes: bool = False
    """Whether a commune changes only names in its documents: checking one checks all."""
    binds: tuple[str, ...] = ()
    """The kinds whose documents are bound into those of this one."""
    due: Due = Due.ONCE
    reads: tuple[str, ...] = ()
    """The folders and files of `content/` that its documents may be made from beside their own."""
    names_proofreader: bool = False
    """Whether its documents name who proofread their text, in `controle`."""
    prints_contacts: bool = True
    """Whether its documents may print the contacts of `territoire/roles.yaml`."""
    options: type[Options] = Options
    """What may be asked of this kind only."""
    asked: Callable[[Scope], Collection[str] | None] = all_files
    """Return the keys of the files that the options ask for, None for all of them."""
    stages: Callable[[Scope], Iterable[Stage]] = single_stage
    """Return the builds that a request comes to, one after the other."""
    addressees: Callable[[Referential], Collection[CodeInsee]] = nothing
    """Return the communes to which some of its documents are written, whoever asks for them."""
    outside_home: Callable[[Referential], Iterable[Problem]] = nothing
    """Warn of the places of other départements that its other files name."""
    side_files: Mapping[str, type[Content]] = field(default_factory=dict)
    """The models of files of `content/` that belong to it and are no text of it."""

    @property
    def writes_to_communes(self) -> bool:
        """Whether some of its documents are letters to communes, whoever asks for them."""
        return self.addressees is not nothing

    def readers(self, data: object) -> Diffusion:
        """Return who may read the documents of a text, by its raw values; all where none says."""
        stated = self.content.model_fields.get("diffusion")
        default: Diffusion = stated.default if stated else Diffusion.PUBLIQUE
        value = as_text(as_group(data).get("diffusion")).strip()
        return Diffusion(value) if value in [*Diffusion] else default
