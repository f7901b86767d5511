"""Composing the documents of a commune, and rendering them in a worker.

A worker needs docgen and its templates, and refuses when they are not those of the project.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from docgen.build.batch.job import Brief
from docgen.build.batch.transport import unpack_documents
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
from docgen.rendering import Templates
from docgen.rendering.recipe import file_stamps, recipe_of, tooling_digest

LARGE: Final = 8
"""From how many pages on a document leaves memory that is worth collecting at once."""


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """What a worker needs besides documents: the folders of templates, the formats, the cache.

    `means` is the digest of the project's templates, code and libraries; `cache` is the folder
    where workers that see it share frames.
    """

    roots: tuple[Path, ...]
    formats: tuple[Format, ...]
    means: str
    cache: Path | None = None


@dataclass(frozen=True, slots=True)
class Composition:
    """The documents to make for a commune, the recipe of each by its stem, and the problems.

    `left` are the problems that keep its documents from being final.
    """

    documents: tuple[Document, ...]
    recipes: Mapping[str, Recipe]
    problems: tuple[Problem, ...]
    left: tuple[Problem, ...]
    withheld: tuple[str, ...]


class Composer:
    """A project read and checked once; raise DocgenError with all that is wrong in its content."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        workspace, kind = brief.workspace, KINDS[brief.kind]
        self.templates = Templates(workspace.templates)
        self._stamps = file_stamps(self.templates)
        self._scope = Scope(Referential(workspace), options=brief.request.options)
        paths = content_files(workspace, kind)
        self._works, self._others = read_bound(workspace, kind, paths, self._scope)

    def composed(self, code: CodeInsee) -> list[Composed]:
        """Return the documents of a commune; raise ContentError for what is wrong with it."""
        scope = replace(self._scope, communes=(code,))
        made = (one for work in self._works for one in work.compose(scope, self._others))
        return [one.with_frames(self.brief.request.framed) for one in made]

    def composition(self, code: CodeInsee) -> Composition:
        """Return what to make for a commune; raise ContentError for what is wrong with it."""
        final = self.brief.request.final
        found = self.composed(code)
        documents = tuple(one.document for one in found if one.document.final or not final)
        recipes = {one.stem: recipe_of(one, self.templates) for one in documents}
        problems = tuple(problem for one in found for problem in one.problems(final))
        notices = {problem for one in found for problem in one.document.notices}
        notices -= {problem for one in found for problem in one.left}
        left = tuple(problem for problem in problems if problem not in notices)
        return Composition(documents, recipes, problems, left, withheld(found, final))

    @property
    def untouched(self) -> bool:
        """Whether nobody has written to the templates since they were opened."""
        return file_stamps(self.templates) == self._stamps

    @property
    def settings(self) -> RenderSettings:
        """The settings of workers."""
        formats = self.brief.request.formats
        return RenderSettings(self.templates.roots, formats, tooling_digest(self.templates))


def render_set(settings: RenderSettings, packed: bytes) -> list[Artifact]:
    """Return the files of packed documents, whatever process this is called in.

    The documents come back bare: what they say is in the files.
    """
    made = render_documents(unpack_documents(packed), _open_templates(settings), settings.formats)
    if any(
        one.frame_refusal or (not one.document.framed and (one.pages or 0) > LARGE) for one in made
    ):
        gc.collect()  # boxes of pages hold one another
    return [replace(one, document=one.document.bare) for one in made]


@lru_cache(maxsize=1)
def _open_templates(settings: RenderSettings) -> Templates:
    """Return this process's templates; raise WorkplaceError if they differ from the project's."""
    store = Store(settings.cache) if settings.cache and settings.cache.is_dir() else None
    templates = Templates(settings.roots, store)
    if tooling_digest(templates) != settings.means:
        hint = "installez-y le même docgen, ses bibliothèques et les mêmes modèles"
        message = "ce travailleur ne ferait pas les mêmes fichiers : ses versions diffèrent"
        raise WorkplaceError([Problem("--executor", message, code="travailleur", hint=hint)])
    return templates
