"""Each defect sown on purpose turns the gate red, and veraPDF too where it can see it."""

import pytest

from docgen.conformity import check_pdf
from tests.conformity.defects import DEFECTS, JUDGED_DEFECTS, sound
from tests.conformity.verdicts import broken

every_defect = pytest.mark.parametrize("name", DEFECTS)


def test_the_document_that_defects_are_sown_into_is_sound():
    assert check_pdf(sound(), "sound.pdf") == []
    assert broken("sound") == []


def test_there_are_defects_enough():
    assert len(DEFECTS) > 50


@every_defect
def test_a_defect_is_reported_under_its_code_and_in_french(name):
    problems = check_pdf(DEFECTS[name].make(), f"{name}.pdf")
    assert DEFECTS[name].code in {problem.code for problem in problems}
    assert {problem.file for problem in problems} == {f"{name}.pdf"}
    for problem in problems:
        said = f"{problem.message} {problem.hint}"
        assert "règle" not in problem.message  # the sentence for a rule that we have no words for
        assert not [sign for sign in ":;!?»" if f" {sign}" in said]
        assert "« " not in said
    if name.startswith("merged"):
        pages = "pages 1 à 4" if "into-nothing" in name else "pages 3 et 4"
        lost = next(one.message for one in problems if one.code == "structure-perdue")
        assert lost.startswith(f"{pages}\u00a0: ")
        assert "contenus sans élément de structure" in lost


@pytest.mark.parametrize("name", JUDGED_DEFECTS)
def test_verapdf_detects_the_defects_marked_as_such(name):
    assert bool(broken(name)) == DEFECTS[name].verapdf


def test_two_of_the_merges_are_seen_by_no_validator():
    """Which is why every stretch of content is looked up in the tree, and not only counted on."""
    unseen = [name for name in DEFECTS if name.startswith("merged") and not DEFECTS[name].verapdf]
    assert unseen == ["merged-by-pikepdf-pages", "merged-by-pikepdf-with-its-care"]
