"""French sentences about deadlines."""

from dataclasses import replace
from datetime import date

import pytest

from docgen.deadlines import Duree, Terme, Unite, Vie
from docgen.deadlines.counting import PRUDENCE, QUANTIEME
from docgen.deadlines.wording import deadline_lines, rule_sentence
from docgen.french.wording import date_longue
from tests.conftest import plain_blanks
from tests.deadlines.test_periods import ACT


def sentences(vie, day, received=None):
    """Return the sentences for a day as one text, with ordinary spaces."""
    days = (date.fromisoformat(one) for one in (day, received or day))
    return plain_blanks("\n".join(deadline_lines(vie, *days)))


def test_legal_and_prudent_days_are_both_explained():
    text = sentences(ACT, "2026-11-24")
    assert "mardi 23 février 2027, à 24 h (deux mois au moins avant la date anniversaire" in text
    assert "Jour prudent : lundi 22 février 2027, pour que personne ne discute" in text
    assert "Envoi conseillé : lundi 8 février 2027 au plus tard." in text
    assert "du 23 avril 2026 au 22 avril 2027 (période initiale)" in text


def test_a_letter_is_handed_over_once_its_day_is_past():
    past = "Envoi conseillé : lundi 8 février 2027 au plus tard ; ce jour est passé, remettez"
    days = ("2027-02-08", "2027-02-09", "2027-02-23", "2027-02-24")
    assert [past in sentences(ACT, day) for day in days] == [False, True, True, False]


def test_prudent_day_on_a_weekend_names_the_working_day_before():
    assert "visez le vendredi 21 février 2031" in sentences(ACT, "2031-01-01")
    assert "visez le vendredi 20 février 2032" in sentences(ACT, "2032-01-01")
    assert "visez" not in sentences(ACT, "2027-01-01")


def test_a_notice_is_judged_under_each_clause():
    text = sentences(ACT, "2027-01-10", "2027-02-10")
    assert (
        "dénonciation : à temps ; elle court jusqu’au 22 avril 2027 inclus, et n’est pas reconduite"
        " le vendredi 23 avril 2027."
    ) in text
    assert "préavis de trois mois, fin le lundi 10 mai 2027, à 24 h" in text
    assert "L’article 6 libère plus tôt." in text
    assert "(le dernier jour, qui peut être discuté)" in sentences(ACT, "2027-01-10", "2027-02-23")
    late = sentences(ACT, "2027-01-10", "2027-03-01")
    assert "trop tard depuis le 24 février 2027 ; la convention est reconduite" in late
    assert "libère plus tôt" not in late


@pytest.mark.parametrize(
    ("received", "first"),
    [("2027-01-21", "L’article 8"), ("2027-01-22", ""), ("2027-01-23", "L’article 6")],
)
def test_clause_that_ends_first_is_named_unless_both_do(received, first):
    assert ACT.resiliation
    apart = replace(ACT, resiliation=Terme(ACT.resiliation.duree, "article 8"))
    text = sentences(apart, "2027-01-10", received)
    assert text.count("libère plus tôt") == bool(first)
    assert f"{first} libère plus tôt." in text or not first


def test_notice_is_judged_by_the_periods_of_all_texts():
    three = replace(ACT, reconduction=Terme(Duree(3, Unite.ANS), "article 6"))
    amended = replace(ACT, textes=((ACT.signature, ACT), (date(2028, 5, 20), three)))
    text = sentences(amended, "2028-06-01")
    assert "elle court jusqu’au 22 avril 2029 inclus" in text
    assert "reconduite pour trois ans" in text
    assert "reconduite pour un an" in sentences(amended, "2028-01-10")


def test_convention_not_in_force_is_described_as_such():
    assert (
        sentences(ACT, "2026-01-01")
        == "Pas encore signée ce jour-là : elle l’est le 23 avril 2026."
    )
    assert "ne change rien" in sentences(ACT, "2026-11-24", "2026-01-01")


@pytest.mark.parametrize("end", ["2027-02-15", "2027-04-22", "2027-04-23"])
def test_act_that_ends_says_its_last_day_and_no_renewal(end):
    ended = replace(ACT, fin=date.fromisoformat(end))
    day = plain_blanks(date_longue(date.fromisoformat(end)))
    for told in ("2027-01-01", end):
        assert sentences(ended, told).splitlines() == [
            f"Période en cours : du 23 avril 2026 au {day} (période initiale).",
            f"Elle prendra fin le {day}, à 24 h.",
        ]
    assert sentences(ended, "2027-04-24") == f"Elle a pris fin le {day}, à 24 h."


def test_act_without_renewal_has_one_last_day():
    once = Vie(ACT.signature, ACT.duree)
    assert "Elle finit le jeudi 22 avril 2027, et ne se" in sentences(once, "2027-04-22")
    assert sentences(once, "2027-04-23") == "Elle a pris fin le 22 avril 2027, à 24 h."


def test_termination_past_the_end_is_said_to_have_no_effect():
    once = Vie(ACT.signature, ACT.duree, resiliation=ACT.resiliation)
    text = sentences(once, "2027-03-01", "2027-03-03")
    assert text.endswith(
        "résiliation : préavis de trois mois, sans effet, car la convention finit dès le jeudi"
        " 22 avril 2027."
    )
    assert "n’est pas en cours" not in text
    assert "aucune clause ne le prévoit" in sentences(Vie(ACT.signature, ACT.duree), "2027-03-01")


def test_rule_sentence_says_how_its_source_was_read():
    assert rule_sentence(QUANTIEME, [("art. 641", "lu dans le texte")]).endswith(
        "(art. 641, lu dans le texte)."
    )
    assert rule_sentence(PRUDENCE, []).endswith("(conseil, sans texte).")
