"""Tasks of an executor, and their results."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Any, Final, Protocol, TypeVar, runtime_checkable

from docgen.build.batch.processes import Processes
from docgen.errors import DocgenError, Problem, RenderingError, WorkplaceError, fault
from docgen.output.disk_errors import report_disk_errors
from docgen.output.signals import hold_signals
from docgen.rendering.memory_errors import report_memory_shortage

N = TypeVar("N")
T = TypeVar("T")
U = TypeVar("U")

TASKS_A_PROCESS: Final = 2
"""How many tasks are submitted for each process: more would only hold results in memory."""
CHECK_EVERY: Final = 2
"""After how many seconds without a result an executor is asked whether it has workers."""
NO_WORKER_SECONDS: Final = 60
"""For how many seconds a cluster may have no worker: somebody may start one again."""
STANDS: Final = "ce qui est fait reste, et la suite sera faite"


@runtime_checkable
class MonitoredExecutor(Protocol):
    """An executor that knows whether it has workers.

    Its tasks raise BrokenExecutor when the whole executor is gone, LostTaskError when only the
    workers of one task are.
    """

    def alive(self) -> bool:
        """Whether it has workers, and answers in time."""


@dataclass(frozen=True, slots=True)
class TaskMessages:
    """What people are told of tasks.

    `name_of` names a task in an error; `on_no_worker` is called with the number of seconds for
    which a worker is still waited for.
    """

    name_of: Callable[[Any], str] = str
    on_no_worker: Callable[[float], None] = lambda _: None


PLAIN: Final = TaskMessages()


class LostTaskError(Exception):
    """Every worker that was given the task died."""


def run_tasks(
    pool: Executor | None,
    jobs: int,
    work: Callable[[T], U],
    tasks: Iterable[tuple[N, T]],
    messages: TaskMessages = PLAIN,
) -> Iterator[tuple[N, U | DocgenError]]:
    """Yield each task's name with its result or its DocgenError, in the order in which they end.

    A task is a pair of its name and the argument of `work`.  Without a pool tasks are done here,
    one after another.  Raise WorkplaceError when the pool has broken down.
    """
    if pool is None:
        yield from (
            (name, _result_of(partial(work, task), messages.name_of(name))) for name, task in tasks
        )
        return
    waiting: dict[Future[U], N] = {}
    ended: SimpleQueue[Future[U]] = SimpleQueue()
    ahead = iter(tasks)
    while True:
        for name, task in islice(ahead, TASKS_A_PROCESS * jobs - len(waiting)):
            with _report_breakdown(pool), hold_signals():
                future = pool.submit(work, task)
                waiting[future] = name
                future.add_done_callback(ended.put)
        if not waiting:
            return
        with _report_breakdown(pool):
            future = _next(ended, pool, messages)
        name = waiting.pop(future)
        with _report_breakdown(pool):
            result = _result_of(future.result, messages.name_of(name))
        yield name, result


def _next(ended: SimpleQueue[Future[U]], pool: Executor, messages: TaskMessages) -> Future[U]:
    """Return the next task that ends; raise BrokenExecutor when the pool has no worker for long.

    A cluster without workers would keep its tasks for ever.
    """
    patience = 0 if isinstance(pool, Processes) else NO_WORKER_SECONDS
    seen = time.monotonic()
    while True:
        with suppress(Empty):
            return ended.get(timeout=CHECK_EVERY)
        if not isinstance(pool, MonitoredExecutor) or pool.alive():
            seen = time.monotonic()
        elif (left := patience - (time.monotonic() - seen)) < 0:
            raise BrokenExecutor
        else:
            messages.on_no_worker(left)


def _result_of(work: Callable[[], U], name: str) -> U | DocgenError:
    """Return the result of a task, or why it could not be done."""
    try:
        with report_disk_errors(name), report_memory_shortage(name):
            return work()
    except DocgenError as error:
        return error
    except LostTaskError:
        message = "chaque travailleur qui l’a fabriqué s’est arrêté avant la fin"
        hint = f"donnez-leur plus de mémoire, puis relancez : {STANDS}"
        return WorkplaceError([Problem(name, message, code="travailleur", hint=hint)])
    except (BrokenExecutor, CancelledError):  # of the pool, and of no task
        raise
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        return RenderingError([fault(name, error)])


@contextmanager
def _report_breakdown(pool: Executor) -> Iterator[None]:
    """Raise WorkplaceError when a pool has broken down."""
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
