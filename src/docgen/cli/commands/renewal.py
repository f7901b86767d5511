"""The commands about the life of conventions: their deadlines, and the letters about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.build_options import BuildOptions, building_options, processors, run_cached
from docgen.cli.options import (
    Day,
    OneOf,
    OptionsCommand,
    au_option,
    project_command,
    refuse_without_folder,
    workspace,
)
from docgen.cli.progress import progress
from docgen.cli.report import Report, remaining_command
from docgen.french.letters import folded

if TYPE_CHECKING:
    from docgen.kinds.actes.signed import Signee
    from docgen.output.record import Record
    from docgen.referential.droit.law_files import Droit
    from docgen.request import Outcome, Request
    from docgen.workspace import Workspace

TYPES = (
    *("rappel", "reconduction", "denonciation", "resiliation", "recepisse", "avenant"),
    "circulaire",
)
NO_ACT = (
    "Aucune convention signée : le jour où elle l’est, dites-le dans son fichier, « acte: signe »,"
    " et « date: » sous « signature: »."
)


class _Letter(OneOf):
    """A letter by its name, with its accents or without: « dénonciation »."""

    def normalize_choice(self, choice: object, ctx: click.Context | None) -> str:
        """Return a name as it is compared."""
        return folded(str(choice))


recu_option = click.option(
    "--recu-le",
    "received",
    type=Day(),
    metavar="DATE",
    help="Le jour où une notification est reçue, JJ/MM/AAAA ou AAAA-MM-JJ.",
)


@click.command(cls=OptionsCommand, option="--au")
@au_option
@recu_option
@click.option(
    "--ics",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FICHIER",
    help="Écrit aussi les échéances pour un agenda, avec des rappels.",
)
@project_command
def echeances(report: Report, au: date, received: date | None, ics: Path | None) -> None:
    """Dit quand chaque convention signée se reconduit, et jusqu’à quand y mettre fin.

    Pour chacune : la période en cours, la prochaine date anniversaire, le dernier jour pour
    dénoncer (en droit, et en prudence), l’envoi conseillé, et ce que donne une notification reçue
    un jour donné (--recu-le ; par défaut, ce jour-ci).

    \b
    Exemples :
      docgen echeances
      docgen echeances --au 2027-01-15 --recu-le 2027-02-24
      docgen echeances --ics echeances.ics
    """
    from docgen.kinds.actes.project import project_acts
    from docgen.kinds.actes.signed import overlapping_acts
    from docgen.referential.referential import Referential

    if ics:
        refuse_without_folder(ics)
    here = workspace()
    referential = Referential(here)
    drafts, acts = project_acts(referential).draft_warnings, project_acts(referential).known_on(au)
    _report_deadlines(report, acts, au, received or au)
    report.problems += (*overlapping_acts(acts, au), *drafts)
    report.say(*(_rules(referential.droit) if acts else (NO_ACT,)))
    if ics:
        _write_calendar(ics, acts, au)
        report.lines.append(here.name_of(ics))


def _report_deadlines(report: Report, acts: Sequence[Signee], au: date, received: date) -> None:
    from docgen.deadlines.wording import deadline_lines

    for act in acts:
        text = act.on(au)
        signed = f"signée le {act.vie.signature:%d/%m/%Y}{act.amended_on(au)}"
        report.lines.append(f"{text.intitule} ({act.cle}), {signed}")
        report.say(*(f"  {line}" for line in deadline_lines(act.vie, au, received)))
        report.extra.setdefault("echeances", []).append(_as_data(act, au, received))


def _rules(droit: Droit) -> Iterator[str]:
    from docgen.deadlines.counting import REGLES
    from docgen.deadlines.wording import rule_sentence

    yield "Comment les jours sont comptés :"
    for rule in REGLES:
        law = [item for cle in rule.droit if (item := droit.get(cle))]
        yield f"  {rule_sentence(rule, [(item.dit, item.confiance.libelle) for item in law])}"


def _write_calendar(path: Path, acts: Sequence[Signee], au: date) -> None:
    from docgen.deadlines.calendar_file import FollowedConvention, calendar_file
    from docgen.output.publication import replace_file

    followed = (FollowedConvention(act.cle, act.intitule, act.vie) for act in acts)
    replace_file(path, calendar_file(followed, au))


def _as_data(act: Signee, au: date, received: date) -> dict[str, Any]:
    now = act.vie.at(au)
    renounced = act.vie.denonciation_recue(received)
    days = {
        "debut": now and now.debut,
        "anniversaire": now and now.anniversaire,
        "limite_denonciation": now and now.limite,
        "limite_prudente": now and now.prudente,
        "envoi_conseille": now and now.envoi,
        "effet_resiliation": act.vie.resiliation_recue(received),
        "effet_denonciation": renounced and renounced.fin,
        "recu_le": received,
        "fin": act.vie.dernier_jour,
    }
    return {
        "cle": act.cle,
        "texte": act.on(au).cle,
        "periode": now and now.periode,
        **{name: day and day.isoformat() for name, day in days.items()},
        "denonciation_a_temps": renounced and renounced.a_temps,
    }


@click.command(cls=OptionsCommand, option="--au")
@click.option(
    "--type",
    "type_",
    type=_Letter(TYPES),
    metavar="LETTRE",
    help=f"{', '.join(TYPES[:-1])} ou {TYPES[-1]} (par défaut : celles que ce jour demande).",
)
@click.option(
    "--de", default="", metavar="PARTIE", help="Qui écrit : l’« id » d’une partie de la convention."
)
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
    anniversaire.  Avec --au, celles d’un jour à venir.  Dénoncer, résilier, proposer
    un avenant se décide : dites-le, et dites qui écrit.  La circulaire va aux communes de
    content/adherents.yaml, une lettre pour chacune, et toutes dans un seul PDF pour l’imprimeur.

    \b
    Exemples :
      docgen renewal
      docgen renewal --au 2026-12-24
      docgen renewal --type denonciation --de amr81 --au 2027-02-08
      docgen renewal --type resiliation --de ggd81 --au 2027-02-22 --recu-le 2027-02-24
      docgen renewal --type circulaire --au 2027-03-01 --format pdf
    """
    if subsidiaire and type_ != "denonciation":
        raise click.UsageError("« --subsidiaire » va avec « --type denonciation »")
    from docgen.kinds.renewal.occasion import NOTICES

    if received and type_ not in NOTICES:
        which = " ou ".join(f"« --type {one} »" for one in NOTICES)
        raise click.UsageError(f"« --recu-le » va avec {which}")
    from docgen.kinds.renewal.options import UNWRITTEN, Courrier, RenewalOptions

    types = (type_,) if type_ else ()
    courrier = Courrier(au, types, de.strip().lower(), received, subsidiaire)
    request = common.request(options=RenewalOptions(courrier))
    with common.reporting() as (report, here):
        outcome = run_cached(here, "renewal", (), request, partial(_make_letters, here, request))
        report.left_command = remaining_command(_letters_left(outcome))
        report.add(outcome, here)
        report.to_see = any(one.code == UNWRITTEN for one in outcome.problems)
        if not (types or outcome.artifacts or outcome.withheld):
            report.say(*_to_come(here, au))


