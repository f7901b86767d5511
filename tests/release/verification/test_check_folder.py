"""A release can be checked later, by anyone: what differs, what lacks, what is too much."""

import errno
import hashlib
import json
import shutil
import subprocess

import pytest

from docgen.cache import default_folder
from docgen.errors import ContentError, WorkplaceError
from docgen.release.manifest.reading import read_manifest
from docgen.release.verification.check_folder import check_release
from tests.release import small

PAGE = "publique/final/infographie/infographie-81218-puygouzon.pdf"


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


def rewrite_manifest(folder, change):
    """Change what a manifest says, and have the list of digests agree with it."""
    path, sums = folder / "manifest.json", folder / "SHA256SUMS"
    data = change(json.loads(path.read_bytes()))
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", "utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    lines = sums.read_text("utf-8").splitlines(keepends=True)
    kept = [one for one in lines if not one.endswith("  manifest.json\n")]
    kept.append(f"{digest}  manifest.json\n")
    sums.write_text("".join(sorted(kept, key=lambda one: one[66:])), "utf-8")


def test_untouched_release_passes_whole_or_by_folder(made):
    [whole] = check_release(made.folder)
    assert [whole] == check_release(made.folder / "publique")
    assert (whole.folder, whole.files) == ("publique", len(small.files(made.folder)))


def test_wrong_digest_in_the_list_accuses_the_list(folder):
    sums = folder / "publique/SHA256SUMS"
    lines = sums.read_text("utf-8").splitlines(keepends=True)
    lines[-1] = ("1" if lines[-1][0] == "0" else "0") + lines[-1][1:]
    sums.write_text("".join(lines), "utf-8")
    assert told(folder) == {("different", "publique/SHA256SUMS")}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("final", False, "il est définitif, ou projet"),
        ("taille", 1, "ce n’est pas sa taille"),
        ("diffusion", "interne", "ce ne sont pas les lecteurs"),
    ],
)
def test_manifest_that_contradicts_the_folder_is_reported(folder, field, value, said):

    def change(data):
        [line] = [one for one in data["fichiers"] if f"publique/{one['path']}" == PAGE]
        line[field] = value
        return data

    rewrite_manifest(folder / "publique", change)
    with pytest.raises(ContentError, match=said):
        check_release(folder)


def test_digests_are_read_by_sha256sum(made):
    folder = made.folder / "publique"
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=True)


def test_check_reports_all_differences_at_once(folder):
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


@pytest.mark.parametrize("name", ["copie-pour-le-maire", "Interne"])
def test_third_folder_with_its_own_lists_is_reported(folder, name):
    shutil.copytree(folder / "publique", folder / name)
    assert told(folder) == {("en-trop", name)}


def test_unlisted_link_is_reported(folder):
    (folder / "publique/lien").symlink_to("/nulle/part")
    assert told(folder) == {("en-trop", "publique/lien")}


def test_link_in_place_of_a_file_is_reported(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "autre")
    equal, folder_of_equals = tmp_path / "autre" / PAGE, (tmp_path / "autre" / PAGE).parent
    (folder / PAGE).unlink()
    (folder / PAGE).symlink_to(equal)
    assert told(folder) == {("different", PAGE)}
    equal.unlink()  # the link leads nowhere
    assert told(folder) == {("different", PAGE)}
    shutil.rmtree((folder / PAGE).parent)
    (folder / PAGE).parent.symlink_to(folder_of_equals)
    assert ("different", PAGE) in told(folder)


def test_linked_folder_or_list_is_reported(folder, tmp_path):
    shutil.move(folder / "publique/SHA256SUMS", tmp_path / "liste")
    (folder / "publique/SHA256SUMS").symlink_to(tmp_path / "liste")
    assert told(folder) == {("different", "publique/SHA256SUMS")}
    shutil.move(tmp_path / "liste", folder / "publique/SHA256SUMS")
    shutil.move(folder / "publique", tmp_path / "publique")
    (folder / "publique").symlink_to(tmp_path / "publique")
    assert told(folder) == {("different", "publique")}


