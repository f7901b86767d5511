"""Limits of time and memory within which a project's own templates are filled and laid out.

They are kept by the system, for a process of its own: much of the work is done in libraries that
Python cannot interrupt, and that end the process when memory runs out.
"""

import ctypes
import gc
import os
import pickle
import resource
import signal
import sys
import tempfile
import time
import traceback
import weakref
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NoReturn, TypeVar

from docgen.errors import DocgenError, Problem, TemplateError
from docgen.rendering.html.templates import Templates
from docgen.rendering.memory_errors import normalize_memory_errors

T = TypeVar("T")

SECONDS: Final = 45
"""How many seconds of computation a document may take; our longest takes five."""
PATIENCE: Final = 180
"""After how many seconds of waiting a process that does not even compute is ended."""
MEMORY: Final = 1_500_000_000
"""How many bytes of addresses the process may have; our longest document takes 480 million."""
MEMORY_TO_ADD: Final = 1_000_000_000
"""How many more it may have than it began with, which may be much: it is a copy of its parent."""
M_ARENA_MAX: Final = -8
"""How mallopt(3) names the number of arenas of memory; each reserves 64 MB of addresses."""
FRAMES_BEFORE: Final = 70_000
"""How many words the frame takes above which documents are made: a little more than half a MB.

CPython keeps frames in chunks of 16 KB, or as large as the first needs, and layout calls across
the border of two again and again: each time a chunk was mapped and unmapped. Above this frame it
has half a MB in one chunk, of which only what is used takes memory.
"""
KEY: Final = "limits"
"""The key of the process in the state that is kept with the templates."""
IN_CHILD: Final = "child"
"""What that state holds inside the process."""
PR_SET_PDEATHSIG: Final = 1
"""The option of prctl(2) that names the signal a process gets when its parent ends."""
HINT: Final = "cherchez-y une boucle, un texte, un tableau ou un dessin qui grandit sans mesure"
TIME: Final = f"ce modèle demande plus de {SECONDS} secondes de calcul pour un document"
WAITS_TOO_LONG: Final = f"ce modèle attend sans calculer : rien n’est venu en {PATIENCE} secondes"
BUSY: Final = "fermez d’autres programmes, puis relancez"
SPACE: Final = "ce modèle demande plus de 1 Go de mémoire pour un document"
DEPTH: Final = "ce modèle imbrique trop d’éléments les uns dans les autres"
CRASH: Final = "ce modèle fait échouer la mise en page : trop d’éléments, ou trop grands"


class LimitError(TemplateError):
    """A template asks for more time or memory than any document needs."""


def within_limits(templates: Templates, work: Callable[..., T], *arguments: Any) -> T:
    """Return what `work` makes of these arguments and the templates, within limits.

    Docgen's own templates need none.  Raise LimitError with the name of the template.
    """
    state = templates.renderer_state
    held = state.get(KEY)
    if templates.shipped_only or held is IN_CHILD:
        return work(*arguments, templates)
    child = state[KEY] = held if isinstance(held, _Child) else _Child(templates)
    try:
        result: T = child.call(work, arguments)
    except (LimitError, MemoryError, RuntimeError):
        del state[KEY]
        raise
    return result


within_limits.__code__ = within_limits.__code__.replace(co_stacksize=FRAMES_BEFORE)


