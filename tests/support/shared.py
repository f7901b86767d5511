"""What tests make once for a whole run, by one of its processes: the others read it from disk."""

from __future__ import annotations

import fcntl
import hashlib
import os
import pickle
import tempfile
from collections.abc import Callable, Hashable
from functools import cache, wraps
from pathlib import Path
from typing import Any, TypeVar, cast

PLACE = "DOCGEN_TESTS_SHARED"
"""The variable that names the folder of a run: whoever begins the run makes it, and removes it."""
Maker = TypeVar("Maker", bound=Callable[..., Any])


def folder_of_the_run() -> Path:
    """Return a new folder, that goes when the run ends."""
    return Path(tempfile.mkdtemp(dir=os.environ.get(PLACE)))


def shared(make: Maker) -> Maker:
    """Have what a function makes of some words made once in a run, by whoever asks first.

    It must be the same whoever makes it, and nobody may change it.
    """

    @cache
    @wraps(make)
    def made(*asked: Hashable) -> Any:
        folder = os.environ.get(PLACE)
        if not folder:
            return make(*asked)
        words = repr((make.__module__, make.__qualname__, asked))
        path = Path(folder, hashlib.sha256(words.encode()).hexdigest())
        with path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # others wait for it, and for nothing else
            if path.exists():
                return pickle.loads(path.read_bytes())
            found = make(*asked)
            path.with_suffix(".part").write_bytes(pickle.dumps(found))
            path.with_suffix(".part").rename(path)  # whole, or not there
        return found

    return cast("Maker", made)
