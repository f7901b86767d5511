"""Processes of docgen's own: whatever ends their use, no temporary folder of theirs is left."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import forkserver
from pathlib import Path

import pytest

from docgen.build.batch.processes import open_pool
from docgen.build.batch.tasks import run_tasks
from docgen.errors import DocgenError, WorkplaceError, reason_of
from docgen.output.signals import hold_signals
from tests.conftest import ENGLISH_MACHINE, ROOT, plain_blanks

TASKS = tuple((rank, rank) for rank in range(8))


def leave(rank):
    """Leave a folder behind, as WeasyPrint does in a process that ends without tidying up."""
    tempfile.mkdtemp(prefix="weasyprint-")
    return rank


@pytest.fixture
def scraps(tmp_path, monkeypatch):
    """A temporary folder of its own; the process that starts others has one that stays."""
    forkserver.ensure_running()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_they_tidy_up_when_all_is_done(scraps):
    with open_pool(2, len(TASKS)) as pool:
        assert {done for _, done in run_tasks(pool, 2, leave, TASKS)} == {*range(8)}
        assert [*scraps.glob("*/weasyprint-*")]
    assert [*scraps.glob("docgen-*")] == []


def test_they_tidy_up_when_they_are_interrupted(scraps):
    def run():
        with open_pool(2, len(TASKS)) as pool:
            next(iter(run_tasks(pool, 2, leave, TASKS)))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run()
    assert [*scraps.glob("docgen-*")] == []


KILLED = """
import sys, time
from docgen.build.batch.processes import open_pool
from docgen.build.batch.tasks import run_tasks
from tests.build.batch.test_processes import TASKS, leave

if __name__ == "__main__":
    with open_pool(2, len(TASKS)) as pool:
        list(run_tasks(pool, 2, leave, TASKS))
        print("faits", flush=True)
        time.sleep(60)
"""


@pytest.fixture
def mine():
    """A temporary folder with a short name: a socket that processes are asked through has one."""
    with tempfile.TemporaryDirectory(prefix="dg-") as folder:
        yield Path(folder)


def test_they_tidy_up_when_who_started_them_is_killed(tmp_path, mine):
    path = tmp_path / "program.py"
    path.write_text(KILLED)
    env = {**os.environ, **ENGLISH_MACHINE, "TMPDIR": str(mine)}
    env["PYTHONPATH"] = f"{ROOT}/src:{ROOT}"
    running = subprocess.Popen(
        [sys.executable, str(path)], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert running.stdout
    assert running.stdout.readline() == b"faits\n"
    assert [*mine.glob("*/weasyprint-*")]
    os.kill(running.pid, signal.SIGKILL)
    running.communicate()
    deadline = time.monotonic() + 30
    while [*mine.glob("docgen-*")] and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [*mine.glob("docgen-*")] == []


def fail(rank):
    """Fail as a machine does, for want of memory or of a file, and as docgen would by a mistake."""
    if rank == 2:
        raise MemoryError
    if rank == 5:
        Path("/nulle/part").read_bytes()
    if rank == 6:
        reason_of("no error")
    return rank


@pytest.mark.parametrize("jobs", [1, 2])
def test_failed_task_is_named_and_others_are_done(jobs):
    tasks = ((f"dossier-{rank}", rank) for rank in range(8))
    with open_pool(jobs, 8) as pool:
        done = dict(run_tasks(pool, jobs, fail, tasks))
    told = {name: str(made) for name, made in done.items() if isinstance(made, DocgenError)}
    assert told.keys() == {"dossier-2", "dossier-5", "dossier-6"}
    assert "dossier-2 : mémoire insuffisante" in told["dossier-2"]
    assert (
        "dossier-5 : lecture ou écriture impossible : il n’existe pas (/nulle/part)"
        in told["dossier-5"]
    )
    assert re.search(
        r"erreur de docgen lui-même : AttributeError .* errors\.py:\d+", told["dossier-6"]
    )
    assert len(done) == 8


def test_processes_that_are_killed_end_a_batch_that_keeps_going():
    with open_pool(2, 8) as pool, pytest.raises(WorkplaceError, match="--jobs"):
        list(run_tasks(pool, 2, os._exit, ((rank, rank) for rank in range(4))))


HALF = """
import sys, time
from multiprocessing.connection import Connection

