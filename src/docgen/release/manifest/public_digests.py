"""Digests of texts by what the public may read of them.

Whoever knows the rest of a file could try a remark, a name or a number until one gives its digest:
comments, remarks and stamps do not count.
"""

import hashlib
import json
from pathlib import Path
from typing import Final

from docgen.content.raw import texts
from docgen.content.source import read_source
from docgen.content.stamp import STAMPS
from docgen.errors import ContentError
from docgen.release.verification.leaks import AMONG_DRAFTERS

DIGESTS_KEY: Final = "empreintes"
"""The key of a manifest whose digests of texts are such ones."""
PUBLIC_WORDS: Final = "mots publics"
PRIVATE_FIELDS: Final = {*STAMPS, *AMONG_DRAFTERS, "a_controler"}
"""The fields of what people say among themselves."""


def public_digest(path: Path, name: str) -> str:
    """Return the digest of what the public may read of a text, '' where it cannot be read."""
    try:
        fields = texts(read_source(path, name).data, empty=True)
    except ContentError:
        return ""
    public = [
        [[*map(str, steps)], text] for steps, text in fields if PRIVATE_FIELDS.isdisjoint(steps)
    ]
    return hashlib.sha256(json.dumps(public).encode()).hexdigest()
