"""Frames that processes and runs share, in the project's cache: each is built by one of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from docgen.cache import Store
from docgen.rendering.frames.frame import Frame
from docgen.rendering.frames.layout.layout import Press
from docgen.rendering.frames.output.binding import Common
from docgen.rendering.frames.output.painting import Fonts, paint
from docgen.rendering.frames.serialization import Kept, found, kept

ROOM: Final = "cadres"


class Cellar:
    """The frames of one edition, by skeleton and rank; without a store, none.

    `means` is the digest of the templates, the code and the libraries that frames are made by.
    """

    def __init__(self, store: Store | None, means: str) -> None:
        self._store, self._means = store, means

    def take(self, skeleton: tuple[str, ...], rank: int, press: Press, fonts: Fonts) -> Kept | None:
        """Return a frame; None when there is none, or none whose fonts this process has."""
        data = self._store.get(ROOM, self._key(skeleton, rank)) if self._store else None
        made = found(data, press.context, fonts) if data else None
        return made if made and _dressed(made[0], press, fonts) else None

    def put(self, skeleton: tuple[str, ...], rank: int, frame: Frame, common: Common) -> None:
        """Keep a frame, if it is one that can be."""
        data = kept(frame, common) if self._store else None
        if self._store and data:
            self._store.put(ROOM, self._key(skeleton, rank), data)

    @contextmanager
    def claimed(self, skeleton: tuple[str, ...], rank: int, *, wait: bool) -> Iterator[bool]:
        """Keep other processes from building a frame meanwhile; say whether that is ours to do."""
        if self._store is None:
            yield True
            return
        with self._store.claimed(ROOM, self._key(skeleton, rank), wait=wait) as ours:
            yield ours

    def _key(self, skeleton: tuple[str, ...], rank: int) -> str:
        told = hashlib.sha256("\0".join(skeleton).encode()).hexdigest()
        return f"{self._means} {told} {rank}"


def _dressed(frame: Frame, press: Press, fonts: Fonts) -> bool:
    """Whether the fonts of a frame are those of this process; they are opened if need be."""
    asked = {
        *frame.glyphs,
        *(name for hole in frame.holes.values() for name in hole.segment.glyphs),
    }
    if not asked <= fonts.names:
        paint(press.specimen(frame.faces), fonts)
        fonts.take()
    return asked <= fonts.names
