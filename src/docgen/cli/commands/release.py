"""The command that makes the release of everything that is due, and checks one that was made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.build_options import no_cache_option, processors
from docgen.cli.communes import confirm_at_terminal, confirm_communes, insee_option
from docgen.cli.options import (
    Between,
    Day,
    Folder,
    open_cache,
    project_command,
    refuse_beside,
    today,
    workspace,
)
from docgen.cli.progress import steps
from docgen.cli.report import Report, file_data, remaining_command
from docgen.errors import ContentError, Problem, Problems, Severity
from docgen.french.wording import capital, date_longue

if TYPE_CHECKING:
    from docgen.french.territory import CodeInsee
    from docgen.referential.referential import Referential
    from docgen.release.manifest.provenance import Commit
    from docgen.release.pipeline import ReleaseResult
    from docgen.release.request import ReleaseRequest
    from docgen.workspace import Workspace

FOLDER = "release"
"""The folder of a release under `output`, which it alone fills."""


@click.command()
@click.option("--departement", metavar="CODE", help="Ses communes (par défaut : celui du projet).")
@insee_option("Seulement cette commune, par son code ou son nom ; peut être répété.")
@click.option(
    "--au",
    type=Day(),
    metavar="DATE",
    help="Le jour de la publication, JJ/MM/AAAA ou AAAA-MM-JJ ; sans lui, celui du dernier commit.",
)
@click.option("--interne", is_flag=True, help="Fait aussi le dossier interne : lettres, feuilles.")
@click.option(
    "--rendu",
    type=click.Choice(["direct", "cadre"]),
    default="cadre",
    show_default=True,
    help="Comment sont mis en page les dossiers des communes ; « cadre », bien plus vite.",
)
@click.option("--keep-going", is_flag=True, help="Laisse de côté ce qui échoue, et fait le reste.")
@click.option("--jobs", type=Between(1, 256), metavar="N", help="Combien à la fois, de 1 à 256.")
@click.option(
    "--etapes",
    "logged",
    is_flag=True,
    help="Hors d’un terminal aussi, écrit une ligne à chaque étape (pour un journal).",
)
@click.option(
    "--check",
    "checked",
    type=Folder(),
    metavar="DOSSIER",
    help="Vérifie une publication déjà faite, sans rien fabriquer.",
)
@click.option(
    "--output",
    type=Folder(),
    metavar="DOSSIER",
    help="Le dossier de la publication, à elle seule (par défaut : output/release).",
)
@no_cache_option
@project_command
def release(
    report: Report,
    departement: str | None,
    communes: tuple[str, ...],
    au: date | None,
    interne: bool,
    rendu: str,
    keep_going: bool,
    jobs: int | None,
    logged: bool,
    checked: Path | None,
    output: Path | None,
    no_cache: bool,
) -> None:
    """Publie tout ce qui est à publier, vérifié, dans un dossier qui se remplace d’un coup.

    Dans output/release, « publique » tient les documents que tous peuvent lire, « interne » (avec
    --interne) les autres ; dans chacun, « final » ce qui est définitif, « projet » le reste, une
    page pour chercher (index.html), le rapport de ce qui reste, et les empreintes.  Une publication
    qui échoue laisse la précédente intacte ; relancée, elle reprend.  La première d’un département
    entier est longue (la publique : cinq minutes, si rien d’autre ne tourne), les suivantes non.

    \b
    Exemples :
      docgen release
      docgen release --interne --au 2027-01-15
      docgen release --check output/release
    """
    if checked:
        _check(report, checked)
        return
    from docgen.release.manifest.provenance import commit_of, day_of
    from docgen.release.pipeline import make_release
    from docgen.release.request import ReleaseRequest
    from docgen.workspace import real_path

    here = workspace()
    commit = commit_of(here.root, interne=interne)
    codes, report.problems = _communes(here, departement, communes, keep_going)
    day, many, framed = au or day_of(commit), jobs or processors(), rendu == "cadre"
    request = ReleaseRequest(day, codes, interne, keep_going, many, framed, open_cache(), no_cache)
    target = real_path(output or here.output / FOLDER)
    request = _with_losses(here, target, replace(request, named=bool(communes)))
    report.problems += (*_remarks(here.root, day, commit), *_passed_by_time(here, day))
    report.problems += (*_goes_back(target, day), *(one.as_warning() for one in request.agreed))
    report.left_command = remaining_command((), communes)
    with steps(logged) as step:
        _tell(report, make_release(here, target, request, commit, step), target, here)


def _remarks(root: Path, day: date, commit: Commit | None) -> Iterator[Problem]:
    """Yield warnings about the day of a release, and about the commit that it is made from."""
    from docgen.release.manifest.provenance import commit_of

    if day > today():
        message = f"publication du {date_longue(day)}, un jour à venir"
        hint = "ses documents disent l’état de ce jour-là ; « --au » le choisit"
        yield Problem("--au", message, code="date", hint=hint).as_warning()
    if commit and not commit.intact:
        message = f"le projet a changé depuis son dernier commit ({commit.sha[:8]})"
        hint = "« git status --ignored » dit quoi ; enregistré, il la refera à l’identique"
        if (public := commit_of(root)) and public.intact:
            message = f"les données internes ne sont pas dans le commit ({commit.sha[:8]})"
            hint = (
                "docgen n’en laisse rien à git : gardez-en une copie, pour la refaire à l’identique"
            )
        yield Problem("git", message, code="commit", hint=hint).as_warning()


def _passed_by_time(here: Workspace, day: date) -> Iterator[Problem]:
    """Yield a warning for each act that ended or changed since the day of a release."""
    from docgen.kinds.actes.project import project_acts
    from docgen.kinds.actes.signed import changed_by_time
    from docgen.referential.referential import Referential

    with suppress(ContentError):  # reported by the release itself
        for change in changed_by_time(project_acts(Referential(here)).signed, day, today()):
            message = f"publication du {date_longue(day)} ; depuis, {change}"
            hint = f"ses documents l’ignorent : ajoutez « --au {today()} »"
            yield Problem("--au", message, code="date", hint=hint).as_warning()


def _goes_back(target: Path, day: date) -> Iterator[Problem]:
    """Yield a warning where a release takes the place of one of a later day."""
    from docgen.french.days import read_day
    from docgen.release.entries import FOLDERS
    from docgen.release.manifest.reading import read_manifest

    days = (read_day(read_manifest(target / folder).get("date")) for folder in FOLDERS)
    last = max(filter(None, days), default=day)
    if last > day:
        message = f"publication du {date_longue(day)}, à la place d’une du {date_longue(last)}"
        hint = f"pour en garder le jour : ajoutez « --au {last} »"
        yield Problem("--au", message, code="date", hint=hint).as_warning()


def _with_losses(here: Workspace, target: Path, request: ReleaseRequest) -> ReleaseRequest:
    """Return a request with what is lost of the release before; raise ContentError if unwanted."""
    from docgen.release.staging import losses

    lost = Problems(losses(target, here.name_of(target), request))
    for loss in lost:
        if not confirm_at_terminal(f"{loss.file} : {loss.message}. Remplacer ?", unasked=False):
            lost.refuse()
    return replace(request, agreed=tuple(lost))


def _check(report: Report, folder: Path) -> None:
    refuse_beside("--check")
    from docgen.release.verification.check_folder import check_release

    folders = check_release(folder)
    report.left_command = ""
    report.extra["checked"] = [asdict(counts) for counts in folders]
    listed = " ; ".join(counts.phrase for counts in folders)
    report.say(f"{listed} : tous les fichiers sont ceux qui ont été publiés.")


def _communes(
    here: Workspace, departement: str | None, named: tuple[str, ...], keep_going: bool
) -> tuple[tuple[CodeInsee, ...], list[Problem]]:
    """Return the communes of the release, and problems: those named, or all of a département.

    Raise UsageError for communes outside the département that is named; raise ContentError for
    another département than the project's, for communes outside it, and where none is known;
    with `keep_going` that is a problem among others.
    """
    from docgen.referential.communes.chosen import Selection
    from docgen.referential.referential import Referential
    from docgen.referential.selection import select_communes, warn_of_communes_outside

    confirm_communes(here, named)
    referential = Referential(here)
    home = None if referential.snapshot("cog") is None else referential.home
    if departement and home:
        _refuse_elsewhere(referential, departement, home)
    departements = tuple(one for one in (departement or home,) if one)
    all_of_it = Selection((), departements, partout=True)
    if not (named or departements):
        problems = Problems(_no_commune(here))
        if not keep_going:
            problems.refuse()
        return (), problems
    if not named:
        return select_communes(referential, all_of_it)
    if departement:
        return _named_in(referential, named, select_communes(referential, all_of_it)[0])
    codes, warnings = select_communes(referential, Selection(named))
    if elsewhere := [*warn_of_communes_outside(referential, codes, home)]:
        raise ContentError(replace(one, severity=Severity.ERREUR) for one in elsewhere)
    return codes, warnings


def _refuse_elsewhere(referential: Referential, departement: str, home: str) -> None:
    """Raise ContentError for a département that is known and is not the project's."""
    asked, ours = map(referential.communes.departement_named, (departement, home))
    if asked and ours and asked.code != ours.code:
        message = f"{asked.nom} ({asked.code}) n’est pas le département de ce projet,"
        message += f" qui est {ours.dans} ({ours.code})"
        hint = "sans « --departement », la publication prend les communes du projet"
        raise ContentError([Problem("--departement", message, code="departement", hint=hint)])


