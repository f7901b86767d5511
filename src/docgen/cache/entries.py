"""What is kept as JSON: told when written, decoded when read; what is of another shape goes."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from docgen.cache.store import Store

T = TypeVar("T")
STRANGE: Final = (AttributeError, LookupError, TypeError, ValueError, zlib.error)
"""What is raised by data of another shape: another docgen may have written it."""


class Entries:
    """The entries of a store, by room and key; without a store, none."""

    def __init__(self, store: Store | None) -> None:
        self._store = store

    def read(self, room: str, key: str, decode: Callable[[Any], T]) -> T | None:
        """Return an entry, decoded; None for none, or for one of another shape, which goes."""
        return self._decoded(room, key, lambda data: decode(json.loads(data)))

    def read_packed(self, room: str, key: str, decode: Callable[[Any], T]) -> T | None:
        """Return an entry that was `packed`, decoded, in the same way."""
        return self._decoded(room, key, lambda data: decode(json.loads(zlib.decompress(data))))

    def write(self, room: str, key: str, told: Mapping[str, Any]) -> None:
        """Keep an entry."""
        self.put(room, key, json.dumps(told, sort_keys=True).encode())

    def put(self, room: str, key: str, data: bytes) -> None:
        """Keep an entry as it is given."""
        if self._store:
            self._store.put(room, key, data)

    def use(self, room: str, key: str) -> bool:
        """Note that an entry counts, though nobody reads it; say whether there is one."""
        return self._store.use(room, key) if self._store else False

    def _decoded(self, room: str, key: str, decode: Callable[[bytes], T]) -> T | None:
        data = self._store.get(room, key) if self._store else None
        if self._store is None or data is None:
            return None
        try:
            return decode(data)
        except STRANGE:
            self._store.drop(room, key)
            return None


def packed(told: Mapping[str, Any]) -> bytes:
    """Return an entry as it is kept where many are."""
    return zlib.compress(json.dumps(told, sort_keys=True).encode(), 1)
