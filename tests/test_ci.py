"""The workflows that test and release: what they may do; their steps are words of our own."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.release import small

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
ACTION = ROOT / "action.yml"
KNOWN = {
    "actions/checkout@v4",
    "actions/setup-python@v5",
    "actions/upload-artifact@v4",
    "actions/download-artifact@v4",
}
"""The actions that we use, by a version that is known to exist."""
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def read(path):
    """Return a workflow; `on` is a word, not a truth."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)


def jobs(path):
    """Return the jobs of a workflow, by name."""
    return read(path)["jobs"]


def steps(path):
    """Return each step of a workflow or of an action."""
    made = read(path)
    found = [made["runs"]] if "runs" in made else made["jobs"].values()
    return [step for one in found for step in one["steps"]]


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
        ours = [step for step in job["steps"] if step.get("run", "").startswith("make")]
        assert permissions == {"contents": "read"} if ours else "make" not in str(job["steps"])


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
    asked = {tuple(line) for line in lines if line[0] == "make"}
    assert asked == {("make", "test"), ("make", "release"), ("make", "release-check")}
    assert {target for line in asked for target in line[1:]} <= targets


def test_a_push_runs_the_tests_and_a_tag_builds_the_release():
    assert set(read(ROOT / ".github/workflows/tests.yml")["on"]) == {"push", "pull_request"}
    assert read(ROOT / ".github/workflows/release.yml")["on"] == {"push": {"tags": ["v*"]}}


def test_the_steps_of_a_release_run_here_in_order(tmp_path):
    project = small.project(tmp_path / "projet").root
    who = ("-c", "user.name=Exemple fictif", "-c", "user.email=exemple@example.org")
    day = {"GIT_COMMITTER_DATE": "2027-01-15T12:00:00Z"}
    for words in (("init", "-q"), ("add", "."), (*who, "commit", "-q", "-m", "Exemple fictif")):
        subprocess.run(["git", *words], cwd=project, env=os.environ | day, check=True)
    sortie = tmp_path / "release"
    asked = {"PROJECT": str(project), "DEPARTEMENT": "75", "SORTIE": str(sortie)}
    outside = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    steps = jobs(ROOT / ".github/workflows/release.yml")["build"]["steps"]
    for words in (shlex.split(step["run"]) for step in steps if "run" in step):
        done = subprocess.run(
            words, cwd=ROOT, env=outside | asked, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    for name in ("index.html", "manifest.json", "SHA256SUMS"):
        assert (sortie / "publique" / name).is_file()
