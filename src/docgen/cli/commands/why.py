"""The command that says what a file was made from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.options import open_cache, project_command, workspace
from docgen.cli.report import Report

if TYPE_CHECKING:
    from docgen.build.explain import Explanation
    from docgen.workspace import Workspace


@click.command()
@click.argument("fichier", type=click.Path(path_type=Path))
@click.option(
    "--complet",
    is_flag=True,
    help="Tout ce qui a changé, et tout ce dont il est fait, avec les empreintes.",
)
@project_command
def why(report: Report, fichier: Path, complet: bool) -> None:
    """Dit de quoi un fichier a été fait, et pourquoi il a été refait.

    FICHIER est un DOCX ou un PDF que docgen a fabriqué, là où il l’a mis ou copié ailleurs, ou un
    fichier d’une publication, où que celle-ci soit.  D’abord ce qu’il est, et qui peut le lire ;
    puis ce qui a changé depuis, et ce qui avait changé quand il a été refait : textes, éditions des
    données, modèles, parties du document.  Aucun mot des textes n’est cité.

    \b
    Exemples :
      docgen why output/commune-pack/commune-pack-81218-puygouzon.pdf
      docgen why output/release/publique/projet/fiche/fiche-action-4-1.pdf
      docgen why output/fiche/fiche-action-4-1.docx --complet
    """
    from docgen.build.explain.wording import explanation_lines
    from docgen.cli.commands.why_json import explanation_data
    from docgen.workspace import real

    here = _here()
    explanation = _explain(real(fichier), here)
    elsewhere = here is None or str(here.root) != explanation.project
    report.extra["why"] = [explanation_data(explanation)]
    report.say(*explanation_lines(str(fichier), explanation, elsewhere=elsewhere, whole=complet))


def _here() -> Workspace | None:
    from docgen.errors import DocgenError

    try:
        return workspace()
    except (DocgenError, OSError):
        return None


def _explain(path: Path, here: Workspace | None) -> Explanation:
    """Return what a file was made from, by its release or by the record of output folders."""
    from docgen.build.explain import explain
    from docgen.release.manifest.reading import is_in_release

    if is_in_release(path):
        from docgen.release.manifest.published_file import explain_published

        if published := explain_published(path, here):
            return published
    named = "docgen.project" in click.get_current_context().find_root().meta
    return explain(path, open_cache(), here.root if here and named else None)
