"""Word files of an amendment that come back: its own words, and the act compared with it."""

import pytest

from tests.conftest import plain_blanks
from tests.corrections.word_edits import EditedWord

pytestmark = pytest.mark.usefixtures("shared_cache")
TEXT = "content/convention/2026-avenant-1.yaml"


@pytest.fixture
def amended(project, docgen_here):
    """The project where an amendment changes the title of article 6, made."""
    assert docgen_here("avenant", "2026", "--nouveau").code == 0
    text, title = (project.root / TEXT).read_text("utf-8"), "    titre: Durée de la convention\n"
    changed = title.replace("Durée", "La durée") + "    etat: propose\n"
    project.write(TEXT, text.replace(title, changed))
    assert docgen_here("avenant", "2026", "2026-avenant-1", "--format", "docx").code == 0
    return project


def test_words_of_an_amending_article_are_told_of_their_clause(amended, docgen_here):
    word = EditedWord((amended.root / "output/avenant/avenant-2026-1.docx").read_bytes())
    word.reword("est ainsi rédigé", "devient")
    answer = docgen_here("reprendre", str(amended.write("retour.docx", word.data)))
    assert "\narticle-6 : ARTICLE 2 Modification de l’article 6\n" in plain_blanks(answer.out)


def test_act_compared_with_its_amendment_is_named(amended, docgen_here):
    made = amended.root / "output/avenant/avenant-2026-1-compare.docx"
    answer = docgen_here("reprendre", str(amended.write("retour.docx", made.read_bytes())))
    assert answer.code == 1
    assert "--de avenant-2027-1-compare" in answer.err
