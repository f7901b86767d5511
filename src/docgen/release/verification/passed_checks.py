"""What earlier runs found right is not examined again: the same bytes, by the same checks.

Only what passed is kept, in docgen's cache, by the digest of the bytes and of all that examined
them; a file with any fault is examined, and told, each time.  Every file is still read and its
digest made: what is believed is the check, never the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from typing import Final

from docgen.cache import Store
from docgen.cache.fingerprint import code_digest, versions
from docgen.document import Diffusion
from docgen.release.entries import Piece
from docgen.release.verification.leaks import Secrets

ROOM: Final = "controles"
LIBRARIES: Final = ("lxml", "page-validation", "pypdf", "pypdfium2")
"""What reads files again, beside docgen's own code."""
PASSED: Final = b"conforme\n"


class Known:
    """The checks that files passed before; without a store, none."""

    def __init__(self, store: Store | None) -> None:
        self._store = store

    def read_again(self, files: Sequence[Piece], secrets: Secrets) -> str:
        """Return the name of the reading of a document's files, as they are and are read now."""
        told = [
            [str(one.whole), one.format, one.sha256]
            for one in sorted(files, key=lambda piece: piece.whole)
        ]
        public = any(one.folder == Diffusion.PUBLIQUE for one in files)
        return self._named("relecture", self._readers, _digest(secrets) if public else "", told)

    def judged(self, sha256: str, stamp: str, profiles: Sequence[str]) -> str:
        """Return the name of a verdict of veraPDF on such bytes, as it is asked for now."""
        return self._named("verapdf", stamp, [*profiles], sha256)

    def has(self, name: str) -> bool:
        """Whether the check of that name was passed before."""
        return self._store is not None and self._store.get(ROOM, name) == PASSED

    def keep(self, name: str) -> None:
        """Keep that a check was passed."""
        if self._store:
            self._store.put(ROOM, name, PASSED)

    @cached_property
    def _readers(self) -> list[str]:
        others = (f"{name} {version(name)}" for name in LIBRARIES)
        return [code_digest(), json.dumps(versions(), sort_keys=True), *others]

    @staticmethod
    def _named(*told: object) -> str:
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _digest(secrets: Secrets) -> str:
    """Return what stands for the internal values that are looked for in public files."""
    told = [secrets.words, sorted(secrets.numbers)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
