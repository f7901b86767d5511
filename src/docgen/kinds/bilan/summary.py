"""The first page of a report: how it is set, and what the first count of the year is a part of.

Its table has a row for each action, so that little room is left for what people write.
"""

import textwrap
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final

from docgen.charts.specification import MiniBarre
from docgen.french.rule import INSECABLE
from docgen.french.wording import counted, nombre
from docgen.kinds.bilan.facts import FaitsChiffre
from docgen.referential.communes.zones import Force
from docgen.referential.referential import Referential
from docgen.statistics.variations import arrondi

BAR_WIDTH, BAR_HEIGHT = 106.0, 7.0
"""The width and height of a bar, in points."""
LEAST_PART: Final = Decimal("0.1")
"""The least part of all that a bar draws: a shorter one says nothing."""
LINE_HEIGHT, BLANK_HEIGHT = 16.5, 22.7
"""The height of a line of text, and of a line to fill in, in points."""
WIDTH: Final = 98
"""How many characters a line of text has, at least."""
TEXT_ROOM: Final = {False: 180.0, True: 48.0}
"""The height that texts may take, in points, without and with numbers in large."""
COUNTED_LINE: Final = 120
"""How many characters the line of what is counted has, at least."""
YEARS_HEIGHT: Final = 45.0
"""What a second such line takes of it beside columns of other years, where names take more lines.
"""
CLOSER_GAIN: Final = 32.0
"""What is gained when everything is set closer."""


class Setting(StrEnum):
    """How the summary is set; each is a class of the template, and of its Word file."""

    WIDE = ""
    CLOSE = "serre"
    FLOWING = "suivi"
    """It takes more than its page: the detail follows it at once."""


def lines_to_fill_in(written: object, key_figures: bool, least: int) -> tuple[int, ...]:
    """Return the numbers of the lines that stand for a text that is not written."""
    return () if written else tuple(range(1, 1 + (least if key_figures else 3)))


def set_summary(
    texts: Iterable[str], blanks: int, key_figures: bool, counted: str, years: int
) -> Setting:
    """Return how the summary is set with these texts, so many lines to fill in, and years."""
    tall = years > 1 and len(counted) > COUNTED_LINE
    lines = sum(len(textwrap.wrap(text, WIDTH)) for text in texts)
    height = lines * LINE_HEIGHT + blanks * BLANK_HEIGHT
    room = TEXT_ROOM[key_figures] - YEARS_HEIGHT * tall
    if height <= room:
        return Setting.WIDE
    return Setting.CLOSE if height <= room + CLOSER_GAIN else Setting.FLOWING


def count_all(unit: str, referential: Referential) -> tuple[int, str]:
    """Return how many of a unit the gendarmerie has in the project's département, and in words.

    The number is 0 for what is not counted there, or when the snapshot is of several départements.
    """
    competence = referential.competence
    if competence is None or referential.home is None:
        return 0, ""
    codes = competence.in_zone(Force.GENDARMERIE)
    if unit == "communes":
        return len(codes), f"sur {nombre(len(codes))} en zone gendarmerie"
    number = len(set(map(competence.of, codes))) if unit == "brigades" else 0
    return number, f"sur {counted(number, 'brigade')}"


def say_short_bars(figures: Sequence[FaitsChiffre]) -> tuple[FaitsChiffre, ...]:
    """Return numbers all of whose bars are said in words, unless all of them are long enough."""
    bars = [one.evolution for one in figures if isinstance(one.evolution, MiniBarre)]
    if all((bar.valeur or 0) >= LEAST_PART * bar.maximum for bar in bars):
        return tuple(figures)
    return tuple(
        one.model_copy(
            update={"comparaison": f"{one.comparaison} ({one.part})", "evolution": None, "part": ""}
        )
        if isinstance(one.evolution, MiniBarre)
        else one
        for one in figures
    )


def draw_part_of_all(value: int, total: int, said: str) -> MiniBarre:
    """Return the bar of a count, a part of all that could be counted."""
    return MiniBarre(
        alternative=f"Barre : {nombre(value)} {said}.",
        valeur=Decimal(value),
        repere=Decimal(total),
        maximum=Decimal(total),
        largeur=BAR_WIDTH,
        hauteur=BAR_HEIGHT,
    )


def say_part(bar: MiniBarre) -> str:
    """Return the part of all that a bar draws: « 4 % », with a decimal where 0 or 100 would lie."""
    percent = 100 * (bar.valeur or Decimal(0)) / bar.maximum
    whole = arrondi(percent, Decimal(1))
    said = arrondi(percent, Decimal("0.1")) if whole in (0, 100) and whole != percent else whole
    return f"{nombre(said)}{INSECABLE}%"
