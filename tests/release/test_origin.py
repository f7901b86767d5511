"""`docgen why` of a published file: told by its release, wherever that was carried to."""

import json
import shutil

import pytest

from docgen.release.origin import origin_of
from tests.conftest import plain_blanks

PAGE = "publique/final/infographie/infographie-81218.pdf"


@pytest.fixture
def folder(made, tmp_path):
    """A copy of the release, carried elsewhere, and a copy of its project to stand in."""
    shutil.copytree(made.folder, tmp_path / "recue")
    shutil.copytree(made.workspace.root, tmp_path / "ici")
    return tmp_path / "recue"


def why(docgen_here, folder, place, *words):
    """Ask it from the project that stands beside a release."""
    return docgen_here("why", str(folder / place), *words, cwd=folder.parent / "ici")


def test_a_published_file_is_told_by_its_release_the_answer_first(docgen_here, folder):
    answer = why(docgen_here, folder, PAGE)
    assert answer.code == 0, answer.raw
    lines = plain_blanks(answer.out).splitlines()
    assert lines[1] == "Publié le 15 janvier 2027 : définitif, 1 page."
    assert "rien n’a changé : il ne serait pas refait" in lines[2]
    assert any("textes.yaml (" in one for one in lines)
    assert max(map(len, lines[3:])) <= 100 + len(str(folder))
    told = json.loads(why(docgen_here, folder, PAGE, "--json").out)["why"][0]
    manifest = json.loads((folder / "publique/manifest.json").read_text("utf-8"))
    [line] = [one for one in manifest["fichiers"] if f"publique/{one['path']}" == PAGE]
    assert told["sources"] == {one["fichier"]: one["sha256"] for one in line["sources"]}
    assert told["release"]["date"] == "2027-01-15"
    assert told["versions"] == manifest["versions"]
    assert told["until_now"]["unknown"]  # of files with internal values no digest is published


def test_what_it_would_be_made_again_for_is_told(docgen_here, folder):
    words = folder.parent / "ici/content/infographie/textes.yaml"
    words.write_text(words.read_text("utf-8") + "# une remarque\n", "utf-8")
    path = folder / "publique/manifest.json"
    told = json.loads(path.read_text("utf-8"))
    told["versions"]["weasyprint"] = "69.0"
    path.write_text(json.dumps(told), "utf-8")
    answer = why(docgen_here, folder, PAGE)
    said = plain_blanks(answer.out)
    assert "content/infographie/textes.yaml : modifié" in said
    assert "weasyprint : 69.0 → " in said
    assert said.index("textes.yaml : modifié") < said.index("Fait de")
    words.unlink()
    assert "textes.yaml : retiré" in plain_blanks(why(docgen_here, folder, PAGE).out)


def test_what_is_no_document_of_the_release_or_not_the_one_published_is_told(docgen_here, folder):
    (folder / "publique/note.txt").write_text("x")
    (folder / PAGE).write_bytes(b"autre")
    for place, said in (
        ("publique/index.html", "décrit la publication elle-même"),
        ("publique/manifest.json", "décrit la publication elle-même"),
        ("publique/note.txt", "n’est pas de cette publication"),
        ("publique/final/absent.pdf", "n’est pas de cette publication"),
        (PAGE, "ce n’est plus le fichier publié"),
    ):
        answer = why(docgen_here, folder, place)
        assert (answer.code, said in answer.err) == (1, True), answer.err


def test_a_file_of_no_release_is_none_of_its_business(tmp_path):
    (tmp_path / "manifest.json").write_text("{}")
    assert origin_of(tmp_path / "un.pdf", None) is None


def test_without_a_project_it_is_told_all_the_same(folder):
    told = origin_of(folder / PAGE, None)
    assert told is not None
    assert told.since is None


def test_the_commit_of_the_texts_is_told(docgen_here, folder):
    path = folder / "publique/manifest.json"
    told = json.loads(path.read_text("utf-8"))
    told["commit"] = {"sha": "0123456789abcdef", "intact": False}
    path.write_text(json.dumps(told), "utf-8")
    said = plain_blanks(why(docgen_here, folder, PAGE).out)
    assert "fait de la version 0123456789ab des textes et de fichiers modifiés depuis" in said
