"""Documents as they travel between processes: without files."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Sequence

from docgen.document import Document


def pack_documents(documents: Sequence[Document]) -> bytes:
    """Return documents as bytes, a fifth of their size."""
    return zlib.compress(pickle.dumps(tuple(documents), pickle.HIGHEST_PROTOCOL), 1)


def unpack_documents(packed: bytes) -> tuple[Document, ...]:
    """Return the documents that another process of this batch packed."""
    documents: tuple[Document, ...] = pickle.loads(zlib.decompress(packed))
    return documents
