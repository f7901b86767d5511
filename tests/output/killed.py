"""Publications that are killed as they ask the system for a change, in forks of a small process.

A fork of the process of the tests, which holds what they made, would cost a tenth of a second.
"""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path, PurePosixPath

from docgen.errors import WorkplaceError
from docgen.format import PDF_END, PDF_HEAD, PDF_TABLE
from docgen.output.publication import publish

ROOT = Path(__file__).parents[2]
PLACES = [PurePosixPath(f"convention/convention-{key}.pdf") for key in ("2026", "2027", "2028")]
STALE = PurePosixPath("convention/convention-2027.signatures.json")
EVENTS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"}
"""What Python tells of before it asks the system for a change."""


def own(said: bytes) -> bytes:
    """Return a file that docgen may have made."""
    return PDF_HEAD + said + b"\n" + PDF_TABLE + PDF_END


NEW = dict.fromkeys(PLACES, own(b"nouveau"))


def publishing(output: Path) -> None:
    """Publish a new set."""
    publish(NEW, output, [STALE])


def publishing_privately(output: Path) -> None:
    """Publish a new set in a folder that is not docgen's own."""
    publish(NEW, output, private=True)


def recovering(output: Path) -> None:
    """Complete or take back what an earlier run left."""
    publish({}, output)


def taking_back(output: Path) -> None:
    """Publish on a disk that is full at the last file."""
    with small_disk(), suppress(WorkplaceError):
        publish({**NEW, PLACES[2]: b"x" * 2000}, output)


WORKS: dict[str, Callable[[Path], None]] = {
    one.__name__: one for one in (publishing, publishing_privately, recovering, taking_back)
}


@contextmanager
def small_disk() -> Iterator[None]:
    """Have the system refuse every file above a thousand bytes."""
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


def killed_after(count: int, output: Path, work: Callable[[Path], None]) -> int:
    """Work elsewhere, to be killed after some steps; return how many there were if it was not."""
    server = _server()
    assert server.stdin
    assert server.stdout
    server.stdin.write(json.dumps([count, str(output), work.__name__]) + "\n")
    server.stdin.flush()
    ended, steps = json.loads(server.stdout.readline())
    assert ended in (0, -signal.SIGKILL)
    return int(steps)


@cache
def _server() -> "subprocess.Popen[str]":
    words = [sys.executable, "-m", "tests.output.killed"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    return subprocess.Popen(words, cwd=ROOT, text=True, **pipes)


def _serve() -> None:
    """Answer each line with how a fork ended that did the work, and how many steps it counted."""
    for line in sys.stdin:
        count, output, work = json.loads(line)
        read, write = os.pipe()
        if not (child := os.fork()):
            _work(count, Path(output), WORKS[work], write)
        os.close(write)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(json.dumps([ended, int(os.read(read, 100) or 0)]) + "\n")
        sys.stdout.flush()
        os.close(read)


def _work(count: int, output: Path, work: Callable[[Path], None], told: int) -> None:
    left = count

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in EVENTS and ".pyc" not in str(arguments[0]):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    try:
        sys.addaudithook(watch)
        work(output)
        os.write(told, str(count - left).encode())
        os._exit(0)
    finally:
        os._exit(1)


if __name__ == "__main__":
    _serve()
