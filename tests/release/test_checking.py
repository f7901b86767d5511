"""A release can be checked later, by anyone: what differs, what lacks, what is too much."""

import shutil
import subprocess

import pytest

from docgen.errors import ContentError, WorkplaceError
from docgen.release.checking import check_release
from tests.release import small

PAGE = "publique/final/infographie/infographie-81218.pdf"


@pytest.fixture
def folder(made, tmp_path):
    """A copy of the release, which a test may spoil."""
    shutil.copytree(made.folder, tmp_path / "release")
    return tmp_path / "release"


def told(folder):
    """Return what a check says: code and place of each problem."""
    with pytest.raises(ContentError) as caught:
        check_release(folder)
    base = f"{folder}/"
    return {(one.code, one.file.removeprefix(base)) for one in caught.value.problems}


def test_a_release_as_it_was_made_passes_whole_or_by_folder(made):
    whole = check_release(made.folder)
    assert whole == check_release(made.folder / "publique")
    assert whole == len(small.files(made.folder)) - 1  # the list itself


def test_the_list_of_digests_is_read_by_the_usual_tool(made):
    folder = made.folder / "publique"
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=True)


def test_all_that_differs_lacks_or_is_too_much_is_told_at_once(folder):
    (folder / PAGE).write_bytes(b"autre")
    (folder / "publique/index.html").unlink()
    (folder / "publique/final/copie.pdf").write_bytes(b"x")
    (folder / "note.txt").write_text("x")
    assert told(folder) == {
        ("different", PAGE),
        ("absent", "publique/index.html"),
        ("en-trop", "publique/final/copie.pdf"),
        ("en-trop", "note.txt"),
    }


def test_a_link_in_place_of_a_file_that_is_too_much_is_told_too(folder):
    (folder / "publique/lien").symlink_to("/nulle/part")
    assert told(folder) == {("en-trop", "publique/lien")}


def test_a_manifest_that_says_something_else_than_the_list_is_told(folder):
    path = folder / "publique/manifest.json"
    path.write_text(path.read_text("utf-8").replace('"sha256": "', '"sha256": "0', 1), "utf-8")
    assert ("different", "publique/manifest.json") in told(folder)
    path.write_text("{", "utf-8")
    assert ("absent", "publique/manifest.json") in told(folder)


def test_a_folder_that_is_no_release_is_refused(tmp_path):
    with pytest.raises(WorkplaceError, match="pas une publication"):
        check_release(tmp_path)
