"""Rules of `content/territoire/` beyond each field: known names, without duplicates.

They read raw values, so that their findings are reported in the same pass as those of the types.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from docgen.content.raw import groups_of, repeats_of, texts_of
from docgen.content.source import Steps
from docgen.content.stamp import begins_later
from docgen.content.validation import Finding, Rules, find_gaps
from docgen.errors import nearest
from docgen.french.days import read_day
from docgen.french.territory import CodeInsee, is_code_insee
from docgen.french.typography import fold_typography
from docgen.french.wording import date_longue
from docgen.referential.communes.competence import Competence, Competences
from docgen.referential.communes.france import Communes
from docgen.referential.communes.resolution import UnknownCommuneError
from docgen.referential.communes.zones import Force
from docgen.referential.figures.activite import comparable_text
from docgen.referential.open_data import OpenData


def nearest_unit(asked: str, names: Iterable[str]) -> str:
    """Return « vouliez-vous dire … ? » with the unit of the nearest place, or nothing.

    Only places are compared: « Brigade de Nulle-Part » resembles no « Brigade de … ».
    """
    places = {_place(name): name for name in names}
    near = nearest(_place(asked), places)
    return f"vouliez-vous dire « {places[near]} » ?" if near else ""


def _place(unit: str) -> str:
    """Return the place in the name of a unit: ``Brigade d’Alban`` → ``alban``."""
    return _BEFORE_PLACE.sub("", comparable_text(unit))


_BEFORE_PLACE = re.compile(r"^\S+ (?:.*?\b(?:de la |de l['’]|de |du |des |d['’]))?")


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The names that a file may use: the communes of France, and their competent units."""

    communes: Communes
    unites: tuple[Competence, ...] = ()
    _named: dict[str, list[Competence]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for unit in self.unites:
            for name in filter(None, (unit.service, unit.id_service)):
                self._named.setdefault(comparable_text(name), []).append(unit)

    @classmethod
    def of(cls, data: OpenData) -> KnownNames:
        """Return the names in the snapshots of a project."""
        competence = data.competence
        return cls(data.communes, competent_units(competence) if competence else ())

    def units_named(self, name: str) -> tuple[Competence, ...]:
        """Return the units of a name or identifier."""
        return tuple(self._named.get(comparable_text(name), ()))

    def unit(self, name: str) -> Competence | None:
        """Return the unit of a name or identifier; None when there is none, or several."""
        matches = self.units_named(name)
        return matches[0] if len(matches) == 1 else None

    def unit_label(self, name: str) -> str:
        """Return the name of a unit, with its identifier if several units share the name."""
        unit = self.unit(name)
        if unit is None:
            return name
        shared = len(self.units_named(unit.service)) > 1
        return f"{unit.id_service} {unit.service}" if shared else unit.service

    def commune_label(self, code: CodeInsee) -> str:
        """Return the code and the name of a commune: « 81218 Puygouzon »."""
        commune = self.communes.get(code)
        return f"{code} {commune.toponyme.seul}" if commune else code

    def unit_findings(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield the problem of a unit's name, with a hint."""
        matches = self.units_named(name)
        if len(matches) > 1:
            choices = " ou ".join(unit.id_service for unit in matches)
            yield f"plusieurs unités s’appellent « {name} »", f"écrivez son identifiant : {choices}"
        elif self.unites and not matches:
            names = [unit.service for unit in self.unites]
            other = "écrivez-la comme l’export : « Brigade de … » ; ou retirez-la, si elle a fermé"
            hint = nearest_unit(name, names) or other
            yield f"unité inconnue : « {name} »", hint

    def commune_findings(self, code: str) -> Iterator[tuple[str, str]]:
        """Yield the problem of a well-formed code, with a hint: it is unknown, or an old one."""
        if self.communes.get(CodeInsee(code)):
            return
        try:
            now = self.communes.resolve(code).commune
        except UnknownCommuneError as error:
            hint = error.hint or "un code INSEE a cinq caractères ; ce n’est pas le code postal"
            yield f"commune inconnue : « {code} »", hint
        else:
            hint = f"écrivez {now.code} ({now.toponyme.seul})"
            yield f"« {code} » n’est plus le code d’une commune", hint


def competent_units(competence: Competences) -> tuple[Competence, ...]:
    """Return all units, in the order of the communes of each force."""
    codes = (code for force in Force for code in competence.in_zone(force))
    return tuple(dict.fromkeys(unit for code in codes if (unit := competence.of(code))))


def unit_rules(known: KnownNames) -> Rules:
    """Return the rules of `unites.yaml`."""

    def rules(data: object) -> Iterator[Finding]:
        named: list[tuple[Steps, str]] = [
            (("unites", rank, "unite"), name) for rank, name in texts_of(data, "unites", "unite")
        ]
        for steps, name in named:
            for message, hint in known.unit_findings(name):
                yield Finding(steps, "unite", message, hint)
        same = ((steps, known.unit(name) or fold_typography(name), name) for steps, name in named)
        yield from _find_repeated("unité", same)
        yield from find_gaps(data)

    return rules


def commune_codes(data: object) -> Iterator[tuple[Steps, str]]:
    """Yield the codes of the communes of `communes.yaml`, each with its place."""
    for rank, text in texts_of(data, "communes", "code_insee"):
        yield ("communes", rank, "code_insee"), text.strip()


def commune_rules(
    known: KnownNames, today: date | None = None, titles: Mapping[str, str] = MappingProxyType({})
) -> Rules:
    """Return the rules of `communes.yaml`; days are checked only with `today`.

    `titles` are the names of a mayor's fields in messages, if not their keys.
    """

    def rules(data: object) -> Iterator[Finding]:
        codes = [(steps, code) for steps, code in commune_codes(data) if is_code_insee(code)]
        for steps, code in codes:
            for message, hint in known.commune_findings(code):
                yield Finding(steps, "commune", message, hint)
        for rank, name in texts_of(data, "communes", "unite"):
            for message, hint in known.unit_findings(name):
                yield Finding(("communes", rank, "unite"), "unite", message, hint)
        yield from _find_repeated("commune", ((steps, code, code) for steps, code in codes))
        yield from find_gaps(data, "commentaire")
        for rank, group in groups_of(data, "communes"):
            yield from _postal_findings(rank, group, known)
            if isinstance(maire := group.get("maire"), dict):
                yield from _mayor_findings(rank, maire, titles)
                yield from _day_findings(rank, maire, today)

    return rules


def _postal_findings(rank: int, group: Mapping[str, Any], known: KnownNames) -> Iterator[Finding]:
    code, written = (str(group.get(key, "")).strip() for key in ("code_insee", "code_postal"))
    commune = known.communes.get(CodeInsee(code))
    codes = commune.codes_postaux if commune else ()
    if commune and codes and re.fullmatch(r"\d{5}", written, re.ASCII) and written not in codes:
        message = f"« {written} » n’est pas un code postal {commune.toponyme.de}"
        hint = f"écrivez {' ou '.join(codes)}"
        yield Finding(("communes", rank, "code_postal"), "code-postal", message, hint)


def _mayor_findings(
    rank: int, maire: Mapping[str, Any], titles: Mapping[str, str]
) -> Iterator[Finding]:
    for key, what in MAYOR_CHECK.items():
        if not maire.get(key):
            message = f"le nom du maire a été vérifié : {what} ?"
            hint = f"ajoutez « {titles.get(key, key)} »"
            yield Finding(("communes", rank, "maire", key), "maire", message, hint)


def _day_findings(rank: int, maire: Mapping[str, Any], today: date | None) -> Iterator[Finding]:
    day = read_day(maire.get("verifie_le"))  # another is reported by its type
    if today and day and begins_later(day, today):
        message = f"le {date_longue(day)} n’est pas encore venu"
        hint = "écrivez le jour où le nom a été vérifié"
        yield Finding(("communes", rank, "maire", "verifie_le"), "maire", message, hint)


MAYOR_CHECK = {"verifie_le": "quel jour", "verifie_par": "par qui"}
"""The fields that a checked name needs, and the question that each answers."""


def _find_repeated(what: str, named: Iterable[tuple[Steps, object, str]]) -> Iterator[Finding]:
    """Yield each repetition; `named` gives place, identity and name."""
    placed = (((steps, name), same) for steps, same, name in named)
    for (steps, name), _, _ in repeats_of(placed):
        message = f"{what} déjà décrite plus haut : « {name} »"
        yield Finding(steps, "doublon", message, "gardez-en une seule")
