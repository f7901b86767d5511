"""The law that texts speak of: every figure once, with where it is written and how far it is sure.

The files of `content/referentiel/droit/` each hold the items of a code or a theme; `sources.yaml`
names what was read, and its state.  All their problems are told in one pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Final

from docgen.content.model import Content, Prose
from docgen.content.partial import ALL_READ, Listing, PartialListing, PartialRead, Unread
from docgen.content.source import Mark, Source
from docgen.content.validation import Finding, find_duplicates
from docgen.errors import Problem, closest
from docgen.referential.droit.reference import compact
from docgen.referential.droit.regle import Bareme, Cle, Nature, Regle
from docgen.referential.droit.validation import law_rules

FOLDER: Final = "droit"
SOURCES: Final = "sources.yaml"
QUINTUPLE: Final = 5
BELOW: Final[dict[Bareme | None, Bareme]] = {
    Bareme.MAJOREE: Bareme.FORFAITAIRE,
    Bareme.FORFAITAIRE: Bareme.MINOREE,
    Bareme.MAXIMUM: Bareme.MAJOREE,
    Bareme.RECIDIVE: Bareme.MAXIMUM,
    Bareme.PERSONNE_MORALE: Bareme.MAXIMUM,
}
"""For each row of the scale of contraventions, the one whose sums are lower."""


class FichierDroit(Content):
    """A file of items: the code or the theme that they belong to."""

    titre: Prose
    regles: tuple[Regle, ...]


class Lecture(Content):
    """What was read, and of what day its text is: « mi-juillet 2025 »."""

    cle: Cle
    nom: Prose
    etat: Prose


class Lectures(Content):
    """The file `sources.yaml`."""

    sources: tuple[Lecture, ...]


@dataclass(frozen=True, slots=True)
class LawPlace:
    """Where an item is written."""

    file: str
    mark: Mark

    def problem(self, message: str, code: str, hint: str = "") -> Problem:
        """Return an error at this place."""
        return Problem(self.file, message, self.mark.line, self.mark.column, "", code, hint)


class Droit:
    """The items of law, in the order of their files.

    Of files that are wrong, the sound ones, and in `unread` the keys that the others may have.
    """

    def __init__(
        self,
        items: Iterable[tuple[Regle, LawPlace]] = (),
        lectures: Iterable[Lecture] = (),
        titres: Iterable[tuple[str, str]] = (),
        unread: Unread = ALL_READ,
    ) -> None:
        kept = tuple(items)
        self.items = tuple(regle for regle, _ in kept)
        self.lectures = {lecture.cle: lecture for lecture in lectures}
        self.titres = dict(titres)
        self.unread = unread
        self._regles = {regle.cle: regle for regle in self.items}
        self._scale = tuple(r for r in self.items if r.bareme is Bareme.MAXIMUM)
        self._places = {regle.cle: place for regle, place in kept}

    def get(self, cle: str) -> Regle | None:
        """Return an item by its key, None when there is none."""
        return self._regles.get(cle)

    def nearest(self, cle: str) -> str:
        """Return « vouliez-vous dire … ? » for a key that is not known, or nothing."""
        return closest(cle, (*self._regles, *self.unread.names))

    def place(self, cle: str) -> LawPlace:
        """Return where an item is written; raise KeyError when there is none."""
        return self._places[cle]

    def titre(self, cle: str) -> str:
        """Return the code or the theme of an item; raise KeyError when there is none."""
        return self.titres.get(self.place(cle).file, "")

    def maximum(self, classe: int) -> Regle | None:
        """Return the highest fine of a class, for a natural person."""
        return next((r for r in self._scale if r.classe == classe), None)

    def fraicheur(self, regles: Iterable[Regle]) -> tuple[Lecture, ...]:
        """Return what was read for some items, each once: what a page says of its freshness."""
        read = dict.fromkeys(regle.source for regle in regles if regle.source)
        return tuple(self.lectures[cle] for cle in read if cle in self.lectures)


def read_droit(folder: Path, named: str) -> PartialRead[Droit]:
    """Read the items in `folder`, called `named` in messages; none when there is no folder."""
    paths = [path for path in sorted(folder.glob("*.yaml")) if path.name != SOURCES]
    files = [ITEMS.read(path, f"{named}/{path.name}") for path in paths]
    items = [placed for one in files for placed in _placed(one)]
    titres = [(one.source.name, one.content.titre) for one in files if one.content]
    unread = reduce(or_, (one.unread for one in files), ALL_READ)
    sources = _read_sources(folder / SOURCES, f"{named}/{SOURCES}")
    lectures = tuple(sources.sound.values())
    problems = [*sources.problems, *(problem for one in files for problem in one.problems)]
    problems += _twice(items)
    problems += _scale(items)
    problems += _sources(items, {lecture.cle for lecture in lectures}, sources.unread)
    problems += _multiples(items, unread)
    told = sorted(problems, key=lambda problem: problem.order)
    return PartialRead(Droit(items, lectures, titres, unread), tuple(told))


def _read_sources(path: Path, named: str) -> PartialListing[Lectures, Lecture]:
    return READINGS.read(path, named) if path.exists() else PartialListing(Source(named), None, {})


def _unique_sources(data: object) -> Iterator[Finding]:
    yield from find_duplicates(data, "cle", "la source")


ITEMS: Final = Listing(FichierDroit, law_rules, "regles", Regle, "cle", Cle)
READINGS: Final = Listing(Lectures, _unique_sources, "sources", Lecture, "cle", Cle)


def _placed(listed: PartialListing[FichierDroit, Regle]) -> Iterator[tuple[Regle, LawPlace]]:
    source = listed.source
    for rank, regle in listed.sound.items():
        yield regle, LawPlace(source.name, source.place(("regles", rank, "cle"))[1])


def _twice(items: list[tuple[Regle, LawPlace]]) -> Iterator[Problem]:
    seen: dict[str, LawPlace] = {}
    for regle, place in items:
        names = {regle.cle: f"clé « {regle.cle} » déjà prise"}
        if regle.nature is Nature.ARTICLE and regle.reference and regle.reference.article:
            part = f" {regle.reference.partie}" if regle.reference.partie else ""
            last = f" {regle.reference.jusqu_au}" if regle.reference.jusqu_au else ""
            named = f"{regle.reference.code} {compact(regle.reference.article)}{last}{part}"
            names[named] = f"article déjà donné : {regle.reference.dit}"
        for name, message in names.items():
            if name in seen:
                first = seen[name]
                yield place.problem(
                    f"{message} ({first.file}, ligne {first.mark.line})",
                    "doublon",
                    "gardez une seule des deux règles",
                )
            seen.setdefault(name, place)


def _sources(
    items: list[tuple[Regle, LawPlace]], sources: set[str], unread: Unread
) -> Iterator[Problem]:
    for regle, place in items:
        if regle.source and regle.source not in sources and regle.source not in unread:
            hint = closest(regle.source, sources) or f"les sources sont dans {SOURCES}"
            yield place.problem(f"source inconnue : « {regle.source} »", "source", hint)


def _multiples(items: list[tuple[Regle, LawPlace]], unread: Unread) -> Iterator[Problem]:
    """Yield the sums that are not five times what they say they are five times."""
    regles = {regle.cle: regle for regle, _ in items}
    for regle, place in items:
        if not regle.quintuple_de or regle.quintuple_de in unread:
            continue
        single = regles.get(regle.quintuple_de)
        if single is None or single.nature is not Nature.MONTANT:
            message = f"aucun montant « {regle.quintuple_de} »"
            yield place.problem(message, "cle", closest(regle.quintuple_de, regles))
        elif regle.nombre != QUINTUPLE * single.nombre:
            message = f"{regle.dit} contredit « {single.cle} » : le quintuple de {single.dit}"
            yield place.problem(f"{message} est attendu", "contradiction")


def _scale(items: list[tuple[Regle, LawPlace]]) -> Iterator[Problem]:
    """Yield the sums that contradict the scale: one for a class and a row, growing both ways."""
    scale: dict[tuple[Bareme | None, int], Regle] = {}
    for regle, place in items:
        if regle.bareme is None or regle.classe is None or regle.nature is not Nature.MONTANT:
            continue
        first = scale.setdefault((regle.bareme, regle.classe), regle)
        if first.nombre != regle.nombre:
            message = f"{regle.dit} contredit « {first.cle} » ({first.dit}), de la même classe"
            yield place.problem(message, "contradiction")
    places = {regle.cle: place for regle, place in items}
    for (bareme, classe), regle in scale.items():
        for lower in (scale.get((bareme, classe - 1)), scale.get((BELOW.get(bareme), classe))):
            if lower is not None and lower.nombre >= regle.nombre:
                message = f"{regle.dit} contredit « {lower.cle} » ({lower.dit}), qui est moindre"
                yield places[regle.cle].problem(message, "contradiction")
