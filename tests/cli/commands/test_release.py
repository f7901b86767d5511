"""The command as people and programs use it: what it says, and how it ends."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ENGLISH_MACHINE, plain_blanks
from tests.release import small

ASKED = ("--au", "2027-01-15", "--insee", "81218", "--insee", "81004", "--jobs", "1")


@pytest.fixture(scope="module", autouse=True)
def without_java(tmp_path_factory):
    """A machine without Java: veraPDF has its own test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", small.tools_without_java(tmp_path_factory.mktemp("outils")))
        yield


@pytest.fixture(scope="module")
def made(without_java, tmp_path_factory):
    """A project and its release, which no test may change."""
    return small.copy_release(tmp_path_factory.mktemp("publie"))


@pytest.fixture
def run(made, tmp_path):
    """Run `docgen release` on a copy of the release, from its project."""
    shutil.copytree(made.folder, tmp_path / "release")

    def running(*words):
        return subprocess.run(
            [sys.executable, "-m", "docgen", "release", *words],
            cwd=made.workspace.root,
            env={**os.environ, **ENGLISH_MACHINE, "XDG_CACHE_HOME": str(tmp_path / "cache")},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return running


def test_release_lists_documents_in_json_and_problems_in_words(run, made, tmp_path):
    ended = run(*ASKED, "--output", str(tmp_path / "release"), "--json")
    told = json.loads(ended.stdout)
    assert ended.returncode == 0
    paths = {one["path"].removeprefix(f"{tmp_path}/release/") for one in told["documents"]}
    assert paths >= {"publique/final/infographie/infographie-81218.pdf"}
    assert all(len(one["sha256"]) == 64 for one in told["documents"])
    assert any("2026.yaml" in one["file"] for one in told["problems"])
    assert small.files(tmp_path / "release") == small.files(made.folder)


def test_check_counts_right_files_and_names_wrong_ones(run, tmp_path):
    ended = run("--check", str(tmp_path / "release"))
    assert ended.returncode == 0
    assert "tous les fichiers sont ceux qui ont été publiés" in ended.stdout
    [counted] = json.loads(run("--check", str(tmp_path / "release"), "--json").stdout)["checked"]
    assert counted["folder"] == "publique"
    assert counted["files"] == len(small.files(tmp_path / "release")) - 1
    spoiled = tmp_path / "release/publique/index.html"
    spoiled.write_text("autre", "utf-8")
    ended = run("--check", str(tmp_path / "release"))
    assert ended.returncode == 1
    assert f"{spoiled} : ce n’est plus le fichier publié" in plain_blanks(ended.stderr)


def test_release_and_its_check_count_the_same(run, tmp_path):
    made = plain_blanks(run(*ASKED, "--output", str(tmp_path / "release")).stdout)
    checked = plain_blanks(run("--check", str(tmp_path / "release")).stdout)
    held = re.compile(r"(\d+) documents \((\d+) définitifs\), (\d+) fichiers dans « publique »")
    assert held.search(made)[0] == held.search(checked)[0]
    pages = {Path(one) for one in small.files(tmp_path / "release") if one.count("/") > 2}
    documents = {one.parent / one.name.partition(".")[0] for one in pages}
    finals = [one for one in documents if "final" in one.parts]
    assert held.search(made).groups()[:2] == (str(len(documents)), str(len(finals)))


@pytest.mark.parametrize("wish", [("--interne",), ("--rendu", "cadre"), ("--no-cache",)])
def test_check_takes_no_other_option(run, tmp_path, wish):
    ended = run("--check", str(tmp_path / "release"), *wish)
    assert ended.returncode == 2
    assert "va seul" in ended.stderr


def test_all_unknown_communes_are_reported_and_nothing_is_made(run, tmp_path):
    ended = run("--au", "2027-01-15", "--insee", "99999", "--insee", "Nulle-Part-Fictif")
    assert ended.returncode == 1
    assert "99999" in ended.stderr
    assert "Nulle-Part-Fictif" in ended.stderr
    assert not (tmp_path / "projet/output").exists()


def test_commune_outside_the_named_departement_is_a_usage_error(run, tmp_path):
    asked = ("--au", "2027-01-15", "--departement", "82", "--insee", "81218", "--insee", "82121")
    ended = run(*asked)
    assert ended.returncode == 2
    said = plain_blanks(ended.stderr)
    assert "Puygouzon (81218) n’est pas en Tarn-et-Garonne (82)" in said
    assert "82121" not in said
    assert not (tmp_path / "projet/output").exists()


def test_commune_of_the_named_departement_gives_no_warning(project, docgen_here):
    project.holding("acte: autre\n")  # so that nothing is made
    answer = docgen_here("release", "--au", "2027-01-15", "--departement", "82", "--insee", "82121")
    assert answer.code == 1
    assert "essai.yaml:1:7" in answer.err
    assert "82121" not in answer.err


def test_commune_outside_the_project_departement_is_refused(run, tmp_path):
    ended = run("--au", "2027-01-15", "--insee", "31488", "--insee", "81218", "--insee", "82121")
    assert ended.returncode == 1
    said = plain_blanks(ended.stderr)
    assert "Saint-Jean (31488) n’est pas dans le Tarn, le département de ce projet" in said
    assert "Montauban (82121) n’est pas dans le Tarn" in said
    assert not (tmp_path / "projet/output").exists()


def test_commune_of_the_named_departement_is_made_alone(run, made, tmp_path):
    ended = run(*ASKED, "--departement", "Tarn", "--output", str(tmp_path / "release"))
    assert ended.returncode == 0, ended.stderr
    assert small.files(tmp_path / "release") == small.files(made.folder)


def test_steps_are_printed_only_on_a_terminal(run, tmp_path):
    ended = run(*ASKED, "--output", str(tmp_path / "muette"))
    assert ended.returncode == 0
    lines = plain_blanks(ended.stderr).splitlines()
    assert [one for one in lines if not one.startswith((" ", "["))] == lines[-1:]
    assert "avertissements en tout" in lines[-1]


def test_log_has_a_line_a_step_and_grouped_warnings(run, tmp_path):
    ended = run(*ASKED, "--etapes", "--output", str(tmp_path / "neuve"))
    assert ended.returncode == 0
    said = plain_blanks(ended.stderr)
    lines = said.splitlines()
    assert [one for one in lines if not one.startswith((" ", "["))][:2] == [
        "vérification des textes…",
        "convention, fabrication…",
    ]
    assert lines.index("relecture, 4 à faire…") < lines.index("mise en place…")
    assert "\x1b" not in ended.stderr
    warned = [one for one in lines if one.startswith("[")]
    assert len(warned) < 6
    [act] = [one for one in warned if "content/convention" in one]
    assert "8 points manquants, d’abord 2026.yaml:23" in act
    assert f"la liste entière : {tmp_path}/neuve/publique/rapport.html" in said
