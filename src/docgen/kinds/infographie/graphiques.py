"""The charts and tables of the public page, from series that may be printed."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from docgen.charts.specification import Courbe, MiniBarre, PointGraphique, Trace
from docgen.french.rule import INSECABLE
from docgen.french.typography import prose
from docgen.french.wording import nombre
from docgen.kinds.infographie.facts import (
    Cellule,
    FaitsCourbe,
    GroupeColonnes,
    LigneComparee,
    LigneGroupee,
    TableComparee,
)
from docgen.kinds.infographie.points import cell, count_point, point_in_words, rate_point
from docgen.statistics.indicators import Denominateur, Indicateur
from docgen.statistics.series import Serie

CURVE = (153.0, 91.0)
"""The width and the least height of a curve, in points; three stand side by side."""
TALLEST, STEP = 147.0, 7.0
"""The greatest height of a curve, and by how much it grows, in points: pages that have one height
are laid out in one frame."""
SHORT_NAME = 11
"""The most letters of the name of a département as the head of a column."""
WIDE = 317.0
"""The width of a curve that takes the room of two."""


def commune_curve(serie: Serie, span: Sequence[int], nom: str) -> Courbe:
    """Return the curve of the counts of a commune."""
    points = [count_point(str(year), serie.point(year).valeur) for year in span]
    unit = f"{serie.indicateur.unite.several} par an"
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


def with_one_wide(indicators: Sequence[FaitsCourbe]) -> tuple[FaitsCourbe, ...]:
    """Return the indicators; one that alone has a curve comes first, in the room of two."""
    drawn = [(one, one.courbe) for one in indicators if one.courbe]
    if len(drawn) != 1 or len(indicators) == 1:
        return tuple(indicators)
    (only, curve), *_ = drawn
    wide = only.model_copy(update={"courbe": curve.model_copy(update={"largeur": WIDE})})
    return wide, *(one for one in indicators if one is not only)


def with_room(indicators: Sequence[FaitsCourbe], room: float) -> tuple[FaitsCourbe, ...]:
    """Return the indicators, their curves as much taller as the page has room, in points."""
    high = {"hauteur": min(TALLEST, CURVE[1] + max(0.0, room // STEP * STEP))}
    return tuple(
        one.model_copy(update={"courbe": one.courbe.model_copy(update=high)}) if one.courbe else one
        for one in indicators
    )


def comparison(
    titre: str,
    annee: int,
    traces: Sequence[Trace],
    years: Mapping[str, Sequence[Cellule]],
    *,
    rated: bool,
) -> TableComparee:
    """Return the rates of a year as bars in a table, beside columns of `years`.

    With `rated`, those columns are rates too, those of a département alone: it has no other.
    A hidden rate has no bar, a zero of the commune a tick.
    """
    known = [point.valeur for trace in traces for point in trace.points if point.valeur]
    columns = [] if rated else traces
    own, reference = (_first(traces, compared) for compared in (False, True))
    name, year = reference.nom if reference else "", f"en {annee}"
    key = _head(reference) if reference else ""
    unit = f"pour {nombre(1000)} habitants (* pour {nombre(1000)} logements)"
    grouped = [] if rated else _hidden_ranks(traces, years)
    rows = []
    for rank, point in enumerate(traces[0].points):
        if rank in grouped:
            continue
        pairs = [(trace.nom, trace.points[rank]) for trace in traces]
        said = ", ".join(f"{name} {point_in_words(one, 1)}" for name, one in pairs)
        bar = MiniBarre(
            alternative=f"Barre, {point.libelle} : {said}.",
            valeur=own.points[rank].valeur if own else None,
            repere=reference.points[rank].valeur if reference else None,
            maximum=max(known, default=Decimal(1)),
        )
        cells = [cell(trace.points[rank], 1) for trace in columns]
        cells += [column[rank] for column in years.values()]
        rows.append(LigneComparee(libelle=point.libelle, cellules=tuple(cells), barre=bar))
    return TableComparee(
        titre=titre,
        unite=unit if rated else f"{year}, {unit}",
        commune="commune" if own else "",
        departement=f"{name}, {year}" if rated and name else key,
        groupes=_column_groups(len(columns), len(years), rated=rated),
        colonnes=(*(_head(trace) for trace in columns), *years),
        forte=[*years].index(str(annee)) if rated else 0,
        lignes=tuple(rows),
        zero="zéro" if any(row.barre.valeur == 0 for row in rows) else "",
        groupee=_grouped_row(grouped, traces) if grouped else None,
    )


def _head(trace: Trace) -> str:
    """Return the head of a column of rates: a département by its name if that is short."""
    if not trace.reference:
        return "commune"
    return trace.nom if len(trace.nom) <= SHORT_NAME else "département"


def _column_groups(rates: int, years: int, *, rated: bool) -> tuple[GroupeColonnes, ...]:
    """Return the heads over the columns of rates, and over those of years."""
    groups = (("Taux", rates), ("Taux" if rated else "Nombre", years))
    return tuple(GroupeColonnes(titre=titre, largeur=wide) for titre, wide in groups if wide)


def _hidden_ranks(traces: Sequence[Trace], counts: Mapping[str, Sequence[Cellule]]) -> list[int]:
    """Return the ranks of the rows of which the commune's every cell is hidden.

    Nothing for one alone, which is read best as a row, nor for a table that would have no other.
    """
    own = [cell(point, 1) for trace in traces if not trace.reference for point in trace.points]
    columns = [own, *counts.values()]
    ranks = [rank for rank in range(len(own)) if all(column[rank].secret for column in columns)]
    return ranks if 1 < len(ranks) < len(own) else []


def _grouped_row(ranks: Sequence[int], traces: Sequence[Trace]) -> LigneGroupee:
    """Return the row that names indicators, each with the rate of the département."""
    reference = next((trace for trace in traces if trace.reference), None)
    whose = f"{reference.nom}{INSECABLE}: " if reference else ""
    names = []
    for rank in ranks:
        label = traces[0].points[rank].libelle
        named = f"{label[0].lower()}{label[1:]}"
        point = reference.points[rank] if reference else None
        if point and point.valeur is not None:
            named += f"{INSECABLE}({whose}{cell(point, 1).texte})"
            whose = ""  # the first says whose rates they all are
        names.append(named)
    return LigneGroupee(libelle="Non communiqué", texte=prose(", ".join(names)))


def _first(traces: Sequence[Trace], compared: bool) -> Trace | None:
    """Return the series compared with, or the other, where it has a value to draw.

    A zero of the commune is drawn, a rate of a département only above zero.
    """
    drawn = (
        one
        for one in traces
        if any(point.valeur or (point.valeur == 0 and not compared) for point in one.points)
    )
    return next((one for one in drawn if one.reference is compared), None)


def per_thousand(indicateur: Indicateur) -> str:
    """Return the denominator of a rate: « pour 1 000 logements »."""
    return f"pour {nombre(1000)} {indicateur.denominateur}"


def label_with_star(indicateur: Indicateur) -> str:
    """Return a label with a star if its rate is per dwelling, as the unit of the bars explains."""
    return f"{indicateur.court}{'*' * (indicateur.denominateur is Denominateur.LOGEMENTS)}"