class _Child:
    """A process that works for the templates as they are open, one request at a time."""

    def __init__(self, templates: Templates) -> None:
        folder = TemporaryDirectory(prefix="docgen-", ignore_cleanup_errors=True)
        self._pipe, other = Pipe()
        self._name = ""
        self._pid = os.fork()
        if not self._pid:
            self._pipe.close()
            _serve(other, templates, folder.name)
        other.close()
        self._end = weakref.finalize(self, _end, os.getpid(), self._pid, self._pipe, folder)

    def call(self, work: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """Return what `work` makes in the process, or raise its error."""
        try:
            self._pipe.send_bytes(pickle.dumps((work, arguments), pickle.HIGHEST_PROTOCOL))
            while self._answers():
                kind, value = pickle.loads(self._pipe.recv_bytes())
                if kind == "result":
                    return value
                if kind == "error":
                    raise value
                if kind == "limit":
                    raise self._refusal(value)
                self._name = value
        except (EOFError, ConnectionError):
            raise self._death() from None
        raise self._refusal(WAITS_TOO_LONG, BUSY)

    def _answers(self) -> bool:
        """Whether the process answers; while we are stopped (Ctrl-Z), our patience is too."""
        return any(self._pipe.poll(1) for _ in range(PATIENCE))

    def _death(self) -> Exception:
        """Return why the process ended: a limit, the memory of the machine, or a bug of ours."""
        try:
            ended = os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOWAIT)
        except ChildProcessError:  # somebody else has waited for it
            return self._refusal(CRASH)
        if ended and ended.si_code == os.CLD_EXITED:
            self._end()
            return RuntimeError(f"processus des modèles : code de sortie {ended.si_status}")
        ended_by = ended.si_status if ended else 0
        if ended_by == signal.SIGKILL:
            self._end()
            return MemoryError()
        return self._refusal(TIME if ended_by == signal.SIGXCPU else CRASH)

    def _refusal(self, message: str, hint: str = HINT) -> LimitError:
        self._end()
        return LimitError([Problem(f"templates/{self._name}", message, code="limite", hint=hint)])


def _end(parent: int, pid: int, pipe: Connection, folder: TemporaryDirectory[str]) -> None:
    pipe.close()
    if os.getpid() != parent:  # a copy: another process bears that number, perhaps
        return
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    folder.cleanup()


def _serve(pipe: Connection, templates: Templates, folder: str) -> NoReturn:
    """Answer requests until there are no more; this process ends with its parent."""
    gc.freeze()  # what the parent is about to drop is its own: to free it here too may crash
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for number in (signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stderr__.fileno() if sys.__stderr__ else 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        tempfile.tempdir = folder
        limited = _limit_memory()
        templates.renderer_state[KEY] = IN_CHILD
        templates.on_open = lambda name: pipe.send_bytes(pickle.dumps(("at", name)))
        while True:
            work, arguments = pickle.loads(pipe.recv_bytes())
            _limit_time()
            pipe.send_bytes(_answer(work, (*arguments, templates), limited=limited))
    except EOFError:
        os._exit(0)  # no more requests
    finally:
        os._exit(1)


def _limit_memory() -> bool:
    """Limit the memory of this process, and return whether it was not limited to less."""
    ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    most = max(MEMORY, mapped + MEMORY_TO_ADD)
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    if soft != resource.RLIM_INFINITY and soft <= most:
        return False
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    return True


def _limit_time() -> None:
    """Let the system end this process after the seconds of a document."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(time.process_time()) + SECONDS
    soft = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _answer(work: Callable[..., Any], arguments: tuple[Any, ...], *, limited: bool) -> bytes:
    answer: tuple[str, object]
    try:
        return _pickle_outcome(work, arguments)
    except MemoryError:
        answer = ("limit", SPACE) if limited else ("error", MemoryError())
    except RecursionError:
        answer = "limit", DEPTH
    return pickle.dumps(answer)


def _pickle_outcome(work: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    """Return what is made of these arguments, or the error; raise MemoryError, RecursionError."""
    try:
        with normalize_memory_errors():
            return pickle.dumps(("result", work(*arguments)), pickle.HIGHEST_PROTOCOL)
    except (MemoryError, RecursionError):
        raise
    except DocgenError as error:
        error.__traceback__ = error.__cause__ = error.__context__ = None  # they hold much memory
        return pickle.dumps(("error", error))
    except Exception as error:
        details = traceback.format_exc()
        error.add_note(details)
        with suppress(Exception):
            answer = pickle.dumps(("error", error))
            pickle.loads(answer)  # which some errors refuse
            return answer
        return pickle.dumps(("error", RuntimeError(details)))
