"""The pages on which documents print sentences and texts, from their finished PDFs."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from typing import Any, Final

from docgen.build.compose import Composed
from docgen.build.named_documents import bound_documents
from docgen.build.render import DocumentStore, render_documents
from docgen.cache import Store
from docgen.conformity.pdf.text import letters, pages_with, read_pages
from docgen.content.raw import texts
from docgen.content.source import read_source
from docgen.content.stamp import CLAUSES, NO_WORDS
from docgen.content.validation import field_name, mappings
from docgen.document import Document
from docgen.format import Format
from docgen.left import Item
from docgen.output.record import Record
from docgen.referential.droit.controle import law_id
from docgen.rendering import Templates
from docgen.workspace import Workspace

REFERENCE: Final = re.compile(r"\{[^{}]*\}")
"""A reference in a text, in whose place a page has other words."""
NOT_PRINTED: Final = {*NO_WORDS, "id", "diffusion"}
"""The fields of a text that no page prints as they are written."""
PART: Final = 3
"""A page is one of a text's if it has this part, a third, of what its fullest page has of it."""
Tell = Callable[[str, int, int], None]
"""A callback for long work: the current task, what is done of it, and its total."""


def untold(_task: str, _done: int, _total: int) -> None:
    """Tell nobody."""


class PrintedPages:
    """The pages of documents, from the cache; others are laid out, if they may be."""

    def __init__(self, workspace: Workspace, store: Store | None, *, lay_out: bool) -> None:
        self.workspace = workspace
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
        self._pages[document.stem] = tuple(letters(page) for pages in texts for page in pages)

    def of(self, document: Document, sentence: str) -> tuple[int, ...]:
        """Return the pages, from 1, of a document that was added on which a sentence stands.

        Empty where the PDF is not known.
        """
        return pages_with(sentence, self._pages.get(document.stem, ()))

    def of_texts(self, document: Document, texts: Iterable[str]) -> Counter[int]:
        """Return how many letters of texts each page of a document has, by its number from 1."""
        counts: Counter[int] = Counter()
        for text in texts:
            plain = REFERENCE.sub("–", text)
            counts.update(dict.fromkeys(self.of(document, plain), len(letters(plain))))
        return counts


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
        yield replace(item, page=_page_of(item, whole.document, pages)) if whole else item


def _page_of(item: Item, document: Document, pages: PrintedPages) -> int | None:
    laws = (law for part in bound_documents(document) for law in part.laws)
    sentences = [law.sentence for law in laws if law_id(law.key) == item.id]
    if numbers := [page for sentence in sentences for page in pages.of(document, sentence)]:
        return min(numbers)
    path = pages.workspace.root / item.file
    data = read_source(path, item.file).data if item.field and path.is_file() else None
    file = pages.of_texts(document, _words(data))
    group = _group_of(item.field, data)
    around = pages.of_texts(document, _words(group))
    within = Counter({page: n for page, n in around.items() if page in _fullest(file)})
    start = _beginning(within or around or file)
    # A heading may be the last line of the page before; its clauses are texts of their own.
    heading = pages.of_texts(document, _words(group, NOT_PRINTED.union(CLAUSES)))
    return max((page for page in _fullest(heading) if start and page <= start), default=start)


def _fullest(letters: Counter[int]) -> set[int]:
    most = max(letters.values(), default=0)
    return {page for page, n in letters.items() if n * PART >= most}


def _beginning(letters: Counter[int]) -> int | None:
    """Return the page on which a text begins: the first of those around its fullest page.

    What else has some of its words, as a table of contents or a list, has few of them.
    """
    pages = _fullest(letters)
    page = max(pages, key=lambda page: (letters[page], -page), default=0)
    while page - 1 in pages:
        page -= 1
    return page or None


def _words(value: object, left_out: Set[str] = NOT_PRINTED) -> Iterator[str]:
    yield from (text for steps, text in texts(value) if left_out.isdisjoint(steps))


def _group_of(field: str, data: object) -> dict[str, Any]:
    """Return the smallest group of raw values in which a field stands, or on which it remarks."""
    groups = {field_name(steps): group for steps, group in mappings(data)}
    while field and field not in groups:
        field = field.rpartition(".")[0]
    group = groups.get(field, {})
    about = group.get("sur")
    clauses = (one for one in groups.values() if about and one.get("id") == about)
    return next(clauses, groups.get(str(about), group))
