"""The progress of a long command, on stderr: done, pace, time left, failures."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from docgen.build.batch import OnProgress, Progress

SECONDS_BETWEEN = 0.2
"""Seconds between two lines on a terminal."""
LOG_SECONDS = 20
"""Seconds between two lines of a log."""


@contextmanager
def progress() -> Iterator[OnProgress]:
    """Give the function that shows the progress of a batch, on a terminal."""
    with _open_line() as line:
        yield line.show if line else lambda _: None


@contextmanager
def steps(logged: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Give the function that shows the steps of a long command.

    Outside of a terminal it shows nothing or, when `logged`, writes a line for each step, and its
    count every `LOG_SECONDS` seconds.
    """
    with _open_line() as line:
        if line:
            yield line.step
        else:
            yield _Log().step if logged else lambda *_: None


@contextmanager
def _open_line() -> Iterator[_Line | None]:
    """Give a line of the terminal, wiped at the end; None where stderr is none."""
    if not sys.stderr.isatty():
        yield None
        return
    try:
        yield _Line()
    finally:
        with suppress(OSError):  # the terminal may be gone, which is reported elsewhere
            click.echo("\r\x1b[K", nl=False, err=True)


class _Log:
    def __init__(self) -> None:
        self._step, self._logged = "", 0.0

    def step(self, name: str, done: int, total: int) -> None:
        moment = time.monotonic()
        if name != self._step:
            self._step, self._logged = name, moment
            click.echo(f"{name}, {total} à faire…" if total > 1 else f"{name}…", err=True)
        elif moment - self._logged >= LOG_SECONDS and done < total:
            self._logged = moment
            click.echo(f"{name}\u00a0: {done} / {total}", err=True)


class _Line:
    def __init__(self) -> None:
        self._phase = ""
        self._began = self._shown = time.monotonic()
        self._first = 0

    def show(self, now: Progress) -> None:
        """Write the progress of a batch, unless it was written just now."""
        moment = time.monotonic()
        if now.phase != self._phase:
            self._phase, self._began, self._first = now.phase, moment, now.done
        elif moment - self._shown < SECONDS_BETWEEN and now.done < now.total:
            return
        self._shown = moment
        text = progress_text(now, now.done - self._first, moment - self._began)
        click.echo(f"\r\x1b[K{text}", nl=False, err=True)

    def step(self, name: str, done: int, total: int) -> None:
        moment = time.monotonic()
        if name == self._phase and moment - self._shown < SECONDS_BETWEEN and done < total:
            return
        self._phase, self._shown = name, moment
        far = f"\u00a0: {done} / {total}" if total > 1 else "…"
        click.echo(f"\r\x1b[K{name}{far}", nl=False, err=True)


def progress_text(now: Progress, done: int, seconds: float) -> str:
    """Return the progress of a batch in words.

    ``fabrication : 12 / 314, 2,1 par seconde, encore 2 min 24 s``.
    """
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
    """Return a duration in words: ``45 s``, ``2 min 24 s``, ``1 h 05 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return (
        f"{minutes} min {rest:02} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
    )
