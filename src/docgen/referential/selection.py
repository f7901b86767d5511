"""Choice of communes: named one by one, or all those of a place, of a unit or of a force."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from docgen.errors import ContentError, Problem, Severity, closest
from docgen.french.territory import CodeInsee, departement_of
from docgen.french.wording import nombre
from docgen.referential.communes.chosen import Selection
from docgen.referential.communes.france import Commune, Communes, Resolved
from docgen.referential.communes.postal_codes import AMBIGUOUS, name_another
from docgen.referential.communes.resolution import (
    UnknownCommuneError,
    looks_like_code,
    normalise_name,
    with_rest,
)
from docgen.referential.communes.zones import Zone
from docgen.referential.referential import Referential
from docgen.referential.territoire.validation import competent_units, nearest_unit

UNKNOWN_ZONE: Final = (
    "« --zone tout » les prend ; « docgen data import competence FICHIER » dit leur zone"
)

LINKING_WORDS: Final = frozenset(["d", "de", "des", "du", "et", "l", "la", "le", "les"])
"""The words of a name that do not distinguish it."""
EXAMPLE: Final = "81"
"""The département whose communes are examples where the project has not two of its own."""

T = TypeVar("T")


def select_communes(
    referential: Referential, selection: Selection, home: str | None = None
) -> tuple[tuple[CodeInsee, ...], list[Problem]]:
    """Return the selected communes in order, each once, and the warnings.

    Outside the département `home` (a code; by default that of the project) and the selected ones, a
    commune is refused by name and draws a warning by code.  Raise ContentError with all that
    cannot be found.
    """
    if selection == Selection():
        return (), []  # what names no commune needs none
    chooser = _CommuneSearch(referential, home or referential.home)
    by_name = list(chooser.by_name(selection.communes, selection.departements))
    by_place = [
        *(code for name in selection.departements for code in chooser.of_departement(name)),
        *(code for name in selection.epci for code in chooser.of_epci(name)),
        *(code for name in selection.unites for code in chooser.of_unit(name)),
        *(referential.communes.codes if selection.tout else ()),
    ]
    zone = selection.zone or Zone.GENDARMERIE
    codes = [
        *(chooser.in_zone(by_name, zone) if selection.zone else by_name),
        *(by_place if selection.partout else chooser.in_zone(by_place, zone)),
    ]
    if not codes and not chooser.has_errors and (by_name or by_place):
        chooser.refuse_zone()
    if chooser.has_errors:
        raise ContentError(chooser.problems)
    return tuple(dict.fromkeys(codes)), chooser.problems


def communes_outside(
    referential: Referential, codes: Iterable[CodeInsee], departements: Iterable[str]
) -> Iterator[Commune]:
    """Yield the communes that are in none of the départements, given by their codes."""
    places = set(departements)
    for code in codes:
        commune = referential.communes.get(code)
        if commune and commune.departement.code not in places:
            yield commune


def warn_of_communes_outside(
    referential: Referential, codes: Iterable[CodeInsee], home: str | None, *others: str
) -> Iterator[Problem]:
    """Yield a warning for each commune that is in neither the département `home` nor `others`.

    The project knows neither its convention nor its units.
    """
    place = referential.communes.departement(home) if home else None
    if place is None:
        return
    for commune in communes_outside(referential, codes, (place.code, *others)):
        name = f"{commune.toponyme.seul} ({commune.code})"
        message = f"{name} n’est pas {place.dans}, le département de ce projet"
        hint = "vérifiez le code : ni sa convention ni ses unités ne sont connues ici"
        yield Problem("--insee", message, code="commune", hint=hint).as_warning()


def explain_stranger(
    text: str, commune: Commune, communes: Communes, home: str
) -> tuple[str, str, str]:
    """Return that a name is that of a commune of another département than `home`.

    Then the communes of near names there, if any, and how to name the other by its code.
    """
    place = communes.departement(home)
    dans = place.dans if place else ""
    message = f"aucune commune ne s’appelle « {text} » {dans}, le département de ce projet"
    near = communes.near_names(text, home)
    there = f"{commune.code}, par son code, pour {commune.toponyme.seul}"
    return message, f"{near}, ou " * bool(near), f"{there} ({commune.departement.nom})"


class _CommuneSearch:
    """Search for communes that collects the problems."""

    def __init__(self, referential: Referential, home: str | None) -> None:
        self.referential, self.home = referential, home
        self.problems: list[Problem] = []
        self._zone_known = False

    @property
    def has_errors(self) -> bool:
        return any(problem.severity is Severity.ERREUR for problem in self.problems)

    def refuse(self, option: str, message: str, hint: str = "") -> None:
        """Add the error that an option names nothing."""
        self.problems.append(Problem(option, message, code="commune", hint=hint))

    def refuse_zone(self) -> None:
        """Add the error that no commune is in the zone, or that their zone is not known."""
        message, hint = "la zone de ces communes n’est pas connue", UNKNOWN_ZONE
        if self._zone_known:
            message = "aucune de ces communes n’est dans cette zone"
            hint = "« --zone tout » les prend toutes"
        self.refuse("--zone", message, hint)

    def by_name(self, texts: Iterable[str], departements: Iterable[str]) -> Iterator[CodeInsee]:
        """Yield communes given by code or name; old ones are resolved."""
        selected = map(self.referential.communes.departement_named, departements)
        others = [departement.code for departement in selected if departement]
        for text in texts:
            try:
                resolved = self.referential.communes.resolve(text, self.home)
            except UnknownCommuneError as error:
                self.refuse("--insee", str(error), error.hint or self._how_to_name(text))
                continue
            code = resolved.commune.code
            strangers = [*warn_of_communes_outside(self.referential, [code], self.home, *others)]
            if strangers and not looks_like_code(text):
                self.refuse_stranger(text, resolved.commune)
                continue
            if resolved.notice:
                self.problems.append(_notice_of(resolved))
            self.problems += strangers
            yield code

    def _how_to_name(self, text: str) -> str:
        """Return how to name communes, by two of the project, where nothing is near a text."""
        known = self.referential.communes
        at_home = known.in_departement(self.home or "")
        first, second, *_ = (*at_home, *known.in_departement(EXAMPLE))
        if "," in text or ";" in text:
            return f"une commune par « --insee » : --insee {first.code} --insee {second.code}"
        return f"par son code INSEE (« {first.code} ») ou par son nom (« {first.toponyme.seul} »)"

    def refuse_stranger(self, text: str, commune: Commune) -> None:
        """Add the error that a name is that of a commune of another département."""
        communes = self.referential.communes
        message, near, there = explain_stranger(text, commune, communes, self.home or "")
        self.refuse("--insee", message, f"{near}--insee {there}")

    def of_departement(self, code: str) -> Iterator[CodeInsee]:
        """Yield the communes of a département: « 81 », « 2A », « 974 »."""
        communes = self.referential.communes
        departement = communes.departement_named(code)
        if departement is None:
            names = [other.nom for other in communes.departements]
            hint = closest(code, names) or "par son numéro : « 81 », « 2A » ou « 2B », « 974 »"
            self.refuse("--departement", f"département inconnu : « {code} »", hint)
            return
        yield from (commune.code for commune in communes.in_departement(departement.code))

    def of_epci(self, name: str) -> Iterator[CodeInsee]:
        """Yield the communes of an intercommunalité, by its SIREN or by its name."""
        members = self.referential.communes.by_epci
        names = {epci: f"{epci.nature} {epci.nom}" for epci in members}
        by_siren = [epci for epci in members if epci.siren == name.strip()]
        matches = by_siren or _matches(name, {epci: epci.nom for epci in members}, names)
        here = [epci for epci in matches if self.home in {*map(departement_of, members[epci])}]
        matches = here if len(here) == 1 else matches
        if not matches:
            near = closest(name, [epci.nom for epci in members])
            hint = near or "par son numéro SIREN (neuf chiffres), ou par son nom"
            self.refuse("--epci", f"intercommunalité inconnue : « {name} »", hint)
        if len(matches) > 1:
            several = [f"{epci.siren} ({names[epci]})" for epci in matches]
            hint = f"par son numéro SIREN : {with_rest(several)}"
            self.refuse("--epci", f"« {name} » peut dire {len(matches)} intercommunalités", hint)
        elif matches:
            yield from members[matches[0]]

    def of_unit(self, name: str) -> Iterator[CodeInsee]:
        """Yield the communes of a brigade or a police station, by its name or identifier."""
        competences = self.referential.competence
        units = competent_units(competences) if competences else ()
        by_id = [unit for unit in units if unit.id_service and unit.id_service == name.strip()]
        matches = by_id or _matches(name, {unit: unit.service for unit in units})
        if not matches:
            near = nearest_unit(name, [unit.service for unit in units])
            known = with_rest([unit.service for unit in units])
            listed = f"unités de ce projet : {known}" if known else "aucune unité n’est importée"
            hint = near or listed
            self.refuse("--unite", f"unité inconnue : « {name} »", hint)
        if len(matches) > 1:
            several = [f"{unit.service} ({unit.id_service})" for unit in matches]
            hint = f"par son nom entier, ou par son identifiant : {with_rest(several)}"
            self.refuse("--unite", f"« {name} » peut dire {len(matches)} unités", hint)
        elif matches and competences:
            yield from competences.of_service(matches[0])

    def in_zone(self, codes: Sequence[CodeInsee], zone: Zone) -> Iterator[CodeInsee]:
        """Yield the communes of a zone; add a warning for those whose zone is not known."""
        competences = self.referential.competence
        units = {code: competences.of(code) if competences else None for code in codes}
        unknown = sum(unit is None for unit in units.values())
        if unknown:
            plural = "s" * (unknown > 1)
            message = f"zone inconnue pour {nombre(unknown)} commune{plural}, non retenue{plural}"
            self.problems.append(
                Problem("--zone", message, code="commune", hint=UNKNOWN_ZONE).as_warning()
            )
        self._zone_known |= any(units.values())
        yield from (code for code, unit in units.items() if unit and unit.force is zone.force)


def _notice_of(resolved: Resolved) -> Problem:
    """Return the warning that a commune is not quite what was asked."""
    hint, code = f"écrivez son code : --insee {resolved.commune.code}", "commune"
    if resolved.served:
        hint, code = name_another(resolved.served), AMBIGUOUS
    return Problem("--insee", resolved.notice, code=code, hint=hint).as_warning()


def _matches(text: str, *naming: Mapping[T, str]) -> list[T]:
    """Return what has this name; failing that, what has each of its words in its last name."""
    wanted = normalise_name(text)
    for names in naming:
        if same := [item for item, name in names.items() if normalise_name(name) == wanted]:
            return same
    words = _distinctive_words(wanted)
    if not words:
        return []
    return [
        item
        for item, name in naming[-1].items()
        if words <= _distinctive_words(normalise_name(name))
    ]


def _distinctive_words(name: str) -> set[str]:
    return set(name.split()) - LINKING_WORDS
