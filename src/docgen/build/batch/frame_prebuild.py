"""A second process beside a small batch: it loads while the first composes, then builds frames.

It begins with the last sections, and leaves frames in the cache.  Only time depends on it: the
first process makes what is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from docgen.build.batch.job import Batch
from docgen.build.batch.processes import CANNOT_START, MIN_TASKS_FOR_POOL, process_pool
from docgen.document import Format
from docgen.output.signals import hold_signals

if TYPE_CHECKING:
    from docgen.build.batch.composer import RenderSettings


def load_renderers(formats: Sequence[Format]) -> None:
    """Import the renderers of the formats that have pages."""
    from docgen.rendering import renderer

    for format in formats:
        if format.traits.paged:
            renderer(format)


class FrameProcess(ExitStack):
    """A second process, if it is of use, until the context ends."""

    def __init__(self, batch: Batch, *, cached: bool) -> None:
        super().__init__()
        request = batch.brief.request
        framed = request.framed and any(one.traits.paged for one in request.formats)
        self._useful = (
            cached and framed and batch.jobs > 1 and len(batch.codes) < MIN_TASKS_FOR_POOL
        )
        self._formats = request.formats
        self._pool: Executor | None = None

    def start(self) -> None:
        """Start the process, which imports renderers."""
        if self._useful:
            with suppress(*CANNOT_START):
                pool = self.enter_context(process_pool(1, patient=False))
                with hold_signals():
                    pool.submit(load_renderers, self._formats)
                self._pool = pool

    def build(self, settings: RenderSettings, packed: bytes) -> None:
        """Have the process build the frames of packed documents."""
        if self._pool:
            from docgen.build.batch.composer import build_frames

            with suppress(*CANNOT_START), hold_signals():
                self._pool.submit(build_frames, settings, packed)
