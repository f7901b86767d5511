"""What a file is made from, told in one digest: two documents of one digest make the same bytes.

It covers what a document says, the templates, styles and fonts, docgen's own code, and the
versions of the libraries that lay it out, Pango and HarfBuzz among them.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
from collections.abc import Iterable, Iterator
from ctypes.util import find_library
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from docgen.document import Document
from docgen.rendering.templates import Templates

CODE: Final = Path(__file__).parents[1]
"""Where docgen's own code stands."""
LIBRARIES: Final = (
    *("docxtpl", "fonttools", "jinja2", "lxml", "pydantic", "pydyf", "python-docx", "segno"),
    *("tinycss2", "weasyprint"),
)
"""The libraries whose version may change a byte."""


def digest(document: Document, templates: Templates) -> str:
    """Return the digest of all that the files of a document are made from."""
    told = json.dumps(_told(document), sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(f"{means(templates)}\n{told}".encode()).hexdigest()


def means(templates: Templates) -> str:
    """Return the digest of what makes documents: templates, code, versions of the libraries."""
    roots = tuple(str(root) for root in templates.roots)
    return _means(roots, tuple(_stamps(templates.roots)))


@lru_cache(maxsize=4)
def _means(roots: tuple[str, ...], stamps: tuple[tuple[str, int, int], ...]) -> str:
    """Return that digest; `stamps` only say whether a file may have changed since."""
    whole = hashlib.sha256()
    for root in (*map(Path, roots), CODE):
        for one in _files(root):
            whole.update(f"{one.relative_to(root).as_posix()}\0".encode())
            whole.update(hashlib.sha256(one.read_bytes()).digest())
    whole.update(json.dumps(versions(), sort_keys=True).encode())
    return whole.hexdigest()


def versions() -> dict[str, str]:
    """Return the versions that a file depends on, by the name of the library."""
    libraries = {name: version(name) for name in LIBRARIES}
    return libraries | {"harfbuzz": _harfbuzz(), "pango": _pango()}


def _pango() -> str:
    from weasyprint.text.ffi import pango  # noqa: PLC0415  # slow to load

    number = pango.pango_version()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _harfbuzz() -> str:
    told = ctypes.CDLL(find_library("harfbuzz")).hb_version_string
    told.restype = ctypes.c_char_p
    said: bytes = told()
    return said.decode()


def _stamps(roots: Iterable[Path]) -> Iterator[tuple[str, int, int]]:
    for path in (path for root in (*roots, CODE) for path in _files(root)):
        known = path.stat()
        yield str(path), known.st_size, known.st_mtime_ns


def _files(root: Path) -> Iterator[Path]:
    """Yield the files below a folder, in the same order on any machine; of code, its sources."""
    found = root.rglob("*.py" if root == CODE else "*")
    yield from sorted(path for path in found if path.is_file())


def _told(document: Document) -> dict[str, Any]:
    """Return all that a document says, its parts' included."""
    return {
        "kind": document.kind,
        "key": document.key,
        "layout": document.layout,
        "title": document.title,
        "author": document.author,
        "subject": document.subject,
        "diffusion": document.diffusion,
        "final": document.final,
        "canonical": document.canonical,
        "marks": document.marks,
        "anchors": document.anchors,
        "facts": document.facts.model_dump(mode="json"),
        "parts": {
            place: [_told(part) for part in parts] for place, parts in document.parts.items()
        },
    }
