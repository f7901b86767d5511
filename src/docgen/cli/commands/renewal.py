"""The commands for the letters about a convention, and for the report of a year."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import click

from docgen.cli.build_options import BuildOptions, building_options, processors, run
from docgen.cli.commands.deadlines import recu_option
from docgen.cli.options import au_option
from docgen.cli.progress import progress

if TYPE_CHECKING:
    from docgen.output.record import Record
    from docgen.request import Outcome, Request
    from docgen.workspace import Workspace

TYPES = (
    *("rappel", "reconduction", "denonciation", "resiliation", "recepisse", "avenant"),
    "circulaire",
)


@click.command()
@click.option(
    "--type",
    "type_",
    type=click.Choice(TYPES),
    metavar="LETTRE",
    help=f"{', '.join(TYPES[:-1])} ou {TYPES[-1]} (par défaut : celles que ce jour demande).",
)
@click.option("--de", default="", metavar="PARTIE", help="Qui écrit : amr81 ou ggd81.")
@au_option
@recu_option
@click.option(
    "--subsidiaire",
    is_flag=True,
    help="Une dénonciation qui demande, si elle est tardive, la résiliation.",
)
@building_options
def renewal(
    type_: str | None,
    de: str,
    au: date,
    received: date | None,
    subsidiaire: bool,
    common: BuildOptions,
) -> None:
    """Écrit les lettres de la vie d’une convention, prêtes à signer, en DOCX et en PDF.

    Sans --type, celles que ce jour demande : le rappel, de soixante jours avant le jour prudent au
    dernier jour pour dénoncer ; puis la confirmation et la circulaire aux maires, jusqu’à la date
    anniversaire.  Dénoncer, résilier, proposer un avenant se décide : dites-le, et dites qui
    écrit.  La circulaire va aux communes de content/adherents.yaml, une lettre pour chacune, et
    toutes dans un seul PDF pour l’imprimeur.

    \b
    Exemples :
      docgen renewal
      docgen renewal --type denonciation --de amr81 --au 2027-02-08
      docgen renewal --type resiliation --de ggd81 --recu-le 2027-02-24
      docgen renewal --type circulaire --au 2027-03-01 --format pdf
    """
    if subsidiaire and type_ != "denonciation":
        raise click.UsageError("« --subsidiaire » va avec « --type denonciation »")
    from docgen.kinds.renewal.options import Courrier, RenewalOptions

    types = (type_,) if type_ else ()
    courrier = Courrier(au, types, de.strip().lower(), received, subsidiaire)
    request = common.request(options=RenewalOptions(courrier))
    with common.reporting() as (report, here):
        outcome = run(here, "renewal", (), request, partial(_make_letters, here, request))
        report.add(outcome, here)
        if not (types or outcome.artifacts or outcome.withheld):
            report.say(*_to_come(here, au))


def _make_letters(here: Workspace, request: Request, record: Record) -> Outcome:
    from docgen.build.batch.job import Brief
    from docgen.build.batch.stages import StagedBuild

    with progress() as tell:
        return StagedBuild(Brief(here, "renewal", request), processors(), tell, record).make()


def _to_come(here: Workspace, au: date) -> list[str]:
    """Return which letters are due next, for a day that calls for none."""
    from docgen.french.wording import date_longue, liste
    from docgen.kinds.actes.project import project_acts
    from docgen.kinds.renewal.occasion import due, next_due
    from docgen.referential.referential import Referential

    lines = []
    acts = project_acts(Referential(here)).signed
    for act in acts:
        name = f"{act.nom} ({act.cle})" if len(acts) > 1 else act.nom
        if not due(act.vie, au):
            lines.append(f"{name} : aucune lettre à écrire le {date_longue(au)}.")
        if next_letters := next_due(act.vie, au):
            day, letters = next_letters
            lines.append(f"  À partir du {date_longue(day)} : {liste(*letters)}.")
    return lines


@click.command()
@click.option(
    "--annee", type=click.IntRange(1900, 2999), metavar="N", help="L’année ; sinon, toutes."
)
@building_options
def bilan(annee: int | None, common: BuildOptions) -> None:
    """Fabrique le bilan d’une année, action par action, en DOCX et en PDF.

    Les actions et ce qui se compte viennent des fiches ; ce qui a été fait et les nombres
    s’écrivent dans content/bilan/.  Un champ vide s’imprime comme une ligne à remplir à la main.

    \b
    Exemples :
      docgen bilan --annee 2026
      docgen bilan --annee 2026 --final
    """
    names = (str(annee),) if annee else ()
    from docgen.kinds.bilan.options import BilanOptions

    common.build("bilan", names=names, options=BilanOptions(annee))
