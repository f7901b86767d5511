"""What `docgen why` says on demand: every file that a document was made from, with its digest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from docgen.build.explain.wording import wrapped

if TYPE_CHECKING:
    from docgen.build.explain import Explanation

SHORT = 12
"""How many letters of a digest people are shown."""


def listing(told: Explanation) -> Iterator[str]:
    """Yield all that a file was made from."""
    yield ""
    yield f"Fait de (ce fichier : {told.sha256[:SHORT]}) :"
    yield from grouped("textes et données", told.sources)
    yield from grouped("modèles", told.templates)
    yield f"  éditions des données : {listed(told.editions)}"
    versions = f"{listed(told.inputs.versions)} ; docgen ({told.inputs.code[:SHORT]})"
    yield from wrapped(f"  versions : {versions}", "    ")


def grouped(title: str, files: Mapping[str, str]) -> Iterator[str]:
    """Yield files, those of a folder together."""
    by_folder: dict[str, list[str]] = {}
    for name, digest in files.items():
        path = PurePosixPath(name)
        shown = digest[:SHORT] or "empreinte non dite"
        by_folder.setdefault(f"{path.parent}/", []).append(f"{path.name} ({shown})")
    yield f"  {title} : {len(files)} fichier{'s' * (len(files) > 1)}"
    for folder, names in by_folder.items():
        yield f"    {folder}"
        yield from wrapped(f"      {', '.join(names)}", "      ")


def listed(named: Mapping[str, str]) -> str:
    """Return names with their values."""
    return ", ".join(f"{name} {value}" for name, value in sorted(named.items())) or "aucune"
