"""A Word file that LibreOffice saved, and nobody changed, brings no change home."""

import pytest

from docgen.corrections.printed import read_word
from tests.conftest import EXAMPLE, NIGHT
from tests.support import documents
from tests.support.libreoffice import resaved

NAMES = [
    "convention-complete",  # final, with lines to sign
    "fiche-action-4-1",
    "memento-aide-memoire",
    "modele-rapport-de-constat",
    *(["convention-modele", "renewal-denonciation-2026-amr81", "memento-livret"] if NIGHT else []),
]
"""A final and drafts of several kinds that come back; at night a letter and long ones too."""


@pytest.mark.parametrize("name", NAMES)
def test_saved_again_it_says_the_same(project, docgen_here, name):
    if name == "convention-complete":  # invented, and not of the project
        project.holding(EXAMPLE.read_bytes(), "complete.yaml")
    file = project.root / f"{name}.docx"
    file.write_bytes(resaved(documents.docx(name)))
    answer = docgen_here("reprendre", str(file))
    assert (answer.code, answer.err) == (0, "")
    assert "dit la même chose" in answer.out


def test_numbers_of_what_is_to_check_are_no_words():
    said = read_word(documents.docx("modele-rapport-de-constat")).paragraphs
    assert any("▲\u202f2" in one.text for one in said)
    assert not any("▲ 2" in one.plain for one in said)
