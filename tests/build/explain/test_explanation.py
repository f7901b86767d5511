"""`docgen why`: what a file was made from, why it was made again, what has changed since."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from docgen.build.explain import Reason, explain
from docgen.cache import Store
from docgen.cache.fingerprint import Recipe, read_inputs, versions
from docgen.document import Artifact
from docgen.format import Format
from docgen.kinds import KINDS
from docgen.output.record import Record
from tests.conftest import ROOT, Answer, Command, Project, plain_blanks
from tests.support import territory
from tests.support.invented import DOCUMENT

FILE = "output/fiche/fiche-action-4-1.docx"
TEXT = "content/fiche/action-4-1.yaml"
COMMUNES = "content/territoire/communes.yaml"
RECIPE = Recipe("0" * 64, "1" * 64, {"titre": "2" * 16}, ("fiche",), (TEXT,))


@pytest.fixture
def store(cache: Path) -> Store:
    """The cache of the test."""
    return Store(cache)


@pytest.fixture
def file(project: Project, store: Store) -> Path:
    """An invented file of the project that is recorded as a build records it."""
    return recorded(project, store, RECIPE)


def recorded(project: Project, store: Store, recipe: Recipe) -> Path:
    """Put an invented file in place, record it under the present inputs, and return its place."""
    artifact = Artifact(DOCUMENT, Format.DOCX, recipe.digest.encode(), None)
    path = project.write(f"output/{artifact.path}", artifact.data)
    beside = [project.root / name for name in recipe.sources]
    inputs = read_inputs(project.workspace, [one for one in beside if one.is_file()])
    Record(store, inputs, str(project.root)).note(project.root / "output", artifact, recipe)
    return path


def reworded(project: Project, name: str) -> None:
    """Add a remark to a file of a project."""
    path = project.root / name
    path.write_text(path.read_text("utf-8") + "# une remarque\n", "utf-8")


def test_file_is_compared_with_its_project(file: Path, project: Project, store: Store) -> None:
    explanation = explain(file, store)
    assert {TEXT, "content/referentiel/maires/maires.csv"} <= explanation.sources.keys()
    assert "docgen/templates/fiche/document.docx" in explanation.templates
    assert explanation.editions.keys() >= {"cog", "maires"}
    assert explanation.versions == versions()
    assert (explanation.reason, explanation.changes_at_build) == (Reason.RIEN, None)
    reworded(project, COMMUNES)
    explanation = explain(file, store)
    assert explanation.reason is Reason.TEXTES
    assert explanation.changes_since_build
    assert explanation.changes_since_build.files == {COMMUNES: "modifié"}
    project.write("templates/convention/document.css", "")
    assert explain(file, store).reason is Reason.MOYENS
    (project.root / TEXT).unlink()
    assert explain(file, store).reason is Reason.DISPARU
    (project.root / "content").rename(project.root / "parti")
    explanation = explain(file, store)
    assert (explanation.reason, explanation.changes_since_build) == (Reason.PROJET, None)


def test_another_project_is_compared_where_it_is_given(
    file: Path, project: Project, store: Store, tmp_path: Path
) -> None:
    other = tmp_path / "autre"
    shutil.copytree(project.root / "content", other / "content")
    reworded(Project(other), TEXT)
    assert explain(file, store).reason is Reason.RIEN
    explanation = explain(file, store, other)
    assert (explanation.reason, explanation.project) == (Reason.TEXTES, str(other))


def test_text_outside_the_project_is_not_gone(
    project: Project, store: Store, tmp_path: Path
) -> None:
    text = tmp_path / "ailleurs.yaml"
    text.write_text("# un texte\n", "utf-8")
    recipe = Recipe("0" * 64, "1" * 64, {}, ("convention",), (str(text),))
    file = recorded(project, store, recipe)
    assert explain(file, store).reason is Reason.RIEN
    text.write_text("# un autre\n", "utf-8")
    changes = explain(file, store).changes_since_build
    assert changes
    assert changes.files == {str(text): "modifié"}


def test_change_after_making_is_not_why_it_was_made(
    file: Path, project: Project, store: Store
) -> None:
    reworded(project, TEXT)
    after = Recipe("3" * 64, "1" * 64, {"titre": "4" * 16}, ("fiche",), (TEXT,))
    recorded(project, store, after)
    reworded(project, COMMUNES)
    recorded(project, store, after)  # it stands: nothing of that is printed
    explanation = explain(file, store)
    assert explanation.reason is Reason.RIEN
    assert explanation.changes_at_build
    assert explanation.changes_at_build.files == {TEXT: "modifié"}
    assert explanation.changes_at_build.changed_parts == {"titre": "modifié"}


# The command


def why(docgen_here: Command, path: Path | str = FILE, **where: Any) -> dict[str, Any]:
    """Return what the command tells programs."""
    answer = docgen_here("why", str(path), "--json", **where)
    assert answer.code == 0, answer.raw
    [told] = json.loads(answer.out)["why"]
    return dict(told)


def refused(docgen_here: Command, path: Path | str) -> str:
    """Return the answer of the command for a file that it cannot explain."""
    answer: Answer = docgen_here("why", str(path))
    assert (answer.code, answer.out) == (1, "")
    return plain_blanks(answer.err)


@pytest.mark.usefixtures("shared_layout")
def test_why_tells_a_build_and_the_next(docgen_here: Command, project: Project) -> None:
    assert docgen_here("fiche", "4.1", "--format=docx").code == 0
    text = (project.root / TEXT).read_text("utf-8")
    project.write(TEXT, text.replace("titre: ", "titre: Exemple de ", 1))
    told = why(docgen_here)
    assert (told["again"], told["known"], told["since"]) == ("peut-etre", "textes", None)
    assert told["until_now"]["files"] == {TEXT: "modifié"}
    assert docgen_here("fiche", "4.1", "--format=docx").code == 0
    told = why(docgen_here)
    assert (told["again"], told["known"]) == ("non", "rien")
    assert told["since"]["files"] == {TEXT: "modifié"}
    assert "titre" in told["since"]["said"]
    assert not [name for name in told["sources"] if "action-4-2" in name or "memento" in name]
    assert told["document"]["key"] == "action-4-1"
    said = plain_blanks(docgen_here("why", FILE).out)
    assert "Refait la dernière fois parce que, depuis celui d’avant, ont changé :" in said
    assert "dans le document : fichiers à côté, titre ou mentions, titre" in said
    assert "Exemple de" not in said.split("\n\n", 1)[1]


def test_why_names_another_project_only_from_elsewhere(
    docgen_here: Command, file: Path, project: Project, tmp_path: Path
) -> None:
    assert "Projet : " not in docgen_here("why", str(file)).out
    told = docgen_here("why", str(file), cwd=tmp_path)
    assert f"Projet : {project.root}" in plain_blanks(told.out)
    other = tmp_path / "autre"
    (other / "content").mkdir(parents=True)
    assert why(docgen_here, file, cwd=other)["project"] == str(project.root)
    told = docgen_here("why", str(file), f"--project={other}", "--json", cwd=tmp_path)
    assert json.loads(told.out)["why"][0]["project"] == str(other)


def test_why_refuses_what_is_not_recorded(
    docgen_here: Command, file: Path, store: Store, tmp_path: Path
) -> None:
    (tmp_path / "autre.docx").write_bytes(b"d'ailleurs")
    assert "docgen ne sait rien de ce fichier" in refused(docgen_here, tmp_path / "autre.docx")
    (tmp_path / "recu.pdf").write_bytes(b"%PDF-1.4")
    hint = f"docgen verifier {tmp_path / 'recu.pdf'}"
    assert hint in refused(docgen_here, tmp_path / "recu.pdf")
    assert "il n’existe pas" in refused(docgen_here, tmp_path / "absent.pdf")
    for path in store.folder.rglob("v1/*/*/*"):
        path.unlink()
    assert "docgen ne sait rien de ce fichier" in refused(docgen_here, file)


def test_copy_under_another_name_is_told_with_its_readers(
    docgen_here: Command, file: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copy(file, tmp_path / "un autre nom.docx"))
    assert why(docgen_here, copy)["copy_of"] == file.name
    said = plain_blanks(docgen_here("why", str(copy)).out)
    assert f"Copie de « {file.name} »." in said
    assert f"« {DOCUMENT.key} », " in said
    assert ", définitif, public." in said
    assert "à cette place" not in said


def test_unrecorded_file_that_docgen_made_is_named_by_its_title(
    docgen_here: Command, tmp_path: Path
) -> None:
    made = tmp_path / "chiffres.pdf"
    title = b'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Rouffiac &amp; l</rdf:li></rdf:Alt>'
    made.write_bytes(title + b"<xmp:CreatorTool>docgen 0.1.0</xmp:CreatorTool>")
    said = refused(docgen_here, made)
    assert "c’est « Rouffiac & l », fait par docgen 0.1.0, et docgen n’en sait rien de plus" in said
    assert "qui peut le lire est dit au bord de ses pages" in said


@pytest.mark.parametrize("data", [b'{"a": 1}', b"[1]", b"3"])
def test_entries_of_another_shape_are_as_good_as_none(
    docgen_here: Command, file: Path, project: Project, store: Store, data: bytes
) -> None:
    digest = hashlib.sha256(data).hexdigest().encode()
    for path in store.folder.rglob("v1/*/*/*"):  # as another version of docgen may write them
        path.write_bytes(b"docgen " + digest + b"\n" + data)
    assert "docgen ne sait rien de ce fichier" in refused(docgen_here, file)
    recorded(project, store, RECIPE)
    assert why(docgen_here, file)["since"] is None


@pytest.mark.usefixtures("shared_layout")
def test_small_file_leads_to_its_document(docgen_here: Command, project: Project) -> None:
    assert docgen_here("fiche", "4.1", "--format=docx", "--output", "pour Albi").code == 0
    made = project.root / "pour Albi/fiche/fiche-action-4-1.docx"
    said = refused(docgen_here, made.with_name("fiche-action-4-1.message.txt"))
    assert f"→ docgen why '{made}'" in said


@pytest.mark.usefixtures("shared_layout")
def test_edited_file_is_told_with_its_future_name(docgen_here: Command, project: Project) -> None:
    assert docgen_here("fiche", "4.1", "--format=docx").code == 0
    fiche = project.root / FILE
    data = fiche.read_bytes()
    fiche.write_bytes(data + b" ")
    assert "il a été modifié, ou refait sans cache" in refused(docgen_here, FILE)
    fiche.write_bytes(data)
    with zipfile.ZipFile(fiche, "a") as package:
        package.comment = b"relu"
    answer = refused(docgen_here, FILE)
    assert "il a été corrigé à la main" in answer
    kept = "fiche-action-4-1 (corrigé à la main).docx"
    assert f"docgen gardera celui-ci à côté, sous « {kept} »" in answer
    assert docgen_here("fiche", "4.1", "--format=docx").code == 0
    answer = refused(docgen_here, fiche.with_name(kept))
    assert "c’était « fiche-action-4-1.docx », corrigé à la main" in answer
    assert f"docgen why {fiche}" in answer
    assert why(docgen_here)["since"] is None


READING = """
import sys
from datetime import date
from pathlib import Path

