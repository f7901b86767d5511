"""The request for a batch, its progress, and documents in transit; imports nothing heavy."""

import pickle
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from docgen.cache.fingerprint import Recipe
from docgen.document import Document
from docgen.errors import Problem
from docgen.french.territory import CodeInsee
from docgen.left import Item
from docgen.request import Request
from docgen.workspace import Workspace


@dataclass(frozen=True, slots=True)
class BatchTarget:
    """The project, the kind of document and the request."""

    workspace: Workspace
    kind: str
    request: Request


@dataclass(frozen=True, slots=True)
class Batch:
    """The documents of a target for many communes, `jobs` at once.

    With `keep_going`, communes that fail are reported and the others are made.
    """

    target: BatchTarget
    codes: tuple[CodeInsee, ...]
    keep_going: bool = False
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """The documents of one commune, bare, with their recipes, and what is to be told of them.

    `packed` holds them whole, as they travel between processes; empty when there are too many.
    `withheld` names those that were asked for as final and are not ready to be.
    """

    code: CodeInsee
    documents: tuple[Document, ...]
    recipes: Mapping[str, Recipe]
    packed: bytes
    notices: tuple[Problem, ...]
    left: tuple[Item, ...]
    withheld: tuple[str, ...]

    @property
    def name(self) -> str:
        """The names of its documents."""
        return ", ".join(document.stem for document in self.documents)


class Phase(StrEnum):
    """What is being done."""

    VERIFICATION = "vérification"
    FABRICATION = "fabrication"


@dataclass(frozen=True, slots=True)
class Progress:
    """The number of communes that are done, those kept and failed included, and their total.

    `patience` is for how many seconds the batch waits for a worker, None when there is one.
    """

    phase: Phase
    done: int
    total: int
    kept: int = 0
    failed: int = 0
    patience: float | None = None


OnProgress = Callable[[Progress], None]


def pack_documents(documents: Sequence[Document]) -> bytes:
    """Return documents as bytes, a fifth of their size, for another process of this batch."""
    return zlib.compress(pickle.dumps(tuple(documents), pickle.HIGHEST_PROTOCOL), 1)


def unpack_documents(packed: bytes) -> tuple[Document, ...]:
    """Return the documents that another process packed."""
    documents: tuple[Document, ...] = pickle.loads(zlib.decompress(packed))
    return documents
