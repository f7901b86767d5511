"""The command that makes the packs of communes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import click

from docgen.cli.build_options import (
    BuildOptions,
    building_options,
    gather_options,
    processors,
    run_cached,
)
from docgen.cli.communes import (
    confirm_communes,
    epci_option,
    insee_option,
    many_option,
    unites_option,
)
from docgen.cli.options import Between, Day, OptionsCommand, today
from docgen.cli.progress import progress
from docgen.cli.report import remaining_command
from docgen.errors import Problem
from docgen.french.wording import date_longue
from docgen.referential.communes.zones import Zone

if TYPE_CHECKING:
    from docgen.output.record import Record
    from docgen.referential.communes.chosen import Selection
    from docgen.request import Outcome, Request
    from docgen.workspace import Workspace


def _selection(
    communes: tuple[str, ...],
    departements: tuple[str, ...],
    epci: tuple[str, ...],
    unites: tuple[str, ...],
    tout: bool,
    zone: str | None,
) -> Selection:
    from docgen.referential.communes.chosen import Selection

    if not (communes or departements or epci or unites or tout):
        raise click.UsageError("dites pour quelles communes : « --insee 81218 », par exemple")
    named = {"--insee": communes, "--epci": epci, "--unite": unites, "--departement": departements}
    some = next((option for option, given in named.items() if given), "")
    whole = "--tout" if tout else "--departement" if departements else some
    if some and some != whole:  # « --unite "Brigade d’Alban" --departement 81 »
        many = "de France" if tout else "d’un département"
        message = f"« {some} » dit quelques communes, « {whole} » toutes celles {many}"
        alone = ", ou donnez le code de la commune seul" * bool(communes)
        raise click.UsageError(f"{message} : gardez l’une{alone}")
    kept = Zone(zone) if zone in list(Zone) else None
    return Selection(communes, departements, epci, unites, tout, kept, zone == "tout")


SELECTION = (
    insee_option("Une commune, par son code ou son nom ; peut être répété."),
    many_option("--departement", "departements", "CODE", "Toutes celles d’un département."),
    epci_option,
    unites_option,
    click.option("--tout", is_flag=True, help="Toutes les communes de France."),
    click.option(
        "--zone",
        type=click.Choice([*(zone.value for zone in Zone), "tout"]),
        help="Seulement celles de cette zone (par lots, sans cette option : gendarmerie).",
    ),
)
"""The options that choose communes, in the order of the help."""


def _executor(_: click.Context, __: click.Parameter, address: str) -> str:
    if address:
        from docgen.build.batch.executors import address_fault

        if wrong := address_fault(address):
            raise click.BadParameter(f"{wrong} ; « dask://exemple.fr:8786 », ou « dask://local »")
    return address


def _say_diffusion(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        raise click.UsageError("d’un dossier, c’est « --diffusion interne »", context)


interne_option = click.option(
    "--interne",
    is_flag=True,
    hidden=True,
    expose_value=False,
    callback=_say_diffusion,
    help="Dit l’option d’un dossier.",
)


executor_option = click.option(
    "--executor",
    default="",
    callback=_executor,
    metavar="ADRESSE",
    help="Une grappe Dask : « dask://exemple.fr:8786 », ou « dask://local ».",
)


@click.command("commune-pack", cls=OptionsCommand, option="--insee")
@gather_options("selection", _selection, SELECTION)
@click.option(
    "--visite", type=Day(), metavar="DATE", help="Le jour de la visite, JJ/MM/AAAA ou AAAA-MM-JJ."
)
@click.option(
    "--memento",
    type=click.Choice(["complet"]),
    help="Relie aussi le mémento complet, après l’aide-mémoire.",
)
@click.option(
    "--diffusion",
    type=click.Choice(["publique", "partenaires", "interne"]),
    default="partenaires",
    show_default=True,
    help="Qui lira le dossier : au-delà de ce cercle, rien n’y est écrit.",
)
@click.option(
    "--rendu",
    type=click.Choice(["direct", "cadre"]),
    default="cadre",
    show_default=True,
    help="« cadre » ne remet en page que ce qui change d’une commune à l’autre ; « direct » refait"
    " tout, comme avec le mémento complet : c’est plus lent, et le même dossier.",
)
@interne_option
@click.option("--keep-going", is_flag=True, help="Fait les autres quand une commune échoue.")
@click.option("--jobs", type=Between(1, 256), metavar="N", help="Combien à la fois, de 1 à 256.")
@executor_option
@building_options
def commune_pack(
    selection: Selection,
    visite: date | None,
    memento: str | None,
    diffusion: str,
    rendu: str,
    keep_going: bool,
    jobs: int | None,
    executor: str,
    common: BuildOptions,
) -> None:
    """Fabrique le dossier d’une commune, ou de beaucoup, en DOCX et en PDF.

    Le dossier relie ce que le gendarme pose sur la table du maire : qui appeler, les chiffres,
    la convention en une page, les fiches qui concernent la commune, l’aide-mémoire.  Tout est
    vérifié pour toutes les communes avant que rien ne soit fabriqué ; un lot interrompu reprend
    où il en était.  À côté d’un projet, une feuille dit page par page ce qui reste à faire ; à
    côté de tout dossier, un fichier « .vcf » met ses contacts dans un téléphone.

    \b
    Exemples :
      docgen commune-pack --insee 81218 --visite 2026-12-03
      docgen commune-pack --insee Lavaur --insee 81004 --format pdf
      docgen commune-pack --unite "Brigade d’Alban"
      docgen commune-pack --departement 81 --zone tout --keep-going
    """
    from docgen.document import Diffusion
    from docgen.kinds.commune_pack.options import PackOptions

    options = PackOptions(Diffusion(diffusion), visite, memento == "complet")
    framed = rendu == "cadre" and not options.complet
    request = common.request(options=options, framed=framed)
    batch = _Packs(request, selection, keep_going, jobs or processors(), executor)
    with common.reporting() as (report, here):
        if visite and visite < today():
            report.problems.append(_past_visit(visite))
        confirm_communes(here, selection.communes)
        bound = ("memento",) if options.complet else ()
        places = (selection.communes, selection.epci, selection.unites)
        report.left_command = remaining_command(("commune-pack", *bound), *places)
        report.shows_left = options.circle is Diffusion.INTERNE  # which « reste » does not know
        given = (asdict(selection), keep_going)
        report.add(
            run_cached(here, "commune-pack", given, request, partial(batch.make, here)), here
        )


def _past_visit(day: date) -> Problem:
    message = f"le {date_longue(day)} est passé"
    hint = "vérifiez le jour et l’année"
    return Problem("--visite", message, code="visite", hint=hint).as_warning()


@dataclass(frozen=True, slots=True)
class _Packs:
    """The packs to make, `jobs` at once, here or on the cluster of the address `executor`."""

    request: Request
    selection: Selection
    keep_going: bool
    jobs: int
    executor: str

    def make(self, here: Workspace, record: Record) -> Outcome:
        from docgen.build.batch import Batch, BatchTarget, make, open_workers
        from docgen.referential.referential import Referential
        from docgen.referential.selection import select_communes

        codes, notices = select_communes(Referential(here), self.selection)
        target = BatchTarget(here, "commune-pack", self.request)
        with open_workers(self.executor, self.jobs) as opened, progress() as tell:
            jobs, executor = (opened.jobs, opened.executor) if opened else (self.jobs, None)
            outcome = make(Batch(target, codes, self.keep_going, jobs), tell, executor, record)
        return replace(outcome, problems=(*notices, *outcome.problems))
