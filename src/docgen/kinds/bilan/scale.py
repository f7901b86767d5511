"""How many communes and brigades there are, beside which the first count of a year is drawn."""

from decimal import Decimal

from docgen.charts.specification import MiniBarre
from docgen.french.wording import counted, nombre
from docgen.referential.communes.competence import Competences
from docgen.referential.communes.zones import Force
from docgen.referential.referential import Referential

WIDE, HIGH = 130.0, 7.0
"""The width and height of a bar, in points."""


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
    number = len(_brigades(competence)) if unit == "brigades" else 0
    return number, f"sur {counted(number, 'brigade')}"


def _brigades(competence: Competences) -> set[str]:
    units = map(competence.of, competence.in_zone(Force.GENDARMERIE))
    return {one.id_service for one in units if one}


def draw_part_of_all(value: int, total: int, said: str) -> MiniBarre:
    """Return the bar of a count, a part of all that could be counted."""
    return MiniBarre(
        alternative=f"Barre : {nombre(value)} {said}.",
        valeur=Decimal(value),
        repere=Decimal(total),
        maximum=Decimal(total),
        largeur=WIDE,
        hauteur=HIGH,
    )
