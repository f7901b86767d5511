"""Processes of docgen's own, for the communes of a batch."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import contextmanager
from functools import partial
from itertools import islice
from multiprocessing import active_children, get_context, parent_process
from typing import Any, Final, TypeVar

from docgen.errors import DocgenError, Problem, WorkplaceError

N = TypeVar("N")
T = TypeVar("T")
U = TypeVar("U")

FEW: Final = 4
"""How many tasks are done without starting processes: these take two seconds to be ready."""
LOST: Final = ("KilledWorker", "CommClosedError", "CancelledError")
"""What Dask raises when its workers are gone; its names, for it need not be installed."""
AHEAD: Final = 2
"""How many tasks wait for each process: more would only hold their results in memory."""


@contextmanager
def processes(jobs: int, tasks: int) -> Iterator[ProcessPoolExecutor | None]:
    """Lend processes; none when they would take longer to start than the tasks without them.

    Whatever stops their use ends them at once: nobody waits for what they are at any more.
    """
    if jobs < 2 or tasks <= FEW:
        yield None
        return
    pool = ProcessPoolExecutor(min(jobs, tasks), get_context("forkserver"), _started)
    try:
        yield pool
    except BaseException:  # an interruption too: its second would wait for ever on the first
        for process in active_children():
            process.terminate()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def done_by(
    pool: Executor | None, jobs: int, work: Callable[[T], U], tasks: Iterable[tuple[N, T]]
) -> Iterator[tuple[N, U | DocgenError]]:
    """Yield the name of every task with what came of it, or what docgen can explain, as they end.

    A task is its name and what to work on.  Without a pool they are done here, one after another.
    """
    if pool is None:
        yield from ((name, _tried(partial(work, task))) for name, task in tasks)
        return
    waiting: dict[Future[U], N] = {}
    ahead = iter(tasks)
    while True:
        for name, task in islice(ahead, AHEAD * jobs - len(waiting)):
            waiting[_tried_to(partial(pool.submit, work, task))] = name
        if not waiting:
            return
        ended, _ = wait(waiting, return_when=FIRST_COMPLETED)
        for future in ended:
            yield waiting.pop(future), _tried(partial(_tried_to, future.result))


def _tried(work: Callable[[], U]) -> U | DocgenError:
    try:
        return work()
    except DocgenError as error:
        return error


def _tried_to(work: Callable[[], U]) -> U:
    """Do what asks something of a pool; raise WorkplaceError when its processes have died."""
    try:
        return work()
    except Exception as error:
        if isinstance(error, BrokenExecutor) or type(error).__name__ in LOST:
            hint = "relancez : ce qui est fait reste ; « --jobs 1 » demande moins de mémoire"
            message = "un travailleur s’est arrêté en cours de route"
            raise WorkplaceError(
                [Problem("--jobs", message, code="travailleur", hint=hint)]
            ) from error
        raise


def _started() -> None:
    """Make a process end with the one that started it, and leave the keyboard to that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)
