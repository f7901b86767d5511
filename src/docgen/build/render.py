"""Render documents in formats, but for the files that the cache has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from docgen.cache.fingerprint import Recipe
from docgen.document import Artifact, Document, Format
from docgen.errors import DocgenError, Problems, RenderingError, TemplateError
from docgen.output.disk_errors import report_disk_errors
from docgen.output.record import Record
from docgen.rendering import FORMATS, Templates
from docgen.rendering.memory_errors import report_memory_shortage
from docgen.rendering.parity.proof import prove_same_words
from docgen.rendering.recipe import file_stamps, recipe_of


class RenderCache:
    """What the cache has of documents under some templates, and what it is given of them."""

    def __init__(self, templates: Templates, record: Record) -> None:
        self.templates, self.record = templates, record
        self._stamps = file_stamps(templates)
        self._recipes: dict[str, Recipe] = {}

    def recipe(self, document: Document) -> Recipe:
        """Return what the files of a document are made from, computed once for each document."""
        if document.stem not in self._recipes:
            self._recipes[document.stem] = recipe_of(document, self.templates)
        return self._recipes[document.stem]

    def artifacts(self, document: Document, formats: Sequence[Format]) -> list[Artifact]:
        """Return the cached files of a document, none unless all formats are there."""
        if self.record.store is None:
            return []
        return self.record.cache.get(document, formats, self.recipe(document).digest)

    def keep(self, artifacts: Iterable[Artifact]) -> list[Artifact]:
        """Put files that were made into the cache, and return them with their recipes.

        Those that were made while somebody wrote to the templates have none.
        """
        sound = file_stamps(self.templates) == self._stamps
        digests = ((one, self.recipe(one.document).digest) for one in artifacts)
        made = [replace(one, recipe=digest if sound else "") for one, digest in digests]
        self.record.cache.keep(made)
        return made

    def note(self, output: Path, artifacts: Iterable[Artifact]) -> None:
        """Note what files that stand in an output folder were made from."""
        for one in artifacts:
            self.record.note(output, one, self.recipe(one.document))


def render_documents(
    documents: Iterable[Document],
    templates: Templates,
    formats: Sequence[Format],
    cache: RenderCache | None = None,
) -> list[Artifact]:
    """Return every document in every format, from the cache where it has all of them.

    Raise the problems of all documents at once; raise WorkplaceError for the first that the
    machine's memory or disk does not suffice for.
    """
    artifacts: list[Artifact] = []
    problems = Problems()
    failure: type[DocgenError] = TemplateError
    for document in documents:
        try:
            with report_disk_errors(document.stem), report_memory_shortage(document.stem):
                cached = cache.artifacts(document, formats) if cache else []
                artifacts += cached or _render_same_words(document, templates, formats)
        except (TemplateError, RenderingError) as error:
            problems += error.problems
            failure = type(error)
    problems.refuse(failure)
    return artifacts


def _render_same_words(
    document: Document, templates: Templates, formats: Sequence[Format]
) -> list[Artifact]:
    """Return a document in formats; raise TemplateError where they say different words."""
    made = render(document, templates, formats)
    Problems(prove_same_words(document, templates, made)).refuse(TemplateError)
    return [artifact for artifact in made if artifact.format in formats]


def render(document: Document, templates: Templates, formats: Sequence[Format]) -> list[Artifact]:
    """Return a document in formats, and in the one that these carry, if they carry its source."""
    carried = {FORMATS[one].carries for one in formats if document.canonical}
    made: dict[Format | None, Artifact] = {}
    for format, writer in FORMATS.items():
        if format in (*formats, *carried):
            held = made.get(writer.carries) if document.canonical else None
            whole = document.carrying(held.format, held.data) if held else document
            made[format] = writer.load()(whole, templates)
    return list(made.values())
