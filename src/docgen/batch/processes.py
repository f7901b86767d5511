"""Processes of docgen's own, for the communes of a batch."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import islice
from multiprocessing import active_children, forkserver, get_context, parent_process
from multiprocessing.process import BaseProcess
from tempfile import TemporaryDirectory
from typing import Any, Final, Protocol, TypeVar, runtime_checkable

from docgen.errors import DocgenError, Problem, WorkplaceError, reason_of

N = TypeVar("N")
T = TypeVar("T")
U = TypeVar("U")

FEW: Final = 4
"""How many tasks are done without starting processes: these take two seconds to be ready."""
STARTLESS: Final = (BrokenExecutor, ImportError, NotImplementedError, OSError)
"""What is raised where no process can be started: no semaphores, a folder of too long a name."""
COLLECT_RARELY: Final = (50_000, 10, 10)
"""As the command itself, but for what lasts: boxes of pages are many, and few of them go before
their page does; what reading a file left goes whole, or it would stay until the process ends."""
SOON: Final = 5
"""How many seconds a process that was told to end is waited for."""
AHEAD: Final = 2
"""How many tasks wait for each process: more would only hold their results in memory."""
GLANCE: Final = 2
"""After how many seconds without a result a lent executor is asked whether anyone is at work."""
PATIENCE: Final = 60
"""How many seconds it may be without anyone: who minds a cluster starts workers again."""
STANDS: Final = "ce qui est fait reste, et la suite sera faite"


@runtime_checkable
class Lent(Protocol):
    """An executor whose workers others start and stop; one of docgen's own knows when they died.

    Its `submit`, or what comes of that, raises BrokenExecutor when all of it is gone, and
    LostTaskError when only those are that were at one task.
    """

    def alive(self) -> bool:
        """Whether anyone works for it; False too when it does not answer in time."""


class LostTaskError(Exception):
    """Every worker that was given a task died over it."""


@contextmanager
def processes(jobs: int, tasks: int) -> Iterator[ProcessPoolExecutor | None]:
    """Lend processes; none when they would take longer to start than the tasks without them.

    None either where none can be started: one does the same, only slower.  Whatever stops their use
    ends them at once: nobody waits for what they are at any more.
    """
    with ExitStack() as stack:
        pool = None
        if jobs > 1 and tasks > FEW:
            with suppress(*STARTLESS):
                pool = stack.enter_context(pool_of(min(jobs, tasks)))
        yield pool


@contextmanager
def pool_of(count: int, *, patient: bool = True) -> Iterator[ProcessPoolExecutor]:
    """Lend so many processes; who is not `patient` does not wait, at the end, for what they are at.

    Whatever stops their use ends them at once.  Raise one of STARTLESS where none can be started.
    """
    _start_server()
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
    pool: Executor | None,
    jobs: int,
    work: Callable[[T], U],
    tasks: Iterable[tuple[N, T]],
    called: Callable[[N], str] = str,
) -> Iterator[tuple[N, U | DocgenError]]:
    """Yield the name of every task with what came of it, or what docgen can explain, as they end.

    A task is its name and what to work on; `called` is how people are told its name.  Without a
    pool they are done here, one after another.  Raise WorkplaceError when the pool has broken down.
    """
    if pool is None:
        yield from ((name, _tried(partial(work, task), called(name))) for name, task in tasks)
        return
    waiting: dict[Future[U], N] = {}
    ahead = iter(tasks)
    while True:
        for name, task in islice(ahead, AHEAD * jobs - len(waiting)):
            with _breakdown_told(pool):
                waiting[pool.submit(work, task)] = name
        if not waiting:
            return
        with _breakdown_told(pool):
            ended = _ended(pool, waiting)
        for future in ended:
            name = waiting.pop(future)
            with _breakdown_told(pool):
                made = _tried(future.result, called(name))
            yield name, made


def _ended(pool: Executor, waiting: Collection[Future[U]]) -> Collection[Future[U]]:
    """Wait for some to end; raise BrokenExecutor when nobody has worked for a lent pool for long.

    A cluster without workers keeps what it was given until there are some: it would be for ever.
    """
    lent = pool if isinstance(pool, Lent) else None
    seen = time.monotonic()
    while True:
        ended, _ = wait(waiting, GLANCE if lent else None, FIRST_COMPLETED)
        if ended or lent is None:
            return ended
        if lent.alive():
            seen = time.monotonic()
        elif time.monotonic() - seen > PATIENCE:
            raise BrokenExecutor


def _tried(work: Callable[[], U], name: str) -> U | DocgenError:
    """Do a task; return what it came to, or why it could not be done where it was done."""
    try:
        return work()
    except DocgenError as error:
        return error
    except LostTaskError:
        message = "chaque travailleur qui l’a fabriqué s’est arrêté avant la fin"
        hint = f"donnez-leur plus de mémoire, puis relancez : {STANDS}"
    except MemoryError:
        message = "mémoire insuffisante pour le fabriquer"
        hint = f"fermez d’autres programmes, puis relancez : {STANDS}"
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        message = f"lecture ou écriture impossible : {reason_of(error)}{where}"
        hint = f"une fois l’obstacle levé, relancez : {STANDS}"
    return WorkplaceError([Problem(name, message, code="travailleur", hint=hint)])


@contextmanager
def _breakdown_told(pool: Executor) -> Iterator[None]:
    """Raise WorkplaceError when a pool has broken down: no more will come of it."""
    try:
        yield
    except BrokenExecutor as error:
        if isinstance(pool, Lent):
            place, message = "--executor", "cette grappe ne répond plus, ou n’a plus de travailleur"
            hint = f"redémarrez-la, ou relancez sans « --executor » : {STANDS}"
        else:
            place, message = "--jobs", "un travailleur s’est arrêté en cours de route"
            hint = f"relancez : {STANDS} ; « --jobs 1 » demande moins de mémoire"
        raise WorkplaceError([Problem(place, message, code="travailleur", hint=hint)]) from error


def _start_server() -> None:
    """Start the process that starts the others, unless it runs: deaf to a terminal that is closed.

    So are those that it starts: all of them end with the one that asks for them, which hears it.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


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