from docgen.build.batch.processes import open_pool
from docgen.build.batch.tasks import run_tasks
from docgen.errors import WorkplaceError

def begin(self, told, write=None):
    real(self, told[: len(told) // 2])
    {then}

real = Connection._send

def tell(rank):
    if rank == 1:
        time.sleep(1)  # the other one is told first
        Connection._send = begin
    return b"x" * 40_000

if __name__ == "__main__":
    with open_pool(2, 8) as pool:
        for name, made in run_tasks(pool, 2, tell, [(rank, rank) for rank in (0, *[1] * 8)]):
            print(name, flush=True)
            {stop}
"""
"""Processes that stop half-way through telling a result: a pipe holds no more at once."""


def ended(program, mine):
    """Run a program that must come to its end, and leave nothing; return what it printed."""
    (mine / "program.py").write_text(program)
    env = {**os.environ, **ENGLISH_MACHINE, "TMPDIR": str(mine), "PYTHONPATH": f"{ROOT}/src:{ROOT}"}
    done = subprocess.run(
        [sys.executable, str(mine / "program.py")],
        env=env,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert [path.name for path in mine.iterdir()] == ["program.py"]
    return done.stdout.decode().split(), done.stderr.decode()


def test_interrupt_during_a_result_ends_the_run(mine):
    stop = "time.sleep(2); raise KeyboardInterrupt"
    printed, told = ended(HALF.format(then="time.sleep(600)", stop=stop), mine)
    assert printed == ["0"]
    assert (told.splitlines()[-1], "semaphore" in told) == ("KeyboardInterrupt", False)


def test_process_that_dies_during_a_result_is_reported(mine):
    printed, told = ended(HALF.format(then="import os; os._exit(1)", stop="pass"), mine)
    assert printed == ["0"]
    assert "WorkplaceError: --jobs : un travailleur s’est arrêté" in plain_blanks(told)


def test_a_process_that_is_suspended_is_ended_too(monkeypatch):
    monkeypatch.setattr(sys.modules[open_pool.__module__], "TERMINATE_SECONDS", 0.5)
    numbers = []

    def run():
        with open_pool(2, len(TASKS)) as pool:
            numbers.append(pool.submit(os.getpid).result())
            os.kill(numbers[0], signal.SIGSTOP)
            while " T " not in Path(f"/proc/{numbers[0]}/stat").read_text():
                time.sleep(0.01)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run()
    with suppress(ProcessLookupError):
        os.kill(numbers[0], signal.SIGCONT)
        pytest.fail("it is still there")


def test_no_thread_of_a_pool_outlives_an_interruption():
    """At exit Python would wake it up by a pipe that it is closing."""

    def run():
        with open_pool(2, len(TASKS)) as pool:
            waiting = pool.submit(time.sleep, 60)
            waiting.add_done_callback(lambda _: time.sleep(1))  # in the thread of the pool
            raise KeyboardInterrupt

    before = {*threading.enumerate()}
    with pytest.raises(KeyboardInterrupt):
        run()
    assert {*threading.enumerate()} <= before


class Interrupting(ThreadPoolExecutor):
    """Is interrupted while it is given a task."""

    given = 0

    def submit(self, *arguments):
        signal.raise_signal(signal.SIGINT)
        self.given += 1
        return super().submit(*arguments)


def test_an_interruption_is_heard_once_a_task_is_wholly_given():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with Interrupting(1) as pool, pytest.raises(KeyboardInterrupt):
            list(run_tasks(pool, 1, abs, TASKS))
    finally:
        signal.signal(signal.SIGINT, before)
    assert pool.given == 1


def test_interrupt_is_handled_after_a_failed_task():
    def fail_as_asked_to_stop():
        with suppress(BrokenExecutor), hold_signals():
            signal.raise_signal(signal.SIGINT)
            raise BrokenExecutor

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            fail_as_asked_to_stop()
    finally:
        signal.signal(signal.SIGINT, before)
