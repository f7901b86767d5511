"""The commands that hand the law to a reader as a sheet, and read the sheet back."""

from datetime import date
from pathlib import Path

import click

from docgen.cli.commands.data import free_path, replace_option
from docgen.cli.commands.law import droit
from docgen.cli.communes import confirm_communes
from docgen.cli.options import (
    WorkbookPath,
    au_option,
    files_argument,
    named_options,
    open_cache,
    project_command,
    workspace,
)
from docgen.cli.progress import steps
from docgen.cli.report import Report
from docgen.cli.returned import import_answers

__all__ = ["droit", "exporter", "importer"]


@droit.command()
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
    """Écrit dans un tableur (XLSX) le droit à contrôler, une ligne par article.

    Chaque ligne donne le lien vers Légifrance, nos règles, les phrases imprimées et leurs pages ;
    le lecteur remplit les cases blanches.  Une page HTML du même nom se lit à côté.

    \b
    Exemples :
      docgen droit exporter droit.xlsx
      docgen droit exporter droit.xlsx --pour commune-pack --insee 81218
      docgen droit exporter droit.xlsx --pour memento --pour "fiche 4.2"
    """
    from docgen.left import document_options, sheet_command
    from docgen.output.publication import replace_file
    from docgen.referential.referential import Referential
    from docgen.review.law_page import law_page
    from docgen.review.law_review import LawReviewer, summary_of
    from docgen.review.law_sheet import write_law_sheet

    here = workspace()
    confirm_communes(here, communes)
    fichier = free_path(report, fichier, replace, ".html")
    page = fichier.with_suffix(".html")
    with steps(logged=False) as tell:
        referential = Referential(here, au)
        reviewer = LawReviewer(referential, open_cache(), tell)
        articles, notices = reviewer.review(names, communes, au)
    report.problems += notices
    if not articles:
        report.say("Rien à contrôler : aucun fichier n’est écrit.")
        return
    command = sheet_command("droit", document_options(names, communes))
    replace_file(page, law_page(referential, articles, au))
    replace_file(fichier, write_law_sheet(referential, articles, command))
    report.lines += map(here.name_of, (page, fichier))
    report.say(summary_of(articles))


@droit.command()
@files_argument
@au_option
@project_command
def importer(report: Report, fichiers: tuple[Path, ...], au: date) -> None:
    """Relit les tableurs remplis, et note ce qu’une personne a signé.

    Ce qui est signé « oui » devient vérifié ; ce qui est jugé « non » est noté avec sa raison, et
    listé avec sa ligne et les pages qui l’impriment ; il reste à corriger.  Une réponse plus
    ancienne que celle qui est notée n’y change rien.  Si une case est fausse, rien n’est écrit.

    \b
    Exemples :
      docgen droit importer droit.xlsx
      docgen droit importer droit-martin.xlsx droit-durand.xlsx
    """
    import_answers(report, fichiers, au, effacer=False)
