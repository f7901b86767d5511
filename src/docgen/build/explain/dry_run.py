"""A document composed to see what it would say: nothing is laid out, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from docgen.build.batch.composer import Shop
from docgen.build.compose import compose_all, content_files
from docgen.build.explain.question import PACK, Asked
from docgen.build.pipeline import scope_of
from docgen.cache.fingerprint import Recipe
from docgen.document import Document
from docgen.kinds import KINDS
from docgen.rendering import Templates
from docgen.rendering.recipe import recipe_of


def composed(asked: Asked) -> Recipe:
    """Return what a file would be made from today.

    Raise ContentError for what is wrong in the texts, LookupError when no such document is
    composed: the circular to one commune, as every batch but packs, is not tried.
    """
    brief = asked.brief
    if brief.kind == PACK:
        shop = Shop(replace(brief, request=replace(brief.request, final=False)))
        return shop.composition(asked.code).recipes[asked.stem]
    found = next((one for one in _documents(asked) if one.stem == asked.stem), None)
    if found is None:
        raise LookupError(asked.stem)
    return recipe_of(found, Templates(brief.workspace.templates))


def _documents(asked: Asked) -> Iterator[Document]:
    """Yield the documents that would be made from the texts that made it."""
    brief, kind = asked.brief, KINDS[asked.brief.kind]
    named = asked.made.last.recipe.sources
    scope, _ = scope_of(brief.workspace, brief.request)
    own = [
        one for one in content_files(brief.workspace, kind) if brief.workspace.named(one) in named
    ]
    paths = own or [Path(asked.root, named[0])]
    for _, made in compose_all(brief.workspace, kind, paths, scope):
        yield made.anchored(brief.request.anchors).document
