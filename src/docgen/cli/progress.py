"""How far a long command is, on stderr: done, pace, time left, failures."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from docgen.build.batch import Progress, Tell

EVERY = 0.2
"""How many seconds pass between two lines: a terminal need not be told each commune."""
MANY = 50
"""How many documents pass between two lines of a log."""


@contextmanager
def progress() -> Iterator[Tell]:
    """Give what tells how far a batch is; a line that is written over, wiped at the end."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    line = _Line()
    try:
        yield line.show
    finally:
        line.wipe()


@contextmanager
def steps(logged: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Give what tells the steps of a long work, on stderr.

    On a terminal, a line that is written over, wiped at the end; elsewhere nothing, unless they are
    to be `logged`, for who waits for a machine that publishes: a line for each step, and for so
    many documents.
    """
    if not sys.stderr.isatty():
        yield _Log().step if logged else lambda *_: None
        return
    line = _Line()
    try:
        yield line.step
    finally:
        line.wipe()


class _Log:
    """Plain lines, few enough for a log that people read."""

    def __init__(self) -> None:
        self._step, self._told = "", 0

    def step(self, name: str, done: int, total: int) -> None:
        """Write that a step begins, then how far it is, each time that so many more are done."""
        if name != self._step:
            self._step, self._told = name, 0
            click.echo(f"{name}, {total} à faire…" if total > 1 else f"{name}…", err=True)
        elif done - self._told >= MANY and done < total:
            self._told = done
            click.echo(f"{name}\u00a0: {done} / {total}", err=True)


class _Line:
    """One line of a terminal, written over and over."""

    def __init__(self) -> None:
        self._phase = ""
        self._began = self._shown = time.monotonic()
        self._first = 0

    def show(self, now: Progress) -> None:
        """Write how far the batch is, unless it was written just now."""
        moment = time.monotonic()
        if now.phase != self._phase:
            self._phase, self._began, self._first = now.phase, moment, now.done
        elif moment - self._shown < EVERY and now.done < now.total:
            return
        self._shown = moment
        said = told(now, now.done - self._first, moment - self._began)
        click.echo(f"\r\x1b[K{said}", nl=False, err=True)

    def step(self, name: str, done: int, total: int) -> None:
        """Write which step a work is at, and how far."""
        moment = time.monotonic()
        if name == self._phase and moment - self._shown < EVERY and done < total:
            return
        self._phase, self._shown = name, moment
        far = f"\u00a0: {done} / {total}" if total > 1 else "…"
        click.echo(f"\r\x1b[K{name}{far}", nl=False, err=True)

    def wipe(self) -> None:
        """Leave no trace of the line."""
        with suppress(OSError):  # the terminal may be gone: what ended the work is told, not this
            click.echo("\r\x1b[K", nl=False, err=True)


def told(now: Progress, done: int, seconds: float) -> str:
    """Return how far a batch is: ``fabrication : 12 / 314, 2,1 par seconde, encore 2 min 24 s``."""
    parts = [f"{now.phase}\u00a0: {now.done} / {now.total}"]
    pace = done / seconds if seconds > 0 else 0
    if now.patience is not None:
        parts.append(f"plus aucun travailleur, attendu encore {duration(now.patience)}")
    elif pace:
        parts.append(f"{pace:.1f}".replace(".", ",") + " par seconde")
        parts.append(f"encore {duration((now.total - now.done) / pace)}")
    if now.kept:
        parts.append(f"{now.kept} déjà là")
    if now.failed:
        parts.append(f"{now.failed} en échec")
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """Return a time to wait: ``45 s``, ``2 min 24 s``, ``1 h 05 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return (
        f"{minutes} min {rest:02} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
    )
