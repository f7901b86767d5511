"""Composing the documents of a commune, and rendering them in a worker.

A worker needs docgen and its templates, and refuses when they are not those of the project.
"""

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from docgen.build.batch.job import BatchTarget, Plan, pack_documents, unpack_documents
from docgen.build.compose import Composed, absent_files, asked_files, not_ready, read_bound, wanted
from docgen.build.render import render_documents
from docgen.cache import Store
from docgen.cache.fingerprint import read_marks
from docgen.document import Artifact, Document
from docgen.errors import DocgenError, Problem, Problems, WorkplaceError
from docgen.format import Format
from docgen.french.territory import CodeInsee
from docgen.kinds import KINDS
from docgen.kinds.kind import Scope
from docgen.left import each_once
from docgen.referential.referential import Referential
from docgen.rendering import Templates
from docgen.rendering.recipe import recipe_of, toolchain_digest

MANY_PAGES: Final = 8
"""From how many pages on a document leaves memory that is worth collecting at once."""


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """What a worker needs besides documents: the folders of templates, the formats, the cache.

    `toolchain` is the digest of the project's templates, code and libraries; `cache` is the folder
    where workers that see it share frames.
    """

    roots: tuple[Path, ...]
    formats: tuple[Format, ...]
    toolchain: str
    cache: Path | None = None


class Composer:
    """A project read and checked once; raise DocgenError with all that is wrong in its content."""

    def __init__(self, target: BatchTarget) -> None:
        self.target = target
        workspace, kind = target.workspace, KINDS[target.kind]
        self.templates = Templates(workspace.templates)
        options, today = target.request.options, target.request.today
        self._scope = Scope(Referential(workspace, today), options=options, today=today)
        Problems(absent_files(workspace, kind, self._scope)).refuse()
        paths = asked_files(workspace, kind, self._scope)
        self._texts, self._others = read_bound(workspace, kind, paths, self._scope)

    def composed(self, code: CodeInsee) -> list[Composed]:
        """Return the documents of a commune; raise ContentError for what is wrong with it."""
        scope = replace(self._scope, communes=(code,))
        composed = (one for text in self._texts for one in text.compose(scope, self._others))
        return [document.as_requested(self.target.request) for document in composed]

    def documents(self, code: CodeInsee) -> tuple[Document, ...]:
        """Return the documents to make for a commune; raise ContentError as `composed` does."""
        return wanted(self.composed(code), self.target.request.final)

    def town(self, code: CodeInsee) -> str:
        """Return the name of a commune with its code, « Puygouzon (81218) »."""
        commune = self._scope.referential.communes.get(code)
        return f"{commune.toponyme.seul} ({code})" if commune else code

    def plan(self, code: CodeInsee) -> Plan:
        """Return the plan of a commune; raise ContentError as `composed` does."""
        final, composed = self.target.request.final, self.composed(code)
        documents, own = wanted(composed, final), [one.document for one in composed]
        return Plan(
            code,
            tuple(document.bare for document in documents),
            {one.stem: recipe_of(one, self.templates) for one in documents},
            pack_documents(documents),
            tuple(dict.fromkeys(notice for one in own for notice in one.notices)),
            each_once(item for one in own for item in one.left),
            not_ready(composed, final),
        )


def plan_communes(
    target: BatchTarget, marks: Mapping[str, object], codes: Sequence[CodeInsee]
) -> list[Plan | DocgenError]:
    """Return the plan of each commune or why it has none, in whatever process this is called in.

    Raise WorkplaceError where the files of the project no longer have these marks.
    """
    composer = _open_composer(target, marks)
    plans: list[Plan | DocgenError] = []
    for code in codes:
        try:
            plans.append(composer.plan(code))
        except DocgenError as error:
            plans.append(error)
    return plans


def _open_composer(target: BatchTarget, marks: Mapping[str, object]) -> Composer:
    """Return this process's composer; raise WorkplaceError if the project has changed since."""
    composer = _read_project(target)
    if read_marks(target.workspace) != marks:
        hint = "relancez : ce qui est fait reste, et la suite sera faite"
        place = target.workspace.name_of(target.workspace.content)
        message = "un fichier du projet a été écrit pendant la vérification"
        raise WorkplaceError([Problem(place, message, code="change", hint=hint)])
    return composer


@lru_cache(maxsize=1)
def _read_project(target: BatchTarget) -> Composer:
    return Composer(target)


def settings_of(
    templates: Templates, formats: tuple[Format, ...], store: Store | None
) -> RenderSettings:
    """Return the settings of workers that make files with these templates, sharing a cache."""
    cache = store.make_folder() if store else None
    return RenderSettings(templates.roots, formats, toolchain_digest(templates), cache)


def render_commune(
    settings: RenderSettings,
    target: BatchTarget,
    marks: Mapping[str, object],
    commune: tuple[CodeInsee, bytes],
) -> list[Artifact]:
    """Return the files of a commune's packed documents, composed again here where none are held."""
    code, packed = commune
    if packed:
        return render_set(settings, packed)
    return _render(settings, _open_composer(target, marks).documents(code))


def render_set(settings: RenderSettings, packed: bytes) -> list[Artifact]:
    """Return the files of packed documents, whatever process this is called in.

    The documents come back bare: what they say is in the files.
    """
    return _render(settings, unpack_documents(packed))


def _render(settings: RenderSettings, documents: Sequence[Document]) -> list[Artifact]:
    artifacts = render_documents(documents, _open_templates(settings), settings.formats)
    if any(
        one.fallback_reason or (not one.document.framed and (one.pages or 0) > MANY_PAGES)
        for one in artifacts
    ):
        gc.collect()  # boxes of pages hold one another
    return [replace(artifact, document=artifact.document.bare) for artifact in artifacts]


@lru_cache(maxsize=1)
def _open_templates(settings: RenderSettings) -> Templates:
    """Return this process's templates; raise WorkplaceError if they differ from the project's."""
    store = Store(settings.cache) if settings.cache and settings.cache.is_dir() else None
    templates = Templates(settings.roots, store)
    if toolchain_digest(templates) != settings.toolchain:
        hint = "installez-y le même docgen, ses bibliothèques et les mêmes modèles"
        message = "ce travailleur ne ferait pas les mêmes fichiers : ses versions diffèrent"
        raise WorkplaceError([Problem("--executor", message, code="travailleur", hint=hint)])
    return templates