def _no_commune(here: Workspace) -> Iterator[Problem]:
    """Yield a problem where documents of communes are due, and of no commune."""
    from docgen.kinds import KINDS
    from docgen.kinds.kind import Due

    folders = (here.content / kind.name for kind in KINDS.values() if kind.due is Due.COMMUNE)
    if any(folder.is_dir() for folder in folders):
        message = "aucune commune à publier : le département de ce projet n’est pas connu"
        hint = "« docgen data import competence FICHIER --departement CODE » le dit ;"
        hint += " ou donnez « --departement CODE », pour cette fois"
        yield Problem("--departement", message, code="departement", hint=hint)


def _named_in(
    referential: Referential, named: tuple[str, ...], members: tuple[CodeInsee, ...]
) -> tuple[tuple[CodeInsee, ...], list[Problem]]:
    """Return the communes that are named; raise UsageError for any outside the département."""
    from docgen.referential.communes.chosen import Selection
    from docgen.referential.selection import communes_outside, select_communes

    place = next(town.departement for code in members if (town := referential.communes.get(code)))
    codes, warnings = select_communes(referential, Selection(named), place.code)
    if elsewhere := [*communes_outside(referential, codes, (place.code,))]:
        outside = ", ".join(f"{one.toponyme.seul} ({one.code})" for one in elsewhere)
        many = "ne sont pas" if len(elsewhere) > 1 else "n’est pas"
        raise click.UsageError(
            f"« --insee » et « --departement » se contredisent : {outside} {many} {place.dans}"
            f" ({place.code}) ; « --insee » suffit, sans « --departement »"
        )
    return codes, warnings


