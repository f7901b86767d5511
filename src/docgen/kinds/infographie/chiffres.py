"""Which figures a public page shows: the commune's, or its département's where it has none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from docgen.charts.specification import Barres, Courbe, Trace
from docgen.errors import ContentError, Problem
from docgen.kinds.infographie.commune import KnownCommune
from docgen.kinds.infographie.content import FeuillePublique
from docgen.kinds.infographie.facts import Tableau
from docgen.kinds.infographie.graphiques import (
    bars,
    of_commune,
    of_departement,
    recent_table,
    starred,
    year_table,
)
from docgen.kinds.infographie.points import cell, counted, rate_point, rated
from docgen.markup import plain
from docgen.statistics.disclosure import compare_commune, printable_series
from docgen.statistics.series import Serie

TEN = 10
"""How many years a curve shows."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a page quotes of a base: its series, and the years of which it prints rates."""

    series: tuple[Serie, ...]
    rated: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chiffres:
    """The figures of a page, and what is said of those that are not there.

    With `a_importer`, the commune's own are published, and nobody has imported them; with
    `hors_fichier`, the national file leaves it out, and no import would bring any.
    """

    titre_courbes: str = ""
    avis: str = ""
    courbes: tuple[Courbe, ...] = ()
    annees: Tableau | None = None
    barres: Barres | None = None
    recentes: Tableau | None = None
    quoted: tuple[Quoted, ...] = ()
    a_importer: bool = False
    hors_fichier: bool = False

    @property
    def printed(self) -> set[str]:
        """Every value that it prints."""
        tables = [table for table in (self.annees, self.recentes) if table]
        rows = [row for table in tables for row in table.lignes]
        traces = self.barres.traces if self.barres else ()
        bars = {cell(point, 1).texte for trace in traces for point in trace.points}
        return {cellule.texte for row in rows for cellule in row.cellules} | bars


def figures_of(words: FeuillePublique, place: KnownCommune, annee: int | None) -> Chiffres:
    """Return the figures of a page; raise ContentError when the year is not known."""
    crimes = place.referential.crimes
    departement = crimes.of_departement(place.commune.departement.code) or ()
    found = crimes.of_commune(place.commune.code)
    if found:
        return _communal(words, place, printable_series(found), departement, annee)
    notice = words.sans_chiffres if found is None else words.hors_fichier
    made = _departmental(words, place, departement, annee, notice)
    left_out = found is not None and bool(departement)
    return replace(made, a_importer=found is None, hors_fichier=left_out)


def _communal(
    words: FeuillePublique,
    place: KnownCommune,
    series: Sequence[Serie],
    departement: Sequence[Serie],
    annee: int | None,
) -> Chiffres:
    """Return the figures of a commune: its counts, and its rates beside its département's."""
    span = years(series, annee)
    name, other = place.commune.toponyme.seul, place.commune.departement
    curves = [of_commune(serie, span, name) for serie in _chosen(series, words.courbes)]
    beside = compare_commune(
        series, departement, span[-1], place.referential.crimes.taux(other.code)
    )
    kept = _chosen(series, words.comparaison)
    rate = {line.indicateur: line.departement for line in beside.lignes}
    labels = [starred(serie.indicateur) for serie in kept]
    latest = [serie.point(span[-1]).valeur for serie in kept]
    own = [rated(label, value) for label, value in zip(labels, latest, strict=True)]
    away = [
        rate_point(label, rate[serie.indicateur]) for label, serie in zip(labels, kept, strict=True)
    ]
    columns = {
        str(year): [cell(counted("", serie.point(year).valeur), 0) for serie in kept]
        for year in span[-2:]
    }
    traces = [Trace(nom=name, points=tuple(own))]
    if not beside.motif:
        traces.append(Trace(nom=other.nom, points=tuple(away), reference=True))
    alone = bool(beside.motif)
    titre = plain(words.titre_commune_seule if alone else words.titre_comparaison)
    return Chiffres(
        titre_courbes=plain(words.titre_courbes),
        avis=_why_alone(words, departement) if alone else "",
        courbes=tuple(curves),
        annees=year_table(curves, span),
        barres=bars(titre, span[-1], traces),
        recentes=recent_table("Nombre", [serie.indicateur.court for serie in kept], columns),
        quoted=_quoted(span[-1:], series, () if alone else departement),
    )


def _departmental(
    words: FeuillePublique,
    place: KnownCommune,
    series: Sequence[Serie],
    annee: int | None,
    notice: str,
) -> Chiffres:
    """Return the figures of a département alone, for a commune that has none of its own."""
    if not series:
        return Chiffres(avis=words.rien)
    span = years(series, annee)
    name = place.commune.departement.nom
    told = place.referential.crimes.taux(place.commune.departement.code)
    curves = [
        of_departement(serie, told[serie.indicateur.cle], span, name)
        for serie in _chosen(series, words.courbes)
    ]
    kept = _chosen(series, words.comparaison)
    labels = [starred(serie.indicateur) for serie in kept]
    points = {
        year: [
            rate_point(label, told[serie.indicateur.cle].get(year))
            for label, serie in zip(labels, kept, strict=True)
        ]
        for year in span[-2:]
    }
    columns = {str(year): [cell(one, 1) for one in column] for year, column in points.items()}
    titre = plain(words.titre_departement_seul)
    return Chiffres(
        titre_courbes=plain(words.titre_courbes_departement),
        avis=notice,
        courbes=tuple(curves),
        annees=year_table(curves, span),
        barres=bars(titre, span[-1], [Trace(nom=name, points=tuple(points[span[-1]]))]),
        recentes=recent_table("Taux", labels, columns),
        quoted=_quoted(span, series),
    )


def _why_alone(words: FeuillePublique, departement: Sequence[Serie]) -> str:
    """Return why no département stands beside the commune."""
    return words.autre_edition if departement else words.sans_departement


def _quoted(rated: Sequence[int], *bases: Sequence[Serie]) -> tuple[Quoted, ...]:
    return tuple(Quoted(tuple(series), tuple(rated)) for series in bases if series)


def years(series: Iterable[Serie], last: int | None) -> tuple[int, ...]:
    """Return the ten years up to `last` (the last known when None); raise ContentError without."""
    known = sorted({point.annee for serie in series for point in serie.points})
    if last is not None and last not in known:
        span = f"vont de {known[0]} à {known[-1]}" if known else "sont vides"
        message = f"pas de chiffres pour {last} : les données importées {span}"
        raise ContentError([Problem("--annee", message, code="annee")])
    return tuple(year for year in known if last is None or year <= last)[-TEN:]


def _chosen(series: Iterable[Serie], keys: Sequence[str]) -> list[Serie]:
    """Return the series that the words ask for, in that order; one that is not there is left."""
    held = {serie.indicateur.cle: serie for serie in series}
    return [held[key] for key in keys if key in held]
