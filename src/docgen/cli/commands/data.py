"""The commands that bring official data into a project, and tell what is there."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.options import (
    SUBCOMMAND,
    Between,
    Day,
    OneOf,
    WorkbookPath,
    au_option,
    effacer_option,
    files_argument,
    open_cache,
    project_command,
    refuse_without_folder,
    today,
    workspace,
)
from docgen.cli.report import Report, print_recovery
from docgen.cli.returned import import_answers

if TYPE_CHECKING:
    from docgen.referential.snapshot import Snapshot
    from docgen.referential.status import SnapshotStatus

BY_COMMUNE = ("competence", "annuaire", "maires", "police-municipale")
"""The files that have one row a commune, of which one département may be kept."""
WHAT = (
    *("cog", "competence", "unites", "annuaire", "commissariats", "police-municipale", "maires"),
    *("ssmsi", "activite", "contours", "legi", "natinf"),
)


replace_option = click.option(
    "--remplacer",
    "replace",
    is_flag=True,
    help="Écrase le fichier s’il existe déjà, au lieu d’en numéroter un autre.",
)


def free_path(report: Report, path: Path, replace: bool, *beside: str) -> Path:
    """Return where to write a form, and files of these endings beside it: never over another.

    A person may have filled it in: « droit-2.xlsx » is taken next, unless `replace`.
    """
    refuse_without_folder(path)
    if replace:
        return path
    names = (path if rank == 1 else path.with_stem(f"{path.stem}-{rank}") for rank in count(1))
    free = next(
        one
        for one in names
        if not any(file.exists() for file in (one, *map(one.with_suffix, beside)))
    )
    if free != path:
        report.say(f"« {path.name} » existe déjà, et n’a pas été touché. Un autre est écrit :")
    return free


@click.group(subcommand_metavar=SUBCOMMAND)
def data() -> None:
    """Importe les données officielles, et dit lesquelles sont là."""


def _refuse_option_in_vain(what: str, edition: date | None, departement: str | None) -> None:
    if departement and what not in BY_COMMUNE:
        raise click.UsageError(f"« --departement » ne va qu’avec {', '.join(BY_COMMUNE)}")
    if edition and what == "activite":
        raise click.UsageError("« --edition » ne va pas avec activite : ses mois disent la sienne")


@data.command("import")
@click.argument("quoi", type=OneOf(WHAT), metavar="QUOI")
@files_argument
@click.option(
    "--edition",
    type=Day(),
    metavar="DATE",
    help="Le jour de l’édition, JJ/MM/AAAA ou AAAA-MM-JJ, si le fichier ne le dit pas.",
)
@click.option(
    "--provenance",
    default="",
    metavar="TEXTE",
    help="Ce qu’est le fichier, s’il n’est pas l’officiel.",
)
@click.option("--departement", metavar="CODE", help="Le seul à garder d’un fichier national.")
@project_command
def import_(
    report: Report,
    quoi: str,
    fichiers: tuple[Path, ...],
    edition: date | None,
    provenance: str,
    departement: str | None,
) -> None:
    """Importe des fichiers officiels dans content/referentiel/.

    \b
    QUOI est l’un de :
      cog                communes (paquet npm @etalab/decoupage-administratif)
      competence         gendarmerie ou police, par commune
      unites             unités de gendarmerie ouvertes au public (export-gn2.csv)
      annuaire           mairies, services de l’État (DILA : tar.bz2, JSON, CSV)
      commissariats      services de police ouverts au public (export-pn.csv)
      police-municipale  effectifs par commune, un classeur par an (ODS, XLSX)
      maires             répertoire national des élus (elus-maires-mai.csv)
      ssmsi              délinquance, les deux bases (CSV, CSV.gz ou Parquet)
      activite           chiffres du mois d’une unité : formulaire (interne)
      contours           contours des communes (GeoJSON), pour la carte
      legi               articles cités : archives LEGI, ou JSON de l’API
      natinf             infractions : numéro, classe, articles (Justice)

    Chaque fichier est reconnu à ses colonnes, vérifié ligne à ligne, puis remplace en entier ce
    qui était là ; à la moindre erreur, rien ne change et tout est dit.  D’« activite », seuls
    changent les territoires que les fichiers nomment.

    \b
    Exemples :
      docgen data import competence competence.csv --edition 2026-08-01 --departement 82
      docgen data import legi Freemium_legi_global_20260713-140000.tar.gz LEGI_2026*.tar.gz
      docgen data import ssmsi donnee-data.gouv-2025-geographie2026-produit-le2026-06-25.csv.gz
    """
    _refuse_option_in_vain(quoi, edition, departement)
    from docgen.importing.imports import import_official
    from docgen.importing.input_file import ImportOptions

    store = open_cache()
    asked = ImportOptions(edition, provenance, departement or "", _show_share, today(), store)
    imported = import_official(workspace(), quoi, fichiers, asked)
    report.problems += (*imported.problems, *store.problems)
    if imported.recovered:
        print_recovery(imported.recovered)
    report.say(*(_import_line(snapshot, imported.former) for snapshot in imported.snapshots))


@data.command()
@project_command
@au_option
def status(report: Report, au: date) -> None:
    """Dit quelles données sont là, de quelle édition, et ce qui manque."""
    from docgen.referential.referential import Referential
    from docgen.referential.status import snapshot_states

    for state in snapshot_states(Referential(workspace()), au):
        report.problems += state.problemes
        report.extra.setdefault("data", []).append(_as_data(state))
        report.say(_as_line(state))


@data.command()
@click.argument("unite")
@click.argument("fichier", type=WorkbookPath())
@click.option(
    "--annee",
    type=Between(1996, 2099),
    metavar="AAAA",
    default=lambda: today().year,
    help="L’année des chiffres, dès 1996 (par défaut, cette année), avec la précédente.",
)
@replace_option
@project_command
def formulaire(report: Report, unite: str, fichier: Path, annee: int, replace: bool) -> None:
    """Écrit le formulaire d’activité d’une unité (XLSX), à remplir mois par mois.

    UNITE est le nom de l’unité, comme « Brigade d’Albi », ou son identifiant.  Les indicateurs déjà
    importés y sont, une ligne par année ; au premier formulaire, toutes les lignes sont à écrire.

    \b
    Exemple :
      docgen data formulaire "Brigade d’Albi" activite-albi.xlsx
    """
    from docgen.document import Internal
    from docgen.importing.activite.blank_form import blank_form
    from docgen.output.publication import replace_file
    from docgen.referential.referential import Referential

    here = workspace()
    fichier = free_path(report, fichier, replace)
    replace_file(fichier, Internal(blank_form(Referential(here), unite, annee)))
    report.lines.append(here.name_of(fichier))


def _import_line(snapshot: Snapshot, former: Mapping[str, str]) -> str:
    from docgen.french.wording import counted, shorten_list

    origine = snapshot.origine
    rows = sum(one.lignes or 0 for one in snapshot.fichiers)
    size = f", {rows} ligne{'s' * (rows > 1)}" if rows else ""
    before = former.get(snapshot.name)
    many = counted(len(snapshot.kept), "autre territoire", "autres territoires")
    kept = f", et garde {many} : {shorten_list(snapshot.kept)}" if snapshot.kept else ""
    replaced = f" (remplace l’édition {before}{kept})" if before else ""
    return f"{snapshot.name} : {origine.jeu}, édition {origine.edition}{size}{replaced}"


def _as_line(state: SnapshotStatus) -> str:
    from docgen.french.wording import counted
    from docgen.referential.snapshot import import_command

    steps = (
        f"sert à : {state.usage}",
        f"où : {state.source}",
        f"puis : {import_command(state.nom)}",
    )
    fetch = "".join(f"\n         {step}" for step in steps)
    head = f"{state.nom} : {state.sujet}"
    if state.abime:
        return f"abîmé    {head} – refaites l’import{fetch}"
    if not state.edition:
        return f"manque   {head}{fetch}"
    age = f", {counted(state.age, 'jour')}" if state.age is not None else ""
    if state.age is not None and state.age < 0:
        age = ", postérieure à ce jour"
    covered = f", {state.couverture}" if state.couverture else ""
    note = f" – {state.etat}{fetch}" if state.etat else ""
    here = "ailleurs" if state.ailleurs else "présent "
    return f"{here} {head}, édition {state.edition}{age}{covered}{note}"


def _as_data(state: SnapshotStatus) -> dict[str, Any]:
    data = {key: value for key, value in asdict(state).items() if key != "problemes"}
    return {**data, "vieux": state.vieux, "abime": state.abime}


def _show_share(what: str, share: float) -> None:
    if sys.stderr.isatty():
        end = "\n" if share >= 1 else ""
        click.echo(f"\r{what}\u00a0: {share:4.0%}{end}", err=True, nl=False)


@click.group(subcommand_metavar=SUBCOMMAND)
def territoire() -> None:
    """Remplit dans un tableur ce qu’aucun fichier officiel ne dit : référents, contacts, appels."""


@territoire.command()
@click.argument("fichier", type=WorkbookPath())
@click.option(
    "--departement", metavar="CODE", help="Son code, ou son nom (par défaut : celui du projet)."
)
@replace_option
@project_command
def exporter(report: Report, fichier: Path, departement: str | None, replace: bool) -> None:
    """Écrit dans un tableur (XLSX) ce que dit content/territoire/, à compléter.

    \b
    Exemple :
      docgen territoire exporter territoire.xlsx
    """
    from docgen.document import Internal
    from docgen.importing.checks import requested_departement
    from docgen.importing.territoire.workbook import export_territory
    from docgen.output.publication import replace_file
    from docgen.referential.referential import Referential

    here = workspace()
    fichier = free_path(report, fichier, replace)
    referential = Referential(here)
    place = requested_departement(referential, departement)
    replace_file(fichier, Internal(export_territory(referential, place)))
    whose = "" if departement else ", celui de ce projet"
    report.lines.append(here.name_of(fichier))
    report.say(f"Département : {place.nom} ({place.code}){whose}.")


@territoire.command()
@files_argument
@effacer_option
@au_option
@project_command
def importer(report: Report, fichiers: tuple[Path, ...], effacer: bool, au: date) -> None:
    """Relit les tableurs remplis, et met à jour content/territoire/.

    Ce que plusieurs personnes ont rempli est réuni ; deux réponses qui diffèrent sont nommées, et
    rien n’est écrit.  La réponse dit quels dossiers gagnent ou perdent des fiches.

    Une case laissée telle quelle ne change rien : ce qui a été effacé depuis l’export le reste.
    Pour rétablir un fichier perdu (unites.yaml, communes.yaml, adherents.yaml), importez un ancien
    tableur quand le fichier n’est plus là : tout ce que dit le tableur compte alors.

    \b
    Exemples :
      docgen territoire importer territoire.xlsx
      docgen territoire importer albi.xlsx gaillac.xlsx
      docgen territoire importer territoire.xlsx --effacer
    """
    import_answers(report, fichiers, au, effacer=effacer)
