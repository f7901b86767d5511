"""The commands for a signed PDF: check it, and extract the files that it carries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.options import Folder, json_option, project_option, workspace
from docgen.cli.report import reporting
from docgen.errors import WorkplaceError

if TYPE_CHECKING:
    from docgen.workspace import Workspace

FILE = click.argument("fichier", type=click.Path(path_type=Path), metavar="FICHIER.pdf")


@click.command()
@FILE
@click.option(
    "--autorite",
    type=click.Path(path_type=Path),
    metavar="FICHIER.pem",
    help="Les autorités qui délivrent les certificats, pour les vérifier aussi.",
)
@json_option
@project_option
def verifier(fichier: Path, autorite: Path | None, as_json: bool) -> None:
    """Dit qui a signé un PDF, et si son texte a changé.

    Dit aussi quand, si tout ce qui est hors des signatures est ce que docgen a fait, si ce texte
    est celui du projet, et quels fichiers le PDF porte.  Rien n’est demandé au réseau.  Le code de
    retour est 1 si une signature ne vaut pas, ou si le PDF n’est pas tel que docgen l’a fait.

    \b
    Exemples :
      docgen verifier convention-2027-signee.pdf
      docgen verifier convention-2027-signee.pdf --autorite autorite.pem
    """
    with reporting(as_json) as report:
        from docgen.signatures.verification import verify
        from docgen.signatures.wording import as_data, problems, report_lines

        signatures, origin = verify(fichier, _project_if_any(), autorite)
        report.problems += problems(signatures, str(fichier), origin)
        report.say(*report_lines(signatures, fichier.name, origin))
        report.documents.append(as_data(signatures, origin, fichier))


def _project_if_any() -> Workspace | None:
    """Return the project; None outside of any, unless one was named."""
    try:
        return workspace()
    except WorkplaceError:
        if "docgen.project" in click.get_current_context().find_root().meta:
            raise
        return None


@click.command()
@FILE
@click.option(
    "--output",
    type=Folder(),
    metavar="DOSSIER",
    default=Path(),
    help="Où mettre les fichiers, au lieu du dossier courant.",
)
@click.option("--force", is_flag=True, help="Remplace les fichiers de même nom qui sont déjà là.")
@json_option
def extract(fichier: Path, output: Path, force: bool, as_json: bool) -> None:
    """Sort d’un PDF sa source et sa version modifiable.

    Le texte source (YAML), mis dans content/ sous un nom de votre choix, redonne le même document.
    Un fichier de même nom qui dit autre chose n’est pas remplacé, sauf avec « --force ».

    \b
    Exemple :
      docgen extract convention-2027-signee.pdf --output reprise
    """
    with reporting(as_json) as report:
        from docgen.signatures.extraction import extract as extract_files

        report.lines += map(str, extract_files(fichier, output, force=force))
