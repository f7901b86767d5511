"""The command that makes the release of everything that is due, and checks one that was made."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.build_options import no_cache_option, processors
from docgen.cli.options import Day, Folder, json_option, project_option, workspace
from docgen.cli.progress import steps
from docgen.cli.report import Report, reporting
from docgen.errors import ContentError, Problem, Severity

if TYPE_CHECKING:
    from docgen.french.territory import CodeInsee
    from docgen.referential.referential import Referential
    from docgen.release.entries import Piece
    from docgen.release.release import Released
    from docgen.workspace import Workspace

COMMANDLINE = click.core.ParameterSource.COMMANDLINE
FOLDER = "release"
"""The folder of a release under `output`, which it alone fills."""


@click.command()
@click.option("--departement", metavar="CODE", help="Ses communes (par défaut : celui du projet).")
@click.option(
    "--insee",
    "communes",
    multiple=True,
    metavar="COMMUNE",
    help="Seulement cette commune, par son code ou son nom ; peut être répété.",
)
@click.option(
    "--au",
    type=Day(),
    metavar="DATE",
    help="Le jour de la publication (par défaut : celui du dernier commit git).",
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
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Combien à la fois.")
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
@json_option
@project_option
def release(
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
    as_json: bool,
) -> None:
    """Publie tout ce qui est à publier, vérifié, dans un dossier qui se remplace d’un coup.

    Dans output/release, « publique » tient les documents que tous peuvent lire, « interne » (avec
    --interne) les autres ; dans chacun, « final » ce qui est définitif, « projet » le reste, une
    page pour chercher (index.html), le rapport de ce qui reste, et les empreintes.  Une publication
    qui échoue laisse la précédente intacte ; relancée, elle reprend.  La première d’un département
    entier est longue (une dizaine de minutes), les suivantes non.

    \b
    Exemples :
      docgen release
      docgen release --interne --au 2027-01-15
      docgen release --check output/release
    """
    if checked:
        _check(checked, as_json)
        return
    with reporting(as_json) as report:
        from docgen.cache import Store, default_folder
        from docgen.release.manifest.provenance import commit_of, day_of
        from docgen.release.release import release as make_release
        from docgen.release.request import Asked
        from docgen.workspace import real

        here = workspace()
        commit = commit_of(here.root)
        codes, told = _communes(here, departement, communes)
        report.problems += told
        day, many, framed = au or day_of(commit), jobs or processors(), rendu == "cadre"
        store = Store(default_folder())
        asked = Asked(day, codes, interne, keep_going, many, framed, store, no_cache)
        target = real(output or here.output / FOLDER)
        with steps(logged) as step:
            _tell(report, make_release(here, target, asked, commit, step), target, here)


def _given() -> set[str]:
    """Return the options that were given to the command."""
    context = click.get_current_context()
    given = (one for one in context.params if context.get_parameter_source(one) is COMMANDLINE)
    return set(given)


def _check(folder: Path, as_json: bool) -> None:
    """Compare a release with its own lists, and tell all that differs; fail for any other wish."""
    if _given() - {"checked", "as_json"}:
        raise click.UsageError("« --check » va seul : il vérifie une publication déjà faite")
    with reporting(as_json) as report:
        from docgen.release.verification.check_folder import check_release

        held = check_release(folder)
        report.more["checked"] = [asdict(one) for one in held]
        told = " ; ".join(one.dit for one in held)
        report.say(f"{told} : tous les fichiers sont ceux qui ont été publiés.")


def _communes(
    here: Workspace, departement: str | None, named: tuple[str, ...]
) -> tuple[tuple[CodeInsee, ...], list[Problem]]:
    """Return the communes that are due: those named, or all of a département, whoever polices.

    Fail with the usage for those named that are not of the département that is named; where none
    is, raise ContentError for those that are not of the project's.
    """
    from docgen.referential.referential import Referential
    from docgen.referential.selection import Selection, select_communes, warn_of_communes_outside

    referential = Referential(here)
    home = None if referential.snapshot("cog") is None else referential.home
    departements = tuple(one for one in (departement or home,) if one)
    all_of_it = Selection((), departements, partout=True)
    if not named:
        return select_communes(referential, all_of_it) if departements else ((), [])
    if departement:
        return _named_in(referential, named, select_communes(referential, all_of_it)[0])
    codes, told = select_communes(referential, Selection(named))
    if elsewhere := [*warn_of_communes_outside(referential, codes, home)]:
        raise ContentError(replace(one, severity=Severity.ERREUR) for one in elsewhere)
    return codes, told


def _named_in(
    referential: Referential, named: tuple[str, ...], members: tuple[CodeInsee, ...]
) -> tuple[tuple[CodeInsee, ...], list[Problem]]:
    """Return communes that are named; fail with the usage unless all are of that of `members`."""
    from docgen.referential.selection import Selection, communes_outside, select_communes

    place = next(one.departement for code in members if (one := referential.communes.get(code)))
    codes, told = select_communes(referential, Selection(named), place.code)
    if elsewhere := [*communes_outside(referential, codes, (place.code,))]:
        found = ", ".join(f"{one.toponyme.seul} ({one.code})" for one in elsewhere)
        many = "ne sont pas" if len(elsewhere) > 1 else "n’est pas"
        raise click.UsageError(
            f"« --insee » et « --departement » se contredisent : {found} {many} {place.dans}"
            f" ({place.code}) ; « --insee » suffit, sans « --departement »"
        )
    return codes, told


def _tell(report: Report, made: Released, target: Path, here: Workspace) -> None:
    """Say what a release came to: all of it for programs, what counts for people."""
    from docgen.release.manifest.reading import Held

    report.problems += made.problems
    pages = (here.name_of(target / one / "rapport.html") for one in made.folders)
    report.whole = " et ".join(pages)
    if made.recovered:
        report.say(f"{made.recovered[:1].upper()}{made.recovered[1:]}.")
    report.documents += (_as_data(one, target) for one in made.pieces if one.pages or one.made_from)
    held = [Held.by(target / one) for one in made.folders]
    report.more["released"] = [asdict(one) for one in held]
    report.say(f"{here.name_of(target)} : {' ; '.join(one.dit for one in held)}.")
    judged = "par docgen et par veraPDF" if made.verapdf else "par docgen (veraPDF n’est pas là)"
    report.say(f"Relus et conformes, {judged}{_spared(made)}.")


def _spared(made: Released) -> str:
    """Return how many files were examined by an earlier run, and not again."""
    if not made.spared:
        return ""
    many = made.spared > 1
    which = f"{made.spared} fichiers inchangés" if many else "1 fichier inchangé"
    return f" ; {which} d’après {'leur' if many else 'son'} contrôle précédent"


def _as_data(one: Piece, target: Path) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "key": one.key,
        "path": str(target / one.whole),
        "format": one.format,
        "sha256": one.sha256,
        "pages": one.pages,
        "final": one.final,
        "diffusion": str(one.diffusion),
    }
