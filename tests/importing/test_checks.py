"""Checks that several importers share."""

from datetime import date

import pytest

from docgen.errors import ContentError
from docgen.french.wording import shorten_list
from docgen.importing.checks import edition_of, is_arrondissement, single_file
from docgen.importing.input_file import ImportOptions, InputFile


def given(tmp_path, name):
    return InputFile(tmp_path / name, name)


@pytest.mark.parametrize(
    ("name", "edition"),
    [
        ("gn-2026-08-01.csv", "2026-08-01"),
        ("gn_20260801.csv", "2026-08-01"),
        ("2026_08_01-gn.csv.gz", "2026-08-01"),
        ("gn-2026-08.csv", "2026-08"),
    ],
)
def test_an_edition_is_read_in_the_name_of_the_file(tmp_path, name, edition):
    found = given(tmp_path, name)
    assert edition_of(found, ImportOptions()) == edition
    assert not found.all_problems


def test_an_edition_that_is_asked_wins(tmp_path):
    options = ImportOptions(edition=date(2026, 9, 1))
    assert edition_of(given(tmp_path, "gn-2026-08-01.csv"), options) == "2026-09-01"


@pytest.mark.parametrize("name", ["gn.csv", "gn-20260231.csv", "gn-120260801.csv", "gn-2026.csv"])
def test_no_edition_is_guessed_from_other_numbers(tmp_path, name):
    found = given(tmp_path, name)
    assert edition_of(found, ImportOptions()) == ""
    (problem,) = found.all_problems
    assert "--edition AAAA-MM-JJ" in problem.hint


def test_two_files_are_one_too_many(tmp_path):
    first, second = given(tmp_path, "a.csv"), given(tmp_path, "b.csv")
    assert single_file([first]) is first
    with pytest.raises(ContentError) as refused:
        single_file([first, second])
    assert [problem.file for problem in refused.value.problems] == ["b.csv"]


def test_arrondissements_are_those_of_three_cities():
    all_ = [f"{number:05}" for number in range(100000)]
    assert sum(map(is_arrondissement, all_)) == 20 + 9 + 16
    assert is_arrondissement("75120")
    assert not is_arrondissement("75056")


def test_long_list_is_shortened():
    assert shorten_list(["a", "b"]) == "a, b"
    assert shorten_list(list("abcdefg")) == "a, b, c, d, e, f et 1 autre"
    assert shorten_list(list("abcdefgh")).endswith("et 2 autres")
