"""What the validators need not judge again has nothing new; what they would reject always has."""

import pytest

from docgen.conformity import validate_pdf
from docgen.conformity.pdf.constructs import read_constructs
from docgen.conformity.pdf.reading import UnreadableError, read_pdf
from tests.conformity.defects import BODY, CSS, DEFECTS, sound
from tests.conformity.printing import CARRIED, printed


def constructs_of(data):
    """Return the constructs of a PDF, None where it cannot be read."""
    try:
        with read_pdf(data, "essai.pdf") as pdf:
            return read_constructs(pdf)
    except UnreadableError:
        return None


def test_same_page_with_other_words_has_nothing_new():
    other = BODY.replace("Essai fictif", "fictif Essai").replace("essai.example", "example.essai")
    assert constructs_of(printed(other, CSS, attached=CARRIED)) <= constructs_of(sound())


@pytest.mark.parametrize("change", [("deux</li>", "deux œ</li>"), ("<p>Voir", "<p>Voir <b>a</b>")])
def test_new_glyph_or_element_is_a_new_construct(change):
    other = printed(BODY.replace(*change), CSS, attached=CARRIED)
    assert not constructs_of(other) <= constructs_of(sound())


@pytest.mark.parametrize("name", DEFECTS)
def test_defect_that_a_validator_sees_is_a_new_construct(name):
    data = DEFECTS[name].make()
    if DEFECTS[name].verapdf or validate_pdf(data, "essai.pdf"):
        found = constructs_of(data)
        assert found is None or not found <= constructs_of(sound())
