"""What must hold of `content/territoire/` beyond each field: known names, once each.

These read raw values, so that they speak in the same pass as the types do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from docgen.content.validation import Finding, Rules
from docgen.errors import folded, nearest
from docgen.french.territory import CodeInsee, code_insee
from docgen.french.typography import fold_typography
from docgen.french.wording import date_longue
from docgen.referential.communes.communes import Communes, UnknownCommuneError
from docgen.referential.communes.competence import Competence, Competences, Force

if TYPE_CHECKING:
    from docgen.referential.open_data import OpenData


def normalise_unit(name: str) -> str:
    """Return the form under which the name of a unit is found: « brigade d'albi » is understood."""
    return folded(fold_typography(name))


def nearest_unit(asked: str, names: Iterable[str]) -> str:
    """Return « vouliez-vous dire … ? » with the unit of the nearest place, or nothing.

    What they all begin by is left out: « Brigade de Nulle-Part » is like no « Brigade de … ».
    """
    places = {_place(name): name for name in names}
    near = nearest(_place(asked), places)
    return f"vouliez-vous dire « {places[near]} » ?" if near else ""


def _place(unit: str) -> str:
    """Return the place that the name of a unit ends with: ``Brigade d’Alban`` → ``alban``."""
    return _BEFORE_PLACE.sub("", normalise_unit(unit))


