"""Columns that repeat a fact: agreement, damage, other names."""

import pytest

from docgen.french.territory import code_insee
from docgen.importing.input_file import InputFile
from docgen.importing.redundant_columns import check_departement, comparable_name, is_damaged
from docgen.referential.snapshot import CsvRow


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint-Juéry", "ST JUERY"),
        ("Sainte-Croix", "Ste-Croix"),
        ("Le Garric", "Garric (Le)"),
        ("L’Abergement-Clémenciat", "L'ABERGEMENT CLEMENCIAT"),
        ("Arbœuf", "ARBOEUF"),
    ],
)
def test_names_are_compared_by_their_letters(one, other):
    assert comparable_name(one) == comparable_name(other)


def test_other_names_are_not_alike():
    assert comparable_name("Escroux") != comparable_name("Lacapelle-Escroux")


@pytest.mark.parametrize("label", ["Saint-Ju‚ry", "Saint-JuŽry", "Saint-Ju?ry", "Saint-JuÃ©ry"])
def test_name_with_wrong_accents_only_is_damaged(label):
    assert is_damaged(label, "Saint-Juéry")


@pytest.mark.parametrize("name", ["Albi", "Saint-Amancet", "Arthès"])
def test_another_name_is_not_a_damaged_one(name):
    assert not is_damaged("Castres", name)


@pytest.mark.parametrize(
    ("code", "departement", "agrees"),
    [
        ("81004", "81", True),
        ("81004", "82", False),
        ("2A004", "2a", True),
        ("01004", "1", False),
        ("97101", "971", True),
        ("97101", "ZA", True),
        ("97701", "ZX", True),
        ("97801", "ZX", True),
        ("97101", "ZX", False),
        ("69123", "69M", True),
        ("81004", "", True),
    ],
)
def test_a_departement_goes_with_the_code_of_the_commune(tmp_path, code, departement, agrees):
    given = InputFile(tmp_path / "exemple.csv", "exemple.csv")
    check_departement(given, code_insee(code), CsvRow(7, {"dep": departement}), "dep")
    told = [(one.line, one.code, bool(one.hint)) for one in given.all_problems]
    assert told == ([] if agrees else [(7, "departement", True)])
