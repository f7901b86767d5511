"""What time does to a comparison: repealed, coming, changed since a check (exemples fictifs)."""

from datetime import date

import pytest

from docgen.referential.droit.articles import Articles
from docgen.referential.droit.comparison.comparison import compare_rules
from tests.referential.droit.comparison.comparison_examples import DAY, rule, version

TEXT = "Il a dix jours pour répondre."
SOON, LATE = date(2027, 1, 1), date(2029, 1, 1)


def _seen(*versions, **fields):
    (found,) = compare_rules([rule(**fields)], Articles(versions), DAY)
    return found.couleur.value, found.a_voir


@pytest.mark.parametrize(
    ("etat", "said"),
    [("ABROGE", "abrogé"), ("TRANSFERE", "transféré"), ("MODIFIE", "hors de vigueur")],
)
def test_an_article_out_of_force_is_told_with_its_day(etat, said):
    colour, words = _seen(version(TEXT, fin=date(2025, 5, 1), etat=etat))
    assert colour == "abroge"
    assert words == f"l’article L.\xa01-1 est {said} depuis le 1er\xa0mai 2025"


def test_an_article_to_come_is_not_in_force():
    assert _seen(version(TEXT, debut=SOON)) == (
        "abroge",
        "l’article L.\xa01-1 n’entre en vigueur que le 1er\xa0janvier 2027",
    )


def test_a_change_within_the_year_is_told():
    other = version("Il a un mois pour répondre.", debut=SOON, rank=2)
    colour, words = _seen(version(TEXT, fin=SOON), other)
    assert colour == "bientot"
    assert words.startswith("l’article L.\xa01-1 change le 1er\xa0janvier 2027")
    assert "seule valeur de ce genre" in words
    assert _seen(version(TEXT, fin=LATE, etat="ABROGE_DIFF"))[0] == "vert"
    assert "sera abrogé" in _seen(version(TEXT, fin=SOON, etat="ABROGE_DIFF"))[1]
    assert _seen(version(TEXT, fin=SOON), version(TEXT, debut=SOON, rank=2))[0] == "vert"


SAME = version(TEXT, debut=date(2026, 12, 20), fin=SOON, etat="ABROGE_DIFF", rank=2)
OTHER = version("Il a un mois pour répondre.", debut=SOON, rank=3)


@pytest.mark.parametrize(
    ("versions", "told"),
    [
        ([version(TEXT, fin=SAME.debut), SAME, OTHER], "change"),
        ([version(TEXT, fin=SAME.debut), SAME], "sera abrogé"),
        ([version(TEXT), OTHER], "change"),
        ([version(TEXT, fin=SOON), OTHER, version("Rien.", debut=SOON, rank=4)], "change"),
        ([version(TEXT, fin=SOON), version("", debut=SOON, rank=3)], "change"),
    ],
)
def test_every_version_to_come_within_the_year_is_compared(versions, told):
    colour, words = _seen(*versions)
    assert colour == "bientot"
    assert words.startswith(f"l’article L.\xa01-1 {told} le 1er\xa0janvier 2027")


def test_an_annex_is_feminine():
    annex = {"reference": {"code": "environnement", "article": "L. 1-1", "partie": "annexe 1"}}
    gone = version(TEXT, "Annexe 1", fin=date(2025, 5, 1), etat="ABROGE")
    assert _seen(gone, **annex)[1] == "l’annexe 1 est abrogée depuis le 1er\xa0mai 2025"
    changes = [
        version(TEXT, "Annexe 1", fin=SOON),
        version("Rien.", "Annexe 1", debut=SOON, rank=2),
    ]
    assert "l’annexe 1 change le 1er\xa0janvier 2027 : relisez-la" in _seen(*changes, **annex)[1]


def test_a_value_that_lacks_today_stays_red_before_a_change():
    assert _seen(version("Rien.", fin=SOON, etat="ABROGE_DIFF"))[0] == "rouge"


def test_a_state_without_a_day_is_not_trusted():
    assert _seen(version(TEXT, etat="ABROGE"))[0] == "abroge"


def test_two_texts_on_a_day_are_no_text():
    assert _seen(version(""))[0] == "sans-texte"
    assert "deux textes ce jour-là" in _seen(version(TEXT), version("Autre.", rank=2))[1]


def test_a_text_changed_since_its_check_is_told():
    read = version(TEXT)
    stamp = {"le": "2026-01-01", "par": "A. Exemple", "reference": "exemple fictif"}
    same = {**stamp, "version": read.id, "texte": read.empreinte}
    assert _seen(read, controle=same)[0] == "vert"
    reworded = version("Il a dix jours pour y répondre.", debut=date(2026, 6, 1), rank=2)
    for controle in (same, {**stamp, "version": read.id}, stamp):
        colour, words = _seen(reworded, controle=controle)
        assert colour == "change"
        assert words.startswith("texte changé depuis le contrôle du 1er\xa0janvier 2026")
    renumbered = version(TEXT, debut=date(2026, 6, 1), rank=2)
    assert _seen(renumbered, controle=same)[0] == "vert"
