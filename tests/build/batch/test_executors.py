"""Clusters that a batch may work on, and what is said when they fail it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from distributed import LocalCluster

from docgen.build.batch import Phase, Progress, Workers, tasks
from docgen.build.batch.executors import open_workers
from docgen.build.batch.tasks import TaskMessages, run_tasks
from docgen.cli import progress
from docgen.errors import WorkplaceError
from tests.conftest import ENGLISH_MACHINE, ROOT

HERE: dict[str, Any] = {"processes": False, "protocol": "tcp", "dashboard_address": "127.0.0.1:0"}


@contextmanager
def opened(cluster: LocalCluster) -> Iterator[Workers]:
    """Open a cluster by its address, as the command does."""
    with open_workers(cluster.scheduler_address.replace("tcp", "dask"), 2) as found:
        assert found is not None
        yield found


@pytest.mark.parametrize("threads", [(1, 2), (1, 1)])
def test_a_cluster_whose_workers_have_several_threads_is_refused(threads: tuple[int, int]) -> None:
    with LocalCluster(n_workers=1, threads_per_worker=threads[0], **HERE) as cluster:
        cluster.new_spec["options"]["nthreads"] = threads[1]
        cluster.scale(2)
        cluster.wait_for_workers(2)
        if max(threads) == 1:
            with opened(cluster) as found:
                assert found.jobs == 2
        else:
            with pytest.raises(WorkplaceError, match="plusieurs fils"), opened(cluster):
                pass


def test_cluster_without_workers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "CHECK_EVERY", 0.1)
    monkeypatch.setattr(tasks, "NO_WORKER_SECONDS", 1)
    waits: list[float] = []
    one = LocalCluster(n_workers=1, threads_per_worker=1, **HERE)
    with one as cluster, opened(cluster) as found:
        tasks_of_it = ((rank, rank) for rank in range(9))
        voice = TaskMessages(on_no_worker=waits.append)
        done = run_tasks(found.executor, found.jobs, abs, tasks_of_it, voice)
        assert next(done)[1] in range(9)
        cluster.scale(0)
        with pytest.raises(WorkplaceError) as told:
            list(done)
    assert 0 <= waits[-1] < waits[0] < 1
    [problem] = told.value.problems
    assert problem.file == "--executor"
    assert "n’a plus de travailleur" in problem.message
    assert "ce qui est fait reste, et la suite sera faite" in problem.hint


def test_wait_for_workers_is_shown_in_progress() -> None:
    now = Progress(Phase.FABRICATION, 12, 314, kept=3, patience=57.6)
    said = "fabrication\u00a0: 12 / 314, plus aucun travailleur, attendu encore 58 s, 3 déjà là"
    assert progress.progress_text(now, done=9, seconds=4.0) == said


def test_tasks_of_a_killed_worker_are_done_by_another() -> None:
    options = {**HERE, "processes": True}
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, silence_logs=50, **options) as cluster,
        opened(cluster) as found,
    ):
        done = run_tasks(found.executor, 2, time.sleep, ((rank, 0.3) for rank in "abcde"))
        first, _ = next(done)
        os.kill(cluster.workers[0].pid, signal.SIGKILL)
        assert sorted([first, *(rank for rank, told in done if told is None)]) == [*"abcde"]


def test_lost_task_is_named_and_the_next_is_done() -> None:
    options = {**HERE, "processes": True}
    with LocalCluster(n_workers=1, threads_per_worker=1, silence_logs=50, **options) as cluster:
        cluster.scheduler.allowed_failures = 0  # once is enough
        with opened(cluster) as found:
            [(_, told)] = run_tasks(found.executor, 1, os._exit, [("commune-pack-81218", 1)])
            assert isinstance(told, WorkplaceError)
            assert str(told).startswith("commune-pack-81218 : chaque travailleur")
            assert [*run_tasks(found.executor, 1, abs, [("autre", -1)])] == [("autre", 1)]


GONE = """
from distributed import LocalCluster
from docgen.build.batch import executors
from docgen.build.batch.tasks import run_tasks
from docgen.errors import WorkplaceError

executors.CONNECT_SECONDS = 1  # for the client to find its scheduler again
options = {"processes": False, "protocol": "tcp", "dashboard_address": "127.0.0.1:0"}
cluster = LocalCluster(n_workers=1, threads_per_worker=1, **options)
try:
    with executors.open_workers(cluster.scheduler_address.replace("tcp", "dask"), 1) as found:
        for _ in run_tasks(found.executor, 1, abs, ((rank, rank) for rank in range(99))):
            cluster.close()
except WorkplaceError as error:
    print(error)
"""


def test_lost_cluster_is_reported_in_french_only() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", GONE],
        env={**os.environ, **ENGLISH_MACHINE, "PYTHONPATH": f"{ROOT}/src"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert ended.stdout.startswith("--executor : cette grappe ne répond plus")
    assert "--jobs" not in ended.stdout
    assert ended.stderr == ""
