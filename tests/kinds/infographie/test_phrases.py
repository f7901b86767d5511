"""The last years of an indicator in a sentence."""

from decimal import Decimal

import pytest

from docgen.charts.specification import EtatValeur, PointGraphique
from docgen.kinds.infographie.phrases import curve_in_words, noun_of
from docgen.statistics.indicators import INDICATEURS, indicateur

HIDDEN, ABSENT = EtatValeur.CACHE, EtatValeur.ABSENT


def said(key, *values):
    """Return the sentence of an indicator whose last value is of 2025."""
    points = [
        PointGraphique(libelle=str(year), etat=value)
        if isinstance(value, EtatValeur)
        else PointGraphique(libelle=str(year), valeur=Decimal(value))
        for year, value in enumerate(values, 2026 - len(values))
    ]
    noun = noun_of(indicateur(key)) if key else None
    text = curve_in_words(points, "pour 1 000 habitants", noun)
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("key", "values", "sentence"),
    [
        ("cambriolages", (15, 17), "17 cambriolages de logement en 2025, contre 15 en 2024."),
        ("cambriolages", (1, 1), "1 cambriolage de logement en 2025, comme en 2024."),
        ("degradations", (3, 1), "1 dégradation volontaire en 2025, contre 3 en 2024."),
        ("vols-violents", (0, 1), "1 vol violent sans arme en 2025, contre 0 en 2024."),
        ("degradations", (3, 0), "Aucun fait enregistré en 2025, contre 3 en 2024."),
        (
            "escroqueries",
            (27, 31),
            "31 victimes d’escroqueries et fraudes en 2025, contre 27 en 2024.",
        ),
        (
            "usage-stupefiants",
            (2, 3),
            "3 mis en cause pour usage de stupéfiants en 2025, contre 2 en 2024.",
        ),
        ("", ("4.3", "4.1"), "4,1 pour 1 000 habitants en 2025, contre 4,3 en 2024."),
        ("", ("4.1", "4.1"), "4,1 pour 1 000 habitants en 2025, comme en 2024 au dixième près."),
        ("", ("0", "0.1"), "0,1 pour 1 000 habitants en 2025, contre moins de 0,1 en 2024."),
        ("", ("0.1", "0"), "Moins de 0,1 pour 1 000 habitants en 2025, contre 0,1 en 2024."),
        ("", ("0", "0"), "Moins de 0,1 pour 1 000 habitants de 2024 à 2025."),
        (
            "",
            ("0", ABSENT),
            "Moins de 0,1 pour 1 000 habitants, ou chiffre non disponible, de 2024 à 2025.",
        ),
        ("cambriolages", (HIDDEN, 17), "17 cambriolages de logement en 2025."),
        (
            "cambriolages",
            (9, 8, HIDDEN),
            "Chiffre de 2025 non communiqué ; le dernier connu est de 2024.",
        ),
        ("cambriolages", (HIDDEN, HIDDEN), "Non communiqué de 2024 à 2025."),
        ("cambriolages", (ABSENT, ABSENT), "Non disponible de 2024 à 2025."),
        ("cambriolages", (0, 0), "Aucun fait enregistré de 2024 à 2025."),
        ("cambriolages", (0,), "Aucun fait enregistré en 2025."),
        (
            "cambriolages",
            (0, HIDDEN),
            "Selon les années, aucun fait, ou un chiffre non communiqué, de 2024 à 2025.",
        ),
    ],
)
def test_last_years_are_a_sentence(key, values, sentence):
    assert said(key, *values) == sentence


@pytest.mark.parametrize("one", INDICATEURS, ids=lambda one: one.cle)
def test_noun_agrees_with_its_number(one):
    noun = noun_of(one)
    assert noun(1)[0].islower()
    assert not noun(1).split()[0].endswith("s") or noun(1).startswith("mis en cause")
    assert noun(2).startswith(("victimes d", "mis en cause pour ", one.court[0].lower()))