def test_list_that_names_files_elsewhere_is_reported(folder):
    outside = folder.parent / "dehors.txt"
    outside.write_text("x", "utf-8")
    digest = hashlib.sha256(b"x").hexdigest()
    with (folder / "publique/SHA256SUMS").open("a", encoding="utf-8") as sums:
        sums.write(f"{digest}  ../../dehors.txt\n{digest}  {outside}\n")
    with pytest.raises(ContentError) as caught:
        check_release(folder)
    said = [one.file for one in caught.value.problems if "lien mène" in one.message]
    assert said == [f"{folder}/publique/../../dehors.txt", str(outside)]


@pytest.mark.parametrize(
    "manifest",
    ["{", "[" * 9999, '{"fichiers": 3}', '["x"]', '{"fichiers": ["x"]}', b"\xff", "sans version"],
    ids=["cut", "deep", "number", "list", "words", "bytes", "version"],
)
def test_foreign_manifest_is_reported(folder, manifest):
    path = folder / "publique/manifest.json"
    if manifest == "sans version":
        whole = json.loads(path.read_text("utf-8"))
        del whole["version"]
        manifest = json.dumps(whole)
    path.write_bytes(manifest if isinstance(manifest, bytes) else manifest.encode())
    assert told(folder) == {
        ("absent", "publique/manifest.json"),
        ("different", "publique/manifest.json"),
    }


def test_unreadable_file_is_reported(folder, monkeypatch):
    def refuse(*_):
        raise PermissionError(errno.EACCES, "")

    monkeypatch.setattr(hashlib, "file_digest", refuse)
    assert ("absent", PAGE) in told(folder)


def test_manifest_that_disagrees_with_the_list_is_reported(folder):
    path = folder / "publique/manifest.json"
    path.write_text(path.read_text("utf-8").replace('"sha256": "', '"sha256": "0', 1), "utf-8")
    assert ("different", "publique/manifest.json") in told(folder)


@pytest.mark.parametrize("line", ["autre chose\n", "\n", "# dit en plus\n"])
def test_extra_line_in_the_digests_is_reported(folder, line):
    with (folder / "publique/SHA256SUMS").open("a") as file:
        file.write(line)
    assert ("different", "publique/SHA256SUMS") in told(folder)


def test_folder_of_no_release_is_refused(tmp_path):
    with pytest.raises(WorkplaceError, match="pas une publication"):
        check_release(tmp_path)
    with pytest.raises(WorkplaceError, match="n’existe pas"):
        check_release(tmp_path / "ailleurs")


def told_of_manifest(folder, data):
    """Return what a check says of a manifest of these bytes."""
    (folder / "publique/manifest.json").write_bytes(data)
    with pytest.raises(ContentError) as caught:
        check_release(folder)
    return [one.message for one in caught.value.problems if "manifeste" in one.message]


def test_unreadable_manifest_is_reported_in_plain_words(folder):
    whole = json.loads((folder / "publique/manifest.json").read_text("utf-8"))
    for said, words in (
        (json.dumps({**whole, "version": 2}).encode(), "une autre version (la 2)"),
        (b"{", "ce n’est pas, ou plus, du JSON"),
        (b"[" * 100_000, "ce n’est pas, ou plus, du JSON"),
        (json.dumps({**whole, "fichiers": "aucun"}).encode(), "tel que docgen l’écrit"),
        (b"[1]", "tel que docgen l’écrit"),
    ):
        [message] = told_of_manifest(folder, said)
        assert words in message
    (folder / "publique/manifest.json").unlink()
    assert ("absent", "publique/manifest.json") in told(folder)


def test_internal_folder_knows_the_public_one_of_its_release(made, tmp_path):
    """The other folder may be whole, and of another release of the same day."""
    both = tmp_path / "deux"
    shutil.copytree(made.cache, default_folder())
    small.released(made.workspace, both, interne=True, communes=small.CODES[:1])
    assert {one.folder for one in check_release(both)} == {"interne", "publique"}
    assert "avec" not in read_manifest(both / "publique")
    shutil.move(both / "interne", tmp_path / "interne")
    assert {one.folder for one in check_release(both)} == {"publique"}
    shutil.move(tmp_path / "interne", both / "interne")
    shutil.rmtree(both / "publique")
    assert told(both) == {("absent", "publique")}
    assert {one.folder for one in check_release(both / "interne")} == {"interne"}
    shutil.copytree(made.folder / "publique", both / "publique")
    assert told(both) == {("different", "publique")}
