"""The same input makes the same bytes: twice, in other processes, elsewhere on the machine."""

import hashlib
import os
import shutil
import subprocess
import sys

import pytest

from docgen.build.render import render
from docgen.format import Format
from tests.conftest import EXAMPLE
from tests.support import documents
from tests.support.documents import OUR_TEMPLATES, ROOT

TWICE = (
    *("convention-complete", "infographie-complete", "modele-mise-en-demeure-81101-final"),
    *("bilan-2026-final", "memento-aide-memoire", "renewal-rappel-2026-amr81"),
)
"""A document of each kind; those of other tests are made of them, or in another process too."""


@pytest.mark.parametrize("name", TWICE)
def test_a_document_made_again_is_the_same(name):
    document, shared = documents.document(name), documents.artifacts(name)
    for again in render(document, OUR_TEMPLATES, tuple(Format)):
        assert again.data == shared[again.format].data
        assert again.companions == shared[again.format].companions


def run(project, *arguments, cwd=None, **variables):
    """Run `docgen` in a process that knows nothing of ours, nor of what was made elsewhere."""
    ours = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT / "src")}
    ours["XDG_CACHE_HOME"] = str(project / "cache")
    subprocess.run(
        [sys.executable, "-m", "docgen", "convention", *arguments],
        cwd=cwd or project,
        env=ours | variables,
        check=True,
        capture_output=True,
    )
    output = project / "output"
    return {
        path.relative_to(output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(output.rglob("[!.]*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project that holds our content and our example."""
    root = tmp_path_factory.mktemp("projet")
    shutil.copytree(ROOT / "content", root / "content")
    (root / "content/convention/modele.yaml").unlink()
    shutil.copy(EXAMPLE, root / "content/convention")
    return root


@pytest.fixture(scope="module")
def first(project):
    """The digests of the files that a first process makes."""
    digests = run(project, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C", HOME="/root")
    assert {name.rpartition(".")[2] for name in digests} >= {"pdf", "docx"}
    stems = {name.rpartition("/")[2].partition(".")[0] for name in digests}
    acts = {"convention-2026", "convention-complete"}
    assert stems == {*acts, "convention-2026-reste-a-faire"}
    return digests


def test_the_same_files_for_another_person_at_another_place(first, project, tmp_path):
    other = tmp_path / "un autre dossier é" / "projet"
    shutil.copytree(project / "content", other / "content")
    for path in other.rglob("*"):
        os.utime(path, (86400, 86400))
    again = run(
        other,
        cwd=other / "content/convention",
        PYTHONHASHSEED="2",
        TZ="Pacific/Auckland",
        LC_ALL="tr_TR.UTF-8",
        LANG="de_DE.UTF-8",
        HOME=str(tmp_path),
        XDG_CACHE_HOME=str(tmp_path / "cache"),
        SOURCE_DATE_EPOCH="86400",
        USER="quelqu-un",
    )
    assert again == first


def test_the_same_file_when_it_is_made_alone(first, project, tmp_path):
    shutil.copytree(project / "content", tmp_path / "content")
    [(name, digest), *_] = run(tmp_path, "content/convention/complete.yaml", "--format=pdf").items()
    assert name == "convention/convention-complete.pdf"
    assert digest == first[name]
