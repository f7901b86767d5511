"""The charts and tables of the public page, from series that may be printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from docgen.charts.specification import Barres, Courbe, PointGraphique, Trace
from docgen.french.wording import nombre
from docgen.kinds.infographie.facts import Cellule, LigneTableau, Tableau
from docgen.kinds.infographie.points import cell, counted, point_in_words, rate_point
from docgen.statistics.indicators import Denominateur, Indicateur, UniteDeCompte
from docgen.statistics.series import Serie

CURVE = (153.0, 78.0)
"""Width and height of a curve, in points: three stand side by side."""
BARS, BARS_HEAD, BAR = 317.5, 22.2, 13.4
"""Width of the bars, height of their head and of each, in points: their rows meet the table's."""
COUNTED = {
    UniteDeCompte.VICTIME: "victimes",
    UniteDeCompte.VICTIME_ENTENDUE: "victimes entendues",
    UniteDeCompte.INFRACTION: "faits",
    UniteDeCompte.VEHICULE: "véhicules",
    UniteDeCompte.MIS_EN_CAUSE: "mis en cause",
}
"""What is counted, as a mayor says it."""


def of_commune(serie: Serie, span: Sequence[int], nom: str) -> Courbe:
    """Return the curve of what was recorded in a commune, in counts."""
    points = [counted(str(year), serie.point(year).valeur) for year in span]
    unit = f"{COUNTED[serie.indicateur.unite]} par an"
    return _curve(serie.indicateur, points, nom, unit, 0)


def of_departement(
    serie: Serie, rates: Mapping[int, Decimal | None], span: Sequence[int], nom: str
) -> Courbe:
    """Return the curve of a département: in rates, never in counts."""
    points = [rate_point(str(year), rates.get(year)) for year in span]
    return _curve(serie.indicateur, points, nom, per_thousand(serie.indicateur), 1)


def _curve(
    one: Indicateur, points: Sequence[PointGraphique], nom: str, unit: str, digits: int
) -> Courbe:
    told = " ; ".join(f"{point.libelle} : {point_in_words(point, digits)}" for point in points)
    return Courbe(
        cle=f"courbe-{one.cle}",
        titre=one.court,
        unite=unit,
        alternative=f"Courbe, {one.court}, {nom}, {unit}. {told}.",
        decimales=digits,
        largeur=CURVE[0],
        hauteur=CURVE[1],
        traces=(Trace(nom=nom, points=tuple(points)),),
    )


def bars(titre: str, annee: int, traces: Sequence[Trace]) -> Barres:
    """Return the rates of a year, side by side."""
    unit = f"pour {nombre(1000)} habitants en {annee} (* pour {nombre(1000)} logements)"
    told = " ; ".join(
        f"{points[0].libelle} : "
        + ", ".join(
            f"{trace.nom} {point_in_words(point, 1)}"
            for trace, point in zip(traces, points, strict=True)
        )
        for points in zip(*(trace.points for trace in traces), strict=True)
    )
    return Barres(
        cle="comparaison",
        titre=titre,
        unite=unit,
        alternative=f"Barres, {titre}, {unit}. {told}.",
        decimales=1,
        largeur=BARS,
        hauteur=BARS_HEAD + BAR * len(traces[0].points),
        traces=tuple(traces),
    )


def year_table(curves: Sequence[Courbe], span: Sequence[int]) -> Tableau:
    """Return the values of the curves as a table: a row a curve, a column a year."""
    rows = [
        LigneTableau(
            libelle=curve.titre,
            cellules=tuple(cell(point, curve.decimales) for point in curve.traces[0].points),
        )
        for curve in curves
    ]
    return Tableau(premiere="Par an", colonnes=tuple(map(str, span)), lignes=tuple(rows))


def per_thousand(one: Indicateur) -> str:
    """Return of what a rate is: « pour 1 000 logements »."""
    return f"pour {nombre(1000)} {one.denominateur}"


def starred(one: Indicateur) -> str:
    """Return a label with a star where the rate is per dwelling, as the unit of the bars says."""
    return f"{one.court}{'*' * (one.denominateur is Denominateur.LOGEMENTS)}"


def recent_table(
    what: str, labels: Sequence[str], columns: Mapping[str, Sequence[Cellule]]
) -> Tableau:
    """Return the last two years of what the bars compare, as a table: a row an indicator."""
    rows = [
        LigneTableau(libelle=label, cellules=tuple(column[rank] for column in columns.values()))
        for rank, label in enumerate(labels)
    ]
    return Tableau(premiere=what, colonnes=tuple(columns), lignes=tuple(rows))
