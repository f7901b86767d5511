"""A dictionary of limited size that drops its least recently used entry."""

from __future__ import annotations

from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class LruCache(dict[K, V]):
    """A dictionary of at most `most` entries."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def __getitem__(self, key: K) -> V:
        """Return a value, which becomes the last used; raise KeyError when there is none."""
        value = self.pop(key)
        super().__setitem__(key, value)
        return value

    def __setitem__(self, key: K, value: V) -> None:
        """Store a value, dropping the least recently used one if there is no room."""
        if len(self) >= self._most:
            del self[next(iter(self))]
        super().__setitem__(key, value)
