"""Values of invented sentences: what is read, what is not, and what cannot be read."""

from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.referential.droit.comparison.measures import UNKNOWN, Measure, measures_of
from docgen.referential.droit.mesure import UniteDeMesure, in_digits, in_letters

READ = {
    # Numbers
    "une somme de 1 500 000 €": ["1500000 euros"],
    "une somme de cent vingt mille euros": ["120000 euros"],
    "une somme d’un million d’euros": ["1000000 euros"],
    "à deux cents mètres": ["200 metres"],
    "37 500 euros": ["37500 euros"],
    "un montant de 15 000&nbsp;&euro;": ["15000 euros"],
    "<b>dix</b> jours": ["10 jours"],
    "dans les deux (2) mois": ["2 mois"],
    "dans les (2) mois": ["2 mois"],
    "10 (dix) jours": ["10 jours"],
    "dans la quinzaine": ["15 jours"],
    # Ranges and lists
    "de 3 à 5 ans": ["3 ans", "5 ans"],
    "de un à cinq ans": ["1 ans", "5 ans"],
    "deux, trois ou quatre mois": ["2 mois", "3 mois", "4 mois"],
    "entre 6 heures et 23 heures": ["6 heures", "23 heures"],
    "vingt et un jours": ["21 jours"],
    "deux et trois ans": ["2 ans", "3 ans"],
    "de l’article 5 et 10 jours après": ["10 jours"],
    # Qualifiers
    "15 000 euros par jour de retard": ["15000 euros jour"],
    "150 euros (par jour)": ["150 euros jour"],
    "fixée par arrêté à 150 euros au plus": ["150 euros"],
    "200 € par jour et par dispositif": ["200 euros dispositif jour"],
    "une astreinte journalière de 100 euros": ["100 euros jour"],
    "6 000 euros par mètre carré": ["6000 euros metre carre"],
    "500 euros par arrêté du maire": ["500 euros"],
    "huit jours ouvrés": ["8 jours ouvre"],
    "un délai franc de garde de huit jours ouvrés": ["8 jours franc ouvre"],
    "dix jours calendaires": ["10 jours"],
    "dix jours, francs": ["10 jours franc"],
    "100 euros pour chaque jour de retard": ["100 euros jour"],
    "100 euros par jour ou par véhicule": ["100 euros jour vehicule"],
    "une redevance annuelle de 100 euros": ["100 euros annuel"],
    "de dix ou, en cas d’urgence, de cinq jours": ["? sans unité", "5 jours"],
    "six mois d’emprisonnement et 7 500 euros d’amende": ["6 mois emprisonnement", "7500 euros"],
    "un emprisonnement de six mois": ["6 mois emprisonnement"],
    # Classes
    "des contraventions de la 4 e classe": ["4 classe"],
    "des contraventions de la 4ème classe": ["4 classe"],
    "des contraventions de la quatrième classe": ["4 classe"],
    "des contraventions des 2e et 3e classes": ["2 classe", "3 classe"],
    "des contraventions de la 1re à la 3e classe": ["1 classe", "2 classe", "3 classe"],
    "des contraventions des deux premières classes": ["1 classe", "2 classe"],
    "un hôtel de 2e classe": ["2 classe autre"],
    # Others
    "le quintuple": ["5 fois"],
    "une peine doublée": ["2 fois"],
    "400 %, ou 80 pour cent": ["400 pour-cent", "80 pour-cent"],
    "25 dB (A)": ["25 decibels"],
    "moins de cinquante salariés": ["50 personnes"],
    "dix mètres carrés et 50 m²": ["10 metres-carres", "50 metres-carres"],
}
NONE = (
    "le 15 mars 2024",
    "les articles L. 131-13 et 322-5, alinéa 2",
    "au 1° du II",
    "un chien de la 1re ou 2e catégorie",
    "une personne, une fois",
    "un jour férié",
    "le règlement (CE) n° 1069/2009 du 21 octobre 2009",
    "les cinq premiers alinéas, signés par les deux parties",
    "les articles 8, 9 et 12-1 du code, à l’alinéa 3",
    "le 1er janvier 2027, en 2028",
)
UNREADABLE = (
    "un an et un jour",
    "deux ans et demi",
    "2 ans 6 mois",
    "1 h 30",
    "deux (3) mois",
    "l5 000 euros",
    "15 00 euros",
    "2024 500 euros",
    "3-5 ans",
    "dix quelconques jours",
    "75 milliers d’euros",
    "10 000 francs d’autrefois",
    "le dépassement de 50 km/ h",
)
DOUBTFUL = (
    # Times
    "dans les deux semaines",
    "dans la semaine",
    "dans le mois",
    "dans la décade",
    "un délai d’un trimestre",
    "au plus tard le dixième jour",
    "avant le dernier jour du mois",
    "la réclusion à perpétuité",
    # Rates
    "150 euros la tonne",
    "150 euros au mètre carré",
    "150 euros à l’hectare",
    "150 euros, le mètre cube",
    "150 euros pour une tonne",
    "150 euros tous les dix ares",
    "fixée, par jour de retard, à 150 euros",
    "2 heures par jour",
    # Numbers without a unit
    "dix jours, délai porté à 15",
    "elle est de sept mille cinq cents en récidive",
    "amende en euros : 3 750",
    "75 000 francs, soit 500 €",
    "trois choses fictives",
    # Days
    "10 jours non ouvrés",
    "10 jours, non compris les dimanches, délai franc",
    "un délai franc de deux mois",
    # Parts, multiples, what is not due
    "la moitié de 75 000 euros",
    "le tiers de 75 000 euros",
    "les trois quarts de 75 000 euros",
    "un vingtième des 75 000 euros",
    "1 500 € multipliée par cinq",
    "la durée est réduite de 10 jours",
    "il n’est pas puni de l’amende de 75 000 euros",
    "la classe immédiatement supérieure",
)


