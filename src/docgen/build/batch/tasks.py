"""Tasks given to an executor, and what comes of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Any, Final, Protocol, TypeVar, runtime_checkable

from docgen.build.batch.processes import Processes
from docgen.errors import DocgenError, Problem, WorkplaceError, reason_of
from docgen.signals import interruptions_held

N = TypeVar("N")
T = TypeVar("T")
U = TypeVar("U")

AHEAD: Final = 2
"""How many tasks wait for each process: more would only hold their results in memory."""
GLANCE: Final = 2
"""After how many seconds without a result an executor is asked whether anyone is at work."""
PATIENCE: Final = 60
"""How many seconds a lent one may be without anyone: who minds it starts workers again."""
STANDS: Final = "ce qui est fait reste, et la suite sera faite"


@runtime_checkable
class Watched(Protocol):
    """An executor that knows whether there are workers: docgen's own, or one that is lent.

    Its `submit`, or what comes of that, raises BrokenExecutor when all of it is gone, and
    LostTaskError when only those are that were at one task.
    """

    def alive(self) -> bool:
        """Whether it can do its work; False too when it does not answer in time."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How people are told of tasks: the name of each, and that nobody is there to do them.

    Of the latter, for how many seconds more somebody is waited for.
    """

    called: Callable[[Any], str] = str
    deserted: Callable[[float], None] = lambda _: None


SILENT: Final = Voice()


class LostTaskError(Exception):
    """Every worker that was given a task died over it."""


def done_by(
    pool: Executor | None,
    jobs: int,
    work: Callable[[T], U],
    tasks: Iterable[tuple[N, T]],
    voice: Voice = SILENT,
) -> Iterator[tuple[N, U | DocgenError]]:
    """Yield the name of every task with what came of it, or what docgen can explain, as they end.

    A task is its name and what to work on.  Without a pool they are done here, one after another.
    Raise WorkplaceError when the pool has broken down.
    """
    if pool is None:
        yield from ((name, _tried(partial(work, task), voice.called(name))) for name, task in tasks)
        return
    waiting: dict[Future[U], N] = {}
    ended: SimpleQueue[Future[U]] = SimpleQueue()
    ahead = iter(tasks)
    while True:
        for name, task in islice(ahead, AHEAD * jobs - len(waiting)):
            with _breakdown_told(pool), interruptions_held():
                future = pool.submit(work, task)
                waiting[future] = name
                future.add_done_callback(ended.put)
        if not waiting:
            return
        with _breakdown_told(pool):
            future = _next(ended, pool, voice)
        name = waiting.pop(future)
        with _breakdown_told(pool):
            made = _tried(future.result, voice.called(name))
        yield name, made


def _next(ended: SimpleQueue[Future[U]], pool: Executor, voice: Voice) -> Future[U]:
    """Wait for one to end; raise BrokenExecutor when nobody has worked for the pool for long.

    A cluster without workers keeps what it was given until there are some: it would be for ever.
    """
    patience = 0 if isinstance(pool, Processes) else PATIENCE
    seen = time.monotonic()
    while True:
        with suppress(Empty):
            return ended.get(timeout=GLANCE)
        if not isinstance(pool, Watched) or pool.alive():
            seen = time.monotonic()
        elif (left := patience - (time.monotonic() - seen)) < 0:
            raise BrokenExecutor
        else:
            voice.deserted(left)


def _tried(work: Callable[[], U], name: str) -> U | DocgenError:
    """Do a task; return what it came to, or why it could not be done where it was done."""
    try:
        return work()
    except DocgenError as error:
        return error
    except LostTaskError:
        message = "chaque travailleur qui l’a fabriqué s’est arrêté avant la fin"
        hint = f"donnez-leur plus de mémoire, puis relancez : {STANDS}"
    except MemoryError:  # before it was begun: whoever makes it tells its own
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
        if isinstance(pool, Processes):
            place, message = "--jobs", "un travailleur s’est arrêté en cours de route"
            hint = f"relancez : {STANDS} ; « --jobs 1 » demande moins de mémoire"
        else:
            place, message = "--executor", "cette grappe ne répond plus, ou n’a plus de travailleur"
            hint = f"redémarrez-la, ou relancez sans « --executor » : {STANDS}"
        raise WorkplaceError([Problem(place, message, code="travailleur", hint=hint)]) from error
