"""The command as people and programs use it: what it says, and how it ends."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from docgen.cache import default_folder
from docgen.cli.commands.release import _goes_back, _passed_by_time, _remarks
from docgen.release.manifest.provenance import Commit
from tests.conftest import plain_blanks
from tests.release import small

ASKED = ("--au", "2027-01-15", "--insee", "81218", "--insee", "81004", "--jobs", "1")
DAY = ("--au", "2027-01-15")


@pytest.fixture(scope="module", autouse=True)
def without_java(tmp_path_factory):
    """A machine without Java: veraPDF has its own test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", small.tools_without_java(tmp_path_factory.mktemp("outils")))
        yield


@pytest.fixture(scope="module")
def made(without_java, tmp_path_factory):
    """A project, its release and its cache, which no test may change."""
    return small.copy_release(tmp_path_factory.mktemp("publie"))


@pytest.fixture
def run(made, tmp_path, docgen_here):
    """Run `docgen release` beside a copy of the release, from its project, with its cache."""
    shutil.copytree(made.folder, tmp_path / "release")
    shutil.copytree(made.cache, default_folder())
    return lambda *words: docgen_here("release", *words, cwd=made.workspace.root)


def test_release_lists_and_counts_documents_as_its_check(run, made, tmp_path):
    ended = run(*ASKED, "--output", str(tmp_path / "release"), "--json")
    told = json.loads(ended.out)
    assert ended.code == 0
    paths = {one["path"].removeprefix(f"{tmp_path}/release/") for one in told["documents"]}
    assert paths >= {"publique/final/infographie/infographie-81218-puygouzon.pdf"}
    assert all(len(one["sha256"]) == 64 for one in told["documents"])
    assert any("2026.yaml" in one["file"] for one in told["problems"])
    assert small.files(tmp_path / "release") == small.files(made.folder)
    checked = json.loads(run("--check", str(tmp_path / "release"), "--json").out)
    assert "reste" not in checked
    [counted] = checked["checked"]
    assert told["released"] == [counted]
    assert counted["folder"] == "publique"
    assert counted["files"] == len(small.files(tmp_path / "release"))


def test_check_accepts_right_files_and_names_wrong_ones(run, tmp_path):
    ended = run("--check", str(tmp_path / "release"))
    assert ended.code == 0
    assert "tous les fichiers sont ceux qui ont été publiés" in ended.out
    spoiled = tmp_path / "release/publique/index.html"
    spoiled.write_text("autre", "utf-8")
    ended = run("--check", str(tmp_path / "release"))
    assert ended.code == 1
    assert f"{spoiled} : ce n’est plus le fichier publié" in plain_blanks(ended.err)


def test_release_of_an_uncommitted_project_says_so(tmp_path):
    commit = Commit("f" * 40, date(2026, 11, 20), intact=False)
    [problem] = _remarks(tmp_path, commit.jour, commit)
    assert problem.message == "le projet a changé depuis son dernier commit (ffffffff)"


def test_release_of_a_day_before_an_end_says_so(project):
    act = project.root / "content/convention/2026.yaml"
    text = act.read_text("utf-8").replace("\nvie:\n", "\nvie:\n  fin: 2026-05-01\n")
    act.write_text(text, "utf-8")
    [problem] = _passed_by_time(project.workspace, date(2026, 5, 1))
    assert plain_blanks(problem.message) == (
        "publication du 1er mai 2026 ; depuis, la convention « 2026 » a pris fin le 1er mai 2026"
    )
    assert [*_passed_by_time(project.workspace, date(2026, 5, 2))] == []


def test_release_in_place_of_a_later_one_says_so(made):
    [problem] = _goes_back(made.folder, date(2027, 1, 14))
    assert plain_blanks(problem.message) == (
        "publication du 14 janvier 2027, à la place d’une du 15 janvier 2027"
    )
    assert [*_goes_back(made.folder, date(2027, 1, 15))] == []


def test_release_counts_documents_and_prints_no_step_in_a_pipe(run, made, tmp_path):
    ended = run(*ASKED, "--departement", "Tarn", "--output", str(tmp_path / "release"))
    assert ended.code == 0, ended.err
    assert small.files(tmp_path / "release") == small.files(made.folder)
    lines = plain_blanks(ended.err).splitlines()
    [total] = [one for one in lines if not one.startswith((" ", "["))]
    assert re.fullmatch(r"Reste à faire avant un document définitif : \d+ points", total)
    held = re.compile(r"(\d+) documents \((\d+) définitifs\), (\d+) fichiers dans « publique »")
    pages = {Path(one) for one in small.files(tmp_path / "release") if one.count("/") > 2}
    documents = {one.parent / one.name.partition(".")[0] for one in pages}
    documents = {one for one in documents if not one.name.endswith("-reste-a-faire")}
    finals = [one for one in documents if "final" in one.parts]
    counts = held.search(plain_blanks(ended.out))
    assert counts.groups()[:2] == (str(len(documents)), str(len(finals)))


