"""The charts of the internal page, month by month, and the words for those with nothing to draw."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from docgen.charts.specification import Colonnes, EtatValeur, PointGraphique, Trace
from docgen.french.rule import INSECABLE
from docgen.french.wording import MOIS
from docgen.kinds.infographie.facts import FaitsCourbe
from docgen.kinds.infographie.phrases import undrawn_in_words
from docgen.kinds.infographie.points import point_in_words
from docgen.referential.figures.activite import Annee, Ligne, Releve

CHARTS: Final = 3
"""How many lines are drawn as charts: the first of the form, whose order people choose."""
WIDTH: Final = 153.0
"""The width of a chart, in points; three stand side by side."""
WIDTHS: Final = {1: 481.0, 2: 235.0}
"""The width of charts that are fewer: they share the page."""
SENTENCE: Final = 20.0
"""The height of the words for what is not drawn, which the charts give them."""


def month_charts(name: str, sheet: Releve, height: float) -> tuple[Colonnes, ...]:
    """Return the charts of the first lines, those that have anything to draw."""
    drawn = [(rank, line) for rank, line in enumerate(_shown(sheet), 1) if _has_facts(line)]
    wide = WIDTHS.get(len(drawn), WIDTH)
    high = height - SENTENCE * (len(drawn) < len(_shown(sheet)))
    return tuple(_chart(name, sheet, line, rank, (wide, high)) for rank, line in drawn)


def undrawn_months(sheet: Releve) -> str:
    """Return in words the lines that are not drawn: « Cambriolages : aucun fait … »."""
    return undrawn_in_words(
        [
            FaitsCourbe(titre=line.indicateur, phrase=_phrase(sheet, line), courbe=None)
            for line in _shown(sheet)
            if not _has_facts(line)
        ]
    )


def last_month(sheet: Releve) -> str:
    """Return the key of the red columns, empty where none is drawn."""
    lines = [line for line in _shown(sheet) if _has_facts(line)]
    last = [max(_known_months(line.serie), default=None) for line in lines]
    red = [rank for line, rank in zip(lines, last, strict=True) if rank and line.serie[rank - 1]]
    if not red:
        return ""
    if set(red) == {sheet.mois.month}:
        return f"{MOIS[sheet.mois.month - 1]}{INSECABLE}{sheet.mois.year}"
    return f"dernier mois connu de{INSECABLE}{sheet.mois.year}"


def _shown(sheet: Releve) -> Sequence[Ligne]:
    return sheet.lignes[:CHARTS]


def _has_facts(line: Ligne) -> bool:
    return any((*line.serie, *line.serie_precedente))


def _known_months(year: Annee) -> Iterator[int]:
    return (rank for rank, value in enumerate(year, 1) if value is not None)


def _phrase(sheet: Releve, line: Ligne) -> str:
    """Return what a line without any fact says: « Aucun fait de janvier à octobre 2026, … »."""
    year, month = sheet.mois.year, sheet.mois.month
    told = f"{MOIS[month - 1]}{INSECABLE}{year}"
    span = f"en {told}" if month == 1 else f"de janvier à {told}"
    before = f"en{INSECABLE}{year - 1}"
    months = (*line.serie[:month], *line.serie_precedente)
    if all(value is None for value in months):
        return f"Chiffres non disponibles {span}, comme {before}."
    if None in months:
        return f"Aucun fait connu {span}, ni {before} ; certains mois ne sont pas disponibles."
    return f"Aucun fait {span}, ni {before}."


def _chart(name: str, sheet: Releve, line: Ligne, rank: int, size: tuple[float, float]) -> Colonnes:
    year = sheet.mois.year
    series = ((year, line.serie), (year - 1, line.serie_precedente))
    traces = tuple(
        Trace(nom=str(chart_year), points=_months(months), reference=chart_year < year)
        for chart_year, months in series
    )
    description = " ; ".join(f"{trace.nom} : {_listed_points(trace.points)}" for trace in traces)
    return Colonnes(
        cle=f"mois-{rank}",
        titre=line.indicateur,
        unite="par mois",
        alternative=f"Colonnes, {line.indicateur}, {name}, par mois. {description}.",
        largeur=size[0],
        hauteur=size[1],
        traces=traces,
    )


def _months(months: Annee) -> tuple[PointGraphique, ...]:
    return tuple(
        PointGraphique(libelle=name, etat=EtatValeur.ABSENT)
        if value is None
        else PointGraphique(libelle=name, valeur=Decimal(value))
        for name, value in zip(MOIS, months, strict=True)
    )


def _listed_points(points: Sequence[PointGraphique]) -> str:
    return ", ".join(f"{point.libelle} {point_in_words(point, 0)}" for point in points)
