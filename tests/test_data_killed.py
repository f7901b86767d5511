"""An import that is killed: what stood there still stands, whole, and the next import mends."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from tests.conftest import ENGLISH_MACHINE, ROOT
from tests.test_data_commands import FICTIF, MAYORS, snapshot

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
WHENEVER = (0, 12, 15, 16, 17, 19)
"""After how many changes: as it begins, while it writes aside, around its renamings, as it ends."""


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


def test_killed_whenever_an_import_leaves_the_old_snapshot_or_the_new_one(
    project, given, docgen_here
):
    kept, old = project.root / "content/referentiel", snapshot(project)
    assert not imported(project, given)
    new, left = snapshot(project), set()
    for changes in WHENEVER:
        shutil.rmtree(kept)
        shutil.copytree(ROOT / "content/referentiel", kept)
        assert imported(project, given, changes), changes
        now = snapshot(project)
        if now in (old, new):
            left.add("old" if now == old else "new")
            continue
        told = docgen_here("infographie", "--insee", "81218", "--format", "pdf")
        assert (told.code, "il a été modifié" in told.err) == (1, True)
        assert not imported(project, given)
        assert snapshot(project) == new
    assert left == {"old", "new"}


def test_after_a_killed_import_the_next_one_is_whole_and_leaves_nothing_behind(project, given):
    before = project.files
    assert imported(project, given, 12)
    assert project.files != before
    assert not imported(project, given)
    assert project.files == before
