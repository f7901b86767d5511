"""What the disk refuses is told with what may be done about it."""

import errno

from docgen.refusals import ELSEWHERE, unwritable


def told(number, place):
    [problem] = unwritable(OSError(number, "", str(place)), place, ELSEWHERE).problems
    return problem


def test_a_full_disk_asks_for_room(tmp_path):
    problem = told(errno.ENOSPC, tmp_path / "neuf")
    assert problem.message == "écriture impossible : disque plein"
    assert "libérez de la place" in problem.hint


def test_what_stands_in_the_way_of_a_folder_is_named_and_to_be_moved(tmp_path):
    (tmp_path / "sortie").write_text("")
    problem = told(errno.ENOTDIR, tmp_path / "sortie/dossier")
    assert f"« {tmp_path / 'sortie'} » n’est pas un dossier" in problem.message
    assert "déplacez ce fichier" in problem.hint
    assert "libérez de la place" not in problem.hint
