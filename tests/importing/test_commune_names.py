"""Communes found by what files without codes call them."""

import pytest

from docgen.importing.commune_names import CommuneNames
from tests.importing.trial_import import FRANCE

NAMES = CommuneNames(FRANCE.communes)


def codes(label, departement="81"):
    """Return the codes of the communes of a label."""
    return [one.code for one in NAMES.find(label, departement).communes]


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Albi", "81004"),
        ("ALBI (2)", "81004"),
        ("ALBI(2)", "81004"),
        ("Albi 81000", "81004"),
        ("ALBI (81000) (a)", "81004"),
        ("ALBI*", "81004"),
        ("ville d'Albi", "81004"),
        ("Mairie de Castres", "81065"),
        ("GARRIC (LE)", "81101"),
        ("Garric, Le", "81101"),
        ("Garric", "81101"),
        ("ST JUERY", "81257"),
        ("St-Juéry (commune nouvelle)", "81257"),
    ],
)
def test_a_commune_is_found_by_its_label(label, code):
    assert codes(label) == [code]


def test_an_article_is_written_in_other_ways():
    assert codes("ABERGEMENT CLEMENCIAT (L)", "01") == codes("L’Abergement-Clémenciat", "01")
    assert codes("ABERGEMENT CLEMENCIAT (L)", "01") == ["01001"]
    assert codes("Argelès s/mer", "66") == ["66008"]


@pytest.mark.parametrize("label", ["Albbi", "Nulle-Part", "Toulouse", "", "Mairie"])
def test_another_name_is_no_commune(label):
    assert codes(label) == []


def test_only_a_postal_code_tells_homonyms_of_a_departement_apart():
    assert sorted(codes("VERGNE", "17")) == ["17464", "17465"]
    assert codes("LA VERGNE", "17") == ["17465"]
    assert codes("VERGNE (17330)", "17") == ["17464"]


def test_a_part_of_a_commune_is_said_to_be_one():
    found = NAMES.find("LABASTIDE DENAT", "81")
    assert ([one.code for one in found.communes], found.part) == (["81218"], True)
    assert not NAMES.find("Puygouzon", "81").part


def test_the_nearest_name_is_proposed_and_not_taken():
    assert "Albi" in NAMES.nearest("ALBBI (2)", "81")
