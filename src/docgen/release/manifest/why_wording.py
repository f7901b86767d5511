"""What `docgen why` says of a published file: its release, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from docgen.build.explain.listing import SHORT, grouped, listed
from docgen.build.explain.wording import (
    FIELDS,
    NOTHING,
    SOMETHING,
    by_folder,
    described,
    text,
    wrapped,
)
from docgen.french.wording import counted

if TYPE_CHECKING:
    from docgen.build.explain import Field
    from docgen.release.manifest.changes import Since
    from docgen.release.manifest.origin import Origin

SO_FAR = "Depuis qu’il a été fait, rien n’a changé de ce qui peut être comparé."

Fields = Mapping[str, tuple["Field", ...]]


def origin_lines(path: str, told: Origin, fields: Fields, *, whole: bool) -> Iterator[str]:
    """Yield what it is, the answer, what changed, then what the file was made from."""
    yield path
    yield from filter(None, (told.line.get("titre"), described(told.line)))
    yield f"{_published(told)}."
    yield ""
    yield from _since(told.since, fields, whole=whole) if told.since else ()
    yield ""
    if whole:
        yield from _all(told)
    else:
        count = counted(len(told.sources), "texte")
        editions = f" ; éditions : {listed(told.editions)}" * bool(told.editions)
        yield from wrapped(f"Fait de {count} : {by_folder(told.sources)}{editions}.", "  ")
        yield f"Fichier par fichier, avec les empreintes : docgen why {path} --complet"


def _published(told: Origin) -> str:
    """Return of which release a file is, from which commit."""
    from docgen.french.wording import date_longue

    commit = told.told["commit"]
    said = f"Publié le {date_longue(date.fromisoformat(told.told['date']))}"
    if not commit:
        return said
    changed = "" if commit["intact"] else " et de fichiers modifiés depuis"
    return f"{said}, fait de la version {commit['sha'][:SHORT]} des textes{changed}"


def _since(told: Since, fields: Fields, *, whole: bool) -> Iterator[str]:
    if told.nothing:
        yield SO_FAR if told.kept else NOTHING
    else:
        yield SOMETHING
        yield from _changes(told, fields, whole=whole)
    if told.kept:
        kept = ", ".join(told.kept)
        yield from wrapped(f"  sans empreinte publiée, donc non comparés : {kept}", "    ")


def _changes(told: Since, fields: Fields, *, whole: bool) -> Iterator[str]:
    for name, change in told.files.items():
        yield from text(name, change, fields.get(name), 0 if whole else FIELDS)
    for name, (before, after) in told.editions.items():
        yield f"  données « {name} » : édition {before} → {after}"
    for name, (before, after) in told.versions.items():
        yield f"  {name} : {before} → {after}"
    if told.means:
        yield "  docgen lui-même, ou ses modèles"


def _all(told: Origin) -> Iterator[str]:
    """Yield all that the manifest says that it was made from."""
    yield f"Fait de (d’après {told.folder / 'manifest.json'} ; ce fichier : {_digest(told)}) :"
    yield from grouped("textes", told.sources)
    yield from wrapped(f"  éditions des données : {listed(told.editions)}", "    ")
    said = {name: one for name, one in told.told["versions"].items() if one}
    yield from wrapped(f"  versions : {listed(said)}", "    ")


def _digest(told: Origin) -> str:
    return str(told.line["sha256"])[:SHORT]
