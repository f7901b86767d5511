"""The choice of the fiches of a commune, from what is known of it and from its figures.

A rise is only computed from published values: those of the commune, where six years in a row are
published and the facts are many enough; else those of its département, by printable rates. From
`hausse_minimale` on it is printed with the compared figures and their territory, for what rises in
a département may fall in a commune.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Final

from docgen.french.wording import nombre
from docgen.kinds.commune_pack.content import Actions, Choix, Condition, Su
from docgen.referential.communes.zones import Force, Zone
from docgen.referential.lieu import Lieu
from docgen.statistics.disclosure import printable_series
from docgen.statistics.secrecy import Diffuse
from docgen.statistics.series import Serie

SPAN: Final = 3
"""How many years are compared with as many before; one year alone is no trend."""
MIN_FACTS: Final = 20
"""The minimum number of facts in six years for a rise to mean anything."""
TENTH: Final = Decimal("0.1")
"""The precision of a mean rate, as printed."""
MARGIN: Final = TENTH / 2
"""How far a rate, rounded to a tenth, may be from its true value."""

KNOWLEDGE: Final = ("police_municipale", "participation_citoyenne", "videoprotection")
"""What people or an official survey say of a commune, on which the choice of fiches rests."""


class FicheChooser:
    """What the project knows of a commune and the readers of its pack may know."""

    def __init__(self, lieu: Lieu) -> None:
        self._lieu, self._ecrit = lieu, lieu.ecrit

    @property
    def zone(self) -> Zone:
        """Return the zone of the commune: gendarmerie if it is not known."""
        unit = self._lieu.competence
        police = unit is not None and unit.force is Force.POLICE
        return Zone.POLICE if police else Zone.GENDARMERIE

    def choose(self, actions: Actions) -> dict[str, str]:
        """Return the fiches for the commune, in order, each with its reason."""
        return {name: why for _, reasons in self.choose_by_group(actions) for name, why in reasons}

    def choose_by_group(self, actions: Actions) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return each group with a fiche for the commune: its title, its fiches with reasons."""
        chosen: set[str] = set()
        groups = []
        for group in actions.groupes:
            reasons = []
            for choice in group.fiches:
                if choice.fiche in chosen:
                    continue
                if reason := self._reason(choice, actions.hausse_minimale):
                    chosen.add(choice.fiche)
                    reasons.append((choice.fiche, reason))
            if reasons:
                groups.append((group.titre, reasons))
        return groups

    def _reason(self, choice: Choix, minimum: int) -> str:
        condition = choice.quand
        if not (
            condition.zone in (None, self.zone)
            and self._matches_knowledge(condition)
            and self._has_size(condition)
        ):
            return ""
        if condition.hausse is None:
            return " ".join(filter(None, (choice.raison, self._source(condition))))
        rise = self.hausse(condition.hausse, minimum)
        return f"{choice.raison} {rise}" if rise else ""

    def _matches_knowledge(self, when: Condition) -> bool:
        return all(
            expected is None or expected is _knowledge_of(self._knowledge(field))
            for field in KNOWLEDGE
            for expected in [getattr(when, field)]
        )

    @property
    def lacks_knowledge(self) -> bool:
        """Whether nobody said yet something of the commune on which the choice rests."""
        return any(self._knowledge(field) is None for field in KNOWLEDGE)

    def _knowledge(self, field: str) -> bool | None:
        of_lieu = field == "police_municipale"
        value: bool | None = getattr(self._lieu if of_lieu else self._ecrit, field)
        return value

    def _source(self, when: Condition) -> str:
        """Return what the survey says, where it decides for want of what people wrote."""
        declared = self._lieu.police_declaree
        written = self._ecrit is not None and self._ecrit.police_municipale is not None
        if declared is None or written or when.police_municipale is not Su.OUI:
            return ""
        return declared.source

    def _has_size(self, when: Condition) -> bool:
        if when.habitants_min is None and when.habitants_max is None:
            return True
        people = self._lieu.commune.population if self._lieu.commune else None
        if people is None:
            return False
        lowest, highest = when.habitants_min or 0, when.habitants_max
        return lowest <= people and (highest is None or people <= highest)

    def hausse(self, indicateur: str, minimum: int) -> str:
        """Return where facts rise by `minimum` percent or more, with the figures.

        « dans la commune : 24 faits de 2023 à 2025, contre 15 de 2020 à 2022. » Empty without such
        a rise, or without enough figures.
        """
        serie = self._series(self._communes, indicateur)
        if serie and (
            counts := _last_spans([_count(serie, annee) for annee in serie.edition.annees])
        ):
            before, after = sum(counts[:SPAN]), sum(counts[SPAN:])
            if before + after < MIN_FACTS or not _rises(before, after, minimum):
                return ""
            now = f"{nombre(after)} {serie.indicateur.unite.several} {_years(serie, 0)}"
            return f"dans la commune\u00a0: {now}, contre {nombre(before)} {_years(serie, SPAN)}."
        return self._departement_rise(indicateur, minimum)

    def _departement_rise(self, indicateur: str, minimum: int) -> str:
        serie = self._series(self._departement, indicateur)
        departement = self._lieu.departement
        if serie is None or departement is None:
            return ""
        rates = self._lieu.referential.crimes.taux(departement.code)[indicateur]
        values = _last_spans([rates.get(annee) for annee in serie.edition.annees])
        if not values:
            return ""
        before, after = (sum(span, Decimal(0)) / SPAN for span in (values[:SPAN], values[SPAN:]))
        if not _rises(before + MARGIN, after - MARGIN, minimum):
            return ""
        now, then = (nombre(mean.quantize(TENTH, ROUND_HALF_UP)) for mean in (after, before))
        per = serie.indicateur.denominateur
        return (
            f"{departement.dans}\u00a0: {now} pour 1\u202f000 {per}"
            f" en moyenne {_years(serie, 0)}, contre {then} {_years(serie, SPAN)}."
        )

    @cached_property
    def _communes(self) -> Sequence[Serie]:
        code = self._lieu.code
        series = self._lieu.referential.crimes.of_commune(code) if code else None
        return printable_series(series or ())

    @cached_property
    def _departement(self) -> Sequence[Serie]:
        """The series of the département, none of another edition than those of the commune."""
        departement = self._lieu.departement
        crimes = self._lieu.referential.crimes
        series = (crimes.of_departement(departement.code) or ()) if departement else ()
        produced = {serie.edition.produite_le for serie in (*series, *self._communes)}
        return series if len(produced) == 1 else ()

    def _series(self, series: Iterable[Serie], indicateur: str) -> Serie | None:
        return next((serie for serie in series if serie.indicateur.cle == indicateur), None)


def _knowledge_of(value: bool | None) -> Su:
    return {None: Su.INCONNU, True: Su.OUI, False: Su.NON}[value]


def _count(serie: Serie, annee: int) -> Decimal | None:
    valeur = serie.point(annee).valeur
    return Decimal(valeur.nombre) if isinstance(valeur, Diffuse) else None


def _last_spans(values: Sequence[Decimal | None]) -> list[Decimal]:
    """Return the values of the last two spans of years, empty unless all are known."""
    known = [value for value in values[-2 * SPAN :] if value is not None]
    return known if len(known) == 2 * SPAN else []


def _rises(before: Decimal | int, after: Decimal | int, minimum: int) -> bool:
    return after > before and after * 100 >= before * (100 + minimum)


def _years(serie: Serie, back: int) -> str:
    """Return a span of years in words: « de 2023 à 2025 », `back` years before the last."""
    last = serie.edition.annees[-1] - back
    return f"de {last - SPAN + 1} à {last}"