root, opened = Path(sys.argv[1]), set()


def note(event, arguments):
    if event == "open" and str(arguments[0]).startswith(f"{root}/content/"):
        opened.add(Path(arguments[0]).relative_to(root / "content").as_posix())


sys.addaudithook(note)

from docgen.build.compose import compose_all, content_files
from docgen.kinds import KINDS
from docgen.kinds.renewal.content import GenreLettre
from docgen.kinds.commune_pack.options import PackOptions
from docgen.kinds.infographie.options import InfographieOptions
from docgen.kinds.kind import Scope
from docgen.document import Diffusion
from docgen.kinds.renewal.options import Courrier, RenewalOptions
from docgen.referential.referential import Referential
from docgen.workspace import Workspace

here = Workspace(root, root / "output")
letter = Courrier(date(2027, 3, 1), (GenreLettre.CIRCULAIRE.value,))
for kind in KINDS.values():
    opened.clear()
    asked = {
        "commune-pack": (PackOptions(complet=True), PackOptions(Diffusion.INTERNE)),
        "infographie": (InfographieOptions(), InfographieOptions(interne=True)),
        "renewal": (RenewalOptions(letter),),
    }
    for options in asked.get(kind.name, (kind.options(),)):
        scope = Scope(Referential(here), ("81218",), options)
        assert compose_all(here, kind, content_files(here, kind), scope), kind.name
    parts = {kind.name, *kind.binds}
    known = [place for name in parts for place in (f"{name}/", *KINDS[name].reads)]
    known.append("convention/")  # whose clauses others cite: each names the act
    strange = {name for name in opened if not name.startswith(tuple(known))}
    assert not strange, (kind.name, sorted(strange))
    print(kind.name)
"""
"""Composes each kind, and looks at the files that this opens."""


def test_kinds_read_what_they_say_that_they_read(tmp_path: Path) -> None:
    here = territory.project(tmp_path / "projet")
    shutil.copy(ROOT / "tests/exemples/adherents.yaml", here.content / "adherents.yaml")
    territory.with_communes(here, {"81218": 1200}, {})
    territory.with_departement(here, 400_000, {})
    command = [sys.executable, "-c", READING, str(here.root)]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert set(ran.stdout.split()) == KINDS.keys()
