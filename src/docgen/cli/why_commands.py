"""The command that says what a file was made from."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.options import json_option, project_option, workspace
from docgen.cli.report import reporting

if TYPE_CHECKING:
    from docgen.explaining import Difference, Explanation
    from docgen.inputs import Inputs
    from docgen.release.origin import Origin
    from docgen.release.since import Since
    from docgen.workspace import Workspace

SHORT = 12
"""How many letters of a digest people are shown."""
WIDTH = 100
"""How many letters a line of a long list has at most."""
NOTHING = "Depuis qu’il a été fait, rien n’a changé : il ne serait pas refait."
SO_FAR = "Depuis qu’il a été fait, rien n’a changé de ce qui peut être comparé."
COPY = "Copie d’un fichier que docgen a mis ailleurs :"
SAME_HERE = "Rien ne diffère ici de ce dont il a été fait : docgen y ferait le même."
OTHER_HERE = "Ici diffèrent de ce dont il a été fait (il serait autre s’il en dit autre chose) :"
PUT_BACK = "docgen a mis un autre fichier à cette place depuis : celui-ci y a été remis."
SOMETHING = "Depuis, ont changé (il ne sera refait que s’il en dit autre chose) :"


@click.command()
@click.argument("fichier", type=click.Path(path_type=Path))
@json_option
@project_option
def why(fichier: Path, as_json: bool) -> None:
    """Dit de quoi un fichier a été fait, et pourquoi il a été refait.

    FICHIER est un DOCX ou un PDF que docgen a fabriqué, ou un fichier d’une publication, où que
    celle-ci soit.  D’abord s’il serait refait aujourd’hui, et ce qui a changé ; puis chaque
    texte, donnée et modèle dont il a été fait, avec le début de son empreinte.

    \b
    Exemples :
      docgen why output/commune-pack/commune-pack-81218.pdf
      docgen why output/release/publique/projet/fiche/fiche-action-4-1.pdf
      docgen why output/fiche/fiche-action-4-1.docx --json
    """
    with reporting(as_json) as report:
        from docgen.french.typography import held
        from docgen.release.origin import origin_of
        from docgen.release.since import Today
        from docgen.workspace import real

        here, now = _now()
        today = Today.of(here, now) if here and now else None
        origin = origin_of(real(fichier), today)
        if origin:
            data, lines = _origin_data(origin), _origin_lines(fichier, origin)
        else:
            told = _explained(real(fichier), now)
            data, lines = _as_data(told), _as_lines(fichier, told)
        report.more["why"] = [data]
        report.lines += map(held, lines)


def _explained(path: Path, now: Inputs | None) -> Explanation:
    """Return what is remembered of a file; raise ContentError when nobody remembers."""
    from docgen.cache import Memory, Store, default_folder
    from docgen.explaining import explain

    return explain(path, Memory(Store(default_folder()), now).origins, now)


def _now() -> tuple[Workspace | None, Inputs | None]:
    """Return the project here, and what it is made of; nothing where it cannot be read."""
    from docgen.errors import DocgenError
    from docgen.inputs import read_inputs

    try:
        here = workspace()
        return here, read_inputs(here)
    except (DocgenError, OSError):
        return None, None


# What is remembered of a file


def _as_lines(path: Path, told: Explanation) -> Iterator[str]:
    """Yield the answer, then what changed, then all that the file was made from."""
    yield f"{path} ({told.sha256[:SHORT]})"
    if told.copy:
        yield f"{COPY} {told.copy}"
    if told.until_now is not None and told.until_now.nothing:
        yield SAME_HERE if told.copy else NOTHING
    elif told.until_now is not None:
        yield OTHER_HERE if told.copy else SOMETHING
        yield from _differences(told.until_now)
    yield from () if told.copy else _before(told)
    yield "Fait de :"
    yield from _grouped("textes et données", told.sources)
    yield from _grouped("modèles", told.templates)
    yield f"  éditions des données : {_listed(told.editions)}"
    versions = f"{_listed(told.inputs.versions)} ; docgen ({told.inputs.code[:SHORT]})"
    yield from _wrapped(f"  versions : {versions}", "    ")


def _before(told: Explanation) -> Iterator[str]:
    """Yield why a file took the place of the one before it."""
    if told.put_back:
        yield PUT_BACK
    elif told.since is None:
        yield "C’est le premier que docgen ait mis à cette place, pour autant qu’il s’en souvienne."
    elif told.since.nothing:
        yield "Refait, bien que rien n’ait changé depuis celui d’avant de ce qui peut être comparé."
    else:
        yield "Refait parce que, depuis celui d’avant, ont changé :"
        yield from _differences(told.since)


def _grouped(title: str, files: Mapping[str, str]) -> Iterator[str]:
    """Yield files, those of a folder together."""
    by_folder: dict[str, list[str]] = {}
    for name, digest in files.items():
        path = PurePosixPath(name)
        shown = digest[:SHORT] or "empreinte non dite"
        by_folder.setdefault(f"{path.parent}/", []).append(f"{path.name} ({shown})")
    yield f"  {title} : {len(files)} fichier{'s' * (len(files) > 1)}"
    for folder, names in by_folder.items():
        yield f"    {folder}"
        yield from _wrapped(f"      {', '.join(names)}", "      ")


def _wrapped(text: str, indent: str) -> Iterator[str]:
    """Yield a long line as several, the others set in."""
    yield from textwrap.wrap(
        text, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _differences(told: Difference) -> Iterator[str]:
    for name, change in told.said.items():
        yield f"  ce que dit le document, « {_shown(name)} » : {change}"
    for name, change in told.files.items():
        yield f"  {name} : {change}"
    for name, (before, after) in told.versions.items():
        yield f"  {name} : {before or 'absent'} → {after or 'absent'}"
    if told.code:
        yield "  docgen lui-même"


def _shown(name: str) -> str:
    """Return a part of a document as people read it: ``fiches/0/fiche-action-4-1`` → its stem."""
    return name.rpartition("/")[2].replace("_", " ")


def _listed(named: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in sorted(named.items())) or "aucune"


def _as_data(told: Explanation) -> dict[str, Any]:
    return {
        "file": str(told.path),
        "sha256": told.sha256,
        "recipe": told.recipe.digest,
        "sources": dict(told.sources),
        "templates": dict(told.templates),
        "editions": told.editions,
        "versions": dict(told.inputs.versions),
        "code": told.inputs.code,
        "since": _difference_data(told.since),
        "until_now": _difference_data(told.until_now),
        "copy_of": told.copy or None,
        "put_back": told.put_back,
    }


def _difference_data(told: Difference | None) -> dict[str, Any] | None:
    if told is None:
        return None
    return {
        "said": {name: str(change) for name, change in told.said.items()},
        "files": {name: str(change) for name, change in told.files.items()},
        "versions": {name: list(pair) for name, pair in told.versions.items()},
        "code": told.code,
    }


# What a release says of a file


def _origin_lines(path: Path, told: Origin) -> Iterator[str]:
    """Yield the answer, then what changed, then all that the file was made from."""
    line = told.line
    yield f"{path} ({line['sha256'][:SHORT]})"
    yield f"{_published(told)}."
    if told.since is not None and told.since.nothing:
        yield SO_FAR if told.since.kept else NOTHING
    elif told.since is not None:
        yield SOMETHING
        yield from _changes(told.since)
    if told.since is not None and told.since.kept:
        kept = ", ".join(told.since.kept)
        yield from _wrapped(f"  sans empreinte publiée, donc non comparés : {kept}", "    ")
    yield f"Fait de (d’après {told.folder / 'manifest.json'}) :"
    yield from _grouped("textes", told.sources)
    yield from _wrapped(f"  éditions des données : {_listed(told.editions)}", "    ")
    said = {name: one for name, one in told.told["versions"].items() if one}
    yield from _wrapped(f"  versions : {_listed(said)}", "    ")


def _published(told: Origin) -> str:
    """Return of which release a file is, from which commit, and what it is."""
    from datetime import date

    from docgen.french.wording import date_longue

    line, commit = told.line, told.told["commit"]
    state = "définitif" if line["final"] else "projet"
    pages = f", {line['pages']} page{'s' * (line['pages'] > 1)}" if line["pages"] else ""
    said = f"Publié le {date_longue(date.fromisoformat(told.told['date']))} : {state}{pages}"
    if not commit:
        return said
    changed = "" if commit["intact"] else " et de fichiers modifiés depuis"
    return f"{said}, fait de la version {commit['sha'][:SHORT]} des textes{changed}"


def _changes(told: Since) -> Iterator[str]:
    for name, change in told.files.items():
        yield f"  {name} : {change}"
    for name, (before, after) in told.editions.items():
        yield f"  données « {name} » : édition {before} → {after}"
    for name, (before, after) in told.versions.items():
        yield f"  {name} : {before} → {after}"
    if told.means:
        yield "  docgen lui-même, ou ses modèles"


def _origin_data(told: Origin) -> dict[str, Any]:
    """Return it for programs, under the names that `_as_data` has; the release's own beside.

    What a manifest does not tell is empty.
    """
    since = told.since
    return {
        "file": str(told.path),
        "sha256": told.line["sha256"],
        "recipe": told.line["fait_de"],
        "release": {
            "folder": str(told.folder),
            "date": told.told["date"],
            "commit": told.told["commit"],
            "final": told.line["final"],
        },
        "sources": told.sources,
        "templates": {},
        "editions": told.editions,
        "versions": told.told["versions"],
        "code": "",
        "since": None,
        "copy_of": None,
        "put_back": False,
        "until_now": since
        and {
            "said": {},
            "files": {name: str(change) for name, change in since.files.items()},
            "editions": {name: list(pair) for name, pair in since.editions.items()},
            "versions": {name: list(pair) for name, pair in since.versions.items()},
            "code": since.means,
            "unknown": list(since.kept),
        },
    }
