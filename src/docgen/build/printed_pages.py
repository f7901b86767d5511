"""The pages on which documents print sentences and texts, from their finished PDFs."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from docgen.build.compose import Composed
from docgen.build.render import DocumentStore, render_documents
from docgen.build.sheet_pages import Places
from docgen.cache import Store
from docgen.conformity.pdf.text import pages_with
from docgen.document import Document
from docgen.format import Format
from docgen.left import Item
from docgen.output.record import Record
from docgen.rendering import Templates
from docgen.workspace import Workspace

Tell = Callable[[str, int, int], None]
"""A callback for long work: the current task, what is done of it, and its total."""


def tell_nobody(_task: str, _done: int, _total: int) -> None:
    """Tell nobody."""


class PrintedPages:
    """The pages of documents, from the cache; others are laid out, if they may be."""

    def __init__(self, workspace: Workspace, store: Store | None, *, lay_out: bool) -> None:
        self.workspace = workspace
        self._templates = Templates(workspace.templates)
        self._store = DocumentStore(self._templates, workspace.output, (Format.PDF,), Record(store))
        self._lay_out = lay_out
        self._places: dict[str, Places] = {}

    def add(self, composed: Composed) -> None:
        """Read the pages of a document; raise the errors of its layout."""
        document = replace(composed.document, framed=bool(composed.kind.binds))
        self._store.add([document])
        artifacts = self._store.cached([document])
        if not artifacts and self._lay_out:
            artifacts = self._store.keep(
                render_documents([document], self._templates, (Format.PDF,))
            )
        for artifact in artifacts:
            self._places[document.stem] = Places(document, artifact.data)

    def of(self, document: Document, sentence: str) -> tuple[int, ...]:
        """Return the pages, from 1, of a document that was added on which a sentence stands.

        Empty where the PDF is not known.
        """
        places = self._places.get(document.stem)
        return pages_with(sentence, places.texts) if places else ()

    def of_item(self, document: Document, item: Item) -> int | None:
        """Return the first page of a document that was added that prints an item."""
        places = self._places.get(document.stem)
        return next(iter(places.of(item).pages), None) if places else None


def with_pages(
    items: Iterable[Item], composed: Sequence[Composed], pages: PrintedPages, tell: Tell
) -> Iterator[Item]:
    """Yield items, each with the page on which the first of its documents prints it, if any."""
    holding: dict[str, Composed] = {}
    for composition in reversed(composed):
        holding |= {item.id: composition for item in composition.document.left}
    laid_out = {one.document.stem: one for one in holding.values()}
    for rank, composition in enumerate(laid_out.values()):
        tell("mise en page", rank, len(laid_out))
        pages.add(composition)
    for item in items:
        whole = holding.get(item.id)
        page = pages.of_item(whole.document, item) if whole else None
        yield replace(item, page=page) if whole else item
