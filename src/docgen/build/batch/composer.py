"""The two sides of a batch: a project that composes commune by commune, and hands that render.

A hand needs docgen and its templates, and refuses when they are not those of the project.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from docgen.build.batch.job import Brief
from docgen.build.batch.transport import unwrapped
from docgen.build.compose import Composed, content_files, read_bound, withheld
from docgen.build.render import render_documents
from docgen.cache import Store
from docgen.cache.fingerprint import Recipe
from docgen.document import Artifact, Document, Format
from docgen.errors import Problem, WorkplaceError
from docgen.french.territory import CodeInsee
from docgen.kinds import KINDS
from docgen.kinds.kind import Scope
from docgen.referential.referential import Referential
from docgen.rendering import FORMATS, Templates
from docgen.rendering.recipe import means, recipe_of, stamps

LARGE: Final = 8
"""From how many pages on a document that was laid out leaves memory worth taking back at once."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a hand is told besides documents: where templates are, which formats, by what means.

    `means` is the digest of the templates, the code and the libraries that the project has; `cache`
    is where frames are shared, by hands that see it.
    """

    roots: tuple[Path, ...]
    formats: tuple[Format, ...]
    means: str
    cache: Path | None = None


@dataclass(frozen=True, slots=True)
class Composition:
    """The documents to make of a commune, the recipe of each by its stem, what is to be told.

    `left` are the problems that keep its documents from being final.
    """

    documents: tuple[Document, ...]
    recipes: Mapping[str, Recipe]
    problems: tuple[Problem, ...]
    left: tuple[Problem, ...]
    withheld: tuple[str, ...]


class Shop:
    """A project read and checked once; raise DocgenError with all that is wrong in its content."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        workspace, kind = brief.workspace, KINDS[brief.kind]
        self.templates = Templates(workspace.templates)
        self._stamps = stamps(self.templates)
        self._scope = Scope(Referential(workspace), options=brief.request.options)
        paths = content_files(workspace, kind)
        self._works, self._others = read_bound(workspace, kind, paths, self._scope)

    def composed(self, code: CodeInsee) -> list[Composed]:
        """Return the documents of a commune; raise ContentError for what is wrong with it."""
        scope = replace(self._scope, communes=(code,))
        made = (one for work in self._works for one in work.compose(scope, self._others))
        return [one.in_frames(self.brief.request.framed) for one in made]

    def composition(self, code: CodeInsee) -> Composition:
        """Return what is to be made of a commune; raise ContentError for what is wrong with it."""
        final = self.brief.request.final
        found = self.composed(code)
        documents = tuple(one.document for one in found if one.document.final or not final)
        recipes = {one.stem: recipe_of(one, self.templates) for one in documents}
        problems = tuple(problem for one in found for problem in one.told(final))
        notices = {problem for one in found for problem in one.document.notices}
        notices -= {problem for one in found for problem in one.left}
        left = tuple(problem for problem in problems if problem not in notices)
        return Composition(documents, recipes, problems, left, withheld(found, final))

    @property
    def untouched(self) -> bool:
        """Whether nobody has written to the templates since they were opened."""
        return stamps(self.templates) == self._stamps

    @property
    def order(self) -> Order:
        """What the hands are told."""
        return Order(self.templates.roots, self.brief.request.formats, means(self.templates))


def render_set(order: Order, parcel: bytes) -> list[Artifact]:
    """Return the files of documents that were `wrapped`, in whatever process this is called.

    Their documents are bare: what they say is in the files, and need not travel back.
    """
    made = render_documents(unwrapped(parcel), _opened(order), order.formats)
    if any(one.whole or (not one.document.framed and (one.pages or 0) > LARGE) for one in made):
        gc.collect()  # boxes of pages hold one another: they would wait for the collector
    return [replace(one, document=one.document.bare) for one in made]


def build_frames(order: Order, parcel: bytes) -> None:
    """Build frames of documents that were `wrapped`, for the process that makes them."""
    prepares = [one for format in order.formats if (one := FORMATS[format].prepare)]
    for document in unwrapped(parcel):
        for prepare in prepares:
            prepare(document, _opened(order))


@lru_cache(maxsize=1)
def _opened(order: Order) -> Templates:
    """Return the templates as this process has them open; raise WorkplaceError if they differ."""
    store = Store(order.cache) if order.cache and order.cache.is_dir() else None
    templates = Templates(order.roots, store)
    if means(templates) != order.means:
        hint = "installez-y le même docgen, ses bibliothèques et les mêmes modèles"
        message = "ce travailleur ne ferait pas les mêmes fichiers : ses versions diffèrent"
        raise WorkplaceError([Problem("--executor", message, code="travailleur", hint=hint)])
    return templates
