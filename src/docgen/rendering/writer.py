"""What a format provides to be made and compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from docgen.document import Artifact, Document
from docgen.errors import Problem
from docgen.format import Format
from docgen.rendering.html.templates import Templates

Renderer = Callable[[Document, Templates], Artifact]


@dataclass(frozen=True, slots=True)
class ReopenedFile:
    """A finished file read again: all its text, the words of its body, its problems.

    `pages` is the text of fixed pages, None where there are none or they cannot be read;
    `constructs` are what a PDF is built of (`conformity/pdf/constructs.py`).
    """

    text: str
    words: Sequence[str] = ()
    problems: Sequence[Problem] = ()
    pages: str | None = None
    constructs: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class Writer:
    """How the files of a format are made.

    `load` imports the libraries, which takes time, and returns the renderer; `reopen` reads
    finished bytes again, named in problems; `carries` is the format attached to a file of this one
    when its document has a `canonical` source.
    """

    load: Callable[[], Renderer]
    reopen: Callable[[bytes, str], ReopenedFile]
    carries: Format | None = None
