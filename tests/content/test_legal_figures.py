"""Figures of law in a text, and figures that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.content.legal_figures import Sorte, find_legal_figures
from docgen.french.wording import en_lettres, euros

FOUND = {
    "une amende de 75 000 € au plus": (Sorte.MONTANT, "75 000 €"),
    "soit 15\u202f000\u00a0€.": (Sorte.MONTANT, "15\u202f000\u00a0€"),
    "18,03 € par heure": (Sorte.MONTANT, "18,03 €"),
    "Quinze mille euros": (Sorte.MONTANT, "Quinze mille euros"),
    "un million d’euros": (Sorte.MONTANT, "un million d’euros"),
    "500 euros": (Sorte.MONTANT, "500 euros"),
    "150 k€ d’aide": (Sorte.MONTANT, "150 k€"),
    "sous 10 jours": (Sorte.DUREE, "10 jours"),
    "dans les dix jours francs": (Sorte.DUREE, "dix jours"),
    "dix (10) jours": (Sorte.DUREE, "dix (10) jours"),
    "un délai d’un mois": (Sorte.DUREE, "un mois"),
    "pendant vingt et un jours": (Sorte.DUREE, "vingt et un jours"),
    "une année": (Sorte.DUREE, "une année"),
    "trois ans d’emprisonnement": (Sorte.DUREE, "trois ans"),
    "avant 48 h": (Sorte.DUREE, "48 h"),
    "**dix** jours": (Sorte.DUREE, "dix** jours"),
    "R. *421-1": (Sorte.ARTICLE, "R. *421-1"),
    "en 25 h": (Sorte.DUREE, "25 h"),
    "sous huitaine": (Sorte.DUREE, "huitaine"),
    "une quinzaine de jours": (Sorte.DUREE, "quinzaine de jours"),
    "vu l’article L. 541-3": (Sorte.ARTICLE, "L. 541-3"),
    "selon L541-3": (Sorte.ARTICLE, "L541-3"),
    "art. R. 632-1": (Sorte.ARTICLE, "R. 632-1"),
    "D. 543-227-1": (Sorte.ARTICLE, "D. 543-227-1"),
    "saisir par l’article 40": (Sorte.ARTICLE, "article 40"),
    "articles 322-5 et suivants": (Sorte.ARTICLE, "articles 322-5"),
    "C. pén. 322-5": (Sorte.ARTICLE, "C. pén. 322-5"),
    "code de procédure pénale, art. 40": (Sorte.ARTICLE, "art. 40"),
    "CPP 44-1": (Sorte.ARTICLE, "CPP 44-1"),
    "contravention de 4e classe": (Sorte.CLASSE, "4e classe"),
    "de la cinquième classe": (Sorte.CLASSE, "cinquième classe"),
    "la 1re classe": (Sorte.CLASSE, "1re classe"),
    "80 % d’aides": (Sorte.POURCENTAGE, "80 %"),
    "quatre cents pour cent": (Sorte.POURCENTAGE, "quatre cents pour cent"),
    "à moins de 200 m des bois": (Sorte.MESURE, "200 m"),
    "cinquante mètres": (Sorte.MESURE, "cinquante mètres"),
    "30 dB(A)": (Sorte.MESURE, "30 dB(A)"),
    "moins de 3 500 habitants": (Sorte.MESURE, "3 500 habitants"),
    "la loi n° 2025-268": (Sorte.TEXTE, "loi n° 2025-268"),
    "arrêté préfectoral du 28 mai 2025": (Sorte.TEXTE, "arrêté préfectoral du 28 mai 2025"),
    "NOR : DEVG0540305C": (Sorte.TEXTE, "DEVG0540305C"),
}

NONE = (
    "{droit:l541-3-amende} au plus, {droit:env-l541-3.ref}",
    "appeler le 17, le 18 ou le 112",
    "l’article 4 de la convention, article 3 (al. 2) de la présente convention",
    "action 5.2, objectif 4, axe 3",
    "ouvert 24 h/24, 24 heures sur 24, 7 jours sur 7, 7 jours/7",
    "de 8 h 30 à 18 h",
    "le 23 avril 2026",
    "deux photos, trois témoins, une fiche",
    "https://www.legifrance.gouv.fr/search/code?query=L541-3",
    "contact@a-15000-euros.fr et www.code-penal-131-13.fr",
    "code INSEE 81004, code postal 81000",
    "la classe de 5e",
    "M. Dupont et 5 M. ou Mme",
    "un jouet, un moisson, trois annexes",
    "A4, plan au 1/500",
)


@pytest.mark.parametrize("text", FOUND)
def test_a_figure_of_law_is_found_with_its_words(text):
    figures = find_legal_figures(text)
    assert [(figure.sorte, figure.texte) for figure in figures] == [FOUND[text]]
    assert text[figures[0].debut : figures[0].fin] == FOUND[text][1]


@pytest.mark.parametrize("text", NONE)
def test_other_figures_are_not_legal_figures(text):
    assert find_legal_figures(text) == []


def test_legal_figures_come_in_order_without_overlap():
    text = "L. 541-3 : dix jours, puis 15 000 € ou 4e classe (art. 131-13), {droit:recours}."
    assert [figure.texte for figure in find_legal_figures(text)] == [
        "L. 541-3",
        "dix jours",
        "15 000 €",
        "4e classe",
        "art. 131-13",
    ]


UNITS = st.sampled_from(["jours", "mois", "ans", "semaines", "heures"])


@given(st.integers(1, 9999), UNITS)
def test_every_duration_in_letters_is_found_whole(n, unit):
    said = f"{en_lettres(n)} {unit}"
    assert [figure.texte for figure in find_legal_figures(f"Comptez {said}, pas plus.")] == [said]


@given(st.integers(0, 10**9))
def test_every_sum_as_we_say_it_is_found_whole(n):
    assert [figure.texte for figure in find_legal_figures(f"soit {euros(n)} !")] == [euros(n)]


@given(st.text(max_size=80))
def test_figures_of_any_text_stand_in_it_in_order(text):
    figures = find_legal_figures(text)
    assert all(text[figure.debut : figure.fin] == figure.texte for figure in figures)
    ends = [figure.fin for figure in figures]
    assert all(figure.debut >= end for figure, end in zip(figures[1:], ends, strict=False))


@pytest.mark.parametrize("word", ["un ", "deux-", "1 000 ", "L.", "code de ", "a@", "{"])
def test_long_row_of_one_word_is_read_in_linear_time(word):
    # Backtracking over such a row would take minutes, and the whole suite with it.
    assert len(find_legal_figures(word * 20_000)) <= 20_000
