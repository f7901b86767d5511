"""The commands for files that come back: signed PDFs, filled forms, corrected Word files."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.options import (
    Folder,
    PastDay,
    SignerName,
    effacer_option,
    files_argument,
    project_command,
    today,
    with_report,
    workspace,
)
from docgen.cli.report import Report
from docgen.cli.returned import (
    NOTHING_WRITTEN,
    SHEETS,
    ask_day,
    read_reports,
    take_back_reports,
    take_back_workbook,
    tell_reports,
    warn_of_open_files,
)
from docgen.errors import Problems, WorkplaceError
from docgen.french.wording import counted, date_longue

if TYPE_CHECKING:
    from docgen.corrections.reading_back import ClauseChoice, Correction, ReadBack
    from docgen.referential.referential import Referential
    from docgen.review.visit_reports import RecordedReports
    from docgen.workspace import Workspace

FILE = click.argument("fichier", type=click.Path(path_type=Path), metavar="FICHIER.pdf")


@click.command()
@FILE
@click.option(
    "--autorite",
    "autorites",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FICHIER.pem",
    help="Les autorités qui délivrent les certificats, pour les vérifier aussi ; se répète.",
)
@project_command
def verifier(report: Report, fichier: Path, autorites: tuple[Path, ...]) -> None:
    """Dit qui a signé un PDF, et si son texte a changé.

    Dit aussi quand, si tout ce qui est hors des signatures est ce que docgen a fait, si ce texte
    est celui du projet, et quels fichiers le PDF porte.  Rien n’est demandé au réseau.  Le code de
    retour est 1 si une signature ne vaut pas, ou si le PDF n’est pas tel que docgen l’a fait.

    \b
    Exemples :
      docgen verifier convention-2027-signee.pdf
      docgen verifier convention-2027-signee.pdf --autorite autorite.pem
    """
    from docgen.signatures.verification import verify
    from docgen.signatures.wording import as_data, problems, report_lines

    signatures, origin = verify(fichier, _project_if_any(), autorites)
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
@with_report
def extract(report: Report, fichier: Path, output: Path, force: bool) -> None:
    """Sort d’un PDF sa source et sa version modifiable.

    Le texte source (YAML), mis dans content/ sous un nom de votre choix, redonne le même document.
    Un fichier de même nom qui dit autre chose n’est pas remplacé, sauf avec « --force ».

    \b
    Exemple :
      docgen extract convention-2027-signee.pdf --output reprise
    """
    from docgen.signatures.extraction import extract as extract_files

    written, doubts = extract_files(fichier, output, force=force)
    report.lines += map(str, written)
    report.problems += doubts


@click.command()
@files_argument
@click.option("--par", required=True, type=SignerName(), metavar="NOM", help="Qui recueille.")
@click.option(
    "--le",
    type=PastDay(),
    default=today,
    metavar="DATE",
    help="Le jour où l’on recueille, JJ/MM/AAAA ou AAAA-MM-JJ ; sans lui, aujourd’hui.",
)
@click.option(
    "--visite",
    type=PastDay(),
    metavar="DATE",
    help="Le jour de la visite, JJ/MM/AAAA ou AAAA-MM-JJ, si la feuille ne le dit pas.",
)
@project_command
def recueillir(
    report: Report, fichiers: tuple[Path, ...], par: str, le: date, visite: date | None
) -> None:
    """Recueille les comptes rendus de visite remplis dans des PDF, pour le bilan de l’année.

    Chaque FICHIER est le dossier d’une commune, rempli à l’écran et enregistré.  Ce qui y est
    écrit va, tel quel, dans content/visites.yaml, avec le jour, et qui l’a recueilli ; le bilan de
    l’année l’imprime pour ses lecteurs, jamais pour le public.  Le jour d’une visite qui ne se lit
    pas est demandé.  Les notes, qui sont à la mairie, ne sont pas lues.  Si un fichier est faux,
    rien n’est écrit.

    \b
    Exemples :
      docgen recueillir dossier-puygouzon.pdf --par "Mme X"
      docgen recueillir retours/*.pdf --par "Mme X" --le 15/05/2026
      docgen recueillir dossier-puygouzon.pdf --par "Mme X" --visite 12/05/2026
    """
    if visite and len(fichiers) > 1:
        raise click.UsageError("« --visite » vaut pour un seul fichier")
    from docgen.referential.referential import Referential
    from docgen.review.visit_reports import Gatherer, gather_reports

    warn_of_open_files(report, fichiers)
    referential = Referential(workspace())
    problems = Problems()
    read = read_reports(report, fichiers, problems)
    ask = (lambda _: None) if problems else partial(ask_day, referential=referential)
    gatherer = Gatherer(par, le, ask, visite, today())
    gathered = gather_reports(referential, read, gatherer, problems)
    _tell(report, gathered, referential)


def _tell(report: Report, gathered: RecordedReports, referential: Referential) -> None:
    from docgen.document import Diffusion
    from docgen.kinds.bilan.visites import FILE

    if gathered.written:
        report.lines.append(f"content/{FILE}")
    for visit in gathered.written:
        day = date_longue(visit.day) if visit.day else ""
        fields = counted(len(visit.fields), "champ rempli", "champs remplis")
        whose = (
            "les partenaires" if visit.circle is Diffusion.PARTENAIRES else "la gendarmerie seule"
        )
        report.say(f"  {visit.name(referential)}, {day} : {fields}, pour {whose}")
    for visit in gathered.known:
        report.say(f"  {visit.name(referential)} : déjà recueilli, rien n’y change")
    if gathered.notes:
        notes = counted(gathered.notes, "page de notes", "pages de notes")
        report.say(f"  {notes}, à la mairie : non lues")
    tell_reports(report, gathered.written, referential)
    report.extra["visites"] = [
        {"commune": one.code, "le": str(one.day), "fichier": one.file} for one in gathered.written
    ]


@click.command()
@click.argument("fichier", type=click.Path(path_type=Path), metavar="FICHIER")
@click.option("--ecrire", is_flag=True, help="Écrit dans les textes ce qui est sûr.")
@click.option(
    "--sauf", multiple=True, metavar="CLAUSE", help="Une clause à laisser telle qu’elle est."
)
@click.option(
    "--malgre",
    multiple=True,
    metavar="CLAUSE",
    help="Une clause à écrire bien qu’elle soit à voir ; ce qui ne peut l’être est laissé.",
)
@click.option(
    "--de",
    "document",
    default="",
    metavar="DOCUMENT",
    help="Le document d’où vient un fichier qui a perdu ses repères : « convention-2027 ».",
)
@click.option(
    "--par", type=SignerName(), metavar="NOM", help="Qui recueille, pour un compte rendu de visite."
)
@effacer_option
@project_command
def reprendre(
    report: Report,
    fichier: Path,
    ecrire: bool,
    sauf: tuple[str, ...],
    malgre: tuple[str, ...],
    document: str,
    par: str | None,
    effacer: bool,
) -> None:
    """Reprend ce qui a été corrigé ou rempli dans un fichier fait par docgen.

    \b
    FICHIER est l’un de :
      un fichier Word (.docx)   ses mots vont dans les textes
      un classeur (.xlsx)       listes de « territoire exporter », cahier, droit
      un compte rendu (.pdf)    le dossier d’une commune, rempli à l’écran

    Sans --ecrire, rien n’est écrit : la commande dit ce qui change, clause par clause ou ligne par
    ligne, qui l’a changé, ce qui ne peut pas revenir et ce qu’une personne doit voir.  Ce que le
    projet a changé entre-temps n’est pas écrasé ; ce qui a été vidé n’est effacé qu’avec --effacer.

    Dans un fichier Word, les modifications suivies sont prises comme acceptées.  Ce qui
    est écrit est d’abord prouvé : le texte repris, fabriqué de nouveau, dit ce que dit le fichier.
    Une clause adoptée qui change est de nouveau proposée ; un acte signé ne se reprend pas.  Le
    code de retour est 1 si quelque chose est à voir, ou si rien de demandé ne s’écrit.

    \b
    Exemples :
      docgen reprendre "convention-2027 (corrigé).docx" --ecrire --sauf article-6
      docgen reprendre territoire.xlsx --ecrire
      docgen reprendre dossier-puygouzon.pdf --ecrire --par "Mme X"
    """
    warn_of_open_files(report, [fichier])
    kind = _sort_of(fichier)
    _refuse_options(kind, sauf or malgre or document, par, effacer=effacer)
    if kind == PDF and ecrire and not par:
        raise click.UsageError('dites qui recueille : « --par "NOM" »')
    if kind == PDF:
        take_back_reports(report, fichier, par or "", today(), ecrire=ecrire, effacer=effacer)
    elif kind:
        take_back_workbook(report, fichier, today(), ecrire=ecrire, effacer=effacer)
    else:
        _take_back_word(report, fichier, document, (sauf, malgre), ecrire=ecrire)


PDF = ".pdf"


def _sort_of(path: Path) -> str:
    """Return the ending of the name of a form or a workbook; "" for a Word file."""
    end = path.suffix.lower()
    return end if end in (PDF, *SHEETS) else ""


def _refuse_options(kind: str, of_word: object, par: str | None, *, effacer: bool) -> None:
    """Raise UsageError for an option that the sort of a file would leave unused."""
    if kind and of_word:
        raise click.UsageError("« --sauf », « --malgre » et « --de » vont avec un fichier Word")
    if par and kind != PDF:
        raise click.UsageError("« --par » va avec un compte rendu de visite (.pdf)")
    if effacer and not kind:
        message = "« --effacer » va avec un classeur (.xlsx) ou un compte rendu (.pdf)"
        raise click.UsageError(message)


def _take_back_word(
    report: Report,
    path: Path,
    document: str,
    clauses: tuple[tuple[str, ...], tuple[str, ...]],
    *,
    ecrire: bool,
) -> None:
    """Tell what a corrected Word file changes, and write it if it is asked."""
    from docgen.corrections.reading_back import ClauseChoice, Correction
    from docgen.corrections.wording import (
        as_data,
        command_to_write,
        foreseen_lines,
        report_lines,
        strange_problems,
    )

    choice = ClauseChoice(*clauses)
    correction = Correction(workspace(), path, document, today())
    read_back = correction.read(choice)
    report.extra["changes"] = as_data(read_back)
    report.problems += strange_problems(read_back)
    writes = ecrire and bool(read_back.changes) and not read_back.signed
    if not writes:
        report.say(*report_lines(read_back))
    if read_back.signed and read_back.changes:
        _refuse_signed(read_back.texts[0])
    if writes:
        _write_corrections(report, correction, read_back, choice)
    elif command := command_to_write(read_back):
        report.say("", *foreseen_lines(read_back), NOTHING_WRITTEN)
        report.lines.append(f"  {command}")
    report.to_see = not ecrire and bool(read_back.to_see or read_back.strange)


def _write_corrections(
    report: Report, correction: Correction, read_back: ReadBack, choice: ClauseChoice
) -> None:
    """Write what is proved, then tell the changes with the lines of the texts as written."""
    from docgen.corrections.wording import as_data, problems_to_see, report_lines, written_lines
    from docgen.errors import ContentError

    try:
        written = correction.write(read_back, choice)
    except ContentError:
        report.say(*report_lines(read_back))
        raise
    read_back = written.read_back or read_back
    report.extra["changes"] = as_data(read_back)
    report.say(*report_lines(read_back), *written_lines(read_back, written))
    report.problems += [*problems_to_see(read_back, choice), *written.contrary]


def _refuse_signed(text: str) -> None:
    from docgen.errors import ContentError, Problem
    from docgen.workspace import text_key

    key = text_key("convention", text)
    message = "cet acte est signé : rien n’y est repris"
    hint = f"seul un avenant le change : docgen avenant {key} --nouveau"
    raise ContentError([Problem(text, message, code="signe", hint=hint)])
