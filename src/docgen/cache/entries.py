"""JSON entries of a store; one of another shape is removed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter
from pydantic_core import to_json

from docgen.cache.store import Store

T = TypeVar("T")
_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


class Entries:
    """The entries of a store, by namespace and key; without a store, none."""

    def __init__(self, store: Store | None) -> None:
        self._store = store

    def read(self, namespace: str, key: str, shape: type[T]) -> T | None:
        """Return an entry; None for none, or for one of another shape.

        Another version of docgen may have written that one.
        """
        data = self._store.get(namespace, key) if self._store else None
        if self._store is None or data is None:
            return None
        try:
            entry: T = _adapter(shape).validate_json(data)
        except ValueError:
            self._store.drop(namespace, key)
            return None
        return entry

    def write(self, namespace: str, key: str, data: object) -> None:
        """Write an entry: a dataclass, or plain values."""
        self.put(namespace, key, to_json(data))

    def put(self, namespace: str, key: str, data: bytes) -> None:
        """Write an entry that is no JSON."""
        if self._store:
            self._store.put(namespace, key, data)
