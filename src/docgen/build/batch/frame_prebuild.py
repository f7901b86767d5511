"""A second process beside a batch of few: it loads while the first composes, then builds frames.

It builds those of the last sections first, the other way round than the first process, and leaves
them in the cache.  Only time depends on it: what it did not do, or could not, the first does.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from docgen.build.batch.job import Lot
from docgen.build.batch.processes import FEW, STARTLESS, pool_of
from docgen.document import Format
from docgen.signals import interruptions_held

if TYPE_CHECKING:
    from docgen.build.batch.composer import Order


def load(formats: Sequence[Format]) -> None:
    """Load what makes the formats that have pages."""
    from docgen.rendering import renderer

    for format in formats:
        if format.traits.paged:
            renderer(format)


class Second(ExitStack):
    """A second process, if it is of use; it ends with whoever asked for it."""

    def __init__(self, lot: Lot, *, cached: bool) -> None:
        super().__init__()
        request = lot.brief.request
        framed = request.framed and any(one.traits.paged for one in request.formats)
        self._useful = cached and framed and lot.jobs > 1 and len(lot.codes) <= FEW
        self._formats = request.formats
        self._pool: Executor | None = None

    def start(self) -> None:
        """Have the process load what makes PDF, once."""
        if self._useful and self._pool is None:
            with suppress(*STARTLESS):
                pool = self.enter_context(pool_of(1, patient=False))
                with interruptions_held():
                    pool.submit(load, self._formats)
                self._pool = pool
            self._useful = self._pool is not None

    def build(self, order: Order, parcel: bytes) -> None:
        """Have it build frames of documents that were wrapped."""
        if self._pool:
            from docgen.build.batch.composer import build_frames

            with suppress(*STARTLESS), interruptions_held():
                self._pool.submit(build_frames, order, parcel)
