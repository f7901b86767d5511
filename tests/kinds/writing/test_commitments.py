"""The commitments of an act for which a fiche, or a line of the pack, is still to be written."""

import pytest

from docgen.kinds.writing.commitments import unwritten_commitments
from docgen.kinds.writing.corpus import Corpus
from docgen.referential.referential import Referential
from tests.conftest import ROOT

FICHES = sorted(path.stem for path in (ROOT / "content/fiche").glob("*.yaml"))
SHARING = [name for name in FICHES if name.startswith("action-6-1")]
"""Two fiches serve this action: each could do without the other."""
LINE = '        - {clause: article-4-4.2, texte: "'


def unwritten(project):
    corpus = Corpus(Referential(project.workspace))
    [acte, *_] = corpus.actes.texts("2026")
    return unwritten_commitments(corpus, acte, "dossier")


def test_all_commitments_of_what_we_ship_are_written(project):
    assert unwritten(project) == ()


@pytest.mark.parametrize("gone", [SHARING, *([name] for name in FICHES if name not in SHARING)])
def test_each_fiche_is_needed_for_a_commitment(gone, project):
    for name in gone:
        (project.root / f"content/fiche/{name}.yaml").unlink()
    told = unwritten(project)
    assert told
    assert {one.file for one in told} == {"content/convention/2026.yaml"}
    assert all("aucune fiche pour cet engagement" in one.message for one in told)


def test_new_action_lacks_its_fiche_and_its_line(project):
    act = project.root / "content/convention/2026.yaml"
    text = act.read_text("utf-8")
    at = text.index("                  - id: action-4.1\n")
    new = (
        "                  - id: action-4.0\n                    numero: Action 4.0\n"
        "                    titre: Essai fictif\n                    texte: [Exemple fictif.]\n"
    )
    project.write("content/convention/2026.yaml", text[:at] + new + text[at:])
    line, fiche = unwritten(project)
    assert line.file == "content/commune-pack/dossier.yaml"
    assert line.hint == "ajoutez une ligne « {clause: action-4.0, texte: … } »"
    assert fiche.line == text[:at].count("\n") + 1
    assert fiche.message == "aucune fiche pour cet engagement : Action 4.0 Essai fictif"


def test_commitment_without_a_line_is_told_with_the_line(project):
    pack = project.root / "content/commune-pack/dossier.yaml"
    text = pack.read_text("utf-8")
    assert LINE in text
    pack.write_text(text.replace(LINE, LINE.replace("4.2", "4.1"), 1), "utf-8")
    [told] = unwritten(project)
    assert told.message.startswith("cet engagement n’est pas dans la page de la convention : « 4.2")
    assert told.hint == "ajoutez une ligne « {clause: article-4-4.2, texte: … } »"
