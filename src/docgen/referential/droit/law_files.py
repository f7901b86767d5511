"""The law as data: each figure once, with its reference and how certain it is.

Each file of `content/referentiel/droit/` holds the items of a code or a theme; `sources.yaml` lists
the texts that were read, and their dates.  All their problems are reported in one pass.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Annotated, Final, Self

from docgen.content.model import Content, Prose, one_of
from docgen.content.partial import ALL_READ, Listing, PartialListing, PartialRead, Unread
from docgen.content.source import Mark, Source
from docgen.content.validation import Finding, find_duplicates
from docgen.errors import Problem, closest
from docgen.referential.droit.reference import compact
from docgen.referential.droit.regle import Bareme, Cle, Confiance, Nature, Regle
from docgen.referential.droit.validation import law_rules

SOURCES: Final = "sources.yaml"
QUINTUPLE: Final = 5
AGE_CONFIDENCES: Final = {Confiance.V, Confiance.V20, Confiance.V17}
"""The confidences that follow from the age of the text that was read."""
RELIRE: Final = "relisez les deux textes, et corrigez la somme qui est fausse"
ROW_BELOW: Final[dict[Bareme | None, Bareme]] = {
    Bareme.MAJOREE: Bareme.FORFAITAIRE,
    Bareme.FORFAITAIRE: Bareme.MINOREE,
    Bareme.MAXIMUM: Bareme.MAJOREE,
    Bareme.RECIDIVE: Bareme.MAXIMUM,
    Bareme.PERSONNE_MORALE: Bareme.MAXIMUM,
}
"""For each row of the scale of contraventions, the row with the next lower sums."""


class FichierDroit(Content):
    """A file of items of a code or a theme."""

    titre: Prose
    regles: tuple[Regle, ...]


class Lecture(Content):
    """A text that was read, its date, and how sure it makes an item."""

    cle: Cle
    nom: Prose
    etat: Prose
    marque: Annotated[Confiance, one_of(Confiance)] = Confiance.V


class Lectures(Content):
    """The file `sources.yaml`."""

    sources: tuple[Lecture, ...]


@dataclass(frozen=True, slots=True)
class LawPlace:
    """The place of an item in a file."""

    file: str
    mark: Mark

    def problem(self, message: str, code: str, hint: str = "") -> Problem:
        """Return an error at this place."""
        return Problem(self.file, message, self.mark.line, self.mark.column, "", code, hint)


class Droit:
    """The valid items of law, in the order of their files.

    `unread` holds the keys that invalid items may have.
    """

    def __init__(
        self,
        items: Iterable[tuple[Regle, LawPlace]] = (),
        lectures: Iterable[Lecture] = (),
        unread: Unread = ALL_READ,
    ) -> None:
        placed = tuple(items)
        self.items = tuple(regle for regle, _ in placed)
        self.lectures = {lecture.cle: lecture for lecture in lectures}
        self.unread = unread
        self._regles = {regle.cle: regle for regle in self.items}
        self._scale = tuple(r for r in self.items if r.bareme is Bareme.MAXIMUM)
        self._places = {regle.cle: place for regle, place in placed}

    def with_items(self, items: Iterable[Regle]) -> Self:
        """Return the law with these items in the places of its own, which have the same keys."""
        placed = ((regle, self.place(regle.cle)) for regle in items)
        return type(self)(placed, self.lectures.values(), self.unread)

    def get(self, cle: str) -> Regle | None:
        """Return an item by its key, None when there is none."""
        return self._regles.get(cle)

    def nearest(self, cle: str) -> str:
        """Return « vouliez-vous dire … ? » for an unknown key, or nothing."""
        return closest(cle, (*self._regles, *self.unread.names))

    def place(self, cle: str) -> LawPlace:
        """Return the place of an item; raise KeyError when there is none."""
        return self._places[cle]

    def maximum(self, classe: int) -> Regle | None:
        """Return the highest fine of a class, for a natural person."""
        return next((r for r in self._scale if r.classe == classe), None)

    def read_in(self, regle: Regle) -> str:
        """Return where an item was read, and the date of that text; or nothing."""
        lecture = self.lectures.get(regle.source or "")
        return f"{lecture.nom}, {lecture.etat}" if lecture else regle.page or ""


def read_droit(folder: Path, named: str) -> PartialRead[Droit]:
    """Return the items in `folder`, which messages call `named`; none without a folder."""
    paths = [path for path in sorted(folder.glob("*.yaml")) if path.name != SOURCES]
    files = [ITEMS.read(path, f"{named}/{path.name}") for path in paths]
    items = [placed for file in files for placed in _placed_items(file)]
    unread = reduce(or_, (file.unread for file in files), ALL_READ)
    sources = _read_sources(folder / SOURCES, f"{named}/{SOURCES}")
    lectures = tuple(sources.sound.values())
    problems = [*sources.problems, *(problem for file in files for problem in file.problems)]
    problems += _check_duplicates(items)
    problems += _check_scale(items)
    problems += _check_sources(items, lectures, sources.unread)
    problems += _check_multiples(items, unread)
    ordered = sorted(problems, key=lambda problem: problem.order)
    return PartialRead(Droit(items, lectures, unread), tuple(ordered))


def _read_sources(path: Path, named: str) -> PartialListing[Lectures, Lecture]:
    return READINGS.read(path, named) if path.exists() else PartialListing(Source(named), None, {})


def _unique_sources(data: object) -> Iterator[Finding]:
    yield from find_duplicates(data, "cle", "la source")


ITEMS: Final = Listing(FichierDroit, law_rules, "regles", Regle, "cle", Cle)
READINGS: Final = Listing(Lectures, _unique_sources, "sources", Lecture, "cle", Cle)


def _placed_items(listed: PartialListing[FichierDroit, Regle]) -> Iterator[tuple[Regle, LawPlace]]:
    source = listed.source
    for rank, regle in listed.sound.items():
        yield regle, LawPlace(source.name, source.place(("regles", rank, "cle"))[1])


def _check_duplicates(items: list[tuple[Regle, LawPlace]]) -> Iterator[Problem]:
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


def _check_sources(
    items: list[tuple[Regle, LawPlace]], lectures: tuple[Lecture, ...], unread: Unread
) -> Iterator[Problem]:
    """Yield a problem for each unknown source, and each rule that it does not make so certain."""
    known = {lecture.cle: lecture for lecture in lectures}
    for regle, place in items:
        lecture = known.get(regle.source or "")
        if lecture is None:
            if regle.source and regle.source not in unread:
                hint = closest(regle.source, known) or f"les sources sont dans {SOURCES}"
                yield place.problem(f"source inconnue : « {regle.source} »", "source", hint)
        elif regle.confiance in AGE_CONFIDENCES and regle.confiance is not lecture.marque:
            message = (
                f"« confiance: {regle.confiance} », pour un texte de l’état « {lecture.etat} »"
            )
            hint = f"confiance: {lecture.marque} ({lecture.marque.libelle})"
            yield place.problem(message, "confiance", hint)


def _check_multiples(items: list[tuple[Regle, LawPlace]], unread: Unread) -> Iterator[Problem]:
    """Yield a problem for each sum that is not five times its `quintuple_de`."""
    regles = {regle.cle: regle for regle, _ in items}
    for regle, place in items:
        if not regle.quintuple_de or regle.quintuple_de in unread:
            continue
        single = regles.get(regle.quintuple_de)
        if single is None or single.nature is not Nature.MONTANT:
            message = f"aucun montant « {regle.quintuple_de} »"
            hint = closest(regle.quintuple_de, regles) or "la clé d’une règle « nature: montant »"
            yield place.problem(message, "cle", hint)
        elif regle.nombre != QUINTUPLE * single.nombre:
            message = f"{regle.dit} contredit « {single.cle} » : le quintuple de {single.dit}"
            yield place.problem(f"{message} est attendu", "contradiction", RELIRE)


def _check_scale(items: list[tuple[Regle, LawPlace]]) -> Iterator[Problem]:
    """Yield a problem for each sum that does not grow with its class and its row of the scale."""
    scale: dict[tuple[Bareme | None, int], Regle] = {}
    for regle, place in items:
        if regle.bareme is None or regle.classe is None or regle.nature is not Nature.MONTANT:
            continue
        first = scale.setdefault((regle.bareme, regle.classe), regle)
        if first.nombre != regle.nombre:
            message = f"{regle.dit} contredit « {first.cle} » ({first.dit}), de la même classe"
            yield place.problem(message, "contradiction", RELIRE)
    places = {regle.cle: place for regle, place in items}
    for (bareme, classe), regle in scale.items():
        for lower in (scale.get((bareme, classe - 1)), scale.get((ROW_BELOW.get(bareme), classe))):
            if lower is not None and lower.nombre >= regle.nombre:
                message = f"{regle.dit} contredit « {lower.cle} » ({lower.dit}), qui est moindre"
                yield places[regle.cle].problem(message, "contradiction", RELIRE)
