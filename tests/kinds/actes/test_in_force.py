"""The text of an act that is in force on a day; all is invented (« exemple fictif »)."""

from datetime import date

import pytest

from docgen.content.source import parse_source
from docgen.kinds.actes.acte import Acte
from docgen.kinds.actes.project import next_effect, project_acts
from docgen.referential.referential import Referential
from docgen.workspace import Workspace

SIGNED = "acte: signe\nsignature: {date: 2031-05-02}\n"
AVENANT = "avenant: {{modifie: {}, numero: {}, effet: {}, signature: {{date: 2031-12-10}}}}\n"
TEXTS = {
    "2031": SIGNED,
    "2031-avenant-1": SIGNED + AVENANT.format("'2031'", 1, "2032-01-01"),
    "2031-avenant-2": SIGNED + AVENANT.format("2031-avenant-1", 2, "2033-01-01"),
    "projet": SIGNED.replace("signe", "projet") + AVENANT.format("2031-avenant-2", 3, "2034-01-01"),
    "modele": "acte: projet\n",
}


@pytest.fixture
def workspace(tmp_path):
    folder = tmp_path / "content/convention"
    folder.mkdir(parents=True)
    for key, text in TEXTS.items():
        (folder / f"{key}.yaml").write_text(text, "utf-8")
    return Workspace(tmp_path, tmp_path / "output")


@pytest.fixture
def acts(workspace):
    return project_acts(Referential(workspace))


@pytest.mark.parametrize("name", ["2031", "2031-avenant-1", "2031-avenant-2", "projet"])
@pytest.mark.parametrize(
    ("day", "ruling"),
    [
        (date(2031, 12, 31), "2031"),
        (date(2032, 1, 1), "2031-avenant-1"),
        (date(2033, 1, 1), "2031-avenant-2"),
        (None, "2031-avenant-2"),
    ],
)
def test_an_act_is_as_the_amendments_in_effect_leave_it(acts, name, day, ruling):
    assert acts.in_force(name, day).cle == ruling


def test_an_act_that_nobody_signed_stands_alone(acts):
    assert acts.in_force("modele", date(2033, 1, 1)).cle == "modele"
    assert acts.in_force("inconnu", None) is None


def test_a_second_amendment_is_named_as_the_last(acts):
    names = [acts.in_force("2031", day).nom for day in (date(2032, 1, 1), None)]
    assert [one.replace("\u00a0", " ") for one in names] == [
        "convention du 2 mai 2031, modifiée par l’avenant n° 1 du 10 décembre 2031",
        "convention du 2 mai 2031, modifiée en dernier lieu par l’avenant n° 2 du 10 décembre 2031",
    ]


def test_an_amendment_is_the_last_when_texts_are_named_otherwise():
    text = SIGNED + AVENANT.format("accord", 2, "2033-01-01")
    ruling = Acte(parse_source(text, "content/convention/suite.yaml"))
    assert "modifiée en dernier lieu par" in ruling.nom


def test_the_next_effect_is_that_of_a_signed_amendment(workspace):
    days = (date(2031, 6, 1), date(2032, 1, 1), date(2033, 1, 1))
    found = [next_effect(workspace, day) for day in days]
    assert found == [date(2032, 1, 1), date(2033, 1, 1), None]
