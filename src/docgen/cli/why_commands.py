"""The command that says what a file was made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.options import json_option, project_option, workspace
from docgen.cli.report import reporting

if TYPE_CHECKING:
    from docgen.explaining import Difference, Explanation
    from docgen.inputs import Inputs

SHORT = 12
"""How many letters of a digest people are shown."""


@click.command()
@click.argument("fichier", type=click.Path(path_type=Path))
@json_option
@project_option
def why(fichier: Path, as_json: bool) -> None:
    """Dit de quoi un fichier a été fait, et pourquoi il a été refait.

    FICHIER est un DOCX ou un PDF que docgen a fabriqué.  Pour chaque texte, donnée et modèle :
    son nom et le début de son empreinte ; puis ce qui a changé depuis le fichier d’avant à la
    même place, et depuis que celui-ci a été fait.

    \b
    Exemples :
      docgen why output/commune-pack/commune-pack-81218.pdf
      docgen why output/fiche/fiche-action-4-1.docx --json
    """
    with reporting(as_json) as report:
        from docgen.cache import Memory, Store, default_folder
        from docgen.explaining import explain
        from docgen.french.typography import held
        from docgen.workspace import real

        now = _now()
        told = explain(real(fichier), Memory(Store(default_folder()), now), now)
        report.more["why"] = [_as_data(told)]
        report.lines += map(held, _as_lines(fichier, told))


def _now() -> Inputs | None:
    """Return what the project here is made of; None where there is none, or it cannot be read."""
    from docgen.errors import DocgenError
    from docgen.inputs import read_inputs

    try:
        return read_inputs(workspace())
    except (DocgenError, OSError):
        return None


def _as_lines(path: Path, told: Explanation) -> Iterator[str]:
    yield f"{path} ({told.sha256[:SHORT]})"
    yield "Fait de :"
    for title, files in (("textes et données", told.sources), ("modèles", told.templates)):
        yield f"  {title}"
        yield from (f"    {name} ({digest[:SHORT]})" for name, digest in files.items())
    yield f"  éditions des données : {_listed(told.editions)}"
    yield f"  versions : {_listed(told.inputs.versions)} ; docgen ({told.inputs.code[:SHORT]})"
    if told.since is None:
        yield "C’est le premier que docgen ait mis à cette place, pour autant qu’il s’en souvienne."
    else:
        yield "Refait parce que, depuis celui d’avant, ont changé :"
        yield from _differences(told.since)
    if told.until_now is None:
        return
    if told.until_now.nothing:
        yield "Depuis qu’il a été fait, rien n’a changé : il ne serait pas refait."
    else:
        yield "Depuis, ont changé (il ne sera refait que s’il en dit autre chose) :"
        yield from _differences(told.until_now)


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
