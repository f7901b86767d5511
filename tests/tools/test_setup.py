"""The set-up of the project: what is locked, what continuous integration runs, what is packaged."""

import re
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")

DIRECT = [
    *PYPROJECT["project"]["dependencies"],
    *PYPROJECT["dependency-groups"]["dev"],
    *PYPROJECT["build-system"]["requires"],
]


def locked_entries():
    """Return the text of each locked package, by its name."""
    entries = re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    return {canonicalize_name(entry.partition("==")[0]): entry for entry in entries}


@pytest.mark.parametrize("dependency", DIRECT)
def test_each_dependency_is_locked_to_a_version_that_it_accepts(dependency):
    requirement = Requirement(dependency)
    entry = locked_entries()[canonicalize_name(requirement.name)]
    version = re.match(r"[^=]+==(\S+)", entry).group(1)
    assert version in requirement.specifier


def test_each_locked_package_has_hashes():
    entries = locked_entries()
    without = [name for name, entry in entries.items() if "--hash=sha256:" not in entry]
    assert entries
    assert not without


@pytest.mark.parametrize("trace", ["://", "index-url", "find-links", r"(?m)(^|[\s=\"'])/\w"])
def test_the_lock_names_no_host_and_no_path(trace):
    assert not re.search(trace, LOCK)


def test_continuous_integration_runs_make_test_and_nothing_else():
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["set -eu", "make test"]


def test_the_wheel_holds_the_package_its_words_and_its_templates(tmp_path):
    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    names = set(zipfile.ZipFile(wheel).namelist())
    templates = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    assert templates
    for path in templates:
        assert f"docgen/{path.relative_to(ROOT).as_posix()}" in names
    assert "docgen/cli/__init__.py" in names
    assert "docgen/locale/fr/LC_MESSAGES/docgen.mo" in names
