"""The recipe of a file: two documents whose recipes have one digest make the same bytes.

It covers the facts of the document, the templates, styles and fonts, docgen's own code, and the
versions of the libraries that lay it out, Pango, HarfBuzz and zlib among them.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary

from pydantic_core import to_json

from docgen.cache.fingerprint import Recipe, code_digest, files_below, versions
from docgen.content.reading import read_regular
from docgen.document import Document
from docgen.rendering.html.templates import Templates

_TOOLCHAIN: Final[WeakKeyDictionary[Templates, str]] = WeakKeyDictionary()
"""The toolchain digest of open templates, as it was when they were opened."""
RECIPE_FIELDS: Final = (
    *("kind", "key", "layout", "templates_of", "title", "author", "subject"),
    *("diffusion", "final", "place", "asked"),
    *("canonical", "required_margin_words", "anchors", "recto", "framed"),
)
"""The fields of a document, beside its facts, that change its files."""


def recipe_of(document: Document, templates: Templates) -> Recipe:
    """Return the recipe of the files of a document, by templates as they were opened."""
    digests = {**dict(_digests(document)), "companions": _digest(document.companions)}
    toolchain = opened_toolchain(templates)
    whole = hashlib.sha256(f"{toolchain}\n{json.dumps(digests)}".encode())
    listed = document.lists
    members = (document, *document.bound, *((listed, *listed.bound) if listed else ()))
    kinds = dict.fromkeys((document.kind, *(one.template_folder for one in members)))
    short = {name: digest[:16] for name, digest in digests.items()}
    sources = (name for member in members for name in member.sources)
    return Recipe(whole.hexdigest(), toolchain, short, tuple(kinds), tuple(dict.fromkeys(sources)))


def digest(document: Document, templates: Templates) -> str:
    """Return the digest of all that the files of a document are made from."""
    return recipe_of(document, templates).digest


def opened_toolchain(templates: Templates) -> str:
    """Return the toolchain digest of templates as they were opened, whoever edited a file since."""
    return _TOOLCHAIN.get(templates) or toolchain_digest(templates)


def toolchain_digest(templates: Templates) -> str:
    """Return the digest of what makes documents: templates, code, versions of the libraries."""
    _TOOLCHAIN[templates] = _toolchain_digest(templates.roots, file_stamps(templates))
    return _TOOLCHAIN[templates]


@lru_cache(maxsize=4)
def _toolchain_digest(
    roots: tuple[Path, ...], file_stamps: tuple[tuple[str, int, int], ...]
) -> str:
    whole = hashlib.sha256(code_digest().encode())
    for root in roots:
        for path in _files(root):
            whole.update(f"{path.relative_to(root).as_posix()}\0".encode())
            whole.update(hashlib.sha256(read_regular(path)).digest())
    whole.update(json.dumps(versions(), sort_keys=True).encode())
    return whole.hexdigest()


def file_stamps(templates: Templates) -> tuple[tuple[str, int, int], ...]:
    """Return the size and time of each file of the templates, which change when it is written."""
    paths = (path for root in templates.roots for path in _files(root))
    stats = ((path, path.stat()) for path in paths)
    return tuple((str(path), stat.st_size, stat.st_mtime_ns) for path, stat in stats)


def _files(root: Path) -> Iterator[Path]:
    yield from sorted(path for path in files_below(root) if path.is_file())


def _digests(document: Document) -> Iterator[tuple[str, str]]:
    yield "document", _digest([getattr(document, name) for name in RECIPE_FIELDS])
    for name in type(document.facts).model_fields:
        yield name, _digest(getattr(document.facts, name))
    if compared := document.comparison:
        for rank, version in enumerate((compared.old, compared.new)):
            yield f"version/{rank}", _digest([list(_digests(version.document)), version.blocks])
        paged = list(_digests(compared.paged)) if compared.paged else None
        yield "comparison", _digest([compared.author, compared.day, paged])
    for place, parts in document.parts.items():
        for rank, part in enumerate(parts):
            yield f"{place}/{rank}/{part.stem}", _digest(list(_digests(part)))
    if document.lists:  # whose pages it tells
        yield "pages", _digest(list(_digests(document.lists)))


def _digest(value: Any) -> str:
    return hashlib.sha256(to_json(value, fallback=str)).hexdigest()
