"""Texts that name the law, filled with what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.referential.droit_fill import Citation, fill
from docgen.referential.droit_regle import Forme
from tests.referential.droit_examples import EXEMPLE, droit_of

DROIT = droit_of(EXEMPLE)

SAID = {
    "{droit:exemple-amende}": "15⍽000␣€",
    "{droit:exemple-amende.lettres}": "quinze mille euros",
    "{droit:exemple-delai}": "dix jours francs",
    "{droit:exemple-delai.chiffres}": "10␣jours francs",
    "{droit:exemple-delai.lettres}": "dix jours francs",
    "{droit:exemple-delai.ref}": "art.␣L.␣1-1 du code de l’environnement",
    "{droit:exemple-delai.long}": "article␣L.␣1-1 du code de l’environnement",
    "{droit:exemple-delai.court}": "C.␣env. L.␣1-1",
    "{droit:exemple-delai.numero}": "L.␣1-1",
    "{droit:exemple-classe}": "4e classe",
    "{droit:exemple-classe.lettres}": "quatrième classe",
    "{droit:exemple-classe.montant}": "750␣€",
    "{droit:exemple-article}": "art.␣R.␣2-1 du code pénal",
    "{droit:exemple-loi}": "loi n°␣2000-1",
    "{droit:exemple-point}": "Un point ouvert.",
}

WRONG = {
    "{droit:exemple-amande}": (
        "aucune règle de droit « exemple-amande »",
        "vouliez-vous dire « exemple-amende » ?",
    ),
    "{droit:zzzzzzzz}": ("aucune règle de droit « zzzzzzzz »", "les clés : docgen droit"),
    "{droit:exemple-amende.lettre}": (
        "forme inconnue : « lettre »",
        "vouliez-vous dire « lettres » ?",
    ),
    "{droit:exemple-amende.zzz}": (
        "forme inconnue : « zzz »",
        "formes admises : " + ", ".join(Forme),
    ),
    "{droit}": ("renvoi mal écrit : « {droit} »", "« {droit:ma-cle} », ou « {droit:ma-cle.ref} »"),
    "{ droit:exemple-amende}": ("renvoi mal écrit : « { droit:exemple-amende} »", None),
    "{droit: exemple-amende}": ("renvoi mal écrit : « {droit: exemple-amende} »", None),
    "{droit:exemple-amende": ("renvoi mal écrit : « {droit:exemple-amende »", None),
    "{droit:exemple-amende.montant}": (
        "« exemple-amende » n’est pas une classe du barème : pas de montant",
        "",
    ),
    "{droit:exemple-loi.numero}": ("« exemple-loi » n’a pas de numéro d’article", ""),
    "{droit:exemple-point.ref}": ("« exemple-point » n’a pas de référence", ""),
    "{droit:exemple-article.lettres}": (
        "« exemple-article » n’a pas de valeur en chiffres",
        "",
    ),
    "{droit:exemple-classe.chiffres}": ("« exemple-classe » n’a pas d’unité", ""),
}


@pytest.mark.parametrize("text", SAID)
def test_an_item_is_said_as_the_text_asks(text):
    filled = fill(text, DROIT)
    assert filled.errors == ()
    assert filled.text.replace("\u202f", "⍽").replace("\u00a0", "␣") == SAID[text]


@pytest.mark.parametrize("text", WRONG)
def test_what_cannot_be_filled_is_told_and_stays_as_it_was_written(text):
    filled = fill(f"Voir {text}", DROIT)
    message, hint = WRONG[text]
    (error,) = filled.errors
    assert (error.debut, error.message) == (5, message)
    assert hint is None or error.hint == hint
    assert filled.text == f"Voir {text}"
    assert filled.regles == ()


def test_all_problems_of_a_text_are_told_and_the_rest_is_filled():
    filled = fill("{droit:a} puis {droit:exemple-delai}, {droit:b.ref}.", DROIT)
    assert [error.debut for error in filled.errors] == [0, 38]
    assert filled.text == "{droit:a} puis dix jours francs, {droit:b.ref}."


def test_the_items_used_are_given_once_in_the_order_of_the_text():
    filled = fill("{droit:exemple-delai}, {droit:exemple-amende}, {droit:exemple-delai.ref}", DROIT)
    assert [regle.cle for regle in filled.regles] == ["exemple-delai", "exemple-amende"]
    assert [type(piece) for piece in filled.pieces] == [Citation, str, Citation, str, Citation]


@given(st.text(alphabet=st.characters(exclude_characters="{")))
def test_a_text_that_names_no_law_is_left_as_it_is(text):
    filled = fill(text, DROIT)
    assert (filled.text, filled.regles, filled.errors) == (text, (), ())
