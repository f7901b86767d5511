"""What an amendment cannot say is refused at its place, and what is unwise is warned of."""

from dataclasses import replace

import pytest

from docgen.avenant.act_text import ClauseText, RowText
from docgen.avenant.differences import find_differences
from docgen.avenant.obstacles import find_obstacles
from tests.avenant.texts import ACT, alineas, changed, with_clause, without

PARTIES = replace(
    ACT,
    parties=(RowText("a", ("A",)), RowText("b", ("B",))),
    signataires=(RowText("a", ("Madame A",)),),
    signature=(("lieu", "Valclair"), ("date", "2031-05-02"), ("exemplaires", "2")),
)
INNER = ClauseText("n", 2, "m", "", "Fin", alineas("Fin."))
OUTER = ClauseText("m", 1, "", "ARTICLE 4", "Fin")
UNNAMED = with_clause(ClauseText("u", 1, "", "", "", alineas("Sans nom."), True), "article-3")


def codes(new, old=ACT, repealed=()):
    """Return the codes of what keeps an amendment back, and the part of the act that it is at."""
    found = find_obstacles(find_differences(old, new), repealed)
    return [(one.code, one.at) for one in found if not one.warning]


def warnings(new, old=ACT):
    found = find_obstacles(find_differences(old, new), ())
    return [(one.code, one.at) for one in found if one.warning]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (ACT, ("identique", "")),
        (changed("article-3", alineas=alineas("Les **parties** se taisent.")), ("identique", "")),
        (changed("article-3", alineas=alineas("Les\u00a0parties se taisent.")), ("identique", "")),
        (replace(ACT, titre=("Autre", "")), ("titre", "titre")),
        (replace(ACT, parties=(RowText("a", ()),)), ("parties", "parties")),
        (without("article-2"), ("absente", "article-2")),
        (with_clause(INNER, "m", act=with_clause(OUTER, "article-3")), ("insertion", "n")),
        (changed("article-3", preambule=True), ("rang", "article-3")),
        (changed("article-3", manquant=True, alineas=()), ("manquant", "article-3")),
        (changed("article-3", numero=""), ("numero", "article-3")),
        (changed("article-3", titre="Le « secret"), ("guillemets", "article-3")),
    ],
)
def test_what_no_formula_says_is_refused(new, expected):
    assert expected in codes(new)


def test_what_is_wrong_says_alone_why_nothing_changes():
    assert codes(ACT, repealed=["article-2"]) == [("abroge", "article-2")]


def test_a_repealed_clause_is_told_by_the_new_act():
    assert codes(without("article-2"), repealed=["article-2"]) == []
    assert codes(changed("article-3", titre="X"), repealed=["article-2"]) == [
        ("abroge", "article-2")
    ]
    assert codes(changed("article-3", titre="X"), repealed=["article-9"]) == [("abroge", "")]


def test_what_a_repealed_clause_holds_goes_with_it():
    assert codes(without("action-1.1", "objectif-1"), repealed=["objectif-1"]) == []


def test_the_parties_and_those_who_signed_stay():
    other = replace(PARTIES, parties=(RowText("a", ("AA",)), RowText("b", ("B",))))
    assert ("parties", "parties") in codes(other, PARTIES)
    other = replace(PARTIES, signataires=(RowText("a", ("Madame Z",)),))
    assert ("signature", "signature") in codes(other, PARTIES)


@pytest.mark.parametrize(
    ("field", "value"), [("lieu", "Valsombre"), ("date", ""), ("exemplaires", "3")]
)
def test_place_day_and_copies_of_a_signature_stay(field, value):
    signature = tuple((dict(PARTIES.signature) | {field: value}).items())
    new = replace(changed("article-3", titre="X", act=PARTIES), signature=signature)
    assert codes(new, PARTIES) == [("signature", "signature")]


def test_words_that_the_act_lacks_cannot_change():
    old = changed("article-3", manquant=True, alineas=())
    assert codes(ACT, old) == [("manquant", "article-3")]


def test_a_clause_that_cannot_be_named_cannot_be_a_place():
    new = ClauseText("n", 1, "", "ARTICLE 4", "Fin", alineas("Fin."))
    assert codes(with_clause(new, "u", act=UNNAMED), UNNAMED) == [("nom", "u")]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (changed("article-3", numero="ARTICLE 4"), ("numero", "article-3")),
        (
            replace(ACT, clauses=(*ACT.clauses[:-2], ACT.clauses[-1], ACT.clauses[-2])),
            ("place", "article-2"),
        ),
        (
            with_clause(
                ClauseText("n", 1, "", "ARTICLE 2-1", "Suivi", alineas("Un.")), "article-2"
            ),
            ("numero", "n"),
        ),
        (
            changed("article-3", alineas=alineas("Les **parties** se taisent.")),
            ("gras", "article-3"),
        ),
    ],
)
def test_what_is_unwise_is_warned_of(new, expected):
    assert warnings(new) == [expected]


@pytest.mark.parametrize(
    ("numero", "after"), [("ARTICLE 2 bis", "article-2"), ("ARTICLE 4", "article-3")]
)
def test_a_clause_that_comes_takes_no_number_of_another(numero, after):
    new = ClauseText("n", 1, "", numero, "Suivi", alineas("Un comité."))
    assert warnings(with_clause(new, after)) == []
