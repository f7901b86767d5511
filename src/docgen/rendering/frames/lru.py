"""What was used last: so many things, the least recently used going first."""

from __future__ import annotations

from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(dict[K, V]):
    """Things by key, at most so many."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def __getitem__(self, key: K) -> V:
        """Return a thing, which is now the last used; raise KeyError for none."""
        value = self.pop(key)
        super().__setitem__(key, value)
        return value

    def __setitem__(self, key: K, value: V) -> None:
        """Keep a thing in the place of the one that was not used for longest."""
        if len(self) >= self._most:
            del self[next(iter(self))]
        super().__setitem__(key, value)
