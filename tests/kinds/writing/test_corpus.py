"""What a project knows, read when it is asked for; what cannot be read is told by its own check."""

import pytest

from docgen.errors import ContentError
from docgen.kinds.writing.corpus import Corpus
from docgen.referential.referential import Referential
from tests.conftest import plain_blanks


@pytest.fixture
def corpus(project):
    return lambda: Corpus(Referential(project.workspace))


def test_each_text_is_named_by_its_kind(corpus):
    assert plain_blanks(corpus().titres("fiche")["action-4-1"]) == "fiche 4.1"
    assert plain_blanks(corpus().titres("memento")["bruit"]) == "6. Bruit"
    assert corpus().titres("modele").keys() == set(corpus().keys("modele"))


def test_the_file_of_the_whole_memento_is_no_family(corpus):
    assert len(corpus().titres("memento")) == len(corpus().keys("memento")) - 1


def test_unreadable_text_is_named_by_its_file(project, corpus):
    project.write("content/fiche/action-4-1.yaml", "titre: [\n")
    project.write("content/modele/arrete-epave.yaml", "- rien\n")
    project.write("content/fiche/action-4-2.yaml", "titre: Un **gras\nclause: article-4\n")
    named = corpus().titres("fiche")
    assert plain_blanks(named["action-4-1"]) == "fiche « action-4-1 »"
    assert plain_blanks(named["action-4-2"]) == "fiche « action-4-2 »"
    assert corpus().titres("modele")["arrete-epave"] == "arrete-epave"
    assert plain_blanks(named["action-5-1"]) == "fiche 5.1"


def test_a_file_is_found_by_its_key(project, corpus):
    assert corpus().source("convention", "2026").name == "content/convention/2026.yaml"
    assert corpus().source("convention", "2025") is None
    project.write("content/convention/2026.yaml", "titre: [\n")
    with pytest.raises(ContentError):
        corpus().source("convention", "2026")


def test_problems_of_law_and_roles_come_together(project, corpus):
    assert corpus().problems == ()
    project.write("content/territoire/roles.yaml", "roles: rien\n")
    project.write("content/referentiel/droit/penal.yaml", "titre: Code pénal\nregles: rien\n")
    assert {problem.file for problem in corpus().problems} == {
        "content/territoire/roles.yaml",
        "content/referentiel/droit/penal.yaml",
    }
