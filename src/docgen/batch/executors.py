"""Where a batch works: here, in processes of docgen's own, or on the workers of a Dask cluster.

A batch knows nothing but `concurrent.futures.Executor`; what else opens one may stand here too.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from docgen.errors import Problem, WorkplaceError

SCHEME: Final = "dask://"
LOCAL: Final = "local"
"""What stands for a cluster of this machine's own, in the place of an address."""
PATIENCE: Final = 20
"""How many seconds a cluster has to answer."""
RETRIES: Final = 3
"""How many workers may die over one commune before it is given up."""


@dataclass(frozen=True, slots=True)
class Workers:
    """An executor that is open, and how many tasks it does at once: each worker does one."""

    executor: Executor
    jobs: int


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
        yield Workers(client.get_executor(pure=False, retries=RETRIES), len(threads))


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
        hint = 'pip install "docgen[dask]"'
        raise _refused("Dask n’est pas installé avec docgen", hint) from error
    logging.getLogger("distributed").setLevel(
        logging.CRITICAL
    )  # its workers' deaths are ours to tell
    if place == LOCAL:
        options = {"threads_per_worker": 1, "processes": True, "dashboard_address": None}
        with (
            dask.LocalCluster(n_workers=jobs, **options) as cluster,
            dask.Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = dask.Client(f"tcp://{place}", timeout=PATIENCE)
    except OSError as error:
        hint = "vérifiez l’adresse de l’ordonnanceur : « dask://exemple.fr:8786 »"
        raise _refused(f"cette grappe ne répond pas : « {place} »", hint) from error
    with client:
        yield client


def _refused(message: str, hint: str) -> WorkplaceError:
    return WorkplaceError([Problem("--executor", message, code="executor", hint=hint)])