_BEFORE_PLACE = re.compile(r"^\S+ (?:.*?\b(?:de la |de l['’]|de |du |des |d['’]))?")


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What a file may name: the communes of France, and the units that are competent there."""

    communes: Communes
    unites: tuple[Competence, ...] = ()
    _named: dict[str, list[Competence]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for unit in self.unites:
            for name in filter(None, (unit.service, unit.id_service)):
                self._named.setdefault(normalise_unit(name), []).append(unit)

    @classmethod
    def of(cls, data: OpenData) -> KnownNames:
        """Return what the snapshots of a project know; no unit when it has no competence."""
        competence = data.competence
        return cls(data.communes, competent_units(competence) if competence else ())

    def named(self, name: str) -> tuple[Competence, ...]:
        """Return the units of a name or identifier: one, none, or several of one name."""
        return tuple(self._named.get(normalise_unit(name), ()))

    def unit(self, name: str) -> Competence | None:
        """Return the one unit of a name or identifier; None when there is none, or several."""
        found = self.named(name)
        return found[0] if len(found) == 1 else None

    def called(self, name: str) -> str:
        """Return what people call a unit of a name or identifier: both, where names are shared."""
        unit = self.unit(name)
        if unit is None:
            return name
        shared = len(self.named(unit.service)) > 1
        return f"{unit.id_service} {unit.service}" if shared else unit.service

    def commune_called(self, code: CodeInsee) -> str:
        """Return what people call a commune: « 81218 Puygouzon »."""
        commune = self.communes.get(code)
        return f"{code} {commune.toponyme.seul}" if commune else code

    def unit_findings(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with the name of a unit, with a hint."""
        found = self.named(name)
        if len(found) > 1:
            choices = " ou ".join(unit.id_service for unit in found)
            yield f"plusieurs unités s’appellent « {name} »", f"écrivez son identifiant : {choices}"
        elif self.unites and not found:
            names = [unit.service for unit in self.unites]
            hint = nearest_unit(name, names) or "écrivez-la comme l’export : « Brigade de … »"
            yield f"unité inconnue : « {name} »", hint

    def commune_findings(self, code: str) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with a well-formed code, with a hint: unknown, or of another time."""
        if self.communes.get(CodeInsee(code)):
            return
        try:
            now = self.communes.resolve(code).commune
        except UnknownCommuneError as error:
            yield f"commune inconnue : « {code} »", error.hint
        else:
            hint = f"écrivez {now.code} ({now.toponyme.seul})"
            yield f"« {code} » n’est plus le code d’une commune", hint


def competent_units(competence: Competences) -> tuple[Competence, ...]:
    """Return every unit once, in the order of the communes of each force."""
    codes = (code for force in Force for code in competence.in_zone(force))
    return tuple(dict.fromkeys(unit for code in codes if (unit := competence.of(code))))


def unit_rules(known: KnownNames) -> Rules:
    """Return the rules of `unites.yaml`."""

    def rules(data: object) -> Iterator[Finding]:
        named = list(_texts(data, "unites", "unite"))
        for rank, name in named:
            for message, hint in known.unit_findings(name):
                yield Finding(("unites", rank, "unite"), "unite", message, hint)
        same = ((rank, (known.unit(name) or fold_typography(name), name)) for rank, name in named)
        yield from _twice("unites", "unite", "unité", same)

    return rules


def commune_rules(
    known: KnownNames, today: date | None = None, titles: Mapping[str, str] = MappingProxyType({})
) -> Rules:
    """Return the rules of `communes.yaml`; those of days hold where `today` is known.

    `titles` are what the reader calls the fields of a mayor, where it is not by their keys.
    """

    def rules(data: object) -> Iterator[Finding]:
        codes = [
            (rank, text.strip())
            for rank, text in _texts(data, "communes", "code_insee")
            if is_code(text.strip())
        ]
        for rank, code in codes:
            for message, hint in known.commune_findings(code):
                yield Finding(("communes", rank, "code_insee"), "commune", message, hint)
        same = ((rank, (code, code)) for rank, code in codes)
        yield from _twice("communes", "code_insee", "commune", same)
        for rank, group in _groups(data, "communes"):
            yield from _postal_findings(rank, group, known)
            if isinstance(maire := group.get("maire"), dict):
                yield from _mayor_findings(rank, maire, titles)
                yield from _day_findings(rank, maire, today)

    return rules


def foreign_findings(data: object, communes: Communes, home: str) -> Iterator[Finding]:
    """Yield each commune that is not of the département `home`: it may well be a slip."""
    for rank, text in _texts(data, "communes", "code_insee"):
        commune = communes.get(CodeInsee(text.strip()))
        if commune and commune.departement.code != home:
            message = (
                f"{commune.code} est {commune.toponyme.nom} ({commune.departement.nom}), hors du"
                " département de la convention"
            )
            steps = ("communes", rank, "code_insee")
            yield Finding(steps, "departement", message, "vérifiez ce code")


def _postal_findings(rank: int, group: Mapping[str, Any], known: KnownNames) -> Iterator[Finding]:
    code, written = (str(group.get(key, "")).strip() for key in ("code_insee", "code_postal"))
    commune = known.communes.get(CodeInsee(code))
    held = commune.codes_postaux if commune else ()
    if commune and held and re.fullmatch(r"\d{5}", written, re.ASCII) and written not in held:
        message = f"« {written} » n’est pas un code postal {commune.toponyme.de}"
        hint = f"écrivez {' ou '.join(held)}"
        yield Finding(("communes", rank, "code_postal"), "code-postal", message, hint)


def is_code(text: str) -> bool:
    """Whether a text has the form of an INSEE code."""
    try:
        code_insee(text)
    except ValueError:
        return False
    return True


def _mayor_findings(
    rank: int, maire: Mapping[str, Any], titles: Mapping[str, str]
) -> Iterator[Finding]:
    for key, what in MAYOR_CHECK.items():
        if not maire.get(key):
            message = f"le nom du maire a été vérifié : {what} ?"
            hint = f"ajoutez « {titles.get(key, key)} »"
            yield Finding(("communes", rank, "maire", key), "maire", message, hint)


def _day_findings(rank: int, maire: Mapping[str, Any], today: date | None) -> Iterator[Finding]:
    try:
        day = date.fromisoformat(str(maire.get("verifie_le")).strip())
    except ValueError:
        return  # which its type tells
    if today and day > today:
        message = f"le {date_longue(day)} n’est pas encore venu"
        hint = "écrivez le jour où le nom a été vérifié"
        yield Finding(("communes", rank, "maire", "verifie_le"), "maire", message, hint)


MAYOR_CHECK = {"verifie_le": "quel jour", "verifie_par": "par qui"}
"""What goes with a mayor's name, and the question that it answers."""


def _twice(
    items: str, key: str, what: str, named: Iterable[tuple[int, tuple[object, str]]]
) -> Iterator[Finding]:
    """Yield a finding for each thing that stands twice: rank, (what it is, what it is called)."""
    seen: set[object] = set()
    for rank, (same, name) in named:
        if same in seen:
            message = f"{what} déjà décrite plus haut : « {name} »"
            yield Finding((items, rank, key), "doublon", message, "gardez-en une seule")
        seen.add(same)


def _groups(data: object, items: str) -> Iterator[tuple[int, dict[str, Any]]]:
    found = data.get(items) if isinstance(data, dict) else None
    for rank, group in enumerate(found if isinstance(found, list) else ()):
        if isinstance(group, dict):
            yield rank, group


def _texts(data: object, items: str, key: str) -> Iterator[tuple[int, str]]:
    for rank, group in _groups(data, items):
        if isinstance(value := group.get(key), str):
            yield rank, value
