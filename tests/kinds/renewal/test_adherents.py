"""The list of member communes: shipped empty, every mistake told at its place."""

import pytest

from docgen.errors import ContentError, Severity
from docgen.kinds.renewal.adherents import Members, adherents_elsewhere, read_adherents
from docgen.referential.referential import Referential
from tests.support.documents import HERE, ROOT
from tests.test_mistakes import as_noted, noted

MISTAKES = sorted((ROOT / "tests/mistakes/adherents").glob("*.yaml"))
EXAMPLE = ROOT / "tests/exemples/adherents.yaml"


def read(project, text):
    project.write("content/adherents.yaml", text)
    return read_adherents(Referential(project.workspace))


def test_the_list_is_shipped_empty():
    assert read_adherents(Referential(HERE)) == Members("amr81", ())


def test_the_fictional_example_is_right(project):
    members = read(project, EXAMPLE.read_bytes())
    assert members == Members("amr81", ("81101", "81004", "81045"))


def test_members_are_written_by_code_or_name(project):
    members = read(project, "adherents: [le garric, 81004, Saint-Juéry, '2A004']\n")
    assert members.codes == ("81101", "81004", "81257", "2A004")


def test_an_empty_list_and_no_file_are_no_mistakes(project):
    assert read(project, "adherents:\n") == Members()
    (project.root / "content/adherents.yaml").unlink()
    assert read_adherents(Referential(project.workspace)) == Members()


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_every_mistake_is_reported_in_one_pass(project, path):
    text = path.read_text("utf-8")
    with pytest.raises(ContentError) as error:
        read(project, text)
    left = list(error.value.problems)
    for note in noted(text):
        found = next((problem for problem in left if as_noted(problem, note) == note), None)
        assert found, f"{note} n’est pas dit ; il reste : {left}"
        left.remove(found)
    assert left == []


def test_a_member_of_another_departement_is_told_at_its_line(project):
    read(project, "adherents:\n  - 81101\n  - 76351\n  - 01001\n")
    found = [*adherents_elsewhere(Referential(project.workspace))]
    assert [(one.line, one.severity) for one in found] == [
        (3, Severity.AVERTISSEMENT),
        (4, Severity.AVERTISSEMENT),
    ]
    assert (
        found[0].message
        == "76351 est Le Havre (Seine-Maritime), hors du département de la convention"
    )
    read(project, EXAMPLE.read_bytes())
    assert [*adherents_elsewhere(Referential(project.workspace))] == []
