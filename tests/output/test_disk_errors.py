"""What the disk refuses is told with what may be done about it."""

import errno
from pathlib import Path

import pytest

from docgen.errors import REASONS, WorkplaceError
from docgen.output.disk_errors import CHOOSE_ANOTHER, HERE, REMEDIES, refusal_error
from docgen.output.text_edits import edit_files


def told(number, place):
    [problem] = refusal_error(OSError(number, "", str(place)), place, CHOOSE_ANOTHER).problems
    return problem


def test_a_full_disk_asks_for_room(tmp_path):
    problem = told(errno.ENOSPC, tmp_path / "neuf")
    assert problem.message == "écriture impossible : disque plein"
    assert "libérez de la place" in problem.hint


@pytest.mark.parametrize("number", REMEDIES)
def test_each_error_has_its_own_hint(number, tmp_path):
    hint = told(number, tmp_path / "neuf").hint
    assert hint == f"rien n’a été changé ; {REMEDIES[number]}, ou choisissez « --output DOSSIER »"
    assert number in REASONS


def test_unknown_error_has_a_general_hint(tmp_path):
    hint = told(errno.EDEADLK, tmp_path / "neuf").hint
    assert "vérifiez la place qui reste et vos droits à cet endroit" in hint


def test_file_in_place_of_folder_is_named(tmp_path):
    (tmp_path / "sortie").write_text("")
    problem = told(errno.ENOTDIR, tmp_path / "sortie/dossier")
    assert f"« {tmp_path / 'sortie'} » n’est pas un dossier" in problem.message
    assert "déplacez ce fichier" in problem.hint
    assert "libérez de la place" not in problem.hint


def test_a_file_beside_is_told_by_the_file_it_becomes(tmp_path):
    error = OSError(errno.EROFS, "", str(tmp_path / ".docgen-071bd5f4b18a4a46"))
    [problem] = refusal_error(error, tmp_path / "cahier.xlsx", HERE).problems
    assert problem.file == str(tmp_path / "cahier.xlsx")


def test_texts_are_never_sent_to_another_folder():
    """Texts are changed where they are: `--output` is no option of the commands that do."""
    texts = [Path("/proc/un.yaml"), Path("/proc/deux.yaml")]
    with pytest.raises(WorkplaceError) as caught:
        edit_files(dict.fromkeys(texts, str.upper), Path("/proc"))
    [problem] = caught.value.problems
    assert problem.hint.startswith("rien n’a été changé")
    assert "--output" not in problem.hint


@pytest.mark.parametrize("place", ["/proc/x", "/proc/.docgen-publication"])
def test_folder_that_takes_no_file_is_named(place):
    with pytest.raises(FileNotFoundError) as caught:
        Path(place).mkdir()
    [problem] = refusal_error(caught.value, Path("/proc"), CHOOSE_ANOTHER).problems
    assert problem.message == "écriture impossible : « /proc » n’accepte pas de fichier"
