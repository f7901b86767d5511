"""What a format must bring to be made and compared."""

from __future__ import annotations

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
    """A finished file read again: all its text, the words of its body, what is wrong with it.

    `pages` is the text of fixed pages, None where there are none or they cannot be read.
    """

    text: str
    words: Sequence[str] = ()
    problems: Sequence[Problem] = ()
    pages: str | None = None


@dataclass(frozen=True, slots=True)
class OwnTemplates:
    """Templates of a format's own, beside the HTML: they are linted, and say the same words.

    `template` returns the name of a document's template; `lint` what is wrong with a template that
    is to print such facts; `body` the words of a file's body, `margins` those around it.
    """

    template: Callable[[Document], str]
    lint: Callable[[Path, type[Facts], str], list[Problem]]
    body: Callable[[bytes], list[str]]
    margins: Callable[[bytes], list[str]]


@dataclass(frozen=True, slots=True)
class Writer:
    """How the files of a format are made.

    `load` imports the libraries, which are slow to load, and returns what renders; `reopen` reads
    finished bytes again, to be reported under a name; `carries` is the
    format that a file of this one holds, where its document has a `canonical` source; `prepare`
    does ahead, in another process, part of the work on a document; `own` is None for a format
    that is printed from the HTML.
    """

    load: Callable[[], Renderer]
    reopen: Callable[[bytes, str], ReopenedFile]
    carries: Format | None = None
    prepare: Callable[[Document, Templates], None] | None = None
    own: OwnTemplates | None = None
