"""A clause of a new act that is said to be signed already has the words that were signed."""

import shutil

import pytest

from docgen.build.named_documents import compose_named
from docgen.left import CHANGED_CLAUSE
from docgen.referential.referential import Referential
from docgen.workspace import Workspace
from tests.conftest import ROOT, plain_blanks

SAID = "Chaque partie reste propriétaire"


@pytest.fixture
def folder(tmp_path):
    """Return the folder of the conventions of a project: a signed act, and the next one."""
    shutil.copytree(ROOT / "content/convention", tmp_path / "content/convention")
    return tmp_path / "content/convention"


def changed_clauses(folder, old, new):
    """Return the clauses told of as changed once the next act has other words, and its state."""
    path, root = folder / "modele.yaml", folder.parents[1]
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    workspace = Workspace(root, root / "output")
    [made], _ = compose_named(Referential(workspace), ["convention modele"])
    told = [item for item in made.document.left if item.code == CHANGED_CLAUSE]
    return [(one.name, one.line, made.document.final) for one in told]


def test_clause_without_state_has_its_signed_words_or_is_told(folder):
    assert changed_clauses(folder, SAID, SAID) == []
    [(name, line, final)] = changed_clauses(folder, SAID, "Chacune demeure propriétaire")
    assert (plain_blanks(name), final) == ("ARTICLE 7 Propriété intellectuelle", False)
    assert "article-7" in (folder / "modele.yaml").read_text("utf-8").splitlines()[line - 1]


def test_changed_clause_that_is_proposed_is_adopted_instead(folder):
    words = "titre: Propriété intellectuelle\n"
    assert changed_clauses(folder, words, f"{words}    etat: propose\n") == []
    assert changed_clauses(folder, SAID, "Chacune demeure propriétaire") == []


@pytest.mark.parametrize("signed", ["", "AMR81 and another"])
def test_clause_of_no_act_of_the_parties_is_not_compared(folder, signed):
    path = folder / "2026.yaml"
    text = path.read_text("utf-8").replace("sigle: GGD81", "sigle: DDSP81")
    path.write_text(text, "utf-8") if signed else path.unlink()
    assert changed_clauses(folder, SAID, "Chacune demeure propriétaire") == []


def test_words_of_before_a_signed_amendment_are_no_longer_signed(folder):
    act = (folder / "2026.yaml").read_text("utf-8")
    amended = act.replace(SAID, "Chacune demeure propriétaire") + "avenant: {modifie: '2026'}\n"
    (folder / "2026-avenant-1.yaml").write_text(amended, "utf-8")
    assert [line for _, line, _ in changed_clauses(folder, SAID, SAID)] != []
    assert changed_clauses(folder, SAID, "Chacune demeure propriétaire") == []
