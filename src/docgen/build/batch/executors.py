"""Where a batch works: here, in processes of docgen's own, or on the workers of a Dask cluster.

A batch knows nothing but `concurrent.futures.Executor`, and what `tasks.Watched` asks of one that
is lent; what else opens one may stand here too.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, TypeVar

from docgen.build.batch.processes import scraps
from docgen.build.batch.tasks import LostTaskError
from docgen.errors import Problem, WorkplaceError

T = TypeVar("T")

SCHEME: Final = "dask://"
LOCAL: Final = "local"
"""What stands for a cluster of this machine's own, in the place of an address."""
SHOWN: Final = "127.0.0.1:0"
"""Where Dask shows what a local cluster does: on a port of this machine alone, which is free."""
PATIENCE: Final = 20
"""How many seconds a cluster has to answer."""
ANSWER: Final = 5
"""How many seconds a cluster at work has to say who works for it."""
RETRIES: Final = 3
"""How many workers may die over one commune before it is given up."""
LOST: Final = "KilledWorker"
"""What Dask raises of a task whose workers died; a name, for Dask need not be installed."""
GONE: Final = ("CancelledError", "ClosedClientError", "CommClosedError")
"""What it raises when its scheduler is gone."""
TALKERS: Final = ("asyncio", "distributed", "tornado")
"""Who writes in English, into logs, what becomes of a cluster: that is ours to tell."""


@dataclass(frozen=True, slots=True)
class Workers:
    """An executor that is open, and how many tasks it does at once: each worker does one."""

    executor: Executor
    jobs: int


class Cluster(Executor):
    """A Dask cluster as an executor that tells its losses in the words of a batch.

    Dask's own takes what a worker did for an error, when that worker dies as it is fetched.
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Have a worker do something."""
        with _in_our_words():
            asked = self._client.submit(fn, *args, **kwargs, pure=False, retries=RETRIES)
        return asyncio.run_coroutine_threadsafe(_done(asked), self._client.loop.asyncio_loop)

    def alive(self) -> bool:
        """Whether it has a worker, and says so in time."""
        try:
            return bool(self._client.sync(self._client.scheduler.ncores, callback_timeout=ANSWER))
        except Exception:  # whatever keeps it from answering
            return False


async def _done(asked: Awaitable[T]) -> T:
    with _in_our_words():
        return await asked


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Raise LostTaskError for a task whose workers died, BrokenExecutor when all is gone."""
    try:
        yield
    except (Exception, asyncio.CancelledError) as error:
        names = {kind.__name__ for kind in type(error).__mro__}
        if LOST in names:
            raise LostTaskError from error
        if not names.isdisjoint(GONE):
            raise BrokenExecutor from error
        raise


@contextmanager
def workers(asked: str, jobs: int) -> Iterator[Workers | None]:
    """Open the executor of an address; none for no address.

    Addresses are `dask://exemple.fr:8786`, or `dask://local` for a cluster of this machine's own.
    `jobs` is how many processes a local cluster starts.  Raise WorkplaceError when there is none to
    be had, or a worker of it has several threads.
    """
    if not asked:
        yield None
        return
    with _dask(asked.removeprefix(SCHEME), jobs) as client:
        threads = client.nthreads().values()
        if not threads:
            raise _refused(f"cette grappe n’a aucun travailleur : « {asked} »", "démarrez-en un")
        if max(threads) > 1:  # they would only wait for one another
            hint = "démarrez un travailleur par cœur : « dask worker … --nworkers 4 --nthreads 1 »"
            raise _refused("un travailleur de cette grappe a plusieurs fils", hint)
        yield Workers(Cluster(client), len(threads))


def told(asked: str) -> str:
    """Return what is wrong with an address, in French; nothing when it is one."""
    place = asked.removeprefix(SCHEME)
    host, _, port = place.rpartition(":")
    fit = place == LOCAL or (bool(host) and port.isdecimal())
    return "" if asked.startswith(SCHEME) and fit else f"adresse illisible : « {asked} »"


@contextmanager
def _dask(place: str, jobs: int) -> Iterator[Any]:
    """Open a client of a cluster; raise WorkplaceError when Dask, or the cluster, is not there."""
    try:
        dask: Any = import_module("distributed")  # an extra, and slow to load
    except ImportError as error:
        hint = 'dans le dossier des sources de docgen : pip install ".[dask]"'
        raise _refused("Dask n’est pas installé avec docgen", hint) from error
    _hush()
    if place == LOCAL:
        with _local(dask, jobs) as client:
            yield client
        return
    try:
        client = dask.Client(f"tcp://{place}", timeout=PATIENCE)
    except OSError as error:
        hint = "vérifiez l’adresse de l’ordonnanceur : « dask://exemple.fr:8786 »"
        raise _refused(f"cette grappe ne répond pas : « {place} »", hint) from error
    with client:
        yield client


@contextmanager
def _local(dask: Any, jobs: int) -> Iterator[Any]:
    """Open a client of a cluster of this machine's own, of which nothing is left in any folder."""
    options = {"threads_per_worker": 1, "processes": True, "dashboard_address": SHOWN}
    with (
        scraps() as folder,
        import_module("dask").config.set({"temporary-directory": folder}),
        dask.LocalCluster(n_workers=jobs, **options) as cluster,
        dask.Client(cluster) as client,
    ):
        yield client


def _hush() -> None:
    """Have nothing written in English about a cluster, by whatever logger that has its own say."""
    for name in (*TALKERS, *logging.root.manager.loggerDict):
        if name.partition(".")[0] in TALKERS:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _refused(message: str, hint: str) -> WorkplaceError:
    return WorkplaceError([Problem("--executor", message, code="executor", hint=hint)])
