"""How to reach who holds a role, as every document says it; numbers here are invented."""

from docgen.kinds.writing.contacts import coordonnees, credits, short_address
from docgen.referential.territoire.roles import Titulaire
from tests.conftest import plain_blanks

BRIGADE = Titulaire(nom="Brigade d’Alban", le="la brigade d’Alban", telephone="01 99 00 00 00")
REFERENT = Titulaire(nom="Référent élu", le="le référent élu", par=BRIGADE)


def test_site_is_read_without_what_machines_need():
    assert short_address("https://monaide.cyber.gouv.fr/") == "monaide.cyber.gouv.fr"


def test_whom_one_reaches_through_another_has_no_line():
    found = coordonnees(REFERENT)
    assert found.voies == ("à joindre par la brigade (01 99 00 00 00)",)
    assert (found.voie, found.a_remplir) == (found.voies[0], "")
    assert (found.par, found.numero_par) == ("à joindre par la brigade", "01 99 00 00 00")


def test_a_line_waits_where_the_other_is_not_known_either():
    nobody = Titulaire(nom="Brigade", le="la brigade")
    found = coordonnees(Titulaire(nom="Référent élu", le="le référent élu", par=nobody))
    assert (found.voies, found.a_remplir) == (("à joindre par la brigade",), "Téléphone")
    assert (found.par, found.numero_par) == ("", "")


def test_own_number_comes_before_all_other_ways():
    joint = Titulaire(
        nom="OFB", le="l’OFB", telephone="01", courriel="a@exemple.invalid", par=BRIGADE
    )
    found = coordonnees(joint)
    assert (found.voie, found.voies) == ("01", ("a@exemple.invalid",))


def test_number_that_is_its_own_name_is_said_once():
    found = coordonnees(Titulaire(nom="17", le="le 17", precision="urgence", telephone="17"))
    assert (found.nom, found.numero, found.sens) == ("", "17", "Urgence")


def test_doubt_and_source_of_a_number_are_said():
    joint = Titulaire(
        nom="DDT", le="la DDT", telephone="01", source="DILA", a_confirmer="annuaire sans date"
    )
    assert plain_blanks(coordonnees(joint).a_confirmer) == "À confirmer : annuaire sans date"
    twice = (coordonnees(joint), coordonnees(REFERENT), coordonnees(joint))
    assert plain_blanks(credits(twice)) == "Numéros : DILA"
    assert credits([coordonnees(REFERENT)]) == ""
