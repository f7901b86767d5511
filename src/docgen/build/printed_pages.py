"""The pages on which documents print sentences, from their finished PDFs."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from docgen.build.compose import Composed
from docgen.build.render import DocumentStore, render_documents
from docgen.cache import Store
from docgen.conformity.pdf.text import read_pages
from docgen.document import Document
from docgen.format import Format
from docgen.output.record import Record
from docgen.rendering import Templates
from docgen.workspace import Workspace

CELLS: Final = re.compile(r"[(),:;–]|……")
"""What stands between the cells of a row, or for a blank, and not on the page."""
LETTERS: Final = 6
"""How many letters a cell must have to tell a page."""


class PrintedPages:
    """The pages of documents, from the cache; others are laid out, if they may be."""

    def __init__(self, workspace: Workspace, store: Store | None, *, lay_out: bool) -> None:
        self._templates = Templates(workspace.templates)
        self._store = DocumentStore(self._templates, workspace.output, (Format.PDF,), Record(store))
        self._lay_out = lay_out
        self._pages: dict[str, tuple[str, ...]] = {}

    def add(self, composed: Composed) -> None:
        """Read the pages of a document; raise the errors of its layout."""
        document = replace(composed.document, framed=bool(composed.kind.binds))
        self._store.add([document])
        artifacts = self._store.cached([document])
        if not artifacts and self._lay_out:
            artifacts = self._store.keep(
                render_documents([document], self._templates, (Format.PDF,))
            )
        texts = (read_pages(artifact.data) for artifact in artifacts)
        self._pages[document.stem] = tuple(_letters(page) for pages in texts for page in pages)

    def of(self, document: Document, sentence: str) -> tuple[int, ...]:
        """Return the pages, from 1, of a document that was added on which a sentence stands.

        Of a row, those that hold all its cells; none where the PDF is not known.
        """
        pages = self._pages.get(document.stem, ())
        for parts in ([_letters(sentence)], list(_cells(sentence))):
            numbers = [
                number
                for number, page in enumerate(pages, 1)
                if parts and all(part in page for part in parts)
            ]
            if numbers:
                return tuple(numbers)
        return ()


def _cells(sentence: str) -> Iterator[str]:
    letters = map(_letters, CELLS.split(sentence))
    yield from (cell for cell in letters if len(cell) >= LETTERS)


@lru_cache(maxsize=4096)
def _letters(text: str) -> str:
    """Return the letters and digits of a text: a page may cut its words and join its letters."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W\u0300-\u036f_]+", "", plain)
