"""Processes of docgen's own, for the communes of a batch."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from itertools import islice
from multiprocessing import get_context, parent_process
from typing import Any, Final, TypeVar

from docgen.errors import DocgenError

T = TypeVar("T")
U = TypeVar("U")

FEW: Final = 4
"""How many tasks are done without starting processes: these take two seconds to be ready."""
AHEAD: Final = 2
"""How many tasks wait for each process: more would only hold their results in memory."""


def start_processes(jobs: int, tasks: int) -> ProcessPoolExecutor | None:
    """Return processes; none when they would take longer to start than the tasks without them."""
    if jobs < 2 or tasks <= FEW:
        return None
    return ProcessPoolExecutor(min(jobs, tasks), get_context("forkserver"), _started)


def done_by(
    pool: Executor | None, jobs: int, work: Callable[[T], U], tasks: Iterable[T]
) -> Iterator[tuple[T, U | DocgenError]]:
    """Yield every task with what came of it, or with what docgen can explain, as they end.

    Without a pool they are done here, one after another.
    """
    if pool is None:
        yield from ((task, _tried(lambda: work(task))) for task in tasks)  # noqa: B023  # at once
        return
    waiting: dict[Future[U], T] = {}
    ahead = iter(tasks)
    while True:
        for task in islice(ahead, AHEAD * jobs - len(waiting)):
            waiting[pool.submit(work, task)] = task
        if not waiting:
            return
        ended, _ = wait(waiting, return_when=FIRST_COMPLETED)
        for future in ended:
            yield waiting.pop(future), _tried(future.result)


def _tried(work: Callable[[], U]) -> U | DocgenError:
    try:
        return work()
    except DocgenError as error:
        return error


def _started() -> None:
    """Make a process end with the one that started it, and leave the keyboard to that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)
