"""The two sides of a batch: a project that composes commune by commune, and hands that render.

What travels between them is documents: facts, not files.  A hand needs docgen and its templates,
and refuses when they are not those of the project.
"""

from __future__ import annotations

import gc
import pickle
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from docgen.asking import Answers
from docgen.build import Wish, render_documents, scope_under
from docgen.cache import Store
from docgen.composing import Bindery, Composed, content_files, read_works
from docgen.document import Artifact, Document, Format
from docgen.errors import ContentError, Problem, WorkplaceError
from docgen.french.territory import CodeInsee
from docgen.kinds import KINDS
from docgen.rendering import Templates, frame_builder
from docgen.rendering.recipe import means, stamps
from docgen.workspace import Workspace

LARGE: Final = 8
"""From how many pages on a document that was laid out leaves memory worth taking back at once."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What a batch makes documents from: the project, the kind, what is wished for."""

    workspace: Workspace
    kind: str
    wish: Wish


@dataclass(frozen=True, slots=True)
class Lot:
    """What a batch makes: documents of a brief, for communes.

    With `keep_going`, what can be made is made, and the rest told; `jobs` is how many at once.
    """

    brief: Brief
    codes: tuple[CodeInsee, ...]
    keep_going: bool = False
    jobs: int = 1


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


class Shop:
    """A project read and checked once; raise DocgenError with all that is wrong in its content.

    `answers` are those that it got from the files that speak of communes one by one.
    """

    def __init__(self, brief: Brief) -> None:
        self.brief, self.answers = brief, Answers()
        with self.answers.listening():
            self._open()

    def _open(self) -> None:
        brief = self.brief
        workspace, kind = brief.workspace, KINDS[brief.kind]
        self.templates = Templates(workspace.templates)
        self._stamps = stamps(self.templates)
        self._scope = scope_under(workspace, brief.wish)
        problems: list[Problem] = []
        try:
            self._works = read_works(workspace, kind, content_files(workspace, kind), self._scope)
        except ContentError as error:
            problems += error.problems
        try:
            self._others = Bindery(workspace, kind.binds, self._scope)
        except ContentError as error:
            problems += error.problems
        if problems:
            raise ContentError(dict.fromkeys(problems))

    def composed(self, code: CodeInsee) -> list[Composed]:
        """Return the documents of a commune; raise ContentError for what is wrong with it."""
        return self.asked(code)[0]

    def asked(self, code: CodeInsee) -> tuple[list[Composed], dict[str, str]]:
        """Return the documents of a commune, and what was asked of it alone to compose them."""
        scope = replace(self._scope, communes=(code,))
        with self.answers.about(code) as own:
            made = [one for work in self._works for one in work.compose(scope, self._others)]
        return [one.in_frames(self.brief.wish.framed) for one in made], own

    def wanted(self, code: CodeInsee) -> tuple[Document, ...]:
        """Return the documents to make of a commune; with `final`, those that may be."""
        final = self.brief.wish.final
        made = (one.document for one in self.composed(code))
        return tuple(one for one in made if one.final or not final)

    @property
    def untouched(self) -> bool:
        """Whether nobody has written to the templates since they were opened."""
        return stamps(self.templates) == self._stamps

    @property
    def order(self) -> Order:
        """What the hands are told."""
        return Order(self.templates.roots, self.brief.wish.formats, means(self.templates))


def wrapped(documents: Sequence[Document]) -> bytes:
    """Return documents as they travel, a fifth of their size."""
    return zlib.compress(pickle.dumps(tuple(documents), pickle.HIGHEST_PROTOCOL), 1)


def render_set(order: Order, documents: bytes) -> list[Artifact]:
    """Return the files of documents that were `wrapped`, in whatever process this is called.

    Their documents are bare: what they say is in the files, and need not travel back.
    """
    told = pickle.loads(zlib.decompress(documents))  # wrapped by the parent of this batch
    made = render_documents(told, _opened(order), order.formats)
    if any(one.whole or (not one.document.framed and (one.pages or 0) > LARGE) for one in made):
        gc.collect()  # boxes of pages hold one another: they would wait for the collector
    return [replace(one, document=one.document.bare) for one in made]


def build_frames(order: Order, documents: bytes) -> None:
    """Build frames of documents that were `wrapped`, for the process that makes them."""
    for document in pickle.loads(zlib.decompress(documents)):  # wrapped by the parent, too
        frame_builder()(document, _opened(order))


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
