"""`docgen why`: what a file was made from, and why it was made again."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from docgen.cache import Store
from docgen.cache.fingerprint import versions
from docgen.kinds import KINDS
from tests.conftest import ROOT, Answer, Command, Project, plain_blanks
from tests.support import territory

FILE = "output/fiche/fiche-action-4-1.docx"


@pytest.fixture
def fiche(docgen_here: Command, project: Project) -> Path:
    """A fiche that was made once."""
    assert docgen_here("fiche", "4.1", "--format=docx").code == 0
    return project.root / FILE


def why(docgen_here: Command, path: Path | str = FILE) -> dict[str, Any]:
    """Return what the command tells programs."""
    answer = docgen_here("why", str(path), "--json")
    assert answer.code == 0, answer.raw
    [told] = json.loads(answer.out)["why"]
    return dict(told)


def changed(project: Project, name: str, before: str, after: str) -> None:
    """Put other words into a file of a project."""
    path = project.root / name
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def test_all_sources_of_a_file_are_told(docgen_here: Command, fiche: Path) -> None:
    told = why(docgen_here)
    assert {"content/fiche/action-4-1.yaml", "content/convention/2026.yaml"} <= told[
        "sources"
    ].keys()
    assert {"content/territoire/roles.yaml", "content/referentiel/maires/maires.csv"} <= told[
        "sources"
    ].keys()
    assert not [name for name in told["sources"] if "action-4-2" in name or "memento" in name]
    assert not {"content/adherents.yaml", "content/emetteurs.yaml"} & told["sources"].keys()
    assert "docgen/templates/fiche/document.docx" in told["templates"]
    assert not [name for name in told["templates"] if "/convention/" in name]
    assert told["editions"].keys() >= {"cog", "maires"}
    assert told["versions"] == versions()
    assert (told["since"], told["until_now"]["files"]) == (None, {})


def test_a_convention_is_made_from_its_own_words_alone(
    docgen_here: Command, project: Project
) -> None:
    place = "content/convention/2026.yaml"
    assert docgen_here("convention", place, "--format=docx").code == 0
    told = why(docgen_here, "output/convention/convention-2026.docx")
    assert [*told["sources"]] == [place]
    assert told["editions"] == {}


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
from docgen.kinds.renewal.options import Courrier, RenewalOptions
from docgen.referential.referential import Referential
from docgen.workspace import Workspace

here = Workspace(root, root / "output")
letter = Courrier(date(2027, 3, 1), (GenreLettre.CIRCULAIRE.value,))
for kind in KINDS.values():
    opened.clear()
    asked = {
        "commune-pack": (PackOptions(complet=True), PackOptions(complet=True, interne=True)),
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


def test_it_tells_why_a_file_was_made_again(
    docgen_here: Command, fiche: Path, project: Project
) -> None:
    changed(project, "content/fiche/action-4-1.yaml", "titre: ", "titre: Exemple de ")
    docgen_here("fiche", "4.1", "--format=docx")
    told = why(docgen_here)
    assert told["since"]["files"] == {"content/fiche/action-4-1.yaml": "modifié"}
    assert told["since"]["said"].keys() >= {"titre"}
    assert (told["since"]["versions"], told["since"]["code"]) == ({}, False)
    said = plain_blanks(docgen_here("why", FILE).out)
    assert "Refait la dernière fois parce que, depuis celui d’avant, ont changé :" in said
    assert "content/fiche/action-4-1.yaml : modifié" in said
    assert re.search(r"dans le document : .*\btitre\b", said)
    assert "rien n’a changé : il ne serait pas refait" in said


def test_a_template_that_was_added_is_told(
    docgen_here: Command, fiche: Path, project: Project
) -> None:
    data = (fiche.parents[2] / FILE).read_bytes()
    shipped = ROOT / "templates/fiche/document.docx"
    project.write("templates/fiche/document.docx", shipped.read_bytes())
    docgen_here("fiche", "4.1", "--format=docx")
    assert fiche.read_bytes() == data  # the same template in another place makes the same file
    assert why(docgen_here)["until_now"]["files"] == {}


def test_change_after_making_is_not_a_reason(
    docgen_here: Command, fiche: Path, project: Project
) -> None:
    changed(project, "content/fiche/action-4-1.yaml", "titre: ", "titre: Exemple de ")
    docgen_here("fiche", "4.1", "--format=docx")
    changed(project, "content/territoire/communes.yaml", "communes: []", "# rien\ncommunes: []")
    docgen_here("fiche", "4.1", "--format=docx")  # it stands: nothing of that is printed
    told = why(docgen_here)
    assert told["since"]["files"] == {"content/fiche/action-4-1.yaml": "modifié"}
    assert told["until_now"]["files"] == {}


def test_a_clone_says_nothing_of_the_files_of_another_project(
    docgen_here: Command, fiche: Path, project: Project, tmp_path: Path
) -> None:
    clone = Project(tmp_path / "clone")
    shutil.copytree(project.root / "content", clone.root / "content")
    changed(clone, "content/territoire/communes.yaml", "communes: []", "# rien\ncommunes: []")
    docgen_here("fiche", "4.1", "--format=docx", cwd=clone.root)
    assert (clone.root / FILE).read_bytes() == fiche.read_bytes()
    assert why(docgen_here)["until_now"]["files"] == {}


def test_a_copy_elsewhere_is_known_by_its_bytes(
    docgen_here: Command, fiche: Path, project: Project, tmp_path: Path
) -> None:
    copy = tmp_path / "renomme.docx"
    copy.write_bytes(fiche.read_bytes())
    told = why(docgen_here, copy)
    assert (told["file"], told["recipe"]) == (str(copy), why(docgen_here)["recipe"])
    assert (told["copy_of"], why(docgen_here)["copy_of"]) == (str(fiche), None)
    said = plain_blanks(docgen_here("why", str(copy)).out)
    assert f"Copie d’un fichier que docgen a mis ailleurs : {fiche}" in said
    assert "Rien ne diffère ici de ce dont il a été fait" in said
    assert "à cette place" not in said
    changed(project, "content/territoire/communes.yaml", "communes: []", "# rien\ncommunes: []")
    assert "Ici diffèrent de ce dont il a été fait" in plain_blanks(
        docgen_here("why", str(copy)).out
    )


def test_file_from_the_cache_is_recorded(
    docgen_here: Command, fiche: Path, project: Project
) -> None:
    elsewhere = ("--output", str(project.root / "ailleurs"))
    docgen_here("fiche", "4.1", "--format=docx", *elsewhere)
    changed(project, "content/fiche/action-4-1.yaml", "titre: ", "titre: Exemple de ")
    docgen_here("fiche", "4.1", "--format=docx", *elsewhere)
    told = why(docgen_here, FILE.replace("output", "ailleurs"))
    assert told["since"]["files"] == {"content/fiche/action-4-1.yaml": "modifié"}


def test_restored_file_has_no_reason(docgen_here: Command, fiche: Path, project: Project) -> None:
    before = fiche.read_bytes()
    changed(project, "content/fiche/action-4-1.yaml", "titre: ", "titre: Exemple de ")
    docgen_here("fiche", "4.1", "--format=docx")
    fiche.write_bytes(before)
    told = why(docgen_here)
    assert (told["put_back"], told["since"]) == (True, None)
    assert "celui-ci y a été remis" in plain_blanks(docgen_here("why", FILE).out)


def test_entries_of_another_shape_are_as_good_as_none(
    docgen_here: Command, fiche: Path, cache: Path
) -> None:
    for said in (b'{"a": 1}', b"[1]", b"3"):  # as another version of docgen may write them
        store = Store(cache)
        for path in store.folder.rglob("v1/*/*/*"):
            if path.parent.parent.name != "fichiers":
                path.write_bytes(
                    b"docgen " + hashlib.sha256(said).hexdigest().encode() + b"\n" + said
                )
        assert "docgen ne sait rien de ce fichier" in refused(docgen_here, FILE).err
        assert docgen_here("fiche", "4.1", "--format=docx").code == 0
        assert why(docgen_here)["since"] is None


def refused(docgen_here: Command, path: Path | str) -> Answer:
    """Return the answer of the command for a file that it cannot explain."""
    answer = docgen_here("why", str(path))
    assert (answer.code, answer.out) == (1, "")
    return answer


def test_what_nobody_remembers_is_refused_plainly(
    docgen_here: Command, fiche: Path, tmp_path: Path
) -> None:
    (tmp_path / "autre.pdf").write_bytes(b"d'ailleurs")
    assert "docgen ne sait rien de ce fichier" in refused(docgen_here, tmp_path / "autre.pdf").err
    assert "il n’existe pas" in refused(docgen_here, tmp_path / "absent.pdf").err
    fiche.write_bytes(fiche.read_bytes() + b" ")
    assert "il a été modifié" in refused(docgen_here, FILE).err
    docgen_here("cache", "clear")
    assert "docgen ne sait rien de ce fichier" in refused(docgen_here, FILE).err


def test_edited_file_is_told_with_its_future_name(docgen_here: Command, fiche: Path) -> None:
    with zipfile.ZipFile(fiche, "a") as package:
        package.comment = b"relu"
    answer = plain_blanks(refused(docgen_here, FILE).err)
    assert "il a été corrigé à la main" in answer
    kept = "fiche-action-4-1 (corrigé à la main).docx"
    assert f"docgen gardera celui-ci à côté, sous « {kept} »" in answer
    assert docgen_here("fiche", "4.1", "--format=docx").code == 0
    answer = plain_blanks(refused(docgen_here, fiche.with_name(kept)).err)
    assert "c’était « fiche-action-4-1.docx », corrigé à la main" in answer
    assert f"docgen why {fiche}" in answer
    assert why(docgen_here)["since"] is None
