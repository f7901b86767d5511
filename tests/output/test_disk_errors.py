"""What the disk refuses is told with what may be done about it."""

import errno

import pytest

from docgen.errors import REASONS
from docgen.output.disk_errors import ELSEWHERE, REMEDIES, refusal_error


def told(number, place):
    [problem] = refusal_error(OSError(number, "", str(place)), place, ELSEWHERE).problems
    return problem


def test_a_full_disk_asks_for_room(tmp_path):
    problem = told(errno.ENOSPC, tmp_path / "neuf")
    assert problem.message == "écriture impossible : disque plein"
    assert "libérez de la place" in problem.hint


@pytest.mark.parametrize("number", REMEDIES)
def test_a_hint_is_that_of_its_refusal_and_of_no_other(number, tmp_path):
    hint = told(number, tmp_path / "neuf").hint
    assert hint == f"rien n’a été changé ; {REMEDIES[number]}, ou choisissez « --output DOSSIER »"
    assert number in REASONS


def test_a_refusal_of_which_nothing_is_known_says_what_to_look_at(tmp_path):
    hint = told(errno.EDEADLK, tmp_path / "neuf").hint
    assert "vérifiez la place qui reste et vos droits à cet endroit" in hint


def test_what_stands_in_the_way_of_a_folder_is_named_and_to_be_moved(tmp_path):
    (tmp_path / "sortie").write_text("")
    problem = told(errno.ENOTDIR, tmp_path / "sortie/dossier")
    assert f"« {tmp_path / 'sortie'} » n’est pas un dossier" in problem.message
    assert "déplacez ce fichier" in problem.hint
    assert "libérez de la place" not in problem.hint
