"""Processes of docgen's own, for the communes of a batch."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from multiprocessing import active_children, forkserver, get_context, parent_process
from tempfile import TemporaryDirectory
from typing import Any, Final

from docgen.signals import interruptions_held

FEW: Final = 4
"""How many tasks are done without starting processes: these take two seconds to be ready."""
STARTLESS: Final = (BrokenExecutor, ImportError, NotImplementedError, OSError)
"""What is raised where no process can be started: no semaphores, a folder of too long a name."""
COLLECT_RARELY: Final = (50_000, 10, 10)
"""As the command itself, but for what lasts: boxes of pages are many, and few of them go before
their page does; what reading a file left goes whole, or it would stay until the process ends."""
SOON: Final = 5
"""How many seconds a process that was told to end is waited for."""


class Processes(ProcessPoolExecutor):
    """Processes that can be ended at once, whatever they are at."""

    def __init__(self, count: int, scraps: str) -> None:
        self._others = set(active_children())
        super().__init__(count, get_context("forkserver"), partial(_started, scraps))

    def alive(self) -> bool:
        """Whether none of them has died: one that dies as it tells a result silences them all.

        The standard library waits then, for ever, for the rest of that result (cpython, 3.11).
        """
        return all(process.is_alive() for process in [*(self._processes or {}).values()])

    def end(self) -> None:
        """End them at once, and wait until they are gone: they write into their scraps.

        What reads their results may be half-way through one: closing the last end that could write
        the rest tells it so, or Python would wait for it as it exits.
        """
        gone = set(active_children()) - self._others
        for process in gone:
            process.terminate()
        for process in gone:
            process.join(SOON)
            if process.is_alive():  # it is suspended, as by Ctrl-Z, and hears nothing else
                process.kill()
                process.join()
        self._result_queue._writer.close()  # type: ignore[attr-defined]
        self.shutdown(wait=False, cancel_futures=True)


@contextmanager
def processes(jobs: int, tasks: int) -> Iterator[Processes | None]:
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
def pool_of(count: int, *, patient: bool = True) -> Iterator[Processes]:
    """Lend so many processes; who is not `patient` does not wait, at the end, for what they are at.

    Whatever stops their use ends them at once.  Raise one of STARTLESS where none can be started.
    """
    _start_server()
    with scraps() as folder:
        pool = Processes(count, folder)
        done = False
        try:
            yield pool
            done = patient
        finally:
            if done:
                pool.shutdown()
            else:
                with interruptions_held():  # a second one too
                    pool.end()


def scraps() -> TemporaryDirectory[str]:
    """Return a folder for what libraries leave behind, which goes with it."""
    return TemporaryDirectory(prefix="docgen-", ignore_cleanup_errors=True)


def _start_server() -> None:
    """Start the process that starts the others, unless it runs: deaf to a terminal that is closed.

    So are those that it starts: all of them end with the one that asks for them, which hears it.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


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
