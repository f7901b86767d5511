"""JSON entries of a store; one of another shape is removed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from docgen.cache.store import Store

T = TypeVar("T")
MISSHAPEN: Final = (AttributeError, LookupError, TypeError, ValueError)
"""Errors of decoding data of another shape, as another version of docgen may have written."""


class Entries:
    """The entries of a store, by namespace and key; without a store, none."""

    def __init__(self, store: Store | None) -> None:
        self._store = store

    def read(self, namespace: str, key: str, decode: Callable[[Any], T]) -> T | None:
        """Return an entry, decoded; None for none, or for one of another shape."""
        data = self._store.get(namespace, key) if self._store else None
        if self._store is None or data is None:
            return None
        try:
            return decode(json.loads(data))
        except MISSHAPEN:
            self._store.drop(namespace, key)
            return None

    def write(self, namespace: str, key: str, data: Mapping[str, Any]) -> None:
        """Write an entry."""
        self.put(namespace, key, json.dumps(data, sort_keys=True).encode())

    def put(self, namespace: str, key: str, data: bytes) -> None:
        """Write an entry that is no JSON."""
        if self._store:
            self._store.put(namespace, key, data)
