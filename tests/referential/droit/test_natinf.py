"""The list NATINF: the class of an offence, and the articles that it cites."""

import pytest

from docgen.referential.droit.natinf import Infraction, Natinf, cited_articles


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("ART.R.634-2 C.PENAL.", [("penal", "R634-2")]),
        ("ART.227-3 AL.1, ART.227-29 C.PENAL.", [("penal", "227-3"), ("penal", "227-29")]),
        ("ART.L.163-6 AL.1, AL.2 C.M.F. ART.131-30 AL.1 C.PENAL.", [("penal", "131-30")]),
        (
            "ART.L.541-46 §I 4°, ART.L.541-3 C.ENVIR. ART.R.48-1 C.P.P.",
            [("environnement", "L541-46"), ("environnement", "L541-3"), ("cpp", "R48-1")],
        ),
        ("ART.19 DECRET 90-95 DU 25/01/1990. ART.R.428-7 C.ENVIR.", [("environnement", "R428-7")]),
        ("ART.R.*421-1 C.URBANISME.", [("urbanisme", "R421-1")]),
        ("ART. L 1 C.SANTE.PUB.ART.R.1337-7 C.PENAL.", [("csp", "L1"), ("penal", "R1337-7")]),
        ("ART.L.325-1", []),
        ("", []),
    ],
)
def test_a_code_follows_its_articles(text, cited):
    assert list(cited_articles(text)) == cited


@pytest.mark.parametrize(
    ("nature", "classe"),
    [
        ("Contravention de 5ème classe", 5),
        ("Contravention de 1re classe", 1),
        ("Contravention de 2nde classe", 2),
        ("Contravention de 2de classe", 2),
        ("Contravention de la cinquième classe", 5),
        ("contravention de 5 ème classe", 5),
        ("Contravention de 1ère classe", 1),
        ("Contravention de la 4e classe", 4),
        ("Délit", None),
        ("Crime", None),
    ],
)
def test_an_offence_has_the_class_of_its_nature(nature, classe):
    assert Infraction("1", nature, "x", "", "").classe == classe


def test_offences_are_found_by_article():
    defined = Infraction("1", "Délit", "x", "ART.1-1 C.PENAL.", "ART.1-2 C.PENAL.")
    natinf = Natinf((defined,))
    assert natinf.punished_by("penal", "1-2") == (defined,)
    assert natinf.punished_by("penal", "1-1") == ()