def _tell(report: Report, result: ReleaseResult, target: Path, here: Workspace) -> None:
    """Report a release: all of it for programs, what counts for people."""
    from docgen.release.manifest.reading import FolderCounts

    report.problems += result.problems
    report.left = result.left
    pages = (here.name_of(target / folder / "rapport.html") for folder in result.folders)
    report.full_list = " et ".join(pages)
    if result.recovered:
        report.say(f"{capital(result.recovered)}.")
    files = (file for file in result.files if file.pages or file.recipe)
    report.documents += (file_data(file, file, target / file.full_place) for file in files)
    folders = [FolderCounts.of(target / folder) for folder in result.folders]
    report.extra["released"] = [asdict(counts) for counts in folders]
    report.say(f"{here.name_of(target)} : {' ; '.join(counts.phrase for counts in folders)}.")
    judges = "docgen (veraPDF n’est pas là)"
    if result.verapdf:
        judges = "docgen, et chaque construction par veraPDF"
    if result.left:
        report.say(f"Ce qui reste, document par document : {report.full_list}.")
    report.say(f"Relus et conformes, par {judges}{_reused_checks(result)}.")


def _reused_checks(result: ReleaseResult) -> str:
    """Return, in French, how many files an earlier run had examined."""
    if not result.reused:
        return ""
    many = result.reused > 1
    which = f"{result.reused} fichiers inchangés" if many else "1 fichier inchangé"
    return f" ; {which} d’après {'leur' if many else 'son'} contrôle précédent"
