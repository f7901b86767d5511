"""The lines of `docgen why --complet`: each file that a document was made from, with its digest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from docgen.build.explain.wording import wrap

if TYPE_CHECKING:
    from docgen.build.explain import Explanation

SHORT = 12
"""How many letters of a digest are shown."""


def listing(explanation: Explanation) -> Iterator[str]:
    """Yield the lines of all that a file was made from."""
    yield ""
    yield f"Fait de (ce fichier : {explanation.sha256[:SHORT]}) :"
    yield from list_files("textes et données", explanation.sources)
    yield from list_files("modèles", explanation.templates)
    yield f"  éditions des données : {list_values(explanation.editions)}"
    versions = (
        f"{list_values(explanation.inputs.versions)} ; docgen ({explanation.inputs.code[:SHORT]})"
    )
    yield from wrap(f"  versions : {versions}", "    ")


def list_files(title: str, files: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of files with their digests, by folder."""
    by_folder: dict[str, list[str]] = {}
    for name, digest in files.items():
        path = PurePosixPath(name)
        shown = digest[:SHORT] or "empreinte non dite"
        by_folder.setdefault(f"{path.parent}/", []).append(f"{path.name} ({shown})")
    yield f"  {title} : {len(files)} fichier{'s' * (len(files) > 1)}"
    for folder, names in by_folder.items():
        yield f"    {folder}"
        yield from wrap(f"      {', '.join(names)}", "      ")


def list_values(named: Mapping[str, str]) -> str:
    """Return names and values in one line."""
    return ", ".join(f"{name} {value}" for name, value in sorted(named.items())) or "aucune"
