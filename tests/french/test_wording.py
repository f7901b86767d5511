import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.french import wording
from docgen.french.typography import prose, texte_signe
from docgen.french.wording import (
    JOURS,
    MOIS,
    a,
    date_longue,
    date_semaine,
    de,
    elide,
    en_lettres,
    euros,
    heures,
    liste,
    nombre,
    ordinal,
)
from tests.french.cas import show_blanks

VALEURS = {
    **{"zéro": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6},
    **{"sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13},
    **{"quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30},
    **{"quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100, "cents": 100, "mille": 1000},
}


def read_number(words: str) -> int:
    """Return the value of a French number, from sums and products of its words."""
    total = group = last = 0
    for word in words.replace("-", " ").replace(" et ", " ").split():
        value = VALEURS[word]
        if value == 1000:
            total, group, last = (group or 1) * 1000, 0, 0
        elif value == 100:
            group, last = (group or 1) * 100, 0
        elif value == 20 and last == 4:
            group, last = group - 4 + 80, 0
        else:
            group, last = group + value, value
    return total + group


def read_long_date(text: str) -> date:
    day, month, year = text.replace("\u00a0", " ").split()
    return date(int(year), MOIS.index(month) + 1, int(day.removesuffix("er")))


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "zéro"),
        (1, "un"),
        (16, "seize"),
        (17, "dix-sept"),
        (20, "vingt"),
        (21, "vingt et un"),
        (22, "vingt-deux"),
        (61, "soixante et un"),
        (70, "soixante-dix"),
        (71, "soixante et onze"),
        (72, "soixante-douze"),
        (80, "quatre-vingts"),
        (81, "quatre-vingt-un"),
        (90, "quatre-vingt-dix"),
        (91, "quatre-vingt-onze"),
        (99, "quatre-vingt-dix-neuf"),
        (100, "cent"),
        (101, "cent un"),
        (180, "cent quatre-vingts"),
        (200, "deux cents"),
        (201, "deux cent un"),
        (280, "deux cent quatre-vingts"),
        (1000, "mille"),
        (1001, "mille un"),
        (1200, "mille deux cents"),
        (2000, "deux mille"),
        (2026, "deux mille vingt-six"),
        (9999, "neuf mille neuf cent quatre-vingt-dix-neuf"),
    ],
)
def test_a_number_is_spelt_as_in_a_deed(n: int, said: str) -> None:
    assert en_lettres(n) == said


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (1, "une"),
        (2, "deux"),
        (21, "vingt et une"),
        (71, "soixante et onze"),
        (81, "quatre-vingt-une"),
        (101, "cent une"),
    ],
)
def test_a_number_of_feminine_things_ends_in_une(n: int, said: str) -> None:
    assert en_lettres(n, feminin=True) == said


@pytest.mark.parametrize("feminin", [False, True])
def test_every_number_in_words_is_read_back(feminin: bool) -> None:
    assert [read_number(en_lettres(n, feminin)) for n in range(10_000)] == list(range(10_000))


def test_no_two_numbers_are_spelt_alike() -> None:
    assert len({en_lettres(n) for n in range(10_000)}) == 10_000


@pytest.mark.parametrize("n", [-1, 10_000])
def test_a_number_beyond_the_words_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="de 0 à 9999"):
        en_lettres(n)


def test_the_first_of_the_month_is_an_ordinal() -> None:
    assert show_blanks(date_longue(date(2026, 5, 1))) == "1er␣mai 2026"


def test_the_other_days_are_plain_numbers_without_zero() -> None:
    assert show_blanks(date_longue(date(2026, 4, 2))) == "2␣avril 2026"


def test_a_day_of_the_week_opens_the_date() -> None:
    assert show_blanks(date_semaine(date(2026, 4, 23))) == "jeudi 23␣avril 2026"


@given(st.dates())
def test_a_long_date_is_read_back(jour: date) -> None:
    assert read_long_date(date_longue(jour)) == jour


@given(st.dates())
def test_a_date_with_its_day_is_read_back(jour: date) -> None:
    day, _, rest = date_semaine(jour).partition(" ")
    assert (JOURS.index(day), read_long_date(rest)) == (jour.weekday(), jour)


