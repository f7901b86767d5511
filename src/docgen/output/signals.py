"""The signals that ask docgen to stop: Ctrl-C, SIGTERM, a closed terminal.

Python interrupts the main thread between any two steps, those of the standard library included: a
lock that was just taken would never be released, and whoever needs it would wait for ever.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, NoReturn

STOPS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Ctrl-C, the system or another program, a terminal that is closed."""


def install_signal_handlers() -> None:
    """Have every signal that asks docgen to stop raise KeyboardInterrupt, as Ctrl-C does."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as it is under `nohup`
        signal.signal(signal.SIGHUP, _hang_up)


def _hang_up(number: int, _: FrameType | None) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)  # a closed terminal sends it several times
    raise KeyboardInterrupt


@contextmanager
def hold_signals() -> Iterator[None]:
    """Hold these signals until the block is done; outside the main thread there are none."""
    before = {number: signal.getsignal(number) for number in STOPS}
    before = {number: how for number, how in before.items() if how is not signal.SIG_IGN}
    if threading.current_thread() is not threading.main_thread() or None in before.values():
        yield
        return
    received: list[int] = []
    try:
        for number in before:
            signal.signal(number, lambda each, _: received.append(each))
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if received:  # even when the block failed
            signal.raise_signal(received[0])
