"""The charts and tables of the public page, from series that may be printed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from docgen.charts.specification import Barres, Courbe, PointGraphique, Trace
from docgen.french.wording import nombre
from docgen.kinds.infographie.facts import Cellule, LigneTableau, Tableau
from docgen.kinds.infographie.points import count_point, point_in_words, rate_point
from docgen.statistics.indicators import Denominateur, Indicateur, UniteDeCompte
from docgen.statistics.series import Serie

CURVE = (153.0, 91.0)
"""The width and height of a curve, in points; three stand side by side."""
BARS, BARS_HEAD, BAR = 317.5, 22.2, 14.2
"""The width of the bars, the height of their head and of each, in points: as in the table."""
UNITS_COUNTED = {
    UniteDeCompte.VICTIME: "victimes",
    UniteDeCompte.VICTIME_ENTENDUE: "victimes entendues",
    UniteDeCompte.INFRACTION: "faits",
    UniteDeCompte.VEHICULE: "véhicules",
    UniteDeCompte.MIS_EN_CAUSE: "mis en cause",
}
"""The counted units, in words for mayors."""


def commune_curve(serie: Serie, span: Sequence[int], nom: str) -> Courbe:
    """Return the curve of the counts of a commune."""
    points = [count_point(str(year), serie.point(year).valeur) for year in span]
    unit = f"{UNITS_COUNTED[serie.indicateur.unite]} par an"
    return _curve(serie.indicateur, points, nom, unit, 0)


def departement_curve(
    serie: Serie, rates: Mapping[int, Decimal | None], span: Sequence[int], nom: str
) -> Courbe:
    """Return the curve of a département, in rates and never in counts."""
    points = [rate_point(str(year), rates.get(year)) for year in span]
    return _curve(serie.indicateur, points, nom, per_thousand(serie.indicateur), 1)


def _curve(
    indicateur: Indicateur, points: Sequence[PointGraphique], nom: str, unit: str, digits: int
) -> Courbe:
    description = " ; ".join(
        f"{point.libelle} : {point_in_words(point, digits)}" for point in points
    )
    return Courbe(
        cle=f"courbe-{indicateur.cle}",
        titre=indicateur.court,
        unite=unit,
        alternative=f"Courbe, {indicateur.court}, {nom}, {unit}. {description}.",
        decimales=digits,
        largeur=CURVE[0],
        hauteur=CURVE[1],
        traces=(Trace(nom=nom, points=tuple(points)),),
    )


def bars(titre: str, annee: int, traces: Sequence[Trace]) -> Barres:
    """Return the rates of a year as bars, side by side."""
    unit = f"pour {nombre(1000)} habitants en {annee} (* pour {nombre(1000)} logements)"
    description = " ; ".join(
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
        alternative=f"Barres, {titre}, {unit}. {description}.",
        decimales=1,
        largeur=BARS,
        hauteur=BARS_HEAD + BAR * len(traces[0].points),
        traces=tuple(traces),
    )


def per_thousand(indicateur: Indicateur) -> str:
    """Return the denominator of a rate: « pour 1 000 logements »."""
    return f"pour {nombre(1000)} {indicateur.denominateur}"


def label_with_star(indicateur: Indicateur) -> str:
    """Return a label with a star if its rate is per dwelling, as the unit of the bars explains."""
    return f"{indicateur.court}{'*' * (indicateur.denominateur is Denominateur.LOGEMENTS)}"


def recent_table(
    what: str, labels: Sequence[str], columns: Mapping[str, Sequence[Cellule]]
) -> Tableau:
    """Return the last two years of the compared indicators as a table."""
    rows = [
        LigneTableau(libelle=label, cellules=tuple(column[rank] for column in columns.values()))
        for rank, label in enumerate(labels)
    ]
    return Tableau(premiere=what, colonnes=tuple(columns), lignes=tuple(rows))
