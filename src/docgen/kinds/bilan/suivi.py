"""The fiches and the values that a report follows from year to year."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from docgen.charts.specification import MiniCourbe
from docgen.content.raw import as_group
from docgen.content.validation import check_source
from docgen.document import Diffusion
from docgen.french.rule import INSECABLE
from docgen.french.wording import nombre
from docgen.kinds.actes.acte import Acte
from docgen.kinds.bilan.content import Bilan
from docgen.kinds.bilan.rules import rules
from docgen.kinds.fiche.content import Fiche, IndicateurSuivi
from docgen.kinds.fiche.rules import rules as fiche_rules
from docgen.kinds.writing.corpus import corpus_of, number_in_list
from docgen.markup import plain
from docgen.referential.communes.services_locaux import TypeService
from docgen.referential.diffusion import may_read
from docgen.referential.referential import Referential
from docgen.statistics.variations import variation

SERIES: Final = 2
"""The least number of known years for a line."""
COLUMNS: Final = 3
"""The most years that have a column."""
CURVE_WIDTH, CURVE_HEIGHT = 45.0, 12.0
"""The width and height of a line, in points, beside its change in words."""
GENDARMERIE: Final = (TypeService.GENDARMERIE, TypeService.GROUPEMENT_GENDARMERIE)
"""The services that count in the zone of the gendarmerie."""


class SuiviAnnuel:
    """The fiches of a project, and the values of its reports up to a year, for some readers.

    `aside` are the files of the fiches and of the former reports that they may not read, `former`
    is the last report before that year that they may read.
    """

    def __init__(self, referential: Referential, annee: int, readers: Diffusion) -> None:
        self.annee, self.readers = annee, readers
        self.referential = referential
        self.aside: list[str] = []
        self.former: Bilan | None = None
        self._end = date(annee, 12, 31)
        self.corpus = corpus_of(referential, self._end)
        self._values = self._values_by_year()

    def fiche(self, key: str) -> Fiche:
        """Return a fiche; raise ContentError when it is wrong, LookupError when there is none."""
        source = self.corpus.source("fiche", key)
        if source is None:
            raise LookupError(key)
        return check_source(source, Fiche, fiche_rules)

    def readable(self, bilan: Bilan) -> Bilan:
        """Return the report of the year without the fiches that its readers may not read."""
        actions = tuple(
            one
            for one in bilan.actions
            if self._may_read(self.fiche(one.fiche).diffusion, "fiche", one.fiche)
        )
        kept = {one.indicateur for action in actions for one in action.valeurs}
        chiffres = tuple(name for name in bilan.chiffres if name in kept)
        return bilan.model_copy(update={"actions": actions, "chiffres": chiffres})

    def _may_read(self, stated: Diffusion, kind: str, key: str) -> bool:
        if may_read(stated, self.readers):
            return True
        self.aside.append(self.corpus.file(kind, key))
        return False

    def acte(self, name: str) -> Acte | None:
        """Return an act as it is at the end of the year."""
        return self.corpus.actes.in_force(name, self._end)

    def reference(self, key: str) -> str:
        """Return the number of a fiche, as people cite it: « 4.1 », « 6.1 bis », « art. 5 »."""
        source = self.corpus.source("fiche", key)
        return number_in_list(self.corpus.fiche_number(as_group(source.data))) if source else ""

    def counter(self, indicateur: IndicateurSuivi) -> str:
        """Return who counts an indicator: « l’AMR81 »."""
        role = self.corpus.roles.get(indicateur.source)
        return role.libelle if role else indicateur.source

    def by_whom(self, indicateur: IndicateurSuivi) -> str:
        """Return who counts an indicator, for a column: « AMR81 »."""
        return self.counter(indicateur).removeprefix("l’").removeprefix("le ")

    def is_of_gendarmerie(self, indicateur: IndicateurSuivi) -> bool:
        """Whether the gendarmerie counts an indicator: what it counts is in its own zone."""
        role = self.corpus.roles.get(indicateur.source)
        return role is not None and role.type in GENDARMERIE

    def value(self, name: str, year: int) -> int | None:
        """Return the value of an indicator in a year, None when nobody wrote it."""
        return self._values.get(year, {}).get(name)

    def years(self, since: int) -> tuple[int, ...]:
        """Return the last years up to that of the report, none before `since` without values."""
        counted = {year for year, held in self._values.items() if {*held.values()} - {None}}
        asked = range(self.annee - COLUMNS + 1, self.annee + 1)
        shown = [year for year in asked if year >= since or year in counted]
        return tuple(range(min(shown, default=self.annee), self.annee + 1))

    def evolution(self, indicateur: IndicateurSuivi) -> MiniCourbe | None:
        """Return every year of an indicator as a small line; None before two are known."""
        counted = self._counts(indicateur)
        if len(counted) < SERIES:
            return None
        span = range(min(counted), max(counted) + 1)
        listed = (f"{nombre(counted[year])} en {year}" for year in span if year in counted)
        return MiniCourbe(
            alternative=f"{plain(indicateur.libelle)} : {', '.join(listed)}.",
            valeurs=tuple(Decimal(counted[year]) if year in counted else None for year in span),
            largeur=CURVE_WIDTH,
            hauteur=CURVE_HEIGHT,
        )

    def comparison(self, indicateur: IndicateurSuivi) -> str:
        """Return the first known year of an indicator and its change: « 60 en 2024 (+50 %) »."""
        counted, change = self._counts(indicateur), self.change(indicateur)
        since = min(counted, default=self.annee)
        return f"{nombre(counted[since])} en {since} ({change})" if change else ""

    def change(self, indicateur: IndicateurSuivi) -> str:
        """Return the change over the line of an indicator: « +50 % », « −2 » of a few facts."""
        line = self.evolution(indicateur)
        known = [int(value) for value in line.valeurs if value is not None] if line else []
        if not known:
            return ""
        change = variation(known[0], known[-1])
        if change.ecart == 0:
            return "="
        number, percent = change.pourcent, f"{INSECABLE}%"
        if not number:  # « 0 % » would deny it
            number, percent = Decimal(change.ecart), ""
        return f"{'+' * (number > 0)}{nombre(number)}{percent}"

    def _counts(self, indicateur: IndicateurSuivi) -> dict[int, int]:
        known = {year: self.value(indicateur.id, year) for year in self._values}
        return {year: value for year, value in known.items() if value is not None}

    def _values_by_year(self) -> Mapping[int, Mapping[str, int | None]]:
        by_year: dict[int, dict[str, int | None]] = {}
        for key in self.corpus.keys("bilan"):
            source = self.corpus.source("bilan", key)
            read = check_source(source, Bilan, rules) if source else None
            if read is None or read.annee > self.annee:
                continue
            if read.annee == self.annee or self._may_read(read.diffusion, "bilan", key):
                values = (one for action in read.actions for one in action.valeurs)
                by_year[read.annee] = {one.indicateur: one.valeur for one in values}
                if read.annee < self.annee and read.annee == max({*by_year} - {self.annee}):
                    self.former = read
        return by_year
