"""Texts of a project are changed together: all, or none; what they are kept as stays."""

import pytest

from docgen.errors import ContentError, Problem
from docgen.output.publication import complete_publication
from docgen.output.text_edits import edit_files


def shout(text):
    """Return a text in capitals."""
    return text.upper()


def refuse(text):
    """Refuse any text."""
    raise ContentError([Problem("b.yaml", f"refusé : {text}")])


@pytest.fixture
def files(tmp_path):
    """Return two files of different folders."""
    paths = (tmp_path / "un/a.yaml", tmp_path / "deux/b.yaml")
    for path in paths:
        path.parent.mkdir()
        path.write_bytes(b"\xef\xbb\xbfa: b\r\n")
    return paths


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
@pytest.mark.parametrize("count", [1, 2])
def test_files_are_changed_and_keep_their_marks_and_rights(tmp_path, files, count, mode):
    files[0].chmod(mode)
    edit_files(dict.fromkeys(files[:count], shout), tmp_path)
    assert [path.read_bytes() for path in files[:count]] == [b"\xef\xbb\xbfA: B\r\n"] * count
    assert files[0].stat().st_mode & 0o777 == mode
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deux", "un"]


def test_one_refusal_leaves_all_as_they_were(tmp_path, files):
    before = [path.read_bytes() for path in files]
    with pytest.raises(ContentError, match="refusé"):
        edit_files({files[0]: shout, files[1]: refuse}, tmp_path)
    assert [path.read_bytes() for path in files] == before
    assert complete_publication(tmp_path) == ""


def test_file_elsewhere_is_changed_alone(files):
    before = [path.read_bytes() for path in files]
    with pytest.raises(ContentError, match="pas dans le projet"):
        edit_files(dict.fromkeys(files, shout), files[0].parent)
    assert [path.read_bytes() for path in files] == before
    edit_files({files[1]: shout}, files[0].parent)
    assert files[1].read_bytes() != before[1]
