"""Invented charts, plain and extreme: every place and every number here is « exemple fictif »."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from hypothesis import strategies as st

from docgen.charts.layout.columns import Columns
from docgen.charts.layout.frame import Scale
from docgen.charts.layout.lines import Lines
from docgen.charts.specification import Colonnes, Courbe, EtatValeur, PointGraphique, Trace

Value = int | float | str | None
HIDDEN, ABSENT = None, "absent"
"""How an example writes a value that is hidden, and one that is not there."""
MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin"]
MONTHS += ["juil.", "août", "sept.", "oct.", "nov.", "déc."]
ROWS = [
    "Cambriolages",
    "Vols dans véhicules",
    "Violences intrafamiliales",
    "Destructions",
    "Escroqueries",
]
SMALL = {"largeur": 156.0, "hauteur": 90.0}
"""The size of a chart that stands beside two others, on one page."""


def point(label: str, value: Value) -> PointGraphique:
    """Return a point: published, hidden or absent."""
    if value is HIDDEN:
        return PointGraphique(libelle=label, etat=EtatValeur.CACHE)
    if value == ABSENT:
        return PointGraphique(libelle=label, etat=EtatValeur.ABSENT)
    return PointGraphique(libelle=label, valeur=Decimal(str(value)))


def trace(
    name: str, values: Iterable[Value], labels: Sequence[str], reference: bool = False
) -> Trace:
    """Return a series of these values under these labels."""
    points = tuple(point(label, value) for label, value in zip(labels, values, strict=True))
    return Trace(nom=name, points=points, reference=reference)


def told(key: str, **changes: object) -> dict[str, object]:
    """Return what every chart has."""
    plain = {"cle": key, "titre": f"Essai fictif {key}", "unite": "faits"}
    return {**plain, "alternative": f"Valeurs fictives de {key}.", **changes}


def years(count: int, first: int = 2016) -> list[str]:
    """Return so many years."""
    return [str(first + rank) for rank in range(count)]


def courbe(
    key: str,
    values: Sequence[Value],
    others: Sequence[Value] = (),
    name: str = "commune",
    **changes,
) -> Courbe:
    """Return lines along years from 2016."""
    labels = years(len(values))
    traces = [trace(name, values, labels)]
    if others:
        traces.append(trace("Tarnelle", others, labels, reference=True))
    return Courbe(traces=tuple(traces), **told(key, **changes))


def colonnes(
    key: str, values: Sequence[Value], others: Sequence[Value] = (), **changes
) -> Colonnes:
    """Return columns from January on."""
    labels = MONTHS[: len(values)]
    traces = [trace("2026", values, labels)]
    if others:
        traces.append(trace("2025", others, labels, reference=True))
    return Colonnes(traces=tuple(traces), **told(key, **changes))


DECADE = [1644, 1700, 1540, 1550, 880, 747, 1050, 860, 1170, 1364]
RATES = [7.1, 5.2, HIDDEN, 6.3, HIDDEN, HIDDEN, 4.2, 5.1, 3.3, 6.19]
AROUND = [6.5, 6.2, 6.0, 6.1, 5.0, 4.4, 5.0, 4.8, 5.9, 6.2]
RATE = {"decimales": 1, "unite": "pour 1 000 logements"}

PLAIN = (
    courbe("decennie", DECADE),
    courbe("taux", RATES, AROUND, "Valclair-le-Fictif", **RATE),
    courbe("petit", RATES, AROUND, **RATE, **SMALL),
    colonnes(
        "mois",
        [12, 8, 9, 14, 7, 5, 3, 2, ABSENT, ABSENT, ABSENT, ABSENT],
        [10, 7, 12, 11, 9, 8, 6, 7, 5, 8, 9, 11],
    ),
)
"""Charts as documents have them; their drawings are kept among the golden files."""

EXTREMES = (
    courbe("tout-cache", [HIDDEN] * 10, AROUND, **RATE),
    courbe("tout-cache-seul", [HIDDEN] * 10),
    courbe("bords-caches", [HIDDEN, 3, 4, 0, 0, 5, 8, 7, 3, HIDDEN], [2, 6, HIDDEN, *[4] * 7]),
    courbe("zeros", [0] * 10, [0.02] * 10, decimales=2),
    courbe("zeros-seuls", [0] * 10),
    courbe("immense", [value * 10**8 for value in DECADE], **SMALL),
    courbe("deux-points", [ABSENT] * 8 + [3, 5], [ABSENT] * 8 + [4, 4.5], decimales=1),
    courbe("un-point", [ABSENT] * 9 + [3]),
    courbe("trou", [5, 6, 7, ABSENT, ABSENT, 5, 4, 3, 2, 3], [5, 6, 7, 8, 7, 5, 4, 3, 2, 3]),
    courbe("rien", [ABSENT] * 10),
    courbe("sans-annee", []),
    courbe("sous-un", [0.12, 0.31, 0.05, 0.33], decimales=2, unite=""),
    courbe("un-sur-deux", [1, HIDDEN] * 8),
    courbe("nom-long", DECADE, DECADE, "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson", **SMALL),
    courbe("unite-longue", DECADE, unite="faits constatés pour mille logements " * 4),
    colonnes("mois-inconnus", [ABSENT] * 12, [0] * 12, **SMALL),
    colonnes("un-mois", [0]),
    colonnes("grands-mois", [1212, 844, 955, 1422, 788, 523, 312, 276, 4], [1000] * 9),
    colonnes("sans-mois", []),
)
"""Charts that must survive."""

ALL = (*PLAIN, *EXTREMES)


def axis_of(chart: Courbe | Colonnes) -> Scale:
    """Return the axis of the values of a printed chart."""
    drawn = Lines(chart) if isinstance(chart, Courbe) else Columns(chart)
    return drawn.frame.scale


def named(chart: Courbe | Colonnes) -> str:
    """Return the name of an example, for pytest."""
    return chart.cle


def charts() -> st.SearchStrategy[Courbe | Colonnes]:
    """Return charts of every kind, size, number of points and state."""
    number = st.decimals(0, 10**9, places=3)
    published = st.one_of(number.map(str), st.just(ABSENT))

    @st.composite
    def made(draw: st.DrawFn) -> Courbe | Colonnes:
        kind = draw(st.sampled_from([Courbe, Colonnes]))
        count = draw(st.integers(1, 12))
        labels = MONTHS[:count] if kind is not Courbe else years(count)
        series = draw(st.integers(1, 3 if kind is Courbe else 2))
        value = st.one_of(published, st.just(HIDDEN)) if kind is Courbe else published
        values = st.lists(value, min_size=count, max_size=count)
        traces = tuple(
            trace(f"série {rank}", draw(values), labels, reference=rank > 0)
            for rank in range(series)
        )
        size = {"largeur": draw(st.sampled_from([140.0, 156.0, 235.0, 400.0]))}
        size["hauteur"] = draw(st.sampled_from([None, 90.0, 140.0]))
        decimals = draw(st.integers(0, 3))
        return kind(traces=traces, **told("propriete", decimales=decimals, **size))

    return made()