HEURES = {
    "Lundi : 8h-12h, 14h00-18H30": "Lundi : 8␣h␣à␣12␣h, 14␣h␣à␣18␣h␣30",
    "de 9:00 à 12:30": "de 9␣h à 12␣h␣30",
    "8␣h␣30␣–␣12␣h": "8␣h␣30␣à␣12␣h",
    "9h00/12h00 et 14h/17h30": "9␣h␣à␣12␣h et 14␣h␣à␣17␣h␣30",
    "Lundi : 8h-12h/14h-18h": "Lundi : 8␣h␣à␣12␣h et 14␣h␣à␣18␣h",
    "8h00-12h30 / 13h30-17h": "8␣h␣à␣12␣h␣30 et 13␣h␣30␣à␣17␣h",
    "8h à 12h / 14h à 18h": "8␣h à 12␣h et 14␣h à 18␣h",
    "9h-12h-14h-17h": "9␣h␣à␣12␣h et 14␣h␣à␣17␣h",
    "9h-12h, départs 14h/15h": "9␣h␣à␣12␣h, départs 14␣h/15␣h",
    "9h-12h/14h": "9␣h-12␣h/14␣h",
    "24h/24, poste 12": "24h/24, poste 12",
    "01:99:00:00:01": "01:99:00:00:01",
}


@pytest.mark.parametrize("text", HEURES)
def test_hours_are_written_one_way(text: str) -> None:
    assert heures(text.replace("␣", "\u00a0")).replace("\u00a0", "␣") == HEURES[text]


@pytest.mark.parametrize(
    ("n", "feminin", "said"),
    [(1, False, "1er"), (1, True, "1re"), (2, False, "2e"), (21, True, "21e")],
)
def test_a_rank_is_short(n: int, feminin: bool, said: str) -> None:
    assert ordinal(n, feminin) == said


def test_there_is_no_rank_before_the_first() -> None:
    with pytest.raises(ValueError, match="rang"):
        ordinal(0)


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "0"),
        (314, "314"),
        (1725, "1⍽725"),
        (1_725_000, "1⍽725⍽000"),
        (-1725, "−1⍽725"),
        (Decimal("3.5"), "3,5"),
        (Decimal("12500.50"), "12⍽500,50"),
        (Decimal("1E+3"), "1⍽000"),
    ],
)
def test_a_quantity_is_grouped_by_thousands(n: int | Decimal, said: str) -> None:
    assert show_blanks(nombre(n)) == said


@given(st.integers())
def test_a_quantity_is_read_back(n: int) -> None:
    assert int(nombre(n).replace("\u202f", "").replace("−", "-")) == n


@pytest.mark.parametrize(
    ("montant", "said"),
    [
        (0, "0␣€"),
        (15000, "15⍽000␣€"),
        (Decimal("15000.00"), "15⍽000␣€"),
        (Decimal("12.5"), "12,50␣€"),
        (Decimal("-3.05"), "−3,05␣€"),
    ],
)
def test_a_sum_shows_cents_only_when_it_has_some(montant: int | Decimal, said: str) -> None:
    assert show_blanks(euros(montant)) == said


@pytest.mark.parametrize("montant", [Decimal("0.001"), Decimal("12.345")])
def test_a_sum_is_never_rounded(montant: Decimal) -> None:
    with pytest.raises(ValueError, match="arrondit"):
        euros(montant)


@pytest.mark.parametrize("montant", [Decimal("NaN"), Decimal("Infinity")])
def test_a_sum_is_finite(montant: Decimal) -> None:
    with pytest.raises(ValueError, match="montant"):
        euros(montant)


@pytest.mark.parametrize(
    ("word", "following", "said"),
    [
        ("de", "Albi", "d’Albi"),
        ("de", "Gaillac", "de Gaillac"),
        ("que", "elle", "qu’elle"),
        ("que", "le maire", "que le maire"),
        ("le", "élu", "l’élu"),
        ("la", "école", "l’école"),
        ("la", "AMR81", "l’AMR81"),
        ("le", "GGD81", "le GGD81"),
        ("Le", "adjoint", "L’adjoint"),
        ("le", "hameau", "le hameau"),
        ("le", "héros", "le héros"),
        ("la", "héroïne", "l’héroïne"),
        ("le", "hôtel", "l’hôtel"),
        ("le", "habitant", "l’habitant"),
        ("la", "hallucination", "l’hallucination"),
        ("le", "huis clos", "le huis clos"),
        ("le", "huissier", "l’huissier"),
        ("de", "huit jours", "de huit jours"),
        ("le", "onze mai", "le onze mai"),
        ("le", "onzième", "le onzième"),
        ("de", "œuvre", "d’œuvre"),
        ("de", "Yonne", "d’Yonne"),
        ("le", "yaourt", "le yaourt"),
        ("de", "Ypres", "d’Ypres"),
        ("de", "**Albi**", "d’**Albi**"),
        ("jusque", "à", "jusqu’à"),
        ("par", "Albi", "par Albi"),
    ],
)
def test_a_word_elides_before_a_vowel_that_is_heard(word: str, following: str, said: str) -> None:
    assert elide(word, following) == said


