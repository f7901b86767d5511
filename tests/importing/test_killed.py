"""An import that is killed: what stood there still stands, whole, and the next import mends."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from tests.cli.commands.test_data import FICTIF, MAYORS, snapshot
from tests.conftest import ENGLISH_MACHINE, ROOT

KILLED = """
import os, signal, sys
from docgen.cli import main

left = int(sys.argv.pop(1))
CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"}

def watch(event, arguments):
    global left
    writes = event == "open" and (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR)
    if (writes or event in CHANGES) and "referentiel" in str(arguments[0]):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)
main()
"""
"""docgen in a process of its own, killed as it asks the system for its n-th change."""


def imported(project, given, changes=1000):
    """Import mayors, to be killed after some changes; return whether it was."""
    asked = ["data", "import", "maires", str(given), "--edition", "2026-07-08"]
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(changes), *asked],
        cwd=project.root,
        env={**os.environ, **ENGLISH_MACHINE},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode in (0, -signal.SIGKILL), ended.stderr.decode()
    return ended.returncode != 0


@pytest.fixture
def given(project):
    """An official file of one mayor (exemple fictif)."""
    return project.write("elus-exemple-fictif.csv", MAYORS + FICTIF)


def test_killed_at_any_point_an_import_leaves_the_old_snapshot_or_the_new_one_to_read(
    project, given, docgen_here
):
    kept, old = project.root / "content/referentiel", snapshot(project)
    assert not imported(project, given)
    new, left, resumed = snapshot(project), [], []
    for changes in range(100):
        shutil.rmtree(kept)
        shutil.copytree(ROOT / "content/referentiel", kept)
        if not imported(project, given, changes):
            break
        told = docgen_here("data", "status")
        now = snapshot(project)
        assert now in (old, new), changes
        assert (told.code, "modifié" in told.err + told.out) == (0, False), changes
        left.append("old" if now == old else "new")
        resumed.append("a été terminée" in told.err)
    assert left == sorted(left, reverse=True)
    assert set(left) == {"old", "new"}
    assert any(resumed)


def test_after_a_killed_import_the_next_one_is_whole_and_leaves_nothing_behind(project, given):
    before = project.files
    assert imported(project, given, 12)
    assert project.files != before
    assert not imported(project, given)
    assert project.files == before
