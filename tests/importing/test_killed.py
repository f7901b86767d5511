"""An import that is killed: what stood there still stands, whole, and the next import mends."""

import gc
import os
import shutil
import signal
import sys

import pytest

import docgen.importing.imports  # noqa: F401  # once, and not by every child
from docgen.cli import main
from tests.cli.commands.test_data import FICTIF, MAYORS, snapshot
from tests.conftest import ROOT

CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"}


def kill_after(changes):
    """Have this process killed as it asks the system for a change after so many."""
    left = changes

    def watch(event, arguments):
        nonlocal left
        writes = event == "open" and (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR)
        if (writes or event in CHANGES) and "referentiel" in str(arguments[0]):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def imported(project, given, changes=1000):
    """Import mayors in a child of this process; return whether it was killed."""
    child = os.fork()
    if child == 0:
        gc.freeze()  # what other tests left is their process's own: to free it here may crash
        try:
            os.chdir(project.root)
            sys.argv = ["docgen", "data", "import", "maires", str(given), "--edition", "2026-07-08"]
            kill_after(changes)
            main()
        except SystemExit as end:
            os._exit(int(end.code or 0))
        finally:
            os._exit(99)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert ended in (0, -signal.SIGKILL)
    return ended != 0


@pytest.fixture
def given(project):
    """An official file of one mayor (exemple fictif)."""
    return project.write("elus-exemple-fictif.csv", MAYORS + FICTIF)


def test_a_killed_import_leaves_the_old_snapshot_or_the_new(project, given, docgen_here):
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


def test_the_import_after_a_killed_one_is_whole(project, given):
    before = project.files
    assert imported(project, given, 12)
    assert project.files != before
    assert not imported(project, given)
    assert project.files == before
