"""What is known of a commune that decides which fiches it gets, and the figures that say so.

A rise is told only from published values: of the commune, where six years in a row are published
and the facts are many enough; else of its département, by the rates that may be printed.  It is
told from a threshold on (`hausse_minimale`), with the very figures that were held against it, and
with whose they are: what rises in a département may fall in a commune of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Final

from docgen.french.wording import nombre
from docgen.kinds.commune_pack.content import Actions, Choix, Condition, Su
from docgen.referential.communes.competence import Force, Zone
from docgen.referential.lieu import Lieu
from docgen.statistics.disclosure import printable_series
from docgen.statistics.secrecy import Diffuse
from docgen.statistics.series import Serie

SPAN: Final = 3
"""How many years are held against how many: one year alone makes no trend."""
ENOUGH: Final = 20
"""How many facts six years must hold before their rise means anything."""
TENTH: Final = Decimal("0.1")
"""The step of a mean rate, as it is printed."""


class Savoir:
    """What the project knows of a commune, as the readers of its pack may know it."""

    def __init__(self, lieu: Lieu) -> None:
        self._lieu, self._ecrit = lieu, lieu.ecrit

    @property
    def zone(self) -> Zone:
        """Who polices the commune; gendarmerie, whose pack it is, where the project cannot say."""
        unit = self._lieu.competence
        police = unit is not None and unit.force is Force.POLICE
        return Zone.POLICE if police else Zone.GENDARMERIE

    def chosen(self, actions: Actions) -> dict[str, str]:
        """Return the fiches that concern the commune, in their order, each with its reason."""
        found: dict[str, str] = {}
        for choice in actions.fiches:
            if choice.fiche in found:
                continue
            if reason := self._reason(choice, actions.hausse_minimale):
                found[choice.fiche] = reason
        return found

    def _reason(self, choice: Choix, least: int) -> str:
        """Return why a choice holds, with the figures that say so; nothing when it does not."""
        when = choice.quand
        if not (self._in_zone(when) and self._as_known(when) and self._of_size(when)):
            return ""
        if when.hausse is None:
            return choice.raison
        rise = self.hausse(when.hausse, least)
        return f"{choice.raison} {rise}" if rise else ""

    def _in_zone(self, when: Condition) -> bool:
        return when.zone in (None, self.zone)

    def _as_known(self, when: Condition) -> bool:
        """Whether what is known of the commune is what the condition says: it may be nothing."""
        return all(
            asked is None or asked is _su(getattr(self._ecrit, field))
            for field in ("police_municipale", "participation_citoyenne", "videoprotection")
            for asked in [getattr(when, field)]
        )

    def _of_size(self, when: Condition) -> bool:
        if when.habitants_min is None and when.habitants_max is None:
            return True
        people = self._lieu.commune.population if self._lieu.commune else None
        if people is None:
            return False
        least, most = when.habitants_min or 0, when.habitants_max
        return least <= people and (most is None or people <= most)

    def hausse(self, indicateur: str, least: int) -> str:
        """Return where something rises by `least` percent or more, and by how much, in figures.

        « dans la commune : 24 faits de 2023 à 2025, contre 15 de 2020 à 2022. »  Nothing where it
        does not rise that much, or where nothing can be said.
        """
        own = self._series(self._communes, indicateur)
        if own and (counts := _last([_count(own, annee) for annee in own.edition.annees])):
            before, after = sum(counts[:SPAN]), sum(counts[SPAN:])
            if before + after < ENOUGH or not _rises(before, after, least):
                return ""
            now, then = f"{nombre(after)} faits {_years(own, 0)}", _years(own, SPAN)
            return f"dans la commune\u00a0: {now}, contre {nombre(before)} {then}."
        return self._around(indicateur, least)

    def _around(self, indicateur: str, least: int) -> str:
        """Return a rise in the département, by its mean rates as they are printed."""
        serie = self._series(self._departement, indicateur)
        departement = self._lieu.departement
        if serie is None or departement is None:
            return ""
        told = self._lieu.referential.crimes.taux(departement.code)[indicateur]
        known = _last([told.get(annee) for annee in serie.edition.annees])
        if not known:
            return ""
        before, after = _mean(known[:SPAN]), _mean(known[SPAN:])
        if not _rises(before, after, least):
            return ""
        per = serie.indicateur.denominateur
        return (
            f"{departement.dans}\u00a0: {nombre(after)} pour 1\u202f000 {per}"
            f" en moyenne {_years(serie, 0)}, contre {nombre(before)} {_years(serie, SPAN)}."
        )

    @cached_property
    def _communes(self) -> Sequence[Serie]:
        code = self._lieu.code
        found = self._lieu.referential.crimes.of_commune(code) if code else None
        return printable_series(found or ())

    @cached_property
    def _departement(self) -> Sequence[Serie]:
        departement = self._lieu.departement
        crimes = self._lieu.referential.crimes
        return (crimes.of_departement(departement.code) or ()) if departement else ()

    def _series(self, series: Iterable[Serie], indicateur: str) -> Serie | None:
        return next((one for one in series if one.indicateur.cle == indicateur), None)


def _su(value: bool | None) -> Su:
    return {None: Su.INCONNU, True: Su.OUI, False: Su.NON}[value]


def _count(serie: Serie, annee: int) -> Decimal | None:
    valeur = serie.point(annee).valeur
    return Decimal(valeur.nombre) if isinstance(valeur, Diffuse) else None


def _last(values: Sequence[Decimal | None]) -> list[Decimal]:
    """Return the last two spans of years; nothing unless all of them are known."""
    kept = [value for value in values[-2 * SPAN :] if value is not None]
    return kept if len(kept) == 2 * SPAN else []


def _mean(values: Sequence[Decimal]) -> Decimal:
    return (sum(values, Decimal(0)) / len(values)).quantize(TENTH, ROUND_HALF_UP)


def _rises(before: Decimal | int, after: Decimal | int, least: int) -> bool:
    """Whether what came after is more, by at least so many percent of what came before."""
    return after > before and after * 100 >= before * (100 + least)


def _years(serie: Serie, back: int) -> str:
    """Return a span of years: « de 2023 à 2025 », `back` years before the last."""
    last = serie.edition.annees[-1] - back
    return f"de {last - SPAN + 1} à {last}"
