"""Processes of docgen's own, for the communes of a batch."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
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
from multiprocessing.process import BaseProcess
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeVar

from docgen.errors import DocgenError, Problem, WorkplaceError

N = TypeVar("N")
T = TypeVar("T")
U = TypeVar("U")

FEW: Final = 4
"""How many tasks are done without starting processes: these take two seconds to be ready."""
LOST: Final = ("KilledWorker", "CommClosedError", "CancelledError")
"""What Dask raises when its workers are gone; its names, for it need not be installed."""
COLLECT_RARELY: Final = (50_000, 10, 10)
"""As the command itself, but for what lasts: boxes of pages are many, and few of them go before
their page does; what reading a file left goes whole, or it would stay until the process ends."""
SOON: Final = 5
"""How many seconds a process that was told to end is waited for."""
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
    with pool_of(min(jobs, tasks)) as pool:
        yield pool


@contextmanager
def pool_of(count: int, *, patient: bool = True) -> Iterator[ProcessPoolExecutor]:
    """Lend so many processes; who is not `patient` does not wait, at the end, for what they are at.

    Whatever stops their use ends them at once.
    """
    with TemporaryDirectory(prefix="docgen-", ignore_cleanup_errors=True) as scraps:
        start, others = partial(_started, scraps), set(active_children())
        pool = ProcessPoolExecutor(count, get_context("forkserver"), start)
        done = False
        try:
            yield pool
            done = patient
        finally:
            if not done:  # an interruption too: its second would wait for ever on the first
                _end_all(set(active_children()) - others)
            pool.shutdown(wait=done, cancel_futures=not done)


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


def _end_all(gone: Collection[BaseProcess]) -> None:
    """End processes at once, and wait until they are gone: they write into their scraps."""
    for process in gone:
        process.terminate()
    for process in gone:
        process.join(SOON)


def _started(scraps: str) -> None:
    """Make a process end with the one that started it, and leave the keyboard to that one.

    Its temporary files go into the folder `scraps`: a process of a pool ends without tidying up,
    and WeasyPrint keeps fonts in some.
    """
    gc.set_threshold(*COLLECT_RARELY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = scraps
    parent = parent_process()
    if parent:
        threading.Thread(target=_end_with, args=(parent, scraps), daemon=True).start()


def _end_with(parent: Any, scraps: str) -> None:
    parent.join()
    shutil.rmtree(scraps, ignore_errors=True)  # who would have done it was killed
    os._exit(1)
