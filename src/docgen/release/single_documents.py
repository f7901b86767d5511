"""The documents that are due once for all: kept where they stand, remembered, or made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import PurePosixPath

from docgen.build.batch.composer import Order, render_set
from docgen.build.batch.processes import processes
from docgen.build.batch.tasks import done_by
from docgen.build.batch.transport import wrapped
from docgen.build.pipeline import companions
from docgen.document import Artifact, Document, Filed
from docgen.errors import DocgenError
from docgen.output.publication import publish
from docgen.release.entries import FORMATS
from docgen.release.request import Asked, Hands
from docgen.rendering import Templates
from docgen.rendering.recipe import digest, means
from docgen.workspace import Workspace


@dataclass
class Works:
    """The documents of a kind, being made in a workspace; `fail` gets what keeps one from it."""

    here: Workspace
    kind: str
    asked: Asked
    hands: Hands
    fail: Callable[[DocgenError], None]
    digests: dict[str, str] = field(default_factory=dict)

    def filed(self, documents: Sequence[Document]) -> list[Filed]:
        """Return the files of documents, kept, remembered or made; each is published whole."""
        templates = Templates(self.here.templates)
        self.digests |= {one.stem: digest(one, templates) for one in documents}
        found: list[Filed] = []
        todo: dict[str, Document] = {}
        remembered: list[list[Artifact]] = []
        for one in documents:
            kept = self._kept(one)
            found += kept
            if not kept and (whole := self._remembered(one)):
                remembered.append(whole)
            elif not kept:
                todo[one.stem] = one
        for artifacts in chain(remembered, self._rendered(todo, templates)):
            files: dict[PurePosixPath, bytes] = {}
            for made in artifacts:
                files |= made.files
            publish(files, self.here.output, companions(artifacts) - files.keys())
            found += (made.filed for made in artifacts)
        return found

    def _kept(self, document: Document) -> list[Filed]:
        """Return the files of a document that stand as they would be made."""
        recipe, memory = self.digests[document.stem], self.hands.memory
        known = [memory.filed(document, one, recipe) for one in FORMATS]
        stand = [one for one in known if one and memory.stands(self.here.output, one)]
        return stand if len(stand) == len(known) else []

    def _remembered(self, document: Document) -> list[Artifact]:
        """Return the files of a document as the cache has them; none unless it has them all."""
        recipe, memory = self.digests[document.stem], self.hands.memory
        known = [memory.artifact(document.bare, one, recipe) for one in FORMATS]
        return [one for one in known if one] if all(known) else []

    def _rendered(
        self, todo: Mapping[str, Document], templates: Templates
    ) -> Iterator[list[Artifact]]:
        """Yield the files of each document, made in processes, as they come."""
        jobs = self.asked.jobs
        work = partial(render_set, Order(templates.roots, FORMATS, means(templates)))
        tasks = ((name, wrapped((one,))) for name, one in todo.items())
        with processes(jobs, len(todo)) as pool:
            for rank, (_, made) in enumerate(done_by(pool, jobs, work, tasks), 1):
                self.hands.step(f"{self.kind}, fabrication", rank, len(todo))
                if isinstance(made, DocgenError):
                    self.fail(made)
                else:
                    named = [self._named(one) for one in made]
                    self.hands.memory.keep(named)
                    yield named

    def _named(self, made: Artifact) -> Artifact:
        """Return a file with its recipe, unless it may come otherwise another time."""
        return made if made.passing else replace(made, recipe=self.digests[made.document.stem])
