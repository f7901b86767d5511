"""What asks docgen to stop, and when it is heard.

Python breaks off the main thread between any two steps of its own, those of the standard library
too: a lock that was just taken is then never given back, and whoever needs it waits for ever.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, NoReturn

STOPS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Ctrl-C, the system or another program, a terminal that is closed."""


def hear_all_alike() -> None:
    """Have whatever asks docgen to stop end it as Ctrl-C does."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as it is under `nohup`
        signal.signal(signal.SIGHUP, _hung_up)


def _hung_up(number: int, _: FrameType | None) -> NoReturn:
    """A closed terminal is told several times, and heard once."""
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextmanager
def interruptions_held() -> Iterator[None]:
    """Let who stops us wait until a short work is done; only the main thread can be asked."""
    before = {number: signal.getsignal(number) for number in STOPS}
    before = {number: how for number, how in before.items() if how is not signal.SIG_IGN}
    if threading.current_thread() is not threading.main_thread() or None in before.values():
        yield
        return
    asked: list[int] = []
    try:
        for each in before:
            signal.signal(each, lambda number, _: asked.append(number))
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        if asked:  # whatever has come of the work: it may be passed over, who stops us is not
            signal.raise_signal(asked[0])
