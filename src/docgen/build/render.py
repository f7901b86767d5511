"""Render documents in formats, but for the files that are there, and put them in place."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TypeVar

from docgen.build.sheet_pages import with_draft_pages
from docgen.cache.fingerprint import Recipe
from docgen.document import Artifact, Document, Filed
from docgen.errors import DocgenError, Problem, Problems, RenderingError, TemplateError
from docgen.format import Format
from docgen.french.wording import counted
from docgen.output.disk_errors import report_disk_errors
from docgen.output.folder_exchange import make_output_folder
from docgen.output.leftovers import companions, finished_sheets
from docgen.output.publication import publish
from docgen.output.record import Record
from docgen.rendering import FORMATS, Templates
from docgen.rendering.fitting import fit_pages, fits_bound, number_contents
from docgen.rendering.limits import LimitError, within_limits
from docgen.rendering.memory_errors import report_memory_shortage
from docgen.rendering.parity.proof import prove_same_words
from docgen.rendering.recipe import file_stamps, recipe_of

T = TypeVar("T")
Find = Callable[[Document, Sequence[Format], str], list[T]]


class DocumentStore:
    """The files of documents, under templates as they were opened: in place, cached, or new.

    `recovered` says, in French, what an interrupted run had left in the output folder.
    """

    def __init__(
        self, templates: Templates, output: Path, formats: Sequence[Format], record: Record
    ) -> None:
        self._templates, self._output, self._formats = templates, output, formats
        self._record, self._stamps = record, file_stamps(templates)
        self._recipes: dict[str, Recipe] = {}
        self.recovered = ""

    def add(self, documents: Iterable[Document]) -> None:
        """Compute the recipes of documents, by which their files are found, bare or not."""
        self.add_recipes({one.stem: recipe_of(one, self._templates) for one in documents})

    def add_recipes(self, recipes: Mapping[str, Recipe]) -> None:
        """Note the recipes of documents by their stems."""
        self._recipes |= recipes

    def current(self, documents: Iterable[Document]) -> list[Filed]:
        """Return the files of documents if all stand as they would be made now, else none."""
        files = self._files(documents, self._record.cache.find)
        made = {place: sha256 for file in files for place, sha256 in file.digests.items()}
        if not all(self._record.stands(self._output / one, made[one]) for one in made):
            return []
        if any((self._output / one).exists() for one in _stale(files) - made.keys()):
            return []
        self._note(files)
        return files

    def cached(self, documents: Iterable[Document]) -> list[Artifact]:
        """Return the cached files of documents, none unless all are there."""
        return self._files(documents, self._record.cache.get) if self._record.store else []

    def keep(self, artifacts: Iterable[Artifact]) -> list[Artifact]:
        """Put files in the cache; return them with their recipes.

        Those that were made while somebody wrote to the templates have none.
        """
        kept = list(artifacts)
        if file_stamps(self._templates) == self._stamps:
            kept = [replace(one, recipe=self._recipe(one.document).digest) for one in kept]
        self._record.cache.keep(kept)
        return kept

    def publish(self, artifacts: Iterable[Artifact]) -> list[Artifact]:
        """Put files in place, whole, once they are in the cache; return them with their recipes."""
        published = self.keep(artifacts)
        files = {place: data for artifact in published for place, data in artifact.files.items()}
        if files:
            make_output_folder(self._output)
        recovered = publish(files, self._output, _stale(published) - files.keys())
        self.recovered = self.recovered or recovered
        self._note(published)
        return published

    def _recipe(self, document: Document) -> Recipe:
        return self._recipes[document.stem]

    def _files(self, documents: Iterable[Document], find: Find[T]) -> list[T]:
        groups = [find(one, self._formats, self._recipe(one).digest) for one in documents]
        return [file for files in groups for file in files] if all(groups) else []

    def _note(self, files: Iterable[Artifact | Filed]) -> None:
        for file in files:
            self._record.note(self._output, file, self._recipe(file.document))


def _stale(files: Iterable[Artifact | Filed]) -> set[PurePosixPath]:
    """Return the places beside files where none may stand but those made with them."""
    made = tuple(files)
    return companions(made) | finished_sheets(made)


def render_documents(
    documents: Iterable[Document],
    templates: Templates,
    formats: Sequence[Format],
    store: DocumentStore | None = None,
) -> list[Artifact]:
    """Return every document in every format, from the store's cache where it has all of them.

    A draft with a sheet of what is left is made as a PDF too, for the pages that its sheet tells.
    Raise the problems of all documents at once; raise WorkplaceError for the first that the
    machine's memory or disk does not suffice for.
    """
    documents = list(documents)
    listed = {one.lists.stem for one in documents if one.lists}
    artifacts: list[Artifact] = []
    problems = Problems()
    failure: type[DocgenError] = TemplateError
    failed: set[str] = set()
    for document in documents:
        if document.lists and document.lists.stem in failed:
            continue  # its pages are not known
        try:
            with report_disk_errors(document.stem), report_memory_shortage(document.stem):
                cached = store.cached([document]) if store else []
                if not cached:
                    paged = _with_draft_pages(document, artifacts, templates)
                    wanted = (*formats, *((Format.PDF,) if document.stem in listed else ()))
                    cached = within_limits(templates, _render_same_words, paged, wanted)
                artifacts += cached
        except LimitError as error:  # other documents would take as long
            raise LimitError([*problems, *error.problems]) from error
        except (TemplateError, RenderingError) as error:
            problems += (replace(one, towns=_town_of(document)) for one in error.problems)
            failure = type(error)
            failed.add(document.stem)
    problems.refuse(failure)
    return [artifact for artifact in artifacts if artifact.format in formats]


def _town_of(document: Document) -> tuple[str, ...]:
    return (f"{document.town} ({document.place})",) if document.town else ()


def _with_draft_pages(
    document: Document, made: Iterable[Artifact], templates: Templates
) -> Document:
    """Return a document; of a sheet of what is left, with the pages of its draft, made before it.

    Where the draft was cached without its PDF, it is laid out for its pages.
    """
    draft = document.lists
    if draft is None:
        return document
    drafts = [one for one in made if one.document.stem == draft.stem]
    drafts = [one for one in drafts if one.format is Format.PDF] or within_limits(
        templates, _render_same_words, draft, (Format.PDF,)
    )
    return with_draft_pages(document, draft, drafts[0].data)


def _render_same_words(
    document: Document, formats: Sequence[Format], templates: Templates
) -> list[Artifact]:
    """Return a document in formats; raise TemplateError where they say different words."""
    document = fit_pages(document, templates)
    artifacts = render(document, templates, formats)
    Problems(prove_same_words(document, templates, artifacts)).refuse(TemplateError)
    return [artifact for artifact in artifacts if artifact.format in formats]


def render(document: Document, templates: Templates, formats: Sequence[Format]) -> list[Artifact]:
    """Return a document in formats, and in the one that these carry, if they carry its source."""
    document = fit_pages(document, templates)
    carried = {FORMATS[one].carries for one in formats if document.canonical}
    if Format.DOCX in (*formats, *carried):
        document = number_contents(document, templates)
    artifacts: dict[Format | None, Artifact] = {}
    for format, writer in FORMATS.items():
        if format in (*formats, *carried):
            held = artifacts.get(writer.carries) if document.canonical else None
            whole = document.carrying(held.format, held.data) if held else document
            made = writer.load()(whole, templates)
            beside = {**made.companions, **document.companions}
            artifacts[format] = replace(made, companions=beside)
    return list(artifacts.values())


def warn_of_long(documents: Iterable[Document], templates: Templates) -> Iterator[Problem]:
    """Yield a warning for each document whose text takes more pages than one bound into another.

    The list of what is left of a draft is no part of it: what it is bound into has its own.
    """
    bound = (one for one in documents if one.pages_bound)
    for document in bound:
        if not within_limits(templates, fits_bound, document):
            pages = counted(document.pages_bound, "page")
            message = f"« {document.title} » ne tient pas sur {pages}"
            hint = "raccourcissez ce texte : aucun dossier de commune ne se fait avec lui"
            known = document.shorten or Problem(next(iter(document.sources), ""), "", hint=hint)
            yield replace(known, message=message, code="pages").as_warning()
