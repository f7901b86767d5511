"""How an amendment says its state, and shares its pages; what it amends is invented."""

import pytest

from docgen.build.avenant import AmendmentRequest, read_amendment
from docgen.build.avenant_copy import write_copy
from docgen.kinds.convention.avenant import compose_avenant, compose_consolidated, compose_text
from docgen.kinds.convention.redline import compose_redline
from docgen.kinds.kind import ComposeRequest
from tests.conftest import EXAMPLE, plain_blanks

ACT = "content/convention/2031.yaml"
COPY = "content/convention/2031-avenant-1.yaml"


@pytest.fixture
def amendment(project):
    """Return what reads the amendment of a signed act, after changes to its copy."""
    text = EXAMPLE.read_text("utf-8").replace("acte: projet", "acte: signe", 1)
    project.write(ACT, text.replace("  lieu:", "  date: 2031-05-02\n  lieu:", 1))
    write_copy(project.workspace, project.root / ACT, None, None)
    copy = (project.root / COPY).read_text("utf-8").replace("L'essai n° 3", "L'essai n° 4", 1)
    state = "    titre: Objet fictif\n"
    project.write(COPY, copy.replace(state, f"{state}    etat: propose\n", 1))

    def read(*changes):
        text = (project.root / COPY).read_text("utf-8")
        for old, new in changes:
            text = text.replace(old, new, 1)
        project.write(COPY, text)
        request = AmendmentRequest(project.root / ACT, project.root / COPY)
        made, left = read_amendment(project.workspace, request)
        return made, ComposeRequest("2031-avenant-1", COPY, left)

    return read


def marks(document):
    facts = document.facts
    headings = [bloc.marque for bloc in facts.blocs if bloc.niveau]
    return (facts.titre_etat, facts.parties_etat, {*headings})


def test_one_state_of_all_its_clauses_is_told_once(amendment):
    document = compose_avenant(*amendment())
    assert marks(document) == ("proposé", "", {""})
    assert not any(bloc.barre for bloc in document.facts.blocs)


def test_states_that_differ_are_told_clause_by_clause(amendment):
    adopted = "    etat: adopte\n    adoption: {par: A, le: 2031-06-01}\n"
    document = compose_avenant(*amendment(("    etat: propose\n", adopted)))
    assert marks(document) == ("", "adopté", {"proposé"})
    assert any(bloc.barre for bloc in document.facts.blocs)


def test_an_amendment_is_tight_on_one_page_else_ample(amendment):
    document = compose_avenant(*amendment())
    assert document.densities == ("bref", "ample")
    tied = [bloc for bloc in document.facts.blocs if bloc.lie]
    assert tied[0].genre == "titre"
    assert sum(bloc.genre == "titre" for bloc in tied) == 2


def test_the_consolidated_text_says_below_its_title_what_it_amends(amendment):
    facts = compose_consolidated(*amendment()).facts
    assert plain_blanks(facts.sous_titre).endswith("– Intègre l’avenant n° 1, qui n’est pas signé")


def test_the_consolidated_text_says_whose_names_end_it(amendment):
    facts = compose_consolidated(*amendment()).facts
    assert plain_blanks(facts.remarque).endswith("L’avenant n° 1 n’est pas signé.")


def test_a_paragraph_that_an_amendment_changed_is_noted(amendment):
    facts = compose_consolidated(*amendment()).facts
    noted = [(bloc.genre, plain_blanks(bloc.note)) for bloc in facts.blocs if bloc.note]
    assert noted == [("paragraphe", "modifié par l’avenant n° 1")]


def test_a_comparison_ties_the_same_clauses_of_both_acts(amendment):
    one, request = amendment()
    [old] = compose_text(one.old, request)
    compared = compose_redline(one, old, compose_consolidated(one, request)).comparison
    tied = [
        {bloc.texte for bloc in act.document.facts.blocs if bloc.lie}
        for act in (compared.old, compared.new)
    ]
    assert tied[0]
    assert tied[0] == tied[1]
