"""Titles whose lines end well."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.french.titles import (
    MAX_HELD,
    balance_title,
    hold_dates,
    hold_end,
    hold_line,
    hold_title,
    hold_title_parts,
)

TITLES = {
    "Demander un diagnostic de sûreté avant de dépenser": "sûreté avant␣de␣dépenser",
    "Épaves et véhicules laissés sur place": "véhicules laissés␣sur␣place",
    "Quads, motos et 4␣×␣4 dans la nature": "4␣×␣4 dans␣la␣nature",
    "Mémento environnement des maires du Tarn": "environnement des␣maires␣du␣Tarn",
    "Le maire ne peut pas l’autoriser.": "ne peut pas␣l’autoriser.",
    "Constitutionnellement, l’environnement": "Constitutionnellement, l’environnement",
    "Des animaux qui font des dégâts": "Des␣animaux qui␣font␣des␣dégâts",
    "Un animal dangereux, une morsure": "dangereux, une␣morsure",
    "Une haie que l’on veut arracher": "Une␣haie que␣l’on␣veut␣arracher",
    "Inviter la gendarmerie à une réunion d’information": "gendarmerie à␣une␣réunion␣d’information",
    "Sommaire": "Sommaire",
    "": "",
}


@pytest.mark.parametrize(("title", "end"), TITLES.items())
def test_title_ends_with_several_words(title, end):
    held = hold_title(title.replace("␣", "\u00a0"))
    assert held.endswith(end.replace("␣", "\u00a0"))
    assert held.split() == title.replace("␣", "\u00a0").split()


ENDS = {
    "sensibilisation, réaction à une attaque.": "réaction à␣une␣attaque.",
    "un dossier pour demander une autorisation.": "demander une␣autorisation.",
    "la brigade recense et propose un périmètre.": "recense et propose un␣périmètre.",
    "des territoires du Tarn (eau, forêt, urbanisme)": "du Tarn (eau,␣forêt,␣urbanisme)",
    "Gratuit. Vingt euros.": "Gratuit. Vingt␣euros.",
    "Gratuit.": "Gratuit.",
    "jusqu’à 10␣m de chaque côté.": "de chaque␣côté.",
    "un vétérinaire (art.␣L.␣211-14-2 du CRPM).": "211-14-2 du␣CRPM).",
    "valoriser les candidatures de conjoints.": "candidatures de␣conjoints.",
    "de renseignements (possibilité d’opérations coordonnées).": "d’opérations␣coordonnées).",
    "une convention, et la valorisant.": "convention, et␣la␣valorisant.",
    "une visite au référent␣élu, hors urgence.": "référent␣élu, hors␣urgence.",
    "un temps de renseignements environnementaux.": "de renseignements environnementaux.",
    "le juge compétent, environnementalement parlant.": "environnementalement parlant.",
}


@pytest.mark.parametrize(("text", "end"), ENDS.items())
def test_text_ends_with_no_short_word_alone(text, end):
    assert hold_end(text.replace("␣", "\u00a0")).endswith(end.replace("␣", "\u00a0"))


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("élus, juin 2026 ; unités", "élus,␣juin␣2026 ; unités"),
        ("édition du 1er juin 2026, géographie 2026", "édition du␣1er␣juin␣2026, géographie␣2026"),
        ("la marseillaise, le maire", "la marseillaise, le maire"),
    ],
)
def test_no_line_begins_with_a_date(text, held):
    assert hold_dates(text).replace("\u00a0", "␣") == held


def test_no_line_begins_with_the_blank_after_a_dash():
    assert hold_line("Quercy – Bouriane, Lot") == "Quercy\u00a0– Bouriane,\u00a0Lot"


def test_parts_of_a_title_are_held_as_one():
    assert hold_title_parts(["Véhicules ", "abandonnés ", "place"])[1:] == [
        "abandonnés\u00a0",
        "place",
    ]


@given(st.lists(st.sampled_from(["de", "la", "à", "nature", "4\u00a0×\u00a04", "publiques"])))
def test_titles_held_twice_stay_the_same_and_can_be_cut(words):
    title = " ".join(words)
    held = hold_title(title)
    assert hold_title(held) == held
    assert len(held) == len(title)
    assert max(map(len, held.split(" "))) <= max(MAX_HELD + 2, *map(len, words), 0)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Un animal maltraité", "Un animal maltraité"),
        ("Un chien de catégorie sans permis", "Un␣chien de␣catégorie␣sans␣permis"),
        ("L’amende administrative municipale", "L’amende␣administrative municipale"),
        ("Fermer un chemin aux véhicules à moteur", "Fermer␣un␣chemin aux␣véhicules␣à␣moteur"),
        ("Une anticonstitutionnalité désinstitutionnalisée", None),
    ],
)
def test_long_title_has_two_lines_of_like_length(title, lines):
    assert balance_title(title, 25).replace("\u00a0", "␣") == (lines or title)
