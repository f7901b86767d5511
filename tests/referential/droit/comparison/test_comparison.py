"""Colours of invented rules beside invented articles (exemples fictifs)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.french.wording import en_lettres, nombre
from docgen.referential.droit.articles import Articles
from docgen.referential.droit.comparison.comparison import compare_rules
from docgen.referential.droit.mesure import UniteDeMesure, in_digits, in_letters
from tests.referential.droit.comparison.comparison_examples import (
    CLASSE,
    DAY,
    FINE,
    PRISON,
    RULE,
    compared,
    rule,
    version,
)


@pytest.mark.parametrize(
    ("text", "fields", "colour"),
    [
        ("Il a dix jours pour répondre.", {}, "vert"),
        ("Il a dix jours pour répondre, ou un mois.", {}, "orange"),
        ("Il a un mois pour répondre.", {}, "rouge"),
        ("Il a dix jours francs pour répondre.", {}, "rouge"),
        ("Il a dix jours francs pour répondre.", {"compte": "francs"}, "vert"),
        ("Il a dix jours pour répondre.", {"compte": "francs"}, "rouge"),
        ("Il a un an et dix jours pour répondre.", {}, "rouge"),
        ("Il a dix jours pour répondre, et 15 00 jours.", {}, "orange"),
        ("La réponse vaut 37 500 euros.", {**FINE, "valeur": "7500"}, "rouge"),
        ("La réponse vaut 100 euros par jour.", {**FINE, "valeur": "100"}, "rouge"),
        ("La réponse vaut 100 € par jour.", {**FINE, "valeur": "100", "par": "jour"}, "vert"),
        ("La réponse : trois ans d’emprisonnement.", {**PRISON, "valeur": "3"}, "vert"),
        ("La réponse : trois ans de délai.", {**PRISON, "valeur": "3"}, "rouge"),
        ("Sans réponse : contravention de la 4 e classe.", {**CLASSE, "valeur": "4"}, "vert"),
        ("Sans réponse : contravention de la 4 e classe.", {**CLASSE, "valeur": "3"}, "rouge"),
        ("Rien de fictif : dix jours.", {"enonce": "silence gardé"}, "orange"),
    ],
)
def test_the_colour_follows_the_text(text, fields, colour):
    assert compared(text, **fields).couleur == colour


def test_what_must_be_looked_at_is_told_with_its_sentence():
    last = "III. - Il a dix jours pour répondre, puis un an."
    text = f"I. - Sans délai.\nII. - La réponse coûte 5 €.\n{last}"
    found = compared(text)
    assert found.passage == last
    assert found.a_voir == "l’article porte aussi 1\xa0an : lisez le III"
    missing = compared(text, valeur="12")
    assert missing.a_voir == "l’article porte 10\xa0jours et 1\xa0an, et non 12\xa0jours"
    hotel = compared("Sans réponse, un hôtel de 4e classe.", **CLASSE, valeur="4")
    assert hotel.a_voir == "l’article dit 4e classe (contravention ?), et non 4e classe"
    assert compared("Il répond.").a_voir.startswith("l’article ne porte ni 10\xa0jours")


def test_the_sentence_nearest_to_the_statement_is_shown():
    text = "Il a dix jours pour payer. Il a dix jours pour répondre. Il a dix jours."
    assert compared(text).passage == "Il a dix jours pour répondre."


def test_a_part_bounds_the_search():
    text = "I.-Il a dix jours pour répondre.\nII.-Il a un mois pour payer."
    reference = RULE["reference"]
    inside = compared(text, reference={**reference, "partie": "I"})
    outside = compared(text, reference={**reference, "partie": "II"})
    absent = compared(text, reference={**reference, "partie": "IX"})
    assert (inside.couleur, outside.couleur, absent.couleur) == ("vert", "rouge", "orange")
    assert outside.a_voir == "la valeur n’est pas dans « II » : lisez le I"
    assert "l’article n’a pas de « IX »" in absent.a_voir
    strange = compared(
        "Il a dix jours pour répondre.", reference={**reference, "partie": "in fine"}
    )
    assert (strange.couleur, "n’est pas compris" in strange.a_voir) == ("orange", True)


@pytest.mark.parametrize(
    ("text", "colour", "words"),
    [
        ("Réponse due dans les dix jours par :\n1° Le maire ;\n2° Le préfet.", "vert", "seule"),
        ("Réponse due :\n1° Dans l’an ;\n2° Dans les dix jours.", "orange", "dans « 1° »"),
        ("Réponse due :\n1° Dans les dix jours ;\n2° Sans délai.", "orange", "dans « 2° »"),
        ("Réponse due :\n1° Dans les dix jours.", "orange", "n’a pas de « 2° »"),
        ("Dans les dix jours.\nRéponse due :\n1° Tôt ;\n2° Tard.", "rouge", "dans « 1° et 2° »"),
    ],
)
def test_a_value_of_two_parts_stands_in_both(text, colour, words):
    found = compared(text, reference={**RULE["reference"], "partie": "1° et 2°"})
    assert (found.couleur, words in found.a_voir) == (colour, True), found.a_voir


def test_a_second_article_is_searched_and_its_absence_told():
    reference = {**RULE["reference"], "partie": "et L. 1-2"}
    texts = [version("Il doit répondre."), version("Il a dix jours.", "L1-2", rank=2)]
    (found,) = compare_rules([rule(reference=reference)], Articles(texts), DAY)
    assert (found.couleur, found.version) == ("vert", texts[1])
    (alone,) = compare_rules([rule(reference=reference)], Articles(texts[:1]), DAY)
    assert (alone.couleur, "L.\xa01-2 n’a pas été lu" in alone.a_voir) == ("sans-texte", True)


def test_prison_and_fine_of_one_offence_share_a_sentence():
    prison = {**PRISON, "cle": "exemple-prison", "valeur": "3"}
    fine = rule(**FINE, cle="exemple-amende", valeur="45000")
    together = "Sans réponse : trois ans d’emprisonnement et 45 000 euros d’amende."
    apart = "Sans réponse : trois ans d’emprisonnement. La réponse tardive : 45 000 euros."
    assert compared(together, fine, **prison).couleur == "vert"
    parted = compared(apart, fine, **prison)
    assert (parted.couleur, "la même phrase" in parted.a_voir) == ("orange", True)


def test_a_class_bounds_a_sum_of_the_scale():
    text = "Contraventions : 1° 38 € d’amende de la 1re classe ; 2° 150 € d’amende de la 2e classe."
    scale = {**FINE, "classe": "2", "bareme": "maximum", "enonce": "amende de contravention"}
    assert compared(text, **scale, valeur="150").couleur == "vert"
    assert compared(text, **scale, valeur="38").couleur == "rouge"


def test_a_computed_sum_follows_its_source_and_its_multiple():
    source = rule(**FINE, cle="simple", valeur="100")
    computed = {**FINE, "quintuple_de": "simple", "valeur": "500"}
    computed["reference"] = {"code": "environnement", "article": "L. 1-2"}
    texts = [version("La réponse vaut 100 €."), version("Elle vaut le quintuple.", "L1-2", rank=2)]
    articles = Articles(texts)
    assert compare_rules([rule(**computed), source], articles, DAY)[0].couleur == "vert"
    assert compare_rules([rule(**computed)], articles, DAY)[0].couleur == "rouge"
    other = Articles([version("La réponse vaut 200 €."), texts[1]])
    assert compare_rules([rule(**computed), source], other, DAY)[0].couleur == "rouge"
    silent = Articles([texts[0], version("Elle vaut plus.", "L1-2", rank=2)])
    assert compare_rules([rule(**computed), source], silent, DAY)[0].couleur == "rouge"


def test_an_item_without_value_is_never_green():
    fields = {"nature": "article", "valeur": None, "unite": None}
    near, far = compared("Il doit répondre.", **fields), compared("Autre objet.", **fields)
    assert (near.couleur, near.has_value) == ("orange", False)
    assert "l’énoncé ne s’y retrouve guère" in far.a_voir
    assert "guère" not in near.a_voir


def test_items_outside_of_the_codes_have_no_text():
    point = rule(nature="point", valeur=None, unite=None, reference=None)
    (found,) = compare_rules([point], Articles(), DAY)
    assert (found.couleur, found.article) == ("sans-texte", "")
    (unread,) = compare_rules([rule()], Articles(), DAY)
    assert (unread.couleur, unread.a_voir) == (
        "sans-texte",
        "l’article L.\xa01-1 : texte non importé",
    )


UNITS = {
    "jours": {"nature": "delai"},
    "mois": {"nature": "delai"},
    "ans": {"nature": "duree"},
    "euros": {"nature": "montant"},
    "metres": {"nature": "seuil"},
}
VALUES = st.tuples(st.sampled_from(sorted(UNITS)), st.integers(1, 9999), st.booleans())
NOISE = (
    "le 15 mars 2024",
    "aux articles L. 131-13 et 10",
    "au 2° du III",
    "alinéa 12",
    "loi n° 2024-15",
    "un chien de la 1re catégorie",
)


def _written(value):
    unit, number, letters = value
    words = in_letters if letters else in_digits
    return words(Decimal(number), UniteDeMesure(unit))


@given(VALUES, st.lists(VALUES, max_size=3), st.lists(st.sampled_from(NOISE), max_size=3))
def test_only_a_value_that_was_written_is_found(value, others, noise):
    unit, number, _ = value
    others = [other for other in others if other[:2] != (unit, number)]
    fields = {**UNITS[unit], "unite": unit, "valeur": str(number)}
    words = [*map(_written, others), *noise]
    absent = compared(f"Pour répondre : {' ; '.join(words)}.", **fields)
    assert absent.couleur == "rouge"
    there = compared(f"Pour répondre : {' ; '.join([*words, _written(value)])}.", **fields)
    assert there.couleur in {"vert", "orange"}
    assert there.couleur == "vert" or others


DOUBLED = st.sampled_from(["doublée", "portée au triple", "décuplée", "majorée de 10 %"])
PARTS = st.sampled_from(
    [
        *("la moitié de", "le tiers de", "deux tiers de", "un quart de", "trois dixièmes de"),
        *("le double de", "trois fois", "10 % de", "un demi", "cinq vingtièmes de"),
    ]
)
UNSEEN = st.from_regex(r"z[aeou][bdfglmnprtv][aeou][bdfglmnprtv]", fullmatch=True)
MANY = st.integers(2, 9999).flatmap(
    lambda number: st.sampled_from([str(number), nombre(Decimal(number)), en_lettres(number)])
)
BESIDE = st.sampled_from(
    ["{} : {}.", "{} ; il est porté à {}.", "{}. Il est de {} en récidive.", "{} ({})."]
)
RATES = st.sampled_from(
    [
        *("150 euros la {}", "150 euros le {}", "150 euros au {}", "150 euros à la {}"),
        *("150 euros du {}", "150 euros par {}", "150 euros (par {})", "150 euros chaque {}"),
        *("150 euros pour une {}", "150 euros pour chaque {}", "150 €/{}", "150 €, par {}"),
        *("par {}, à 150 euros", "chaque {} coûte 150 euros", "150 euros tous les {}s"),
        *("150 euros les deux {}s", "150 euros de la {}", "150 euros par tranche d’un {}"),
    ]
)


@given(UNSEEN, MANY, BESIDE)
def test_no_value_is_green_beside_an_unknown_unit(unit, number, frame):
    for value, fields in (("dix jours", {}), ("150 euros", {**FINE, "valeur": "150"})):
        for other in (number, f"{number} {unit}s"):
            text = f"La réponse vaut {frame.format(value, other)}"
            assert compared(text, **fields).couleur != "vert", text


@given(UNSEEN, RATES)
def test_no_sum_is_green_at_an_unknown_rate(unit, rate):
    text = f"La réponse vaut {rate.format(unit)}."
    assert compared(text, **FINE, valeur="150").couleur != "vert"


@given(PARTS, DOUBLED, st.sampled_from(["150 euros", "cent cinquante euros"]))
def test_no_part_and_no_multiple_is_green(part, doubled, value):
    fields = {**FINE, "valeur": "150"}
    assert compared(f"La réponse vaut {part} {value}.", **fields).couleur != "vert"
    assert compared(f"La réponse vaut {value}, {doubled}.", **fields).couleur != "vert"
