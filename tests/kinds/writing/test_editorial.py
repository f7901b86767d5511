"""What fiches, families and models have in common: doubts, delays, the reading by a person."""

import pytest
from pydantic import TypeAdapter

from docgen.content.raw import texts
from docgen.kinds.writing.editorial import (
    Delai,
    Enonce,
    Reserve,
    delay_rules,
    doubt_left,
    doubt_rules,
    field_of,
    is_doubtful,
    may_be_omitted,
    reading_left,
    reading_said,
    words_of,
)
from tests.conftest import plain_blanks
from tests.referential.droit.droit_examples import EXEMPLE, droit_of

DOUBT = {"texte": "Selon l'usage.", "a_verifier": "l'usage"}


def enonce(value):
    return TypeAdapter(Enonce).validate_python(value)


def law(cle):
    return droit_of(EXEMPLE).get(cle)


def test_a_text_may_carry_its_doubt():
    plain, doubted = enonce("Selon l'usage."), enonce(DOUBT)
    assert words_of(plain) == words_of(doubted) == "Selon l’usage."
    assert isinstance(doubted, Reserve)
    assert (is_doubtful(plain, ()), is_doubtful(doubted, ())) == (False, True)


def test_text_is_omitted_only_when_it_says_so():
    assert not may_be_omitted(enonce("Selon l'usage."), ())
    assert not may_be_omitted(enonce(DOUBT), ())
    assert may_be_omitted(enonce({**DOUBT, "si_non_verifie": "retirer"}), ())


@pytest.mark.parametrize(
    ("cle", "marked", "goes"),
    [
        ("exemple-delai", False, False),  # read in the text in force
        ("exemple-loi", True, False),  # read nowhere, and holds a final back
        ("exemple-article", True, True),  # read nowhere, and may go
    ],
)
def test_text_is_doubtful_when_its_law_is(cle, marked, goes):
    assert is_doubtful("Un texte.", [law(cle)]) is marked
    assert may_be_omitted("Un texte.", [law(cle)]) is goes
    assert is_doubtful("Un texte.", ()) is may_be_omitted("Un texte.", ()) is False


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"valeur": "1", "unite": "jours"}, "1 jour"),
        ({"valeur": "2", "unite": "jours"}, "2 jours"),
        ({"valeur": "1", "unite": "mois"}, "1 mois"),
        ({"valeur": "1", "unite": "ans"}, "1 an"),
        ({"droit": "recours"}, ""),
    ],
)
def test_a_delay_agrees_with_its_number(values, said):
    assert plain_blanks(Delai.model_validate(values).compte) == said


WAYS = [("droit",), ("droit", "moment")]


@pytest.mark.parametrize("ways", WAYS)
@pytest.mark.parametrize(
    ("delay", "where", "message", "hint"),
    [
        ({"valeur": "3"}, "valeur", "délai sans unité", "heures, jours, semaines, mois, ans"),
        ({"unite": "jours"}, "unite", "délai sans nombre", "« valeur: »"),
        ({}, None, "un délai se dit d’une seule façon", "« droit: ma-cle »"),
        ({"valeur": "3", "droit": "x"}, None, "un délai se dit d’une seule façon", "« unite: »"),
    ],
)
def test_a_delay_is_said_in_one_way_and_whole(delay, where, message, hint, ways):
    [found] = delay_rules({"etapes": [{"delai": delay}]}, ways)
    assert found.steps == ("etapes", 0, "delai", *([where] if where else []))
    assert found.message == message
    assert hint in found.hint


def test_moment_is_a_delay_only_where_allowed():
    data = {"delai": {"moment": "demain"}}
    assert list(delay_rules(data, ("droit", "moment"))) == []
    assert [one.code for one in delay_rules(data, ("droit",))] == ["delai"]


def test_what_leaves_a_final_says_why():
    [found] = doubt_rules({"alerte": {"texte": "x", "si_non_verifie": "retirer"}})
    assert found.steps == ("alerte", "si_non_verifie")
    assert list(doubt_rules({"alerte": DOUBT | {"si_non_verifie": "retirer"}})) == []


def test_a_doubt_is_left_unless_its_text_leaves_a_final():
    [left] = doubt_left(("alerte",), DOUBT)
    assert (left.steps, left.code, left.name) == (("alerte", "a_verifier"), "a-verifier", "l’usage")
    assert list(doubt_left((), DOUBT | {"si_non_verifie": "retirer"})) == []
    assert list(doubt_left((), {"texte": "x"})) == []


def test_a_text_that_no_one_read_through_is_left():
    [left] = reading_left(("famille",), {"id": "bruit"}, "Relire")
    assert (left.steps, left.code, left.what) == (("famille",), "controle", "à faire")
    assert list(reading_left((), {"controle": {"le": "2027-01-04"}}, "Relire")) == []


@pytest.mark.parametrize(
    ("refus", "printed"),
    [(None, "Relu le 4 janvier 2027 par Camille."), ("trop long", "Refusé le 4 janvier 2027.")],
)
def test_reading_names_who_read_and_not_who_refused(refus, printed):
    stamp = {"le": "2027-01-04", "par": "Camille"} | ({"refus": refus} if refus else {})
    read = Reserve.model_validate({"texte": "x", "a_verifier": "y", "controle": stamp}).controle
    assert plain_blanks(reading_said(read, "")) == printed


def test_every_text_is_found_with_its_path_and_its_field():
    data = {"a": "un", "b": [{"c": "deux"}, "trois"], "d": None}
    found = list(texts(data))
    assert found == [(("a",), "un"), (("b", 0, "c"), "deux"), (("b", 1), "trois")]
    assert [field_of(steps) for steps, _ in found] == ["a", "c", "b"]
