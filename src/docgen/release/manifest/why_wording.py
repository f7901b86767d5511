"""What `docgen why` says of a published file: its release, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from docgen.build.explain.listing import SHORT, list_files, list_values
from docgen.build.explain.wording import SOMETHING, by_folder, describe_document, wrap
from docgen.french.wording import counted

if TYPE_CHECKING:
    from docgen.release.manifest.published_file import ChangesSince, PublishedFile

SO_FAR = "Depuis qu’il a été fait, rien n’a changé de ce qui peut être comparé."


def origin_lines(
    path: str, file: PublishedFile, changes: ChangesSince | None, *, whole: bool
) -> Iterator[str]:
    """Yield what a file is, what has changed since, then what it was made from."""
    yield path
    yield from filter(None, (file.line.get("titre"), describe_document(file.line)))
    yield f"{_published(file)}."
    yield ""
    yield from _changes(changes) if changes else ()
    yield ""
    if whole:
        yield from _all(file)
    else:
        count = counted(len(file.sources), "texte")
        editions = f" ; éditions : {list_values(file.editions)}" * bool(file.editions)
        yield from wrap(f"Fait de {count} : {by_folder(file.sources)}{editions}.", "  ")
        yield f"Fichier par fichier, avec les empreintes : docgen why {path} --complet"


def _published(file: PublishedFile) -> str:
    """Return of which release a file is, from which commit."""
    from docgen.french.wording import date_longue

    commit = file.manifest["commit"]
    day = f"Publié le {date_longue(date.fromisoformat(file.manifest['date']))}"
    if not commit:
        return day
    changed = "" if commit["intact"] else " et de fichiers modifiés depuis"
    return f"{day}, fait de la version {commit['sha'][:SHORT]} des textes{changed}"


def _changes(changes: ChangesSince) -> Iterator[str]:
    yield SO_FAR if changes.nothing else SOMETHING
    for name, change in changes.files.items():
        yield f"  {name} : {change}"
    for name, (before, after) in changes.editions.items():
        yield f"  données « {name} » : édition {before} → {after}"
    for name, (before, after) in changes.versions.items():
        yield f"  {name} : {before} → {after}"
    if changes.means:
        yield "  docgen lui-même, ou ses modèles"
    if changes.unknown:
        unknown = ", ".join(changes.unknown)
        yield from wrap(f"  sans empreinte publiée, donc non comparés : {unknown}", "    ")


def _all(file: PublishedFile) -> Iterator[str]:
    """Yield all that the manifest says that a file was made from."""
    digest = str(file.line["sha256"])[:SHORT]
    yield f"Fait de (d’après {file.folder / 'manifest.json'} ; ce fichier : {digest}) :"
    yield from list_files("textes", file.sources)
    yield from wrap(f"  éditions des données : {list_values(file.editions)}", "    ")
    versions = {name: one for name, one in file.manifest["versions"].items() if one}
    yield from wrap(f"  versions : {list_values(versions)}", "    ")
