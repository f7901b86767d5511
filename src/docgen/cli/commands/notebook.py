"""The commands of the notebook: one workbook for all that people have to say, and its return."""

from datetime import date
from pathlib import Path

import click

from docgen.cli.commands.data import free_path, replace_option
from docgen.cli.communes import confirm_communes
from docgen.cli.options import (
    SUBCOMMAND,
    WorkbookPath,
    au_option,
    effacer_option,
    files_argument,
    named_options,
    open_cache,
    project_command,
    workspace,
)
from docgen.cli.progress import steps
from docgen.cli.report import Report
from docgen.cli.returned import import_answers
from docgen.french.wording import counted


@click.group(subcommand_metavar=SUBCOMMAND)
def cahier() -> None:
    """Met tout ce qui reste à dire dans un classeur à remplir, et relit les réponses."""


@cahier.command()
@click.argument("fichier", type=WorkbookPath())
@named_options
@au_option
@replace_option
@project_command
def exporter(
    report: Report,
    fichier: Path,
    names: tuple[str, ...],
    communes: tuple[str, ...],
    au: date,
    replace: bool,
) -> None:
    """Écrit un classeur (XLSX) : textes à adopter, à relire, à remplir, droit, contacts, données.

    Les cases grises disent, les blanches sont à remplir.  Plusieurs personnes peuvent en remplir
    chacune une partie.

    \b
    Exemples :
      docgen cahier exporter cahier.xlsx
      docgen cahier exporter cahier.xlsx --pour commune-pack --insee 81218
    """
    from docgen.document import Internal
    from docgen.output.publication import replace_file
    from docgen.referential.referential import Referential
    from docgen.review.law_review import LawReviewer
    from docgen.review.notebook import write_notebook

    here = workspace()
    confirm_communes(here, communes)
    fichier = free_path(report, fichier, replace)
    with steps(logged=False) as tell:
        reviewer = LawReviewer(Referential(here, au), open_cache(), tell)
        notebook = write_notebook(reviewer, names, communes, au)
    report.problems += notebook.notices
    replace_file(fichier, Internal(notebook.data))
    report.lines.append(here.name_of(fichier))
    for name, rows in notebook.rows.items():
        report.say(f"  {name} : {counted(rows, 'ligne')}")


@cahier.command()
@files_argument
@effacer_option
@au_option
@project_command
def importer(report: Report, fichiers: tuple[Path, ...], effacer: bool, au: date) -> None:
    """Relit les classeurs remplis, et note ce que chacun a répondu.

    « oui » vaut accord, relecture ou contrôle, du jour et de la personne que la ligne dit ; « non »
    est noté avec sa raison, et listé à sa place dans les textes, où docgen ne change pas un mot.
    Une réponse plus ancienne que celle qui est notée n’y change rien.  Un contact laissé tel
    quel ne dit rien : chacun peut rendre sa copie à son tour.  Si une case est fausse, rien n’est
    écrit.

    \b
    Exemples :
      docgen cahier importer cahier.xlsx
      docgen cahier importer cahier-martin.xlsx cahier-durand.xlsx
    """
    import_answers(report, fichiers, au, effacer=effacer)
