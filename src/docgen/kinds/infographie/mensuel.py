"""The charts of the internal page, month by month, and the words for those with nothing to draw."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from docgen.charts.lettering import line_count
from docgen.charts.specification import Colonnes, EtatValeur, PointGraphique, Trace
from docgen.french.rule import INSECABLE
from docgen.french.wording import MOIS
from docgen.kinds.infographie.facts import FaitsCourbe, FaitsMois
from docgen.kinds.infographie.phrases import months_in_words, undrawn_in_words
from docgen.kinds.infographie.points import point_in_words
from docgen.referential.figures.activite import Annee, Ligne, Releve

CHARTS: Final = 3
"""How many lines are drawn as charts: the first of the form, whose order people choose."""
WIDTH: Final = 153.0
"""The width of a chart, in points; three stand side by side."""
SIZE, LINE = 9.0, 11.5
"""The size of the sentence over a chart and the height of a line of it, which the chart gives."""
TITLE_SIZE, TITLE_LINE = 9.5, 12.0
"""The size of the title of a chart and the height of a line of it beyond the first."""
HALF, WHOLE = 235.0, 481.0
"""The width of two charts, and that of the one of a form that has no other line."""
TALLEST: Final = 170.0
"""The greatest height of a chart, in points, 60 mm."""
LOWEST: Final = 48.0
"""The least height of a chart, in points, 17 mm: a lower one says nothing."""
LEAST_SCALE: Final = 4
"""The least that a scale reaches, or one more than the highest: a fact fills no chart."""
ALIKE: Final = 3
"""How many times as high as another a scale may be for both charts to have the higher one."""
OTHER_SCALES: Final = "échelles différentes"


def month_charts(name: str, sheet: Releve, height: float) -> tuple[FaitsMois, ...]:
    """Return the first lines in words, with the charts of those that have anything to draw.

    One that alone has a chart has the whole width, two share it, and the other lines are said under
    them. Without any chart, nothing.
    """
    drawn = [line for line in _shown(sheet) if _has_facts(line)]
    wide = {1: WHOLE, 2: HALF}.get(len(drawn), WIDTH)
    phrases = [months_in_words(line, sheet.mois) for line in drawn]
    said = _title_height([line.indicateur for line in drawn], wide)
    said += _sentence_height(phrases if len(drawn) > 1 else [], wide)
    high = min(TALLEST, max(LOWEST, height - said))
    return tuple(
        FaitsMois(
            titre=line.indicateur,
            phrase=phrase,
            colonnes=_chart(name, sheet, line, rank, (wide, high)),
        )
        for rank, (line, phrase) in enumerate(zip(drawn, phrases, strict=True), 1)
    )


def height_of_charts(charts: Sequence[FaitsMois]) -> float:
    """Return the height of charts and of the words over them, in points; 0 without any."""
    drawn = [one.colonnes for one in charts]
    phrases = [one.phrase for one in charts] if len(drawn) > 1 else []
    titles = [one.titre for one in charts]
    highs = (
        (one.hauteur or 0)
        + _title_height(titles, one.largeur)
        + _sentence_height(phrases, one.largeur)
        for one in drawn
    )
    return max(highs, default=0.0)


def _title_height(titles: Sequence[str], wide: float) -> float:
    """Return the height of what titles of charts take beyond one line."""
    lines = (line_count(title, TITLE_SIZE, wide, bold=True) for title in titles)
    return TITLE_LINE * (max(lines, default=1) - 1)


def _sentence_height(phrases: Sequence[str], wide: float) -> float:
    return LINE * max((line_count(phrase, SIZE, wide) for phrase in phrases), default=1)


def other_scales(sheet: Releve) -> str:
    """Return the words for charts of which each has a scale of its own, nothing for the others."""
    tops = _tops(sheet)
    return OTHER_SCALES if len(tops) > 1 and _shared_top(sheet) is None else ""


def _tops(sheet: Releve) -> list[int]:
    """Return what the scale of each chart has to reach."""
    years = [(*line.serie, *line.serie_precedente) for line in _shown(sheet) if _has_facts(line)]
    return [max(LEAST_SCALE, *(value or 0 for value in months)) for months in years]


def _shared_top(sheet: Releve) -> int | None:
    """Return what the one scale of all charts has to reach, None where each has its own."""
    tops = _tops(sheet)
    return max(tops) if tops and max(tops) <= ALIKE * min(tops) else None


def _least_top(sheet: Releve, line: Ligne) -> int:
    """Return what the scale of the chart of a line has to reach, with or without the others."""
    lines = _shown(sheet) if _shared_top(sheet) else [line]
    values = (value for one in lines for value in (*one.serie, *one.serie_precedente))
    highest = max(value or 0 for value in values)
    return max(highest, min(LEAST_SCALE, highest + 1))


def undrawn_months(sheet: Releve) -> str:
    """Return in words the lines that are not drawn: « Cambriolages, vols : aucun fait … »."""
    lines = [line for line in _shown(sheet) if not _has_facts(line)]
    return undrawn_in_words(
        [
            FaitsCourbe(titre=line.indicateur, phrase=_phrase(sheet, line), courbe=None)
            for line in lines
        ]
    )


def has_months(sheet: Releve) -> bool:
    """Whether a line of a sheet has anything to draw."""
    return any(_has_facts(line) for line in _shown(sheet))


def nothing_in_words(name: str, sheet: Releve) -> str:
    """Return in one sentence that a commune has no fact, « Aguts : aucun fait … ».

    Nothing where its lines do not all say the same.
    """
    phrases = {_phrase(sheet, line) for line in _shown(sheet)}
    indicators = [FaitsCourbe(titre=name, phrase=phrase, courbe=None) for phrase in phrases]
    return undrawn_in_words(indicators) if len(indicators) == 1 and not has_months(sheet) else ""


def year_keys(sheet: Releve) -> tuple[str, str]:
    """Return the keys of the pale columns and of the dark ones, empty where none is drawn."""
    year, lines = sheet.mois.year, _shown(sheet)
    before = any(any(line.serie_precedente) for line in lines)
    now = any(any(line.serie) for line in lines)
    return str(year - 1) * before, str(year) * now


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
    last_month = f"{MOIS[month - 1]}{INSECABLE}{year}"
    span = f"en {last_month}" if month == 1 else f"de janvier à {last_month}"
    before = f"en{INSECABLE}{year - 1}"
    nor = f"ni{INSECABLE}{before}"
    months = (*line.serie[:month], *line.serie_precedente)
    if all(value is None for value in months):
        return f"Chiffres non disponibles {span}, comme {before}."
    if None in months:
        return f"Aucun fait connu {span}, {nor} ; certains mois ne sont pas disponibles."
    return f"Aucun fait {span}, {nor}."


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
        unite="",
        alternative=f"Colonnes, {line.indicateur}, {name}, par mois. {description}.",
        largeur=size[0],
        hauteur=size[1],
        traces=traces,
        maximum=Decimal(_least_top(sheet, line)),
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