def _letters_left(outcome: Outcome) -> list[str]:
    """Return the words that name the letters with something left, or all where one is circular."""
    made = " ".join(one for item in outcome.left for one in item.documents)
    letters = [one for one in TYPES if f"renewal-{one}-" in made]
    if not letters or "circulaire" in letters:  # written to members alone
        return ["renewal"]
    return [word for one in letters for word in ("renewal", one)]


def _make_letters(here: Workspace, request: Request, record: Record) -> Outcome:
    from docgen.build.batch.job import BatchTarget
    from docgen.build.batch.stages import make_stages

    with progress() as tell:
        return make_stages(BatchTarget(here, "renewal", request), processors(), tell, record)


def _to_come(here: Workspace, au: date) -> list[str]:
    """Return which letters are due next, for a day that calls for none."""
    from docgen.french.wording import date_longue, liste
    from docgen.kinds.actes.project import project_acts
    from docgen.kinds.renewal.occasion import due, next_due
    from docgen.referential.referential import Referential

    lines = []
    acts = project_acts(Referential(here)).known_on(au)
    for act in acts:
        ruling = act.on(au).named_on(au)
        name = f"{ruling} ({act.cle})" if len(acts) > 1 else ruling
        if not due(act.vie, au):
            lines.append(f"{name} : aucune lettre à écrire le {date_longue(au)}.")
        if next_letters := next_due(act.vie, au):
            day, letters = next_letters
            lines.append(f"  À partir du {date_longue(day)} : {liste(*letters)}.")
            lines.append(f"  Pour l’écrire d’avance : docgen renewal --au {day}")
        elif (end := act.vie.dernier_jour) and end >= au:
            lines.append(f"  Elle finit le {date_longue(end)}.")
    return lines or [NO_ACT]
