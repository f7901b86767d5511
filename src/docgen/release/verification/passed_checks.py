"""The checks that files have passed, in the cache: the same bytes are not examined twice.

A check is kept by the digest of the bytes and of all that examined them.  Files with a fault are
examined each time.  Every file is still read and its digest computed.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from typing import Final

from docgen.cache import Store
from docgen.cache.fingerprint import code_digest, versions
from docgen.document import Diffusion
from docgen.referential.territoire.internal import InternalValues
from docgen.release.entries import ReleaseFile

NAMESPACE: Final = "controles"
LIBRARIES: Final = ("lxml", "page-validation", "pypdf", "pypdfium2")
"""The libraries that examine files, beside docgen's own code."""
PASSED_MARK: Final = b"conforme\n"
DIGEST: Final = re.compile(rb"(?s).{8}")
"""The digest of a construct (`conformity/pdf/constructs.py`)."""


class PassedChecks:
    """The checks that a store remembers; without a store, none."""

    def __init__(self, store: Store | None) -> None:
        self._store = store

    def reading_key(self, files: Sequence[ReleaseFile], internal: InternalValues) -> str:
        """Return the key of docgen's own examination of a document's files."""
        listed = [
            [str(file.full_place), file.format, file.sha256]
            for file in sorted(files, key=lambda file: file.full_place)
        ]
        public = any(file.folder == Diffusion.PUBLIQUE for file in files)
        return _key("relecture", self.readers, _key(*internal.searched) if public else "", listed)

    def validator_key(self, sha256: str) -> str:
        """Return the key of page-validation's verdict on a file of that digest."""
        return _key("validateur", self.readers, sha256)

    def verdict_key(self, sha256: str, stamp: str, profiles: Sequence[str]) -> str:
        """Return the key of veraPDF's verdict on a file of that digest."""
        return _key("verapdf", stamp, [*profiles], sha256)

    def get(self, key: str) -> frozenset[bytes] | None:
        """Return the constructs of what passed the check of that key before, None unless it did."""
        entry = self._store.get(NAMESPACE, key) if self._store else None
        if entry is None or not entry.startswith(PASSED_MARK):
            return None
        return frozenset(DIGEST.findall(entry, len(PASSED_MARK)))

    def add(self, key: str, constructs: frozenset[bytes] = frozenset()) -> None:
        """Remember that a check was passed, and the constructs of what passed it."""
        if self._store:
            self._store.put(NAMESPACE, key, PASSED_MARK + b"".join(sorted(constructs)))

    @cached_property
    def readers(self) -> list[str]:
        """All that examines files, with its version."""
        others = (f"{name} {version(name)}" for name in LIBRARIES)
        return [code_digest(), json.dumps(versions(), sort_keys=True), *others]


def _key(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
