"""The changes of a workbook, one line for each row, a screenful at most."""

import pytest

from docgen.content.source import parse_source
from docgen.importing.spreadsheet.reading import InputSheet
from docgen.importing.territoire.changes import (
    MAX_CHANGES_LISTED,
    RowChange,
    SheetComparison,
    compare_row,
    summarise_changes,
)
from docgen.importing.territoire.columns import COMMUNE_COLUMNS, UNIT_COLUMNS
from docgen.importing.territoire.files import line_of_entry
from docgen.referential.territoire.local_files import CommuneLocale, Referent, UniteLocale

NAME = "Brigade d’Exemple"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({}, {}, None),
        ({"compagnie": "a"}, {"compagnie": "a"}, None),
        ({}, {"telephone": "17"}, "ajout : téléphone"),
        ({"compagnie": "a"}, {"compagnie": "b"}, "changement : compagnie"),
        ({"compagnie": "a", "adresse": "b"}, {}, "effacement : compagnie, adresse"),
        ({"telephone": "17", "adresse": "b"}, {}, "effacement : adresse, téléphone"),
        ({}, {"horaires": "a"}, "ajout : horaires d’accueil"),
        ({"compagnie": "a"}, {"telephone": "17"}, "ajout : téléphone ; effacement : compagnie"),
    ],
)
def test_changes_have_the_titles_of_the_sheet(before, after, said):
    old, new = (UniteLocale.model_validate({"unite": NAME} | part) for part in (before, after))
    found = compare_row(NAME, old, new, UNIT_COLUMNS)
    assert (str(found) if found else None) == (said and f"{NAME}, {said}")


def test_a_group_is_named_whole_or_by_its_parts():
    def told(old, new):
        entries = [
            UniteLocale(unite=NAME, referent_elu=Referent(**one) if one else None)
            for one in (old, new)
        ]
        return str(compare_row("B", *entries, UNIT_COLUMNS))

    whole = {"grade": "major", "nom": "N"}
    assert told({}, whole) == "B, ajout : référent élu"
    assert told(whole, {"grade": "major"}) == "B, effacement : référent élu (nom)"
    assert told(whole, whole | {"telephone": "17"}) == "B, ajout : référent élu (téléphone direct)"
    assert told(whole, {"grade": "a", "nom": "b"}) == "B, changement : référent élu"


def test_a_unit_that_takes_another_name_is_no_change():
    assert compare_row(NAME, UniteLocale(unite="1"), UniteLocale(unite=NAME), UNIT_COLUMNS) is None
    assert compare_row(NAME, None, UniteLocale(unite=NAME), UNIT_COLUMNS) is None


@pytest.mark.parametrize(
    ("count", "last"),
    [
        (MAX_CHANGES_LISTED, f"{MAX_CHANGES_LISTED - 1}, a : téléphone"),
        (MAX_CHANGES_LISTED + 1, "et 1 autre ligne du classeur"),
        (MAX_CHANGES_LISTED + 2, "et 2 autres lignes du classeur"),
    ],
)
def test_a_long_summary_is_counted(count, last):
    changes = [RowChange(str(line), {"a": ["téléphone"]}) for line in range(count)]
    assert summarise_changes(changes)[-1] == last
    assert len(summarise_changes(changes)) == min(count, MAX_CHANGES_LISTED + 1)


def test_many_erasures_are_counted_with_one_hint():
    lines = range(2, MAX_CHANGES_LISTED + 5)
    old = [CommuneLocale(code_insee=f"81{line:03}", police_municipale="oui") for line in lines]
    new = [CommuneLocale(code_insee=one.code_insee) for one in old]
    sheet = InputSheet("c.xlsx:Communes", (), dict.fromkeys(lines, ("x",)))
    page = SheetComparison(
        "communes.yaml", sheet, COMMUNE_COLUMNS, old, new, *[lambda one: one.code_insee] * 2
    )
    found = page.erasures()
    assert [problem.message for problem in found][-2:] == [
        f"81{MAX_CHANGES_LISTED + 1:03}, effacement : police municipale",
        "et 3 autres lignes de même",
    ]
    assert [bool(problem.hint) for problem in found] == [False] * MAX_CHANGES_LISTED + [True]
    assert [problem.line for problem in found] == list(range(2, MAX_CHANGES_LISTED + 3))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("communes:\n- code_postal: '81001'\n  code_insee: '81218'\n- code_insee: '81001'\n", 4),
        ("partie: '81001'\nadherents:\n- '81001'\n", 3),
        ("communes:\n- code_postal: '81001'\n", None),
    ],
)
def test_line_of_entry_is_of_its_key_alone(text, line):
    assert line_of_entry([parse_source(text, "communes.yaml")], "81001") == line
