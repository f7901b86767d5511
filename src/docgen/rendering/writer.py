"""What a format provides to be made and compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen.document import Artifact, Document, Facts
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
class OwnTemplates:
    """The templates of a format beside the HTML; they are linted and must have the same words.

    `template` returns the name of a document's template, `lint` the problems of a template for
    these facts, `body` the words of a file's body, `margins` those of its headers and footers.
    """

    template: Callable[[Document], str]
    lint: Callable[[Path, type[Facts], str], list[Problem]]
    body: Callable[[bytes], list[str]]
    margins: Callable[[bytes], list[str]]


@dataclass(frozen=True, slots=True)
class Writer:
    """How the files of a format are made.

    `load` imports the libraries, which takes time, and returns the renderer; `reopen` reads
    finished bytes again, named in problems; `carries` is the format attached to a file of this one
    when its document has a `canonical` source; `own` is None for a format made from the HTML.
    """

    load: Callable[[], Renderer]
    reopen: Callable[[bytes, str], ReopenedFile]
    carries: Format | None = None
    own: OwnTemplates | None = None
