"""`docgen why` of a published file: told by its release, wherever that was carried to."""

import json
import shutil
from datetime import date

import pytest

from docgen.release.manifest.published_file import published_file
from docgen.workspace import open_workspace
from tests.conftest import plain_blanks
from tests.support.territory import with_communes

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


def test_why_describes_a_published_file(docgen_here, folder):
    answer = why(docgen_here, folder, PAGE)
    assert answer.code == 0, answer.raw
    lines = plain_blanks(answer.out).splitlines()
    assert lines[1].startswith("Puygouzon")
    assert lines[2] == "Page de chiffres « 81218 », définitif, 1 page, public."
    assert lines[3] == "Publié le 15 janvier 2027."
    assert "rien n’a changé de ce qui peut être comparé" in lines[5]
    assert "content/territoire/communes.yaml" in lines[6]  # of internal values no digest is told
    assert "il ne serait pas refait" not in answer.out
    assert len(lines) <= 15
    tried = why(docgen_here, folder, PAGE, "--essai")
    assert (tried.code, tried.out) == (0, answer.out)
    assert "« --essai » ne compose pas un fichier publié : il est seulement comparé" in tried.err
    whole = plain_blanks(why(docgen_here, folder, PAGE, "--complet").out).splitlines()
    assert whole[:8] == lines[:8]
    assert any("textes.yaml (" in one for one in whole)
    assert max(map(len, whole[3:])) <= 100 + len(str(folder))
    told = json.loads(why(docgen_here, folder, PAGE, "--json").out)["why"][0]
    manifest = json.loads((folder / "publique/manifest.json").read_text("utf-8"))
    [line] = [one for one in manifest["fichiers"] if f"publique/{one['path']}" == PAGE]
    assert told["sources"] == {one["fichier"]: one["sha256"] for one in line["sources"]}
    assert told["release"]["date"] == "2027-01-15"
    assert told["versions"] == manifest["versions"]
    assert told["until_now"]["unknown"] == [
        f"content/territoire/{name}.yaml" for name in ("communes", "roles", "unites")
    ]
    assert (told["templates"], told["code"], told["until_now"]["said"]) == ({}, "", {})


def test_why_lists_what_has_changed(docgen_here, folder):
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


def retold(folder, **changes):
    """Have the manifest of a release tell something else of the page, or of the whole."""
    path = folder / "publique/manifest.json"
    told = json.loads(path.read_text("utf-8"))
    [line] = [one for one in told["fichiers"] if f"publique/{one['path']}" == PAGE]
    line |= changes.pop("line", {})
    path.write_text(json.dumps({**told, **changes}), "utf-8")
    return told


def until_now(docgen_here, folder):
    """Return what is told to have changed."""
    return json.loads(why(docgen_here, folder, PAGE, "--json").out)["why"][0]["until_now"]


def test_why_lists_data_imported_since(docgen_here, folder):
    here = open_workspace(folder.parent / "ici", exact=True)
    with_communes(here, {"31555": 500_000}, {("31555", "degradations", 2025): 7}, date(2026, 7, 1))
    said = plain_blanks(why(docgen_here, folder, PAGE).out)
    assert "données « ssmsi-communes » : édition 2026-06-25 → 2026-07-01" in said
    assert "content/referentiel/ssmsi-communes/edition.yaml : modifié" in said
    assert "rien n’a changé" not in said


def test_why_lists_data_that_are_gone(docgen_here, folder):
    shutil.rmtree(folder.parent / "ici/content/referentiel/competence")
    files = until_now(docgen_here, folder)["files"]
    assert files["content/referentiel/competence/competence.csv"] == "retiré"


def test_changed_law_counts_for_kinds_that_cite_it(docgen_here, folder):
    penal = folder.parent / "ici/content/referentiel/droit/penal.yaml"
    penal.write_text(penal.read_text("utf-8") + "# une remarque\n", "utf-8")
    assert until_now(docgen_here, folder)["files"] == {}  # a page of figures cites none
    retold(folder, line={"kind": "fiche"})
    files = until_now(docgen_here, folder)["files"]
    assert files == {"content/referentiel/droit/penal.yaml": "modifié"}


def test_why_reports_a_release_of_another_version(docgen_here, folder):
    retold(folder, version=2)
    answer = why(docgen_here, folder, PAGE)
    assert answer.code == 1
    assert "manifeste d’une autre version (la 2) : ce docgen lit la 1" in plain_blanks(answer.err)


def test_why_refuses_a_file_that_was_not_published(docgen_here, folder):
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


def test_file_of_no_release_gives_none(tmp_path):
    (tmp_path / "manifest.json").write_text("{}")
    assert published_file(tmp_path / "un.pdf") is None


def test_why_needs_no_project_for_a_published_file(docgen_here, folder):
    answer = docgen_here("why", str(folder / PAGE), "--json", cwd=folder)
    assert answer.code == 0, answer.raw
    [told] = json.loads(answer.out)["why"]
    assert (told["document"]["key"], told["until_now"]) == ("81218", None)


def test_why_names_the_commit_of_the_texts(docgen_here, folder):
    path = folder / "publique/manifest.json"
    told = json.loads(path.read_text("utf-8"))
    told["commit"] = {"sha": "0123456789abcdef", "intact": False}
    path.write_text(json.dumps(told), "utf-8")
    said = plain_blanks(why(docgen_here, folder, PAGE).out)
    assert "fait de la version 0123456789ab des textes et de fichiers modifiés depuis" in said
