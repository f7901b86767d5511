"""The corpus of a project: all that a text may refer to."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final

from docgen.content.raw import as_group, as_text
from docgen.content.source import Source, read_source
from docgen.errors import ContentError, Problem, closest_key
from docgen.french.rule import INSECABLE
from docgen.french.typography import prose
from docgen.kinds.actes.project import Actes, project_acts
from docgen.markup import MarkError, plain
from docgen.referential.droit.citation import GENRE as DROIT
from docgen.referential.droit.law_files import Droit
from docgen.referential.referential import Referential
from docgen.referential.territoire.roles import Roles
from docgen.workspace import text_key

ROLE: Final = "role"
"""The genre of a reference to a role."""


def numbered(number: str, indice: str) -> str:
    """Return the number of a fiche: « 4.1 », « 6.1 bis »; '' where its clause has none."""
    return f"{number}{INSECABLE}{indice}" if number and indice else number


def number_in_list(number: str) -> str:
    """Return the number of a fiche for a list: a whole article, « art. 5 », is no chapter."""
    return f"art.{INSECABLE}{number}" if number.isdecimal() else number


def _fiche(key: str, data: dict[str, Any], corpus: "Corpus") -> tuple[str, str]:
    """Return the key and the name of a fiche: « fiche 6.1 bis », its title without a number."""
    number = corpus.fiche_number(data)
    return key, f"fiche{INSECABLE}{number or _quoted_title(key, data)}"


def _quoted_title(key: str, data: dict[str, Any]) -> str:
    return f"«{INSECABLE}{_title(data) or key}{INSECABLE}»"


def _memento(_key: str, data: dict[str, Any], _: "Corpus") -> tuple[str, str]:
    """Return the identifier and the name of a family: « 2. Dépôts sauvages »."""
    famille = as_group(data.get("famille"))
    name = as_text(famille.get("id")).strip()
    number = str(famille.get("numero")).strip().lstrip("0")
    return name, f"{number}.{INSECABLE}{_title(famille) or name}"


def _modele(key: str, data: dict[str, Any], _: "Corpus") -> tuple[str, str]:
    return key, _title(data) or key


def _title(data: dict[str, Any]) -> str:
    try:
        return plain(prose(as_text(data.get("titre"))))
    except MarkError:  # reported by that file's own check
        return ""


NAMES: Final[Mapping[str, Callable[[str, dict[str, Any], "Corpus"], tuple[str, str]]]] = {
    "fiche": _fiche,
    "memento": _memento,
    "modele": _modele,
}
"""The kinds whose texts may be referred to: how to get key and name from the raw values."""


class Corpus:
    """The law, the roles, the acts and the titles of a project, each read once on demand.

    With `partly`, the law and the roles hold what could be read of their files; a name is then
    unknown only if it is not `is_unread` either.  `day` is the day on which the acts are read, None
    once all that is signed has effect.
    """

    def __init__(
        self, referential: Referential, *, partly: bool = False, day: date | None = None
    ) -> None:
        self._referential = referential
        self._day = day
        self._on_days: dict[date | None, Corpus] = {day: self}
        self._workspace = referential.workspace
        self._titres: dict[str, dict[str, str]] = {}
        self._paths: dict[str, dict[str, Path]] = {}
        self._partly = partly

    def on(self, day: date | None) -> "Corpus":
        """Return the same corpus with its acts as read on a day."""
        if day not in self._on_days:
            other = Corpus(self._referential, partly=self._partly, day=day)
            other._paths, other._on_days = self._paths, self._on_days
            self._on_days[day] = other
        return self._on_days[day]

    @property
    def droit(self) -> Droit:
        """The law; raise ContentError when a file is wrong, unless read `partly`."""
        read = self._referential.droit_read
        return read.sound if self._partly else read.whole

    @property
    def roles(self) -> Roles:
        """The roles; raise ContentError when their file is wrong, unless read `partly`."""
        read = self._referential.roles_read
        return read.sound if self._partly else read.whole

    @property
    def actes(self) -> Actes:
        return project_acts(self._referential)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (*self._referential.droit_read.problems, *self._referential.roles_read.problems)

    def is_unread(self, genre: str, name: str) -> bool:
        """Whether a name may stand in a file of law or of roles that could not be read."""
        if genre == DROIT:
            return self.droit.get(name) is None and name in self.droit.unread
        return genre == ROLE and self.roles.get(name) is None and name in self.roles.unread

    def titres(self, kind: str) -> Mapping[str, str]:
        """Return the name within a sentence of each text of a kind of `NAMES`, by its key.

        A text that cannot be read is named by its file.
        """
        if kind not in self._titres:
            read = (NAMES[kind](key, _data(path), self) for key, path in self._files(kind).items())
            self._titres[kind] = {key: words for key, words in read if key}
        return self._titres[kind]

    def fiche_number(self, data: dict[str, Any]) -> str:
        """Return the number of a fiche from its raw values, '' while its clause is unknown.

        That is its number in the text in force on the day, as the fiche itself prints it.
        """
        return next(self._fiche_numbers(data), "")

    def _fiche_numbers(self, data: dict[str, Any]) -> Iterator[str]:
        """Yield the number of a fiche in each text of its act, from the one in force on the day."""
        with suppress(ContentError):  # reported by the act's own check
            for acte in self.actes.nearest_texts(as_text(data.get("convention")), self._day):
                if clause := acte.get(as_text(data.get("clause"))):
                    number = acte.short_number(clause)
                    yield numbered(number, as_text(data.get("indice")).strip())

    def numbers_of_fiches(self) -> dict[str, tuple[str, ...]]:
        """Return all numbers that each fiche has in a text of its act, by its key."""
        read = (
            (key, self._fiche_numbers(_data(path))) for key, path in self._files("fiche").items()
        )
        return {key: tuple(filter(None, dict.fromkeys(numbers))) for key, numbers in read}

    def fiche_label(self, key: str) -> str:
        """Return the number and the title of a fiche."""
        path = self._files("fiche").get(key)
        data = _data(path) if path else {}
        named = filter(None, ("fiche", self.fiche_number(data), _quoted_title(key, data)))
        return INSECABLE.join(named)

    def keys(self, kind: str) -> tuple[str, ...]:
        """Return the keys of the texts of a kind."""
        return tuple(self._files(kind))

    def file(self, kind: str, key: str) -> str:
        """Return the name of the content file of a key; raise KeyError when there is none."""
        return self._workspace.name_of(self._files(kind)[key])

    def nearest(self, kind: str, name: str) -> str:
        """Return a hint for the name of no text, also for one with its kind, as its file may be."""
        return closest_key(name.removeprefix(f"{kind}-"), self.titres(kind))

    def source(self, kind: str, key: str) -> Source | None:
        """Return a content file by its key, None when there is none.

        Raise ContentError when it cannot be read.
        """
        path = self._files(kind).get(key)
        return read_source(path, self._workspace.name_of(path)) if path else None

    def _files(self, kind: str) -> dict[str, Path]:
        """Return the content files of a kind by their keys, the first of each."""
        if kind not in self._paths:
            paths = self._paths[kind] = {}
            for path in self._workspace.texts(kind):
                paths.setdefault(text_key(kind, path), path)
        return self._paths[kind]


def _data(path: Path) -> dict[str, Any]:
    try:
        return as_group(read_source(path, path.name).data)
    except ContentError:  # reported by that file's own check
        return {}


def corpus_of(referential: Referential, day: date | None = None) -> Corpus:
    """Return the corpus of a project on a day, or else on that of its referential.

    Its properties raise ContentError for a wrong file.
    """
    return referential.derived(Corpus).on(day or referential.today)


def partial_corpus_of(referential: Referential) -> Corpus:
    """Return what can be read of the corpus of a project, to check texts against it."""
    return referential.derived(_partial).on(referential.today)


def _partial(referential: Referential) -> Corpus:
    return Corpus(referential, partly=True)
