"""Processes of docgen's own, for the communes of a batch."""

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

from docgen.output.signals import hold_signals

MIN_TASKS_FOR_POOL: Final = 5
"""For fewer tasks no process is started: processes take two seconds to be ready."""
CANNOT_START: Final = (BrokenExecutor, ImportError, NotImplementedError, OSError)
"""Errors where no process can be started: no semaphores, too long a path."""
COLLECT_RARELY: Final = (50_000, 10, 10)
"""Thresholds of the garbage collector: as the command's, but the oldest objects are collected too,
or what reading a file left would stay until the process ends."""
TERMINATE_SECONDS: Final = 5
"""How many seconds to wait for a process that was told to end."""


class Processes(ProcessPoolExecutor):
    """A pool whose processes can be ended at once."""

    def __init__(self, count: int, folder: str) -> None:
        self._others = set(active_children())
        super().__init__(count, get_context("forkserver"), partial(_initialize, folder))

    def alive(self) -> bool:
        """Whether no process has died: one that dies while it sends a result blocks the others.

        The standard library would wait for the rest of that result for ever (cpython, 3.11).
        """
        return all(process.is_alive() for process in [*(self._processes or {}).values()])

    def end(self) -> None:
        """End all processes, and wait until they are gone, for they write temporary files.

        Closing the last writer of the queue of results stops its reader, the thread of the pool.
        It is waited for here: at exit Python would wake it up by a pipe that it may be closing.
        """
        gone = set(active_children()) - self._others
        for process in gone:
            process.terminate()
        for process in gone:
            process.join(TERMINATE_SECONDS)
            if process.is_alive():  # it is suspended, as by Ctrl-Z
                process.kill()
                process.join()
        self._result_queue._writer.close()  # type: ignore[attr-defined]
        self.shutdown(cancel_futures=True)


@contextmanager
def open_pool(jobs: int, tasks: int) -> Iterator[Processes | None]:
    """Give a pool for tasks; None for few tasks, and where no process can be started.

    An exception in the context ends all processes at once.
    """
    with ExitStack() as stack:
        pool = None
        if jobs > 1 and tasks >= MIN_TASKS_FOR_POOL:
            with suppress(*CANNOT_START):
                pool = stack.enter_context(process_pool(min(jobs, tasks)))
        yield pool


@contextmanager
def process_pool(count: int) -> Iterator[Processes]:
    """Give a pool of processes; raise one of CANNOT_START where none can be started.

    After an exception, all processes are ended at once.
    """
    _start_server()
    with temporary_folder() as folder:
        pool = Processes(count, folder)
        try:
            yield pool
        except BaseException:
            with hold_signals():  # a second one too
                pool.end()
            raise
        pool.shutdown()


def temporary_folder() -> TemporaryDirectory[str]:
    """Return a folder for the temporary files of libraries."""
    return TemporaryDirectory(prefix="docgen-", ignore_cleanup_errors=True)


def _start_server() -> None:
    """Start the process that forks the others, unless it runs, with SIGHUP blocked.

    The forked processes inherit that: they end with the parent, which handles SIGHUP.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _initialize(folder: str) -> None:
    """Set up a process of a pool: it ends with its parent, which alone handles Ctrl-C.

    Its temporary files go into `folder`: it ends without removing them, and WeasyPrint keeps fonts
    there.
    """
    gc.set_threshold(*COLLECT_RARELY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = folder
    parent = parent_process()
    if parent:
        threading.Thread(target=_end_with, args=(parent, folder), daemon=True).start()


def _end_with(parent: Any, folder: str) -> None:
    parent.join()
    shutil.rmtree(folder, ignore_errors=True)  # the parent was killed
    os._exit(1)
