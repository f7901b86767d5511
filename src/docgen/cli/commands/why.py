"""The command that says what a file was made from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.options import json_option, project_option, workspace
from docgen.cli.report import Report, reporting

if TYPE_CHECKING:
    from docgen.build.explain import Explanation
    from docgen.errors import Problem
    from docgen.workspace import Workspace


@click.command()
@click.argument("fichier", type=click.Path(path_type=Path))
@click.option(
    "--complet",
    is_flag=True,
    help="Tout ce qui a changé, et tout ce dont il est fait, avec les empreintes.",
)
@click.option(
    "--essai",
    is_flag=True,
    help="Compose le document pour voir s’il dirait autre chose : deux secondes, rien n’est écrit.",
)
@json_option
@project_option
def why(fichier: Path, complet: bool, essai: bool, as_json: bool) -> None:
    """Dit de quoi un fichier a été fait, et pourquoi il a été refait.

    FICHIER est un DOCX ou un PDF que docgen a fabriqué, ou un fichier d’une publication, où que
    celle-ci soit.  D’abord ce qu’il est ; s’il serait refait aujourd’hui, demandé de même ;
    pourquoi il l’a été la dernière fois : options, champs des textes, éditions des données,
    modèles.  Ce qui est interne n’est nommé que par son champ, jamais par ce qu’il dit.

    \b
    Exemples :
      docgen why output/commune-pack/commune-pack-81218.pdf
      docgen why output/commune-pack/commune-pack-81218.pdf --essai
      docgen why output/release/publique/projet/fiche/fiche-action-4-1.pdf
      docgen why output/fiche/fiche-action-4-1.docx --complet
    """
    with reporting(as_json) as report:
        from docgen.release.manifest.reading import is_in_release
        from docgen.workspace import real

        here, path = _here(), real(fichier)
        if is_in_release(path) and _report_published(report, fichier, here, complet=complet):
            report.problems += [_trial_warning(fichier)] * essai
            return
        explanation = _explain(path, here, essai=essai)
        _report(report, fichier, explanation, here, complet=complet)


def _here() -> Workspace | None:
    from docgen.errors import DocgenError

    try:
        return workspace()
    except (DocgenError, OSError):
        return None


def _is_project_named() -> bool:
    return "docgen.project" in click.get_current_context().find_root().meta


# A file of an output folder


def _explain(path: Path, here: Workspace | None, *, essai: bool) -> Explanation:
    """Return what is recorded of a file; raise ContentError when nothing is."""
    from docgen.build.explain import Here, explain
    from docgen.cache import Store, default_folder

    asked = Here(here.root, _is_project_named()) if here else None
    return explain(path, Store(default_folder()), asked, tried=essai)


def _report(
    report: Report, path: Path, explanation: Explanation, here: Workspace | None, *, complet: bool
) -> None:
    from docgen.build.explain.listing import listing
    from docgen.build.explain.wording import answer, summary
    from docgen.cli.commands.why_json import explanation_data

    elsewhere = bool(explanation.root) and (here is None or here.root != explanation.root)
    lines = [*answer(str(path), explanation, elsewhere=elsewhere, whole=complet)]
    lines += listing(explanation) if complet else summary(str(path), explanation)
    report.extra["why"] = [explanation_data(explanation)]
    report.say(*lines)


# A file of a release


def _trial_warning(path: Path) -> Problem:
    """Return the warning that a published file is not composed."""
    from docgen.errors import Problem

    message = "« --essai » ne compose pas un fichier publié : il est seulement comparé"
    hint = "« docgen release » ne refait que ce qui dirait autre chose"
    return Problem(str(path), message, code="essai", hint=hint).as_warning()


def _report_published(report: Report, path: Path, here: Workspace | None, *, complet: bool) -> bool:
    """Whether a file is of a release; what that says of it is then reported."""
    from docgen.cli.commands.why_json import origin_data
    from docgen.release.manifest.published_file import published_file
    from docgen.release.manifest.why_wording import origin_lines
    from docgen.workspace import real

    file = published_file(real(path))
    if file is None:
        return False
    try:
        changes = file.changes(here) if here else None
    except OSError:
        changes = None
    report.extra["why"] = [origin_data(file, changes)]
    report.say(*origin_lines(str(path), file, changes, whole=complet))
    return True
