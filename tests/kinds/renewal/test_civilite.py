"""How a person is addressed: by rank, office and sex, the neutral form where usage is not sure."""

import pytest

from docgen.kinds.actes.emetteurs import SexeSignataire
from docgen.kinds.renewal.civilite import Personne, appel_within_sentence

FEMME, HOMME = SexeSignataire.FEMME, SexeSignataire.HOMME


@pytest.mark.parametrize(
    ("name", "office", "sex", "appel"),
    [
        ("Monsieur Patrick CARAYON", "Président de l’AMR81", None, "Monsieur le Président"),
        ("Madame Une Fictive", "Présidente de l’AMR81", None, "Madame la Présidente"),
        ("Madame Une Fictive", "Président de l’AMR81", None, "Madame la Présidente"),
        ("Dominique Fictif", "Président", None, "Madame ou Monsieur le Président"),
        ("Dominique Fictif", "Président", FEMME, "Madame la Présidente"),
        ("Colonel Jean-Michel DOOSE", "commandant le groupement", None, "Colonel"),
        ("Colonel Une Fictive", "commandant le groupement", FEMME, "Colonel"),
        ("Lieutenant-colonel Un FICTIF", "commandant", HOMME, "Lieutenant-colonel"),
        ("Monsieur Un FICTIF", "Préfet du Tarn", None, "Monsieur le Préfet"),
        ("Un Fictif", "Préfète du Tarn", None, "Madame la Préfète"),
        ("Un Fictif", "secrétaire", None, "Madame, Monsieur"),
        ("Mme Une Fictive", "secrétaire", None, "Madame"),
    ],
)
def test_a_person_is_addressed_by_rank_office_and_sex(name, office, sex, appel):
    assert Personne(name, office, sex).appel == appel


def test_wish_precedes_usage_and_mon_is_lower_case():
    person = Personne("Colonel Un FICTIF", "commandant", None, "Mon Colonel")
    assert person.appel == "Mon Colonel"
    assert appel_within_sentence(person.appel) == "mon Colonel"
    assert appel_within_sentence("Monsieur le Maire") == "Monsieur le Maire"


@pytest.mark.parametrize(
    ("name", "office", "envelope", "signed", "above"),
    [
        (
            *("Monsieur Patrick CARAYON", "Président de l’AMR81"),
            *("Monsieur Patrick Carayon", "Patrick Carayon", "Le président de l’AMR81"),
        ),
        (
            *("Madame Une FICTIVE", "Présidente de l’AMR81"),
            *("Madame Une Fictive", "Une Fictive", "La présidente de l’AMR81"),
        ),
        (
            *("Colonel Jean-Michel DOOSE", "commandant le groupement"),
            *("Colonel Jean-Michel Doose", "Jean-Michel Doose"),
            "Le colonel, commandant le\u00a0groupement",
        ),
    ],
)
def test_person_has_a_name_on_envelopes_and_signatures(name, office, envelope, signed, above):
    person = Personne(name, office)
    assert (person.nom, person.prenom_nom, person.qualite_signee) == (envelope, signed, above)


@pytest.mark.parametrize(
    ("name", "signed"),
    [
        ("Colonel Jean Fictif", "Le colonel, commandant\u00a0la\u00a0brigade"),
        ("Adjudant Une Fictive", "L’adjudant, commandant\u00a0la\u00a0brigade"),
        ("Capitaine Un Fictif", "Le capitaine, commandant\u00a0la\u00a0brigade"),
        ("Colonelle Une Fictive", "La colonelle, commandant\u00a0la\u00a0brigade"),
    ],
)
def test_an_officer_signs_with_rank_and_office(name, signed):
    assert Personne(name, "Commandant la brigade").qualite_signee == signed


@pytest.mark.parametrize(
    ("written", "name", "form"),
    [
        ("COLONEL Jean-Michel FICTIF", "Colonel Jean-Michel Fictif", "Colonel"),
        ("lieutenant-colonel Anne d’Ici", "Lieutenant-colonel Anne d’Ici", "Lieutenant-colonel"),
        ("MARECHAL DES LOGIS-CHEF Un F", "Maréchal des logis-chef Un F", "Maréchal des logis-chef"),
        ("Chef d'escadron Un Fictif", "Chef d’escadron Un Fictif", "Chef d’escadron"),
        ("MADAME Une FICTIVE", "Madame Une Fictive", "Madame"),
        ("Majorie Fictive", "Majorie Fictive", "Madame, Monsieur"),
        ("Major-Fictif Un", "Major-Fictif Un", "Madame, Monsieur"),
    ],
)
def test_a_title_is_known_in_capitals_and_small_letters(written, name, form):
    person = Personne(written, "secrétaire")
    assert (person.nom, person.appel) == (name, form)


@pytest.mark.parametrize("name", ["Monsieur", "Colonel", "Mme"])
def test_a_title_alone_names_no_one(name):
    assert Personne(name, "président").prenom_nom == ""
