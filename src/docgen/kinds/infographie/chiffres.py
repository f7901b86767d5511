"""The figures of a public page: those of the commune, or else of its département."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from docgen.charts.specification import Courbe, Trace
from docgen.errors import ContentError, Problem
from docgen.kinds.infographie.commune import KnownCommune
from docgen.kinds.infographie.content import FeuillePublique
from docgen.kinds.infographie.facts import FaitsCourbe, TableComparee
from docgen.kinds.infographie.graphiques import (
    commune_curve,
    comparison,
    departement_curve,
    label_with_star,
)
from docgen.kinds.infographie.phrases import Noun, curve_in_words, noun_of
from docgen.kinds.infographie.points import cell, count_point, rate_point, value_rate_point
from docgen.markup import plain
from docgen.referential.figures.crimes import Crimes
from docgen.statistics.disclosure import compare_commune, printable_series
from docgen.statistics.secrecy import Absent, NonDiffuse
from docgen.statistics.series import Serie

CURVE_YEARS = 10
"""How many years a curve shows."""


@dataclass(frozen=True, slots=True)
class QuotedBase:
    """A base quoted by a page: its series, and the years whose rates are printed."""

    series: tuple[Serie, ...]
    rated: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chiffres:
    """The figures of a page, and a notice about missing ones.

    With `a_importer`, the figures of the commune may be published and are not imported; with
    `non_publie`, no import would bring those that are missing; with `departement_seul`, none of
    the commune is printed.
    """

    titre_courbes: str = ""
    avis: str = ""
    courbes: tuple[FaitsCourbe, ...] = ()
    comparaison: TableComparee | None = None
    quoted: tuple[QuotedBase, ...] = ()
    a_importer: bool = False
    non_publie: bool = False
    departement_seul: bool = False

    @property
    def printed(self) -> set[str]:
        """The texts of its values, to explain the abbreviations among them."""
        rows = self.comparaison.lignes if self.comparaison else ()
        traces = [trace for one in self.courbes if one.courbe for trace in one.courbe.traces]
        points = {cell(point, 1).texte for trace in traces for point in trace.points}
        return {cellule.texte for row in rows for cellule in row.cellules} | points


class PageFigures:
    """The figures of pages in one year, those of a département made once for its communes."""

    def __init__(self, words: FeuillePublique, crimes: Crimes, annee: int | None = None) -> None:
        self._words, self._crimes, self._annee = words, crimes, annee
        self._of_departement: dict[tuple[str, str], Chiffres] = {}

    def of(self, place: KnownCommune) -> Chiffres:
        """Return the figures of a page; raise ContentError for a year without any."""
        words, crimes = self._words, self._crimes
        code = place.commune.departement.code
        departement = crimes.of_departement(code) or ()
        secret = bool(departement) and not self._has_rates(code)
        series = crimes.of_commune(place.commune.code)
        if not series:
            return self._without_commune(place, departement, secret)
        printable = printable_series(series)
        if departement and _all_hidden(words, printable, self._annee):
            if secret:
                return Chiffres(avis=words.rien_publie, non_publie=True)
            hidden = self._departement_figures(place, departement, words.tout_cache)
            return replace(hidden, non_publie=True)
        shown = () if secret else departement
        figures = _commune_figures(words, place, printable, shown, self._annee)
        return (
            replace(figures, avis=words.departement_secret, non_publie=True) if secret else figures
        )

    def _without_commune(
        self, place: KnownCommune, departement: Sequence[Serie], secret: bool
    ) -> Chiffres:
        words, crimes = self._words, self._crimes
        other_map = crimes.is_on_other_map(place.commune.code)
        unpublished = other_map or crimes.covers_france
        if secret:
            avis = words.departement_secret if unpublished else words.rien
            return Chiffres(avis=avis, a_importer=not unpublished, non_publie=unpublished)
        notice = words.hors_fichier if unpublished else words.sans_chiffres
        notice = words.autre_carte if other_map and departement else notice
        figures = self._departement_figures(place, departement, notice)
        left_out = unpublished and bool(departement)
        return replace(figures, a_importer=not unpublished, non_publie=left_out)

    def _has_rates(self, departement: str) -> bool:
        """Whether a rate of the département may be printed, of those that a page shows."""
        rates = self._crimes.taux(departement)
        asked = (rates.get(key, {}) for key in (*self._words.courbes, *self._words.comparaison))
        return any(rate is not None for by_year in asked for rate in by_year.values())

    def _departement_figures(
        self, place: KnownCommune, series: Sequence[Serie], notice: str
    ) -> Chiffres:
        known = place.commune.departement.code, notice
        if known not in self._of_departement:
            made = _departement_figures(self._words, place, series, self._annee, notice)
            self._of_departement[known] = made
        return self._of_departement[known]


def _commune_figures(
    words: FeuillePublique,
    place: KnownCommune,
    series: Sequence[Serie],
    departement: Sequence[Serie],
    annee: int | None,
) -> Chiffres:
    span = years_shown(series, annee)
    name, other = place.commune.toponyme.seul, place.commune.departement
    curves = [
        curve_facts(commune_curve(serie, span, name), noun_of(serie.indicateur))
        for serie in _select(series, words.courbes)
    ]
    compared_rates = compare_commune(
        series, departement, span[-1], place.referential.crimes.taux(other.code)
    )
    compared = _select(series, words.comparaison)
    labelled = [(label_with_star(serie.indicateur), serie) for serie in compared]
    rates = {line.indicateur: line.departement for line in compared_rates.lignes}
    own = (value_rate_point(label, serie.point(span[-1]).valeur) for label, serie in labelled)
    traces = [Trace(nom=name, points=tuple(own))]
    alone = bool(compared_rates.motif)
    if not alone:
        beside = (rate_point(label, rates[serie.indicateur]) for label, serie in labelled)
        traces.append(Trace(nom=other.nom, points=tuple(beside), reference=True))
    columns = {
        str(year): [cell(count_point("", serie.point(year).valeur), 0) for serie in compared]
        for year in span[-2:]
    }
    titre = plain(words.titre_commune_seule if alone else words.titre_comparaison)
    return Chiffres(
        titre_courbes=plain(words.titre_courbes),
        avis=(words.autre_edition if departement else words.sans_departement) if alone else "",
        courbes=tuple(curves),
        comparaison=comparison(titre, span[-1], traces, columns, rated=False),
        quoted=_quoted_bases(span[-1:], series, () if alone else departement),
    )


def _departement_figures(
    words: FeuillePublique,
    place: KnownCommune,
    series: Sequence[Serie],
    annee: int | None,
    notice: str,
) -> Chiffres:
    if not series:
        return Chiffres(avis=words.rien)
    span = years_shown(series, annee)
    name = place.commune.departement.nom
    rates = place.referential.crimes.taux(place.commune.departement.code)
    curves = [
        curve_facts(departement_curve(serie, rates[serie.indicateur.cle], span, name))
        for serie in _select(series, words.courbes)
    ]
    compared = [
        (label_with_star(serie.indicateur), rates[serie.indicateur.cle])
        for serie in _select(series, words.comparaison)
    ]
    points = {
        year: [rate_point(label, rate.get(year)) for label, rate in compared] for year in span[-2:]
    }
    columns = {str(year): [cell(point, 1) for point in column] for year, column in points.items()}
    titre = plain(words.titre_departement_seul)
    alone = Trace(nom=name, points=tuple(points[span[-1]]), reference=True)
    return Chiffres(
        titre_courbes=plain(words.titre_courbes_departement),
        avis=notice,
        courbes=tuple(curves),
        comparaison=comparison(titre, span[-1], [alone], columns, rated=True),
        quoted=_quoted_bases(span, series),
        departement_seul=True,
    )


def _all_hidden(words: FeuillePublique, series: Sequence[Serie], annee: int | None) -> bool:
    """Whether secrecy hides every value that the page of a commune would show."""
    span = years_shown(series, annee)
    asked = _select(series, (*words.courbes, *words.comparaison))
    values = [serie.point(year).valeur for serie in asked for year in span]
    return all(isinstance(value, NonDiffuse | Absent) for value in values) and any(
        isinstance(value, NonDiffuse) for value in values
    )


def curve_facts(curve: Courbe, noun: Noun | None = None) -> FaitsCourbe:
    """Return a curve under its last years in words; without it where no number is above zero."""
    points = [point for trace in curve.traces for point in trace.points]
    drawn = any(point.valeur for point in points)
    phrase = curve_in_words(points, curve.unite, noun)
    return FaitsCourbe(titre=curve.titre, phrase=phrase, courbe=curve if drawn else None)


def _quoted_bases(rated: Sequence[int], *bases: Sequence[Serie]) -> tuple[QuotedBase, ...]:
    return tuple(QuotedBase(tuple(series), tuple(rated)) for series in bases if series)


def years_shown(series: Iterable[Serie], last: int | None) -> tuple[int, ...]:
    """Return the ten years up to `last`, or up to the last known; raise ContentError if unknown."""
    known_years = sorted({point.annee for serie in series for point in serie.points})
    if last is not None and last not in known_years:
        span = f"vont de {known_years[0]} à {known_years[-1]}" if known_years else "sont vides"
        message = f"pas de chiffres pour {last} : les données importées {span}"
        raise ContentError([Problem("--annee", message, code="annee", hint="choisissez-y l’année")])
    return tuple(year for year in known_years if last is None or year <= last)[-CURVE_YEARS:]


def _select(series: Iterable[Serie], keys: Sequence[str]) -> list[Serie]:
    """Return the series with these keys, in this order, without the missing ones."""
    by_key = {serie.indicateur.cle: serie for serie in series}
    return [by_key[key] for key in keys if key in by_key]
