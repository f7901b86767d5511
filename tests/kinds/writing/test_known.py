"""What a project knows, read when it is asked for; what cannot be read is told by its own check."""

import pytest

from docgen.errors import ContentError
from docgen.kinds.writing.known import Connu
from docgen.referential.referential import Referential
from tests.conftest import plain_blanks


@pytest.fixture
def connu(project):
    """Return a function that gives what the project knows, as it stands now."""
    return lambda: Connu(Referential(project.workspace))


def test_each_text_is_named_by_its_kind(connu):
    assert plain_blanks(connu().titres("fiche")["action-4-1"]) == "fiche 4.1"
    assert connu().titres("memento")["bruit"] == "6. Bruit"
    assert connu().titres("modele").keys() == set(connu().keys("modele"))


def test_the_file_of_the_whole_memento_is_no_family(connu):
    assert len(connu().titres("memento")) == len(connu().keys("memento")) - 1


def test_a_text_that_cannot_be_read_is_named_by_its_file_and_stops_no_other(project, connu):
    project.write("content/fiche/action-4-1.yaml", "titre: [\n")
    project.write("content/modele/arrete-epave.yaml", "- rien\n")
    project.write("content/fiche/action-4-2.yaml", "titre: Un **gras\nclause: article-4\n")
    named = connu().titres("fiche")
    assert plain_blanks(named["action-4-1"]) == "fiche « action-4-1 »"
    assert plain_blanks(named["action-4-2"]) == "fiche « action-4-2 »"
    assert connu().titres("modele")["arrete-epave"] == "arrete-epave"
    assert plain_blanks(named["action-5-1"]) == "fiche 5.1"


def test_a_file_is_found_by_its_key(project, connu):
    assert connu().source("convention", "2026").name == "content/convention/2026.yaml"
    assert connu().source("convention", "2025") is None
    project.write("content/convention/2026.yaml", "titre: [\n")
    with pytest.raises(ContentError):
        connu().source("convention", "2026")


def test_the_problems_of_the_law_and_of_the_roles_come_together(project, connu):
    assert connu().problems == ()
    project.write("content/territoire/roles.yaml", "roles: rien\n")
    project.write("content/referentiel/droit/penal.yaml", "titre: Code pénal\nregles: rien\n")
    assert {problem.file for problem in connu().problems} == {
        "content/territoire/roles.yaml",
        "content/referentiel/droit/penal.yaml",
    }
