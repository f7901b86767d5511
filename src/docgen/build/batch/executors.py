"""The workers of a Dask cluster as a `concurrent.futures.Executor`, which is all a batch knows."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, TypeVar

from docgen.build.batch.processes import temporary_folder
from docgen.build.batch.tasks import LostTaskError
from docgen.errors import Problem, WorkplaceError

T = TypeVar("T")

SCHEME: Final = "dask://"
LOCAL: Final = "local"
"""The address that stands for a cluster of this machine's own."""
DASHBOARD_ADDRESS: Final = "127.0.0.1:0"
"""The address of the dashboard of a local cluster: any free port."""
CONNECT_SECONDS: Final = 20
"""How many seconds a cluster has to answer."""
ANSWER_SECONDS: Final = 5
"""How many seconds a cluster has to list its workers."""
RETRIES: Final = 3
"""How many workers may die over one commune."""
WORKER_LOST: Final = "KilledWorker"
"""The name of Dask's error for a task whose workers died; Dask need not be installed."""
SCHEDULER_GONE: Final = ("CancelledError", "ClosedClientError", "CommClosedError")
"""The names of Dask's errors when its scheduler is gone."""
LOGGERS: Final = ("asyncio", "distributed", "tornado")
"""Loggers that would write in English about the cluster."""


@dataclass(frozen=True, slots=True)
class Workers:
    """An open executor, and its number of workers, each of which does one task."""

    executor: Executor
    jobs: int


class Cluster(Executor):
    """A Dask cluster as an executor that raises `LostTaskError` and `BrokenExecutor`.

    Dask's own executor takes a worker that dies as its result is fetched for an error of the task.
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Submit a task."""
        with _translate_errors():
            asked = self._client.submit(fn, *args, **kwargs, pure=False, retries=RETRIES)
        return asyncio.run_coroutine_threadsafe(_done(asked), self._client.loop.asyncio_loop)

    def alive(self) -> bool:
        """Whether it has a worker, and answers in time."""
        try:
            return bool(
                self._client.sync(self._client.scheduler.ncores, callback_timeout=ANSWER_SECONDS)
            )
        except Exception:  # whatever keeps it from answering
            return False


async def _done(asked: Awaitable[T]) -> T:
    with _translate_errors():
        return await asked


@contextmanager
def _translate_errors() -> Iterator[None]:
    """Raise LostTaskError for a task whose workers died, BrokenExecutor when all is gone."""
    try:
        yield
    except (Exception, asyncio.CancelledError) as error:
        names = {kind.__name__ for kind in type(error).__mro__}
        if WORKER_LOST in names:
            raise LostTaskError from error
        if not names.isdisjoint(SCHEDULER_GONE):
            raise BrokenExecutor from error
        raise


@contextmanager
def open_workers(asked: str, jobs: int) -> Iterator[Workers | None]:
    """Give the executor at an address, `dask://exemple.fr:8786` or `dask://local`; None for ''.

    `jobs` is the number of processes of a local cluster.  Raise WorkplaceError when the cluster
    does not answer, or has a worker with several threads.
    """
    if not asked:
        yield None
        return
    with _dask(asked.removeprefix(SCHEME), jobs) as client:
        threads = client.nthreads().values()
        if not threads:
            raise _refusal(f"cette grappe n’a aucun travailleur : « {asked} »", "démarrez-en un")
        if max(threads) > 1:
            hint = "démarrez un travailleur par cœur : « dask worker … --nworkers 4 --nthreads 1 »"
            raise _refusal("un travailleur de cette grappe a plusieurs fils", hint)
        yield Workers(Cluster(client), len(threads))


def address_fault(asked: str) -> str:
    """Return what is wrong with an address, in French; '' for nothing."""
    place = asked.removeprefix(SCHEME)
    host, _, port = place.rpartition(":")
    fit = place == LOCAL or (bool(host) and port.isdecimal())
    return "" if asked.startswith(SCHEME) and fit else f"adresse illisible : « {asked} »"


@contextmanager
def _dask(place: str, jobs: int) -> Iterator[Any]:
    """Give a client of a cluster; raise WorkplaceError without Dask, or without the cluster."""
    try:
        dask: Any = import_module("distributed")  # an extra, and slow to load
    except ImportError as error:
        hint = 'dans le dossier des sources de docgen : pip install ".[dask]"'
        raise _refusal("Dask n’est pas installé avec docgen", hint) from error
    _silence_loggers()
    if place == LOCAL:
        with _local(dask, jobs) as client:
            yield client
        return
    try:
        client = dask.Client(f"tcp://{place}", timeout=CONNECT_SECONDS)
    except OSError as error:
        hint = "vérifiez l’adresse de l’ordonnanceur : « dask://exemple.fr:8786 »"
        raise _refusal(f"cette grappe ne répond pas : « {place} »", hint) from error
    with client:
        yield client


@contextmanager
def _local(dask: Any, jobs: int) -> Iterator[Any]:
    """Give a client of a new cluster on this machine, which leaves no file behind."""
    options = {"threads_per_worker": 1, "processes": True, "dashboard_address": DASHBOARD_ADDRESS}
    with (
        temporary_folder() as folder,
        import_module("dask").config.set({"temporary-directory": folder}),
        dask.LocalCluster(n_workers=jobs, **options) as cluster,
        dask.Client(cluster) as client,
    ):
        yield client


def _silence_loggers() -> None:
    """Silence the loggers of Dask, whatever their own levels."""
    for name in (*LOGGERS, *logging.root.manager.loggerDict):
        if name.partition(".")[0] in LOGGERS:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _refusal(message: str, hint: str) -> WorkplaceError:
    return WorkplaceError([Problem("--executor", message, code="executor", hint=hint)])
