"""Values that one process of a run makes once, and that the others read from disk."""

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
"""The variable that names the folder of a run, which `tests/conftest.py` makes and removes."""
Maker = TypeVar("Maker", bound=Callable[..., Any])


def folder_of_the_run() -> Path:
    """Return a new folder, removed when the run ends."""
    return Path(tempfile.mkdtemp(dir=os.environ.get(PLACE)))


def shared(make: Maker) -> Maker:
    """Return a function whose value is made once per run for the same arguments.

    The value must not depend on the process that makes it, and no test may change it.
    """

    @cache
    @wraps(make)
    def once(*arguments: Hashable) -> Any:
        folder = os.environ.get(PLACE)
        if not folder:
            return make(*arguments)
        call = repr((make.__module__, make.__qualname__, arguments))
        path = Path(folder, hashlib.sha256(call.encode()).hexdigest())
        with path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # others wait for it, and for nothing else
            if path.exists():
                return pickle.loads(path.read_bytes())
            value = make(*arguments)
            path.with_suffix(".part").write_bytes(pickle.dumps(value))
            path.with_suffix(".part").rename(path)  # whole, or not there
        return value

    return cast("Maker", once)
