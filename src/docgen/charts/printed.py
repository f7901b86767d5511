"""A chart as it is printed, from which the SVG, the chart of Word and its workbook are made.

Values are rounded here, once, half up; every series gets a point under every label.
"""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, TypeVar

from docgen.charts.specification import Colonnes, Courbe, EtatValeur, PointGraphique, Trace
from docgen.french.wording import nombre

Chart = Courbe | Colonnes
Drawn = TypeVar("Drawn", Courbe, Colonnes, Chart)

HIDDEN_WORDS: Final = "non communiqué"
"""The words for a hidden value where there is room."""
HIDDEN_SHORT: Final = "n.c."
NO_DATA: Final = "aucune donnée"


def as_printed(chart: Drawn) -> Drawn:
    """Return a chart with its values rounded and its series aligned.

    A series is absent under a label that only others have.  Years and months without any value at
    either end are left out.
    """
    labels = list(dict.fromkeys(point.libelle for trace in chart.traces for point in trace.points))
    by_label = [{point.libelle: point for point in trace.points} for trace in chart.traces]
    known = [any(_has_data(points.get(label)) for points in by_label) for label in labels]
    labels = labels[_first_known(known) : len(labels) - _first_known(known[::-1])]
    traces = tuple(
        trace.model_copy(
            update={"points": tuple(_point(points, label, chart.decimales) for label in labels)}
        )
        for trace, points in zip(chart.traces, by_label, strict=True)
    )
    return chart.model_copy(update={"traces": traces})


def _has_data(point: PointGraphique | None) -> bool:
    return point is not None and point.etat is not EtatValeur.ABSENT


def _first_known(known: list[bool]) -> int:
    return known.index(True) if True in known else len(known)


def _point(points: dict[str, PointGraphique], label: str, decimals: int) -> PointGraphique:
    point = points.get(label) or PointGraphique(libelle=label, etat=EtatValeur.ABSENT)
    if point.valeur is None:
        return point
    return point.model_copy(update={"valeur": rounded(point.valeur, decimals)})


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Return a value rounded half up to so many decimals."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def value_text(point: PointGraphique) -> str:
    """Return the value of a point in French, empty if it has none."""
    return "" if point.valeur is None else nombre(point.valeur)


def labels(chart: Chart) -> tuple[str, ...]:
    """Return the labels of a printed chart, which all its series share."""
    return tuple(point.libelle for point in chart.traces[0].points) if chart.traces else ()


def axis_labels(chart: Chart) -> tuple[str, ...]:
    """Return the labels as an axis has room for them: months by their initials, « J F M A »."""
    shown = labels(chart)
    return tuple(label[:1].upper() for label in shown) if isinstance(chart, Colonnes) else shown


def hidden_ranks(trace: Trace) -> list[int]:
    """Return the ranks of the hidden points of a series."""
    return [rank for rank, point in enumerate(trace.points) if point.etat is EtatValeur.CACHE]


def known_ranks(trace: Trace) -> list[int]:
    """Return the ranks of the points of a series that have a value."""
    return [rank for rank, point in enumerate(trace.points) if point.valeur is not None]


def values(traces: Iterable[Trace]) -> Iterator[Decimal]:
    """Yield every published value."""
    for trace in traces:
        yield from (point.valeur for point in trace.points if point.valeur is not None)


def main_and_others(chart: Chart) -> tuple[Trace | None, tuple[Trace, ...]]:
    """Return the first series that is no reference, then all the others in order."""
    main = next((trace for trace in chart.traces if not trace.reference), None)
    return main, tuple(trace for trace in chart.traces if trace is not main)
