"""The measure of corrections: what a state alone prints is no correction (exemple fictif)."""

import json

from tools.measure_corrections import Measured, states_of

from docgen.corrections.printed import read_word
from docgen.rendering.docx.renderer import render_docx
from docgen.workspace import Workspace
from tests.conftest import EXAMPLE
from tests.corrections.office_edits import Edit
from tests.corrections.word_edits import EditedWord
from tests.support.documents import OUR_TEMPLATES, composed

BEFORE = """\
titre: Essai
etat_etapes: adopte
adoption_etapes: {le: 2026-11-20, par: Exemple Fictif}
etapes:
  - Une étape inventée.
"""


def test_states_that_fall_leave_the_words_of_before():
    now = """\
titre: Essai
etat_etapes: propose
etapes:
  - Une autre étape.
"""
    assert (
        states_of(now, BEFORE)
        == """\
titre: Essai
etat_etapes: propose
etapes:
  - Une étape inventée.
"""
    )


def test_edit_that_comes_back_whole_is_counted_exact(tmp_path):
    (tmp_path / "content/convention").mkdir(parents=True)
    (tmp_path / "content/convention/complete.yaml").write_bytes(EXAMPLE.read_bytes())
    word = EditedWord(render_docx(composed(EXAMPLE), OUR_TEMPLATES).data)
    (tmp_path / "files.json").write_text(json.dumps(["convention/a.docx"]), "utf-8")
    for name, day in (("untouched-0", "jeudi"), ("edited-0", "mardi")):
        word.reword("le jeudi", f"le {day}")
        said = [f"text\t{one.text}\n" for one in read_word(word.data).paragraphs]
        (tmp_path / f"{name}.docx.txt").write_text("".join(said), "utf-8")
        (tmp_path / f"{name}.docx").write_bytes(word.data)
    measured = Measured(Workspace(tmp_path, tmp_path / "output"), tmp_path)
    measured.add(0, Edit("convention/a.docx", tracked=False, way="word"))
    assert measured.counts["convention"]["exact"] == 1
