"""Units of legal values, and how a value is said with them: « 75 000 € par jour », « dix jours ».

A delay or a duration is said in letters, a sum in digits; each can be had the other way.
Source of the rule: Lexique des règles typographiques de l'Imprimerie nationale, as reported.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Final

from docgen.french.rule import INSECABLE
from docgen.french.wording import en_lettres, euros, nombre


class UniteDeMesure(StrEnum):
    """What a value is counted in, as it is written in the files."""

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
    """How days are counted, when not from one calendar day to the next."""

    FRANCS = "francs"
    OUVRABLES = "ouvrables"
    OUVRES = "ouvres"
    OUVRES_FRANCS = "ouvres-francs"


class Par(StrEnum):
    """What a sum is due for, when it is due more than once."""

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
"""The units of time, which a delay must have one of."""

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
"""Each unit in the plural, as it is read aloud."""

SIGNES: Final = {
    UniteDeMesure.CENTIMETRES: "cm",
    UniteDeMesure.METRES: "m",
    UniteDeMesure.METRES_CARRES: "m²",
    UniteDeMesure.DECIBELS: "dB(A)",
    UniteDeMesure.HEURE_DU_JOUR: "h",
    UniteDeMesure.POUR_CENT: "%",
}
"""The units that have a sign of their own after a number in digits."""

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
"""The units before which one says « une », « vingt et une »."""

RANGS: Final = ("première", "deuxième", "troisième", "quatrième", "cinquième")
"""The classes of contraventions in letters, the first at 0."""


def in_digits(
    n: Decimal, unite: UniteDeMesure, compte: Compte | None = None, par: Par | None = None
) -> str:
    """Return ``1⍽500␣€ par jour``, ``10␣jours``, ``200␣m``: never broken after the number."""
    if unite is UniteDeMesure.EUROS:
        return " ".join(filter(None, (euros(n), PAR[par] if par else "")))
    named = SIGNES.get(unite) or _named(n, unite)
    return " ".join(filter(None, (f"{nombre(n)}{INSECABLE}{named}", _counted(n, compte))))


def in_letters(
    n: Decimal, unite: UniteDeMesure, compte: Compte | None = None, par: Par | None = None
) -> str:
    """Return ``dix jours``, ``quinze mille euros``.

    Raise ValueError, in French, for a number that is not whole, or not under a million.
    """
    if n != n.to_integral_value() or not 0 <= n < 1_000_000:
        message = f"{nombre(n)} ne s’écrit pas en lettres : un entier inférieur au million"
        raise ValueError(message)
    feminin = unite in FEMININ
    words = (
        _large(int(n), feminin),
        _named(n, unite),
        _counted(n, compte),
        PAR[par] if par else "",
    )
    return " ".join(filter(None, words))


def _large(n: int, feminin: bool) -> str:
    """Return a number under a million in letters: ``quatre-vingt mille``, ``cent mille un``."""
    milliers, rest = divmod(n, 1000)
    if n <= 9999:
        return en_lettres(n, feminin)
    # « quatre-vingts » and « cents » lose their s before « mille », which is a number.
    said = en_lettres(milliers)
    said = said[:-1] if said.endswith(("vingts", "cents")) else said
    return f"{said} mille {en_lettres(rest, feminin)}" if rest else f"{said} mille"


def _named(n: Decimal, unite: UniteDeMesure) -> str:
    """Return the name of a unit, singular under two: ``jour``, ``mois``, ``mètre carré``."""
    name = NOMS[unite]
    if n >= 2 or unite in {UniteDeMesure.MOIS, UniteDeMesure.FOIS, UniteDeMesure.POUR_CENT}:
        return name
    return " ".join(word.removesuffix("s") for word in name.split(" "))


def _counted(n: Decimal, compte: Compte | None) -> str:
    """Return how days are counted, in the number of the day: ``jours francs``, ``jour franc``."""
    if compte is None:
        return ""
    words = COMPTES[compte].split(" ")
    return " ".join(words if n >= 2 else [word.removesuffix("s") for word in words])