def _said(measure):
    if measure == UNKNOWN:
        return "? sans unité"
    number = "?" if measure.nombre is None else f"{measure.nombre:f}"
    return " ".join([number, measure.unite or "classe", *sorted(measure.qualifiers)])


@pytest.mark.parametrize(("sentence", "values"), READ.items())
def test_a_sentence_holds_its_values(sentence, values):
    assert [_said(measure) for measure in measures_of(sentence)] == values


@pytest.mark.parametrize("sentence", NONE)
def test_dates_articles_and_ranks_are_no_values(sentence):
    assert measures_of(sentence) == ()


@pytest.mark.parametrize("sentence", UNREADABLE)
def test_what_cannot_be_read_is_a_value_without_number(sentence):
    measures = measures_of(sentence)
    assert measures
    assert {measure.nombre for measure in measures} == {None}


@pytest.mark.parametrize("sentence", DOUBTFUL)
def test_what_may_change_a_value_leaves_a_doubt(sentence):
    assert UNKNOWN in measures_of(sentence)


TIMES = st.sampled_from([UniteDeMesure.JOURS, UniteDeMesure.MOIS, UniteDeMesure.ANS])
UNITS = st.one_of(TIMES, st.sampled_from([UniteDeMesure.EUROS, UniteDeMesure.METRES]))
FRAMES = ("Le délai est de {}.", "({}) au plus", "porté à {} ; il court", "soit {}")


@given(st.integers(1, 99_999), UNITS, st.booleans(), st.sampled_from(FRAMES))
def test_a_value_is_found_in_every_accepted_form(number, unit, letters, frame):
    written = (in_letters if letters else in_digits)(Decimal(number), unit)
    assert measures_of(frame.format(written)) == (Measure(Decimal(number), unit),)


@given(st.lists(st.tuples(st.integers(1, 9999), UNITS), min_size=1, max_size=4))
def test_no_value_is_found_that_was_not_written(values):
    sentence = " ; ".join(in_letters(Decimal(number), unit) for number, unit in values)
    assert [(one.nombre, one.unite) for one in measures_of(sentence)] == values


@pytest.mark.parametrize("words", ["un ", "1 ", "1 a ", "deux et ", "1re, ", "1 euro par jour "])
def test_long_rows_of_numbers_are_read_in_time(words):
    began = process_time()
    measures_of(words * 300)
    assert process_time() - began < 1