ASPIRE = """
hip-hop huitième huitaine harpon harki hamster Hongrie hold-up hachis haïku houblon haut-parleur
haltes hennin herse hochet honni hot-dog hippie hauban hamburger hameau harnachement hors-la-loi
"""
MUET = """
hameçon huître huitre huissier haltère haleine halogène hebdomadaire héritage herbe hiéroglyphe
hippodrome homme honneur horaire hormone hospice humeur Hérault Haïti Henri Hugues Harpagon Hardelot
"""
Y_CONSONNE = "Yémen yaourt yacht yéti yoga yougoslave Yannick Yaël yourte"
Y_VOYELLE = "Yonne Yères Yerres Yeu Yèvre Yenne Yolet Yvetot Yves Ypres yeux"


@pytest.mark.parametrize("word", [*ASPIRE.split(), *Y_CONSONNE.split()])
def test_a_word_that_begins_as_with_a_consonant_elides_nothing(word):
    assert de(word) == f"de {word}"


@pytest.mark.parametrize("word", [*MUET.split(), *Y_VOYELLE.split()])
def test_a_word_whose_h_is_mute_elides(word):
    assert de(word) == f"d’{word}"


@pytest.mark.parametrize(
    ("nom", "with_de", "with_a"),
    [
        ("Albi", "d’Albi", "à Albi"),
        ("Gaillac", "de Gaillac", "à Gaillac"),
        ("Le Garric", "de Le Garric", "à Le Garric"),
        ("le maire", "du maire", "au maire"),
        ("les élus", "des élus", "aux élus"),
        ("la commune", "de la commune", "à la commune"),
        ("l’AMR81", "de l’AMR81", "à l’AMR81"),
    ],
)
def test_a_name_follows_its_preposition(nom: str, with_de: str, with_a: str) -> None:
    assert (de(nom), a(nom)) == (with_de, with_a)


@pytest.mark.parametrize(
    ("elements", "said"),
    [((), ""), (("a",), "a"), (("a", "b"), "a et b"), (("a", "b", "c"), "a, b et c")],
)
def test_a_list_ends_with_et(elements: tuple[str, ...], said: str) -> None:
    assert liste(*elements) == said


def test_a_list_may_end_with_ou() -> None:
    assert liste("a", "b", conjonction="ou") == "a ou b"


@given(st.dates(), st.integers(0, 10**9), st.decimals(0, 10**9, places=2))
def test_wordings_are_typographically_right(jour: date, n: int, montant: Decimal) -> None:
    for said in (date_longue(jour), date_semaine(jour), nombre(n), euros(montant)):
        assert show_blanks(prose(said)) == show_blanks(texte_signe(said)) == show_blanks(said)


SMALL_NOUNS = {
    "ARTICLE\u00a06": "article\u00a06",
    "ARTICLE 1ER": "article 1er",
    "ARTICLE PREMIER": "article premier",
    "AXE III": "axe III",
    "ANNEXE A": "annexe A",
    "Annexe RGPD": "annexe RGPD",
    "Article L. 2212-2": "article L. 2212-2",
    "FICHE 4.A": "fiche 4.A",
    "IV": "IV",
}


@pytest.mark.parametrize("numero", SMALL_NOUNS)
def test_only_the_noun_of_a_clause_loses_its_capitals(numero):
    assert wording.small_noun(numero) == SMALL_NOUNS[numero]


@pytest.mark.parametrize(
    ("title", "listed"),
    [
        ("« GEND'ÉLUS » ET L'AMR81 DANS LE TARN", "« Gend'Élus » et l'AMR81 dans le Tarn"),
        ("MIEUX SE CONNAÎTRE :", "Mieux se connaître"),
        ("LES ÉLUS ET LE GGD", "Les élus et le GGD"),
        ("COMMUNICATION DU MAIRE", "Communication du maire"),
        ("Le Tarn", "Le Tarn"),
    ],
)
def test_a_title_in_capitals_is_listed_as_the_act_spells(title, listed):
    act = (title, "Communication. Les élus du Tarn lisent « Gend’Élus », que le GGD tient.")
    assert wording.line_of_contents(title, wording.names_in(act)) == listed


def test_things_are_counted_in_words_that_agree():
    assert [wording.counted(n, "ligne répétée") for n in (1, 2)] == [
        "1 ligne répétée",
        "2 lignes répétées",
    ]
    assert wording.counted(47080, "autre") == "47\u202f080 autres"
    assert wording.counted(3, "nom qui n’est pas celui", "noms qui ne sont pas ceux").startswith(
        "3 noms qui ne sont"
    )


def test_no_message_leaves_its_plural_to_the_reader():
    written = (path.read_text("utf-8") for path in Path(wording.__file__).parents[1].rglob("*.py"))
    assert not [found for text in written for found in re.findall(r"[a-zé]{3,}\(s\) [a-zé]", text)]
