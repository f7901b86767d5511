"""A chart as it is printed: what the SVG, the chart of Word and its workbook all start from.

Values are rounded here, once, so that the three say the same; every series has a point under every
label.  A value of the base has many decimals, and the half rounds up, as on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, TypeVar

from docgen.charts.specification import Barres, Colonnes, Courbe, EtatValeur, PointGraphique, Trace
from docgen.french.wording import nombre

Chart = Courbe | Barres | Colonnes
Drawn = TypeVar("Drawn", Courbe, Barres, Colonnes, Chart)

HIDDEN: Final = "non communiqué"
"""How a hidden value is told, wherever there is room for it."""
HIDDEN_SHORT: Final = "n.c."
NOTHING: Final = "aucune donnée"
ABSENT: Final = "–"
"""What stands for a value that does not exist; never for one that is hidden."""


def as_printed(chart: Drawn) -> Drawn:
    """Return a chart with its values rounded as printed, and its series side by side.

    A label that only some series have is absent from the others.  Years and months at either end
    of which nothing at all is known are left out; a bar is kept, and says that it is absent.
    """
    labels = list(dict.fromkeys(point.libelle for trace in chart.traces for point in trace.points))
    found = [{point.libelle: point for point in trace.points} for trace in chart.traces]
    if not isinstance(chart, Barres):
        known = [any(_known(points.get(label)) for points in found) for label in labels]
        labels = labels[_first(known) : len(labels) - _first(known[::-1])]
    traces = tuple(
        trace.model_copy(
            update={"points": tuple(_point(points, label, chart.decimales) for label in labels)}
        )
        for trace, points in zip(chart.traces, found, strict=True)
    )
    return chart.model_copy(update={"traces": traces})


def _known(point: PointGraphique | None) -> bool:
    return point is not None and point.etat is not EtatValeur.ABSENT


def _first(known: list[bool]) -> int:
    """Return the rank of the first label of which something is known, or how many there are."""
    return known.index(True) if True in known else len(known)


def _point(points: dict[str, PointGraphique], label: str, decimals: int) -> PointGraphique:
    point = points.get(label) or PointGraphique(libelle=label, etat=EtatValeur.ABSENT)
    if point.valeur is None:
        return point
    return point.model_copy(update={"valeur": rounded(point.valeur, decimals)})


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Return a value with so many decimals."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def number(point: PointGraphique) -> str:
    """Return the value of a point in French, or nothing when it has none."""
    return "" if point.valeur is None else nombre(point.valeur)


def labels(chart: Chart) -> tuple[str, ...]:
    """Return the labels of a printed chart, which all its series share."""
    return tuple(point.libelle for point in chart.traces[0].points) if chart.traces else ()


def hidden(trace: Trace) -> list[int]:
    """Return the ranks of the hidden points of a series."""
    return [rank for rank, point in enumerate(trace.points) if point.etat is EtatValeur.CACHE]


def values(traces: Iterable[Trace]) -> Iterator[Decimal]:
    """Yield every published value."""
    for trace in traces:
        yield from (point.valeur for point in trace.points if point.valeur is not None)


def main_and_others(chart: Chart) -> tuple[Trace | None, tuple[Trace, ...]]:
    """Return the first series that is no reference, and all the others in order."""
    main = next((trace for trace in chart.traces if not trace.reference), None)
    return main, tuple(trace for trace in chart.traces if trace is not main)
