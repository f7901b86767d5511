"""The workflows that test and release: what they may do; their steps are words of our own."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from docgen.release.verification.check_folder import check_release
from tests.release import small

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
ACTION = ROOT / "action.yml"
KNOWN = {
    "actions/checkout@v5",
    "actions/setup-python@v6",
    "actions/upload-artifact@v6",
    "actions/download-artifact@v7",
}
"""The actions that we use, by a version that is known to exist, on the runners’ Node 24."""
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def read(path):
    """Return a workflow; `on` is a word, not a truth."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)


def jobs(path):
    """Return the jobs of a workflow, by name."""
    return read(path)["jobs"]


def steps(path):
    """Return each step of a workflow or of an action."""
    file = read(path)
    jobs = [file["runs"]] if "runs" in file else file["jobs"].values()
    return [step for job in jobs for step in job.get("steps", ())]


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=lambda path: path.name)
def test_every_action_is_named_by_a_version_that_is_known(path):
    assert {step["uses"] for step in steps(path) if "uses" in step} <= KNOWN


@pytest.mark.parametrize("path", [*WORKFLOWS, ACTION], ids=lambda path: path.name)
def test_nothing_that_others_write_is_pasted_into_a_command(path):
    assert not [step for step in steps(path) if "${{" in step.get("run", "")]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_job_that_runs_our_code_may_only_read(path):
    for job in jobs(path).values():
        permissions = job.get("permissions", read(path)["permissions"])
        own = job.get("steps", ())
        ours = [step for step in own if step.get("run", "").startswith("make")]
        runs = ours or "uses" in job  # the workflow of the tests
        assert permissions == {"contents": "read"} if runs else "make" not in str(own)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_what_a_job_checks_out_keeps_no_key(path):
    for step in steps(path):
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"]["persist-credentials"] == "false"


def test_the_steps_are_words_for_make_that_run_here():
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    lines = [
        shlex.split(step["run"]) for path in WORKFLOWS for step in steps(path) if "run" in step
    ]
    calls = {tuple(line) for line in lines if line[0] == "make"}
    assert calls == {("make", "test"), ("make", "release"), ("make", "release-check")}
    assert {target for line in calls for target in line[1:]} <= targets


def test_a_push_runs_tests_and_a_tag_builds_a_release():
    assert set(read(ROOT / ".github/workflows/tests.yml")["on"]) == {
        "push",
        "pull_request",
        "schedule",
        "workflow_call",
    }
    assert read(ROOT / ".github/workflows/release.yml")["on"] == {"push": {"tags": ["v*"]}}


def test_a_release_is_built_once_the_tests_have_passed():
    release = jobs(ROOT / ".github/workflows/release.yml")
    assert release["tests"]["uses"] == "./.github/workflows/tests.yml"
    assert (release["build"]["needs"], release["publish"]["needs"]) == ("tests", "build")


def test_a_push_does_not_stop_the_tests_of_the_night():
    group = read(ROOT / ".github/workflows/tests.yml")["concurrency"]["group"]
    assert "${{ github.event_name }}" in group


def run(words, cwd=ROOT, **variables):
    """Run a command as a step of a workflow does, with variables in its environment."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        words, cwd=cwd, env=outside | variables, check=False, capture_output=True, text=True
    )


@pytest.mark.parametrize("name", ["DEPARTEMENT", "PROJECT", "SORTIE"])
def test_a_value_from_outside_is_not_run_as_command(tmp_path, name):
    written = '82"; touch "$MARK"; : "$(shell touch $(MARK))`touch $MARK`$(MARK)$MARK $$'
    variables = {"PROJECT": str(ROOT), "DEPARTEMENT": "75", "SORTIE": str(tmp_path / "release")}
    if name == "SORTIE":
        (tmp_path / "autre").write_text("x")
        written = f"{tmp_path}/autre/{written.replace('/', ' ')}"
    target = "release-check" if name == "SORTIE" else "release"
    mark = tmp_path / "marque"
    ready = ("-o", "setup", "-o", "setup-release")  # what runs before hears of no value
    done = run(["make", *ready, target], **{**variables, name: written, "MARK": str(mark)})
    assert done.returncode
    assert "".join(written.split()) in "".join(done.stderr.split())
    assert not mark.exists()


def test_the_steps_of_a_release_run_here_in_order(tmp_path):
    project = small.project(tmp_path / "projet").root
    shutil.rmtree(project / "content/referentiel/competence")  # so that it may be of Paris alone
    who = ("-c", "user.name=Exemple fictif", "-c", "user.email=exemple@example.org")
    day = {"GIT_COMMITTER_DATE": "2027-01-15T12:00:00Z"}
    for words in (("init", "-q"), ("add", "."), (*who, "commit", "-q", "-m", "Exemple fictif")):
        subprocess.run(["git", *words], cwd=project, env=os.environ | day, check=True)
    sortie = tmp_path / "$PATH d’ici"
    variables = {"PROJECT": str(project), "DEPARTEMENT": "75", "SORTIE": str(sortie)}
    both = jobs(ROOT / ".github/workflows/release.yml")
    built, published = both["build"]["steps"], both["publish"]["steps"]
    for words in (shlex.split(step["run"]) for step in built if "run" in step):
        done = run(words, **variables)
        assert done.returncode == 0, done.stderr
    attached = tmp_path / "attached"
    attached.mkdir()
    gh = tmp_path / "bin/gh"
    gh.parent.mkdir()
    gh.write_text('#!/bin/sh\nfor one; do [ ! -f "$one" ] || cp "$one" ../attached/; done\n')
    gh.chmod(0o755)
    (tmp_path / "job").mkdir()
    (sortie / "publique").rename(tmp_path / "job/publique")
    for step in (step for step in published if "run" in step):
        path = f"{gh.parent}:{os.environ['PATH']}"
        done = run(["bash", "-e", "-c", step["run"]], tmp_path / "job", PATH=path, TAG="v1")
        assert done.returncode == 0, done.stderr
    assert_whole(attached)


def assert_whole(attached):
    """Check that what stands beside a tag is one file that holds all, its sum and its manifest."""
    names = {path.name for path in attached.iterdir()}
    assert names == {"publique.zip", "publique.zip.sha256", "manifest.json"}
    subprocess.run(["sha256sum", "-c", "--quiet", "publique.zip.sha256"], cwd=attached, check=True)
    with zipfile.ZipFile(attached / "publique.zip") as whole:
        whole.extractall(attached / "dedans")
    assert sum(folder.files for folder in check_release(attached / "dedans")) > 4
    inside = attached / "dedans/publique/manifest.json"
    assert inside.read_bytes() == (attached / "manifest.json").read_bytes()
    assert (attached / "dedans/publique/index.html").is_file()


def test_a_release_asks_no_tool_of_the_tests(tmp_path):
    """On a machine that has nothing, what would be installed is named, and refused."""
    for name in ("sh", "dirname", "id", "grep"):
        (tmp_path / name).symlink_to(str(shutil.which(name)))
    (tmp_path / "python3").symlink_to(Path(sys.executable).resolve())
    refusals = {
        wanted: run(["sh", str(ROOT / "tools/setup"), wanted], PATH=str(tmp_path)).stderr
        for wanted in ("docgen", "release", "tests")
    }
    tools = ("default-jdk-headless", "libreoffice-writer-nogui", "chromium", "npm")
    assert {
        wanted: [tool for tool in tools if re.search(rf"\b{tool}\b", refusal)]
        for wanted, refusal in refusals.items()
    } == {"docgen": [], "release": ["default-jdk-headless"], "tests": [*tools]}
