"""`docgen why` of a published file: told by its release, wherever that was carried to."""

import json
import shutil
from datetime import date

import pytest

from docgen.release.manifest.published_file import explain_published
from docgen.workspace import open_workspace
from tests.conftest import plain_blanks
from tests.support.territory import with_communes

PAGE = "publique/final/infographie/infographie-81218-puygouzon.pdf"


@pytest.fixture
def folder(made, tmp_path):
    """A copy of the release, carried elsewhere, and a copy of its project to stand in."""
    shutil.copytree(made.folder, tmp_path / "recue")
    shutil.copytree(made.workspace.root, tmp_path / "ici")
    return tmp_path / "recue"


def why(docgen_here, folder, place, *words):
    """Ask it from the project that stands beside a release."""
    return docgen_here("why", str(folder / place), *words, cwd=folder.parent / "ici")


def changes(folder):
    """Return what has changed in the project that stands beside a release."""
    here = open_workspace(folder.parent / "ici", exact=True)
    return explain_published(folder / PAGE, here).changes_since_build


def retold(folder, **changed):
    """Have the manifest of a release tell something else of the page, or of the whole."""
    path = folder / "publique/manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    [line] = [one for one in manifest["fichiers"] if f"publique/{one['path']}" == PAGE]
    line |= changed.pop("line", {})
    manifest["versions"] |= changed.pop("versions", {})
    path.write_text(json.dumps({**manifest, **changed}), "utf-8")
    return manifest, line


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
    whole = plain_blanks(why(docgen_here, folder, PAGE, "--complet").out).splitlines()
    assert whole[:8] == lines[:8]
    assert any("textes.yaml (" in line for line in whole)
    assert max(map(len, whole[3:])) <= 100 + len(str(folder))


def test_why_gives_programs_what_the_manifest_says(docgen_here, folder):
    told = json.loads(why(docgen_here, folder, PAGE, "--json").out)["why"][0]
    manifest, line = retold(folder)
    assert told["sources"] == {one["fichier"]: one["sha256"] for one in line["sources"]}
    assert told["release"]["date"] == "2027-01-15"
    assert told["versions"] == manifest["versions"]
    assert told["until_now"]["unknown"] == [
        f"content/territoire/{name}.yaml" for name in ("communes", "roles", "unites")
    ]
    assert (told["templates"], told["code"], told["until_now"]["said"]) == ({}, "", {})
    assert told["again"] == "inconnu"


def test_why_lists_what_has_changed(docgen_here, folder):
    words = folder.parent / "ici/content/infographie/textes.yaml"
    words.write_text(words.read_text("utf-8") + "# une remarque\n", "utf-8")
    assert changes(folder).files == {}  # a public manifest tells nothing of remarks
    words.write_text(words.read_text("utf-8") + "ajout: un mot\n", "utf-8")
    retold(folder, versions={"weasyprint": "69.0"})
    said = plain_blanks(why(docgen_here, folder, PAGE).out)
    assert "content/infographie/textes.yaml : modifié" in said
    assert "weasyprint 69.0 → " in said
    assert said.index("textes.yaml : modifié") < said.index("Fait de")
    words.unlink()
    assert changes(folder).files == {"content/infographie/textes.yaml": "retiré"}


def test_changed_toolchain_is_told_where_no_version_says_it(docgen_here, folder):
    retold(folder, moyens="0" * 64)
    said = plain_blanks(why(docgen_here, folder, PAGE).out)
    assert "docgen lui-même, ou ses modèles" in said


def test_data_imported_since_or_gone_are_told(docgen_here, folder):
    here = open_workspace(folder.parent / "ici", exact=True)
    with_communes(here, {"81004": 51_000}, {("81004", "degradations", 2025): 7}, date(2026, 7, 1))
    said = plain_blanks(why(docgen_here, folder, PAGE).out)
    assert "données « ssmsi-communes » : édition 2026-06-25 → 2026-07-01" in said
    assert "rien n’a changé" not in said
    shutil.rmtree(here.content / "referentiel/competence")
    assert changes(folder).files["content/referentiel/competence/competence.csv"] == "retiré"


def test_changed_law_counts_for_kinds_that_cite_it(folder):
    penal = folder.parent / "ici/content/referentiel/droit/penal.yaml"
    penal.write_text(penal.read_text("utf-8") + "ajout: un mot\n", "utf-8")
    assert changes(folder).files == {}  # a page of figures cites none
    retold(folder, line={"kind": "fiche"})
    assert changes(folder).files == {"content/referentiel/droit/penal.yaml": "modifié"}


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
    assert explain_published(tmp_path / "un.pdf", None) is None


def test_why_needs_no_project_for_a_published_file(docgen_here, folder):
    retold(folder, commit={"sha": "0123456789abcdef", "intact": False})
    answer = docgen_here("why", str(folder / PAGE), cwd=folder)
    assert answer.code == 0, answer.raw
    said = plain_blanks(answer.out)
    assert "fait de la version 0123456789ab des textes et de fichiers modifiés depuis" in said
    assert "changé" not in said
    assert explain_published(folder / PAGE, None).changes_since_build is None
