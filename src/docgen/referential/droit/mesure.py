"""Units of legal values, and values in words: « 75 000 € par jour », « dix jours ».

A delay or a duration is written in letters, a sum in digits, unless a text asks otherwise.
Source of the rule: Lexique des règles typographiques de l'Imprimerie nationale, as reported.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Final

from docgen.french.letters import folded
from docgen.french.rule import INSECABLE
from docgen.french.wording import en_lettres, euros, nombre


class UniteDeMesure(StrEnum):
    """The unit of a value, as the files write it."""

    EUROS = "euros"
    MINUTES = "minutes"
    HEURES = "heures"
    JOURS = "jours"
    MOIS = "mois"
    ANS = "ans"
    CENTIMETRES = "centimetres"
    METRES = "metres"
    METRES_CARRES = "metres-carres"
    DECIBELS = "decibels"
    HABITANTS = "habitants"
    PERSONNES = "personnes"
    EMPLOIS = "emplois"
    ANNEES_D_AGE = "ans-d-age"
    HEURE_DU_JOUR = "heure-du-jour"
    POUR_CENT = "pour-cent"
    FOIS = "fois"


class Compte(StrEnum):
    """A way of counting days, other than calendar days."""

    FRANCS = "francs"
    OUVRABLES = "ouvrables"
    OUVRES = "ouvres"
    OUVRES_FRANCS = "ouvres-francs"


class Par(StrEnum):
    """What a recurring sum is due for."""

    JOUR = "jour"
    JOUR_ET_DISPOSITIF = "jour-et-dispositif"
    HEURE = "heure"
    KILOMETRE = "kilometre"
    METRE_CARRE = "metre-carre"


DUREES: Final = (
    UniteDeMesure.MINUTES,
    UniteDeMesure.HEURES,
    UniteDeMesure.JOURS,
    UniteDeMesure.MOIS,
    UniteDeMesure.ANS,
)
"""The units of time, one of which a delay has."""

NOMS: Final = {
    UniteDeMesure.EUROS: "euros",
    UniteDeMesure.MINUTES: "minutes",
    UniteDeMesure.HEURES: "heures",
    UniteDeMesure.JOURS: "jours",
    UniteDeMesure.MOIS: "mois",
    UniteDeMesure.ANS: "ans",
    UniteDeMesure.CENTIMETRES: "centimètres",
    UniteDeMesure.METRES: "mètres",
    UniteDeMesure.METRES_CARRES: "mètres carrés",
    UniteDeMesure.DECIBELS: "décibels",
    UniteDeMesure.HABITANTS: "habitants",
    UniteDeMesure.PERSONNES: "personnes",
    UniteDeMesure.EMPLOIS: "emplois",
    UniteDeMesure.ANNEES_D_AGE: "ans",
    UniteDeMesure.HEURE_DU_JOUR: "heures",
    UniteDeMesure.POUR_CENT: "pour cent",
    UniteDeMesure.FOIS: "fois",
}
"""The plural of each unit."""

SIGNES: Final = {
    UniteDeMesure.CENTIMETRES: "cm",
    UniteDeMesure.METRES: "m",
    UniteDeMesure.METRES_CARRES: "m²",
    UniteDeMesure.DECIBELS: "dB(A)",
    UniteDeMesure.HEURE_DU_JOUR: "h",
    UniteDeMesure.POUR_CENT: "%",
}
"""The signs of units, after a number in digits."""

COMPTES: Final = {
    Compte.FRANCS: "francs",
    Compte.OUVRABLES: "ouvrables",
    Compte.OUVRES: "ouvrés",
    Compte.OUVRES_FRANCS: "ouvrés francs",
}

PAR: Final = {
    Par.JOUR: "par jour",
    Par.JOUR_ET_DISPOSITIF: "par jour et par dispositif",
    Par.HEURE: "par heure",
    Par.KILOMETRE: "par kilomètre",
    Par.METRE_CARRE: "par mètre carré",
}

FEMININ: Final = {
    *(UniteDeMesure.MINUTES, UniteDeMesure.HEURES, UniteDeMesure.HEURE_DU_JOUR),
    *(UniteDeMesure.FOIS, UniteDeMesure.PERSONNES),
}
"""The feminine units: « une », « vingt et une »."""

RANGS: Final = ("première", "deuxième", "troisième", "quatrième", "cinquième")
"""The classes of contraventions in letters, from the first."""

RANK: Final = rf"(?:[1-5] ?(?:ere|re|er|eme|e)|2 ?nde?|2de|{'|'.join(map(folded, RANGS))}|seconde)"
"""A rank of a class without capitals and accents: « 1re », « 2nde », « cinquieme »."""


def rank_of(word: str) -> int:
    """Return the number of a rank, as `RANK` finds it."""
    if word[0].isdigit():
        return int(word[0])
    return 2 if word == "seconde" else [folded(rank) for rank in RANGS].index(word) + 1


def in_digits(
    n: Decimal, unite: UniteDeMesure, compte: Compte | None = None, par: Par | None = None
) -> str:
    """Return ``1⍽500␣€ par jour``, ``10␣jours``, ``200␣m``, with no line end after the number."""
    if unite is UniteDeMesure.EUROS:
        return " ".join(filter(None, (euros(n), PAR[par] if par else "")))
    named = SIGNES.get(unite) or _unit_name(n, unite)
    return " ".join(filter(None, (f"{nombre(n)}{INSECABLE}{named}", _count_words(n, compte))))


def in_letters(
    n: Decimal, unite: UniteDeMesure, compte: Compte | None = None, par: Par | None = None
) -> str:
    """Return ``dix jours``, ``quinze mille euros``.

    Raise ValueError for a number that is not whole, or not under a million.
    """
    if n != n.to_integral_value() or not 0 <= n < 1_000_000:
        raise ValueError(f"{nombre(n)} ne s’écrit pas en lettres : un entier inférieur au million")
    feminin = unite in FEMININ
    words = (
        _large_number(int(n), feminin),
        _unit_name(n, unite),
        _count_words(n, compte),
        PAR[par] if par else "",
    )
    return " ".join(filter(None, words))


def _large_number(n: int, feminin: bool) -> str:
    """Return a number in letters: ``quatre-vingt mille``, ``cent mille un``."""
    milliers, rest = divmod(n, 1000)
    if n <= 9999:
        return en_lettres(n, feminin)
    # « quatre-vingts » and « cents » lose their s before « mille », which is a number.
    words = en_lettres(milliers)
    words = words[:-1] if words.endswith(("vingts", "cents")) else words
    return f"{words} mille {en_lettres(rest, feminin)}" if rest else f"{words} mille"


def _unit_name(n: Decimal, unite: UniteDeMesure) -> str:
    """Return the name of a unit, in the singular below two: ``jour``, ``mois``, ``mètre carré``."""
    name = NOMS[unite]
    if n >= 2 or unite in {UniteDeMesure.MOIS, UniteDeMesure.FOIS, UniteDeMesure.POUR_CENT}:
        return name
    return " ".join(word.removesuffix("s") for word in name.split(" "))


def _count_words(n: Decimal, compte: Compte | None) -> str:
    """Return how days are counted, in agreement: ``francs`` (jours), ``franc`` (jour)."""
    if compte is None:
        return ""
    words = COMPTES[compte].split(" ")
    return " ".join(words if n >= 2 else [word.removesuffix("s") for word in words])