@pytest.mark.parametrize("wish", [("--interne",), ("--rendu", "cadre"), ("--no-cache",)])
def test_check_takes_no_other_option(docgen_here, tmp_path, wish):
    ended = docgen_here("release", "--check", str(tmp_path), *wish)
    assert ended.code == 2
    assert "va seul" in ended.err


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("99999", "Nulle-Part-Fictif"), ("99999", "Nulle-Part-Fictif")),
        (
            ("31488", "81218", "82121"),
            (
                "Saint-Jean (31488) n’est pas dans le Tarn, le département de ce projet",
                "Montauban (82121) n’est pas dans le Tarn",
            ),
        ),
    ],
)
def test_communes_that_are_unknown_or_elsewhere_are_refused(docgen_here, project, asked, said):
    ended = docgen_here("release", *DAY, *(word for one in asked for word in ("--insee", one)))
    err = plain_blanks(ended.err)
    assert ended.code == 1
    assert all(one in err for one in said)
    assert "81218" not in err
    assert not (project.root / "output").exists()


def test_commune_outside_the_named_departement_is_a_usage_error(docgen_here, project):
    asked = ("--departement", "81", "--insee", "81218", "--insee", "82121")
    ended = docgen_here("release", *DAY, *asked)
    assert ended.code == 2
    said = plain_blanks(ended.err)
    assert "Montauban (82121) n’est pas dans le Tarn (81)" in said
    assert "81218" not in said
    assert not (project.root / "output").exists()


@pytest.mark.parametrize("named", ["82", "Tarn-et-Garonne"])
def test_departement_of_another_project_is_refused(docgen_here, project, named):
    ended = docgen_here("release", *DAY, "--departement", named)
    said = plain_blanks(ended.err)
    assert ended.code == 1
    assert "Tarn-et-Garonne (82) n’est pas le département de ce projet" in said
    assert "qui est dans le Tarn (81)" in said
    assert not (project.root / "output").exists()


def test_release_without_communes_is_told(docgen_here, project):
    shutil.rmtree(project.root / "content/referentiel/competence")
    ended = docgen_here("release", *DAY)
    assert (ended.code, ended.out) == (1, "")
    assert "--departement : aucune commune à publier" in plain_blanks(ended.err)
    assert not (project.root / "output").exists()


def test_commune_of_the_named_departement_gives_no_warning(project, docgen_here):
    project.holding("acte: autre\n")  # so that nothing is made
    answer = docgen_here("release", *DAY, "--departement", "81", "--insee", "81218")
    assert answer.code == 1
    assert "essai.yaml:1:7" in answer.err
    assert "81218" not in answer.err


def test_release_of_fewer_communes_is_refused_unless_wanted(run, made, tmp_path):
    before = small.files(tmp_path / "release")
    asked = (*DAY, "--insee", "81218", "--jobs", "1", "--output", str(tmp_path / "release"))
    ended = run(*asked)
    said = plain_blanks(ended.err)
    assert (ended.code, ended.out) == (1, "")
    assert "la publication d’avant tient 2 communes, dont 1 que celle-ci n’a pas" in said
    assert "--output DOSSIER ; pour la remplacer : --oui" in said
    assert small.files(tmp_path / "release") == before


def test_what_a_release_would_lose_is_named_and_refused(run, tmp_path):
    public = tmp_path / "release/publique"
    shutil.copytree(public, tmp_path / "release/interne")
    one, other = (next(public.glob(f"*/infographie/*{code}*.docx")) for code in (81004, 81218))
    shutil.copy(one, other)  # changed, and not by an editor of Word files
    before = small.files(tmp_path / "release")
    asked = (*ASKED, "--output", str(tmp_path / "release"))
    ended = run(*asked)
    said = plain_blanks(ended.err)
    assert (ended.code, ended.out) == (1, "")
    assert "tient le dossier « interne », que celle-ci n’a pas" in said
    assert f"{other} : ce n’est plus le fichier publié" in said
    assert small.files(tmp_path / "release") == before
    assert run(*asked, "--oui").code == 0
    assert not (tmp_path / "release/interne").exists()


def test_log_has_a_line_a_step_and_grouped_warnings(run, tmp_path):
    asked = (*DAY, "--insee", "81218", "--jobs", "1", "--output", str(tmp_path / "release"))
    ended = run(*asked, "--oui", "--etapes", "--no-cache")
    assert ended.code == 0
    said = plain_blanks(ended.err)
    lines = said.splitlines()
    assert [one for one in lines if not one.startswith((" ", "["))][:2] == [
        "vérification des textes…",
        "convention, fabrication…",
    ]
    [read_again] = [one for one in lines if re.fullmatch(r"relecture, \d+ à faire…", one)]
    assert lines.index(read_again) < lines.index("mise en place…")
    assert "\x1b" not in ended.err
    warned = [one for one in lines if one.startswith("[")]
    assert not [one for one in warned if "content/convention" in one and "scellé" not in one]
    assert len(warned) < 6, warned
    assert "    → docgen reste" in said
    assert "la publication d’avant tient 2 communes, dont 1 que celle-ci n’a pas" in said
    assert "publication du 15 janvier 2027, un jour à venir" in said
    assert f"{tmp_path}/release/publique/rapport.html" in plain_blanks(ended.out)
