"""Durations and notices are those that the clauses say; mistakes are in `mistakes/`."""

import pytest

from docgen.kinds.actes.life import life_rules
from docgen.kinds.actes.reserves import remarks
from tests.kinds.actes.test_rules import data
from tests.kinds.convention.act import ACT

TERM = "vie: {{duree: {{valeur: {}, unite: {}, clause: article-2}}}}\nsignature:\n"


def life_codes(value, unit, words):
    """Return what is told of a duration that a clause says in these words."""
    said = (("texte: [Un an.]", f'texte: ["{words}"]'), ("signature:\n", TERM.format(value, unit)))
    return [one.code for one in life_rules(data(*said))]


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1, "ans", "Pour une période d'un an."),
        (1, "ans", "Pour une année."),
        (1, "ans", "Elle dure douze (12) mois."),
        (12, "mois", "Un an, sans plus."),
        (24, "mois", "Elle vaut pour deux ans."),
        (3, "ans", "Elle vaut 36 mois."),
        (1, "mois", "Un mois seulement."),
        (6, "mois", "Pendant SIX MOIS"),
        (1, "ans", "La durée est d'un an, reconduite pour une durée de cinq ans."),
        (5, "ans", "Conclue pour une période de cinq ans, reconduite par périodes d'un an."),
    ],
)
def test_a_clause_says_a_duration_in_one_of_its_ways(value, unit, words):
    assert life_codes(value, unit, words) == []


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (2, "ans", "Pour une période d'un an."),
        (2, "mois", "Pendant douze mois"),
        (6, "mois", "Six et quelques mois"),
        (1, "ans", "Elle dure vingt et un ans."),
        (1, "ans", "Conclue pour cinq ans, elle est reconduite annuellement."),
        (1, "ans", "Conclue pour cinq ans, elle est reconduite par périodes d'un an."),
        (1, "ans", "La convention dure vingt-quatre mois, puis un an de plus."),
        (1, "mois", "Elle vaut un an ; les parties se voient chaque mois."),
    ],
)
def test_a_clause_that_says_another_duration_is_told(value, unit, words):
    assert life_codes(value, unit, words) == ["contradiction"]


@pytest.mark.parametrize(
    ("name", "words", "typed"),
    [
        ("duree", "Dénoncer avec un préavis de trois mois.", "…, unite: …"),
        ("duree", "Conclue pour six mois, sauf préavis de trois mois.", "6, unite: mois"),
        ("preavis_denonciation", "Conclue pour six mois.", "…, unite: …"),
        ("preavis_denonciation", "Reconduite pour six mois.", "…, unite: …"),
        ("preavis_denonciation", "Sauf dénonciation, trois mois avant.", "3, unite: mois"),
        (
            "preavis_denonciation",
            "Conclue pour six mois, sauf préavis de dix jours.",
            "10, unite: jours",
        ),
        ("reconduction", "Reconduite, sauf préavis de trois mois.", "…, unite: …"),
        ("reconduction", "Conclue pour six mois, reconduite pour trois ans.", "3, unite: ans"),
    ],
)
def test_hint_types_no_notice_for_a_term(name, words, typed):
    vie = f"vie: {{{name}: {{valeur: 2, unite: ans, clause: article-2}}}}\nsignature:\n"
    changed = (("texte: [Un an.]", f'texte: ["{words}"]'), ("signature:\n", vie))
    told = next(one for one in life_rules(data(*changed)) if one.code == "contradiction")
    assert f"{name}: {{valeur: {typed}, clause: article-2}}" in told.hint


@pytest.mark.parametrize("words", ["annuellement", "chaque année", "par périodes d'un an"])
def test_a_renewal_may_be_said_to_come_every_so_often(words):
    said = f"Un an, avec reconduction tacite {words}."
    vie = "vie: {reconduction: {valeur: 1, unite: ans, clause: article-2}}\nsignature:\n"
    changed = (("texte: [Un an.]", f'texte: ["{said}"]'), ("signature:\n", vie))
    assert "contradiction" not in [one.code for one in life_rules(data(*changed))]


def test_a_signed_act_without_durations_is_remarked():
    signed = (("acte: projet", "acte: signe"), ("  lieu: Albi", "  lieu: Albi\n  date: 2026-04-01"))
    assert [one.code for one in remarks(data(*signed))] == ["vie"]
    assert list(remarks(data())) == []


def test_an_act_without_a_life_breaks_no_rule():
    assert list(life_rules(data())) == []
    assert "vie" not in ACT


NOTICES = "dénoncée {} mois au moins avant la date anniversaire, ou résiliée {} mois après avis"


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("preavis_denonciation", ("deux", "trois"), ["contradiction"]),
        ("preavis_denonciation", ("trois", "deux"), []),
        ("preavis_resiliation", ("trois", "deux"), ["contradiction"]),
        ("preavis_resiliation", ("deux", "trois"), []),
    ],
)
def test_clause_of_two_notices_says_each_of_its_own(name, said, told):
    act = {
        "articles": [
            {"id": "article-6", "texte": ["dénoncée ou résiliée avec un préavis de trois mois"]},
            {"id": "section-11.4", "texte": [NOTICES.format(*said)]},
        ],
        "vie": {
            name: {
                **{"valeur": "3", "unite": "mois", "clause": "article-6"},
                "aussi": ["section-11.4"],
            },
            "reconduction": {"valeur": "1", "unite": "ans"},
        },
    }
    found = [one for one in life_rules(act) if one.steps[:2] == ("vie", name)]
    assert [one.code for one in found if "aussi" in one.steps] == told


@pytest.mark.parametrize(
    "said",
    [
        "dénoncée trois mois avant son terme. Le comité se réunit un mois avant l’échéance",
        "conclue pour un an, et résiliée avec un préavis de trois mois avant l’échéance souhaitée",
    ],
)
@pytest.mark.parametrize("name", ["preavis_denonciation", "preavis_resiliation"])
def test_a_clause_of_one_notice_may_say_other_durations(name, said):
    term = {"valeur": "3", "unite": "mois", "clause": "article-6"}
    act = {"articles": [{"id": "article-6", "texte": [said]}], "vie": {name: term}}
    assert [one.code for one in life_rules(act) if one.code == "contradiction"] == []


def test_duration_of_a_repealed_clause_is_to_be_taken_out():
    act = {
        "articles": [{"id": "article-9", "texte": ["Rien."]}],
        "vie": {"preavis_resiliation": {"valeur": 3, "unite": "mois", "clause": "article-8"}},
        "avenant": {"abroge": [{"clause": "article-8", "etat": "propose"}]},
    }
    [hint] = [one.hint for one in life_rules(act) if one.code == "clause"]
    assert "retirez « preavis_resiliation: »" in hint
