"""What a page says of the check of the texts that it cites (exemple fictif)."""

from datetime import date

from docgen.kinds.writing.checked_texts import checked_texts, law_items
from docgen.left import What, Who
from docgen.referential.droit.controle import NewCheck, record_checks
from tests.conftest import plain_blanks
from tests.referential.droit.droit_examples import EXEMPLE, droit_of

DROIT = droit_of(EXEMPLE)
KEYS = ("exemple-bareme", "exemple-amende", "exemple-classe", "exemple-article")


def said(checks, *keys, final=False, read="Légifrance, version en vigueur"):
    """Return what is said of some items, of which some were checked, each on its day of January."""
    recorded = {
        key: NewCheck(date(2027, 1, day), "A (exemple fictif)", read) for key, day in checks.items()
    }
    droit = droit_of(record_checks(EXEMPLE, "exemple.yaml", recorded))
    return plain_blanks(checked_texts([droit.get(key) for key in keys or KEYS], final=final))


def test_the_day_is_that_of_the_oldest_check():
    checks = dict(zip(KEYS, (9, 7, 8, 12), strict=True))
    assert said(checks) == "Textes vérifiés sur Légifrance le 7 janvier 2027"


def test_what_legifrance_does_not_hold_is_told_apart():
    checks = {"exemple-bareme": 9, "exemple-point": 4}
    law, others = said(checks, *checks).split(". ")
    assert law == "Textes vérifiés sur Légifrance le 9 janvier 2027"
    assert others == "Autres sources vérifiées le 4 janvier 2027"
    assert said(checks, "exemple-point") == "Textes vérifiés le 4 janvier 2027"


def test_place_is_told_only_as_the_check_names_it():
    checks = {"exemple-bareme": 9, "exemple-point": 4}
    assert said(checks, *checks, read="le Journal officiel") == "Textes vérifiés le 4 janvier 2027"
    assert said({"exemple-bareme": 9}, "exemple-bareme", read="sur LEGIFRANCE") == (
        "Textes vérifiés sur Légifrance le 9 janvier 2027"
    )


def test_no_day_is_said_before_all_is_checked():
    penal, environnement = "du code pénal", "art. L. 1-1 du code de l’environnement"
    named = f"art. 1-1 {penal}, {environnement} et art. R. 2-1 {penal}"
    assert said({}) == f"Textes à vérifier : {named}"
    assert said({"exemple-bareme": 9, "exemple-amende": 9}, *KEYS, "exemple-loi") == (
        "Textes à vérifier : art. R. 2-1 du code pénal et loi n° 2000-1"
    )
    many = said({}, *KEYS, "exemple-loi", "exemple-point")
    assert many.endswith(
        f"{environnement}, art. R. 2-1 {penal} et 2 autres (liste de ce qui reste à faire)"
    )


def test_what_a_final_leaves_out_is_not_waited_for():
    checks = dict.fromkeys(KEYS[:3], 9)
    assert said(checks, final=True) == "Textes vérifiés sur Légifrance le 9 janvier 2027"
    assert said(checks) == "Textes à vérifier : art. R. 2-1 du code pénal"


def test_nothing_is_said_where_no_law_is_cited():
    assert checked_texts((), final=True) == ""


def test_each_rule_of_law_is_one_item_of_the_jurist():
    regle = DROIT.get("exemple-delai")
    [only] = law_items([regle, regle], DROIT)
    assert (only.id, only.who, only.what) == ("droit:exemple-delai", Who.JURISTE, What.VERIFIER)
    assert only.command in only.hint
    assert only.line == DROIT.place("exemple-delai").mark.line
    assert "délai laissé pour répondre" in only.message
    assert "dix jours francs" in plain_blanks(only.message)
