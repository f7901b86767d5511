"""Frames and measured pages shared by processes and runs, in the project's cache."""

import hashlib
from typing import Final

from docgen.cache import Store
from docgen.rendering.frames.frame import SectionFrame
from docgen.rendering.frames.layout.engine import LayoutEngine
from docgen.rendering.frames.output.painting import Fonts, paint
from docgen.rendering.frames.serialization import (
    StoredFrame,
    StoredPage,
    pack_frame,
    pack_page,
    unpack_frame,
    unpack_page,
)

NAMESPACE: Final = "cadres"
PAGES: Final = "pages-mesurees"
"""The namespace of measured pages."""


class FrameCache:
    """The cached frames and measured pages of one set of templates, by skeleton and rank.

    It is empty without a store. `toolchain` is the digest of the templates, the code and the
    libraries that make them.
    """

    def __init__(self, store: Store | None, toolchain: str) -> None:
        self._store, self._toolchain = store, toolchain

    def get(
        self, skeleton: tuple[str, ...], rank: int, engine: LayoutEngine, fonts: Fonts
    ) -> StoredFrame | None:
        """Return a frame, or None when there is none whose fonts this process has."""
        data = self._store.get(NAMESPACE, self._key(skeleton, rank)) if self._store else None
        stored = unpack_frame(data, engine.context, fonts) if data else None
        return stored if stored and _load_fonts(stored[0], engine, fonts) else None

    def keep(
        self, skeleton: tuple[str, ...], rank: int, made: StoredFrame, engine: LayoutEngine
    ) -> SectionFrame:
        """Store a new frame, and return it as it is read again: its slots take a tenth of the room.

        One that holds what only its process has is returned as it is.
        """
        frame, common = made
        data = pack_frame(frame, common)
        if self._store and data:
            self._store.put(NAMESPACE, self._key(skeleton, rank), data)
        stored = unpack_frame(data, engine.context, frame.fonts) if data else None
        return stored[0] if stored else frame

    def get_page(
        self, skeleton: tuple[str, ...], rank: int, engine: LayoutEngine
    ) -> StoredPage | None:
        """Return a measured page, or None when there is none."""
        data = self._store.get(PAGES, self._key(skeleton, rank)) if self._store else None
        return unpack_page(data, engine.context) if data else None

    def keep_page(self, skeleton: tuple[str, ...], rank: int, page: StoredPage) -> None:
        """Store a measured page, unless it holds what only its process has."""
        if self._store and (data := pack_page(page)):
            self._store.put(PAGES, self._key(skeleton, rank), data)

    def _key(self, skeleton: tuple[str, ...], rank: int) -> str:
        digest = hashlib.sha256("\0".join(skeleton).encode()).hexdigest()
        return f"{self._toolchain} {digest} {rank}"


def _load_fonts(frame: SectionFrame, engine: LayoutEngine, fonts: Fonts) -> bool:
    """Whether this process has the fonts of a frame; load them first if it does not."""
    names = {
        *frame.glyphs,
        *(name for slot in frame.slots.values() for name in slot.content.glyphs),
    }
    if not names <= fonts.names:
        paint(engine.sample(frame.faces), fonts)
        fonts.take()
    return names <= fonts.names
