"""Which communes are meant: named one by one, or all those of a place, of a unit, of a force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from docgen.errors import ContentError, Problem, Severity, closest
from docgen.french.territory import CodeInsee
from docgen.french.wording import nombre
from docgen.referential.communes.chosen import Selection
from docgen.referential.communes.communes import Commune, Epci, UnknownCommuneError
from docgen.referential.communes.competence import Force, Zone
from docgen.referential.communes.resolution import normalise_name, with_rest
from docgen.referential.referential import Referential
from docgen.referential.territoire.validation import nearest_unit

__all__ = ["Selection", "select_communes"]

UNPLACED: Final = "« --zone tout » les prend ; « docgen data import competence » dit leur zone"

LINKS: Final = frozenset(["d", "de", "des", "du", "et", "l", "la", "le", "les"])
"""The words of a name that any other may have too."""
T = TypeVar("T")


def select_communes(
    referential: Referential, asked: Selection, home: str | None = None
) -> tuple[tuple[CodeInsee, ...], list[Problem]]:
    """Return the communes that are meant, each once, by the order asked, and what is to be told.

    Those that are named are expected in the département `home` (its code; that of the project
    without it), or in one whose communes are asked for.  Raise ContentError with everything that
    names nothing.
    """
    chooser = _Chooser(referential, home or referential.home)
    named = list(chooser.named(asked.communes))
    chooser.surprised(named, asked.departements)
    placed = [
        *(code for one in asked.departements for code in chooser.of_departement(one)),
        *(code for one in asked.epci for code in chooser.of_epci(one)),
        *(code for one in asked.unites for code in chooser.of_unit(one)),
        *(referential.communes.codes if asked.tout else ()),
    ]
    found = [
        *(chooser.in_zone(named, asked.zone) if asked.zone else named),
        *(placed if asked.partout else chooser.in_zone(placed, asked.zone or Zone.GENDARMERIE)),
    ]
    if not found and not chooser.wrong and (named or placed):
        chooser.refuse_zone()
    if chooser.wrong:
        raise ContentError(chooser.problems)
    return tuple(dict.fromkeys(found)), chooser.problems


def communes_outside(
    referential: Referential, codes: Iterable[CodeInsee], departements: Iterable[str]
) -> Iterator[Commune]:
    """Yield the communes that are of none of some départements, given by their codes."""
    places = set(departements)
    for code in codes:
        commune = referential.communes.get(code)
        if commune and commune.departement.code not in places:
            yield commune


def warn_of_communes_outside(
    referential: Referential, codes: Iterable[CodeInsee], home: str | None, *others: str
) -> Iterator[Problem]:
    """Yield a warning for each commune that is neither of the département `home` nor of `others`.

    Neither its convention nor its units are known here: what is made of it is another's paper.
    """
    place = referential.communes.departement(home) if home else None
    if place is None:
        return
    for commune in communes_outside(referential, codes, (place.code, *others)):
        name = f"{commune.toponyme.seul} ({commune.code})"
        message = f"{name} n’est pas {place.dans}, le département de ce projet"
        hint = "vérifiez le code ou le nom : ni sa convention ni ses unités ne sont connues ici"
        severity = Severity.AVERTISSEMENT
        yield Problem("--insee", message, code="commune", hint=hint, severity=severity)


class _Chooser:
    """Finds communes, and keeps what is to be told of what was asked."""

    def __init__(self, referential: Referential, home: str | None) -> None:
        self.referential, self.home = referential, home
        self.problems: list[Problem] = []
        self._elsewhere = False

    @property
    def wrong(self) -> bool:
        """Whether something that was asked names nothing."""
        return any(problem.severity is Severity.ERREUR for problem in self.problems)

    def refuse(self, option: str, message: str, hint: str = "") -> None:
        """Keep that something names nothing."""
        self.problems.append(Problem(option, message, code="commune", hint=hint))

    def refuse_zone(self) -> None:
        """Keep that no commune is of the zone that is asked for, or that nobody knows theirs."""
        message, hint = "la zone de ces communes n’est pas connue", UNPLACED
        if self._elsewhere:
            message = "aucune de ces communes n’est dans cette zone"
            hint = "« --zone tout » les prend toutes"
        self.refuse("--zone", message, hint)

    def named(self, communes: Iterable[str]) -> Iterator[CodeInsee]:
        """Yield communes named by a code or by a name, old ones resolved."""
        known = self.referential.communes
        for text in communes:
            try:
                found = known.resolve(text, self.home)
            except UnknownCommuneError as error:
                hint = error.hint or "par son code INSEE (« 81101 ») ou par son nom (« Le Garric »)"
                self.refuse("--insee", str(error), hint)
                continue
            if found.notice:
                severity = Severity.AVERTISSEMENT
                told = Problem("--insee", found.notice, code="commune", severity=severity)
                self.problems.append(told)
            yield found.commune.code

    def surprised(self, codes: Iterable[CodeInsee], asked: Iterable[str]) -> None:
        """Tell of communes that are neither at home nor of a département that is asked for."""
        known = map(self.referential.communes.departement_named, asked)
        others = (one.code for one in known if one)
        self.problems += warn_of_communes_outside(self.referential, codes, self.home, *others)

    def of_departement(self, code: str) -> Iterator[CodeInsee]:
        """Yield the communes of a département: « 81 », « 2A », « 974 »."""
        communes = self.referential.communes
        wanted = communes.departement_named(code)
        if wanted is None:
            names = [one.nom for one in communes.departements]
            hint = closest(code, names) or "par son numéro : « 81 », « 2A », « 974 »"
            self.refuse("--departement", f"département inconnu : « {code} »", hint)
            return
        yield from (one.code for one in communes.in_departement(wanted.code))

    def of_epci(self, asked: str) -> Iterator[CodeInsee]:
        """Yield the communes of an intercommunalité, by its SIREN or by its name."""
        members: dict[Epci, list[Commune]] = {}
        for code in self.referential.communes.codes:
            commune = self.referential.communes.get(code)
            if commune and commune.epci:
                members.setdefault(commune.epci, []).append(commune)
        names = {epci: f"{epci.nature} {epci.nom}" for epci in members}
        known = [epci for epci in members if epci.siren == asked.strip()]
        meant = known or _meant(asked, {epci: epci.nom for epci in members}, names)
        here = [one for one in meant if self.home in {c.departement.code for c in members[one]}]
        meant = here if len(here) == 1 else meant
        if not meant:
            near = closest(asked, [epci.nom for epci in members])
            hint = near or "par son numéro SIREN (neuf chiffres), ou par son nom"
            self.refuse("--epci", f"intercommunalité inconnue : « {asked} »", hint)
        if len(meant) > 1:
            several = [f"{epci.siren} ({names[epci]})" for epci in meant]
            hint = f"par son numéro SIREN : {with_rest(several)}"
            self.refuse("--epci", f"« {asked} » peut dire {len(meant)} intercommunalités", hint)
        elif meant:
            yield from (commune.code for commune in members[meant[0]])

    def of_unit(self, name: str) -> Iterator[CodeInsee]:
        """Yield the communes of a brigade or a police station, by its name or identifier."""
        known = self.referential.competence
        forces = list(Force) if known else []
        units = dict.fromkeys(
            one
            for force in forces
            for code in (known.in_zone(force) if known else ())
            if known and (one := known.of(code))
        )
        by_id = [unit for unit in units if unit.id_service and unit.id_service == name.strip()]
        meant = by_id or _meant(name, {unit: unit.service for unit in units})
        if not meant:
            near = nearest_unit(name, [unit.service for unit in units])
            hint = near or "le nom que docgen imprime : « Brigade d’Alban »"
            self.refuse("--unite", f"unité inconnue : « {name} »", hint)
        if len(meant) > 1:
            several = [f"{one.service} ({one.id_service})" for one in meant]
            hint = f"par son nom entier, ou par son identifiant : {with_rest(several)}"
            self.refuse("--unite", f"« {name} » peut dire {len(meant)} unités", hint)
        elif meant and known:
            yield from known.of_service(meant[0])

    def in_zone(self, codes: Sequence[CodeInsee], zone: Zone) -> Iterator[CodeInsee]:
        """Yield the communes of a zone; those of which nothing is known are in none, and told."""
        known = self.referential.competence
        units = {code: known.of(code) if known else None for code in codes}
        unknown = sum(unit is None for unit in units.values())
        if unknown:
            communes = f"{nombre(unknown)} commune{'s' * (unknown > 1)}"
            message = f"zone inconnue pour {communes}, non retenue{'s' * (unknown > 1)}"
            severity = Severity.AVERTISSEMENT
            told = Problem("--zone", message, code="commune", hint=UNPLACED, severity=severity)
            self.problems.append(told)
        self._elsewhere |= any(units.values())
        yield from (code for code, unit in units.items() if unit and unit.force is zone.force)


def _meant(asked: str, *naming: Mapping[T, str]) -> list[T]:
    """Return what is called so; where nothing is, what has every word of it in its last name."""
    wanted = normalise_name(asked)
    for names in naming:
        if same := [one for one, name in names.items() if normalise_name(name) == wanted]:
            return same
    words = _telling(wanted)
    if not words:
        return []
    return [one for one, name in naming[-1].items() if words <= _telling(normalise_name(name))]


def _telling(name: str) -> set[str]:
    """Return the words of a name that tell it from others."""
    return set(name.split()) - LINKS
