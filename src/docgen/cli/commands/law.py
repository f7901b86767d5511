"""The commands about the law that documents quote: list it, and record that it was checked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.options import SUBCOMMAND, Day, au_option, json_option, project_option, workspace
from docgen.cli.report import reporting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.referential.droit.controle import LawRow


@click.group(invoke_without_command=True, subcommand_metavar=f"[{SUBCOMMAND}]")
@click.option("--a-verifier", is_flag=True, help="Seulement ce que personne n’a contrôlé.")
@au_option
@json_option
@project_option
@click.pass_context
def droit(context: click.Context, a_verifier: bool, au: date, as_json: bool) -> None:
    """Liste le droit que citent les documents, avec sa confiance et l’âge de son contrôle.

    Chaque montant, délai, classe ou article n’est écrit qu’une fois, dans
    content/referentiel/droit/.  Ce que personne n’a contrôlé est marqué « à vérifier » dans un
    projet, et retient le document définitif.

    \b
    Exemples :
      docgen droit
      docgen droit --a-verifier
      docgen droit verifier depot-classe --le 2026-11-20 --par "M. X" --reference "Légifrance"
    """
    if context.invoked_subcommand:
        return
    with reporting(as_json) as report:
        from docgen.referential.droit.controle import droit_rows
        from docgen.referential.referential import Referential

        rows = droit_rows(Referential(workspace()).droit, au)
        for row in rows:
            if row.age is None or not a_verifier:
                report.extra.setdefault("droit", []).append(_as_data(row))
                report.say(_as_line(row))
        report.lines.append(_summary(rows))


@droit.command()
@click.argument("cle")
@click.option("--le", required=True, type=Day(), metavar="DATE", help="Le jour du contrôle.")
@click.option("--par", required=True, metavar="NOM", help="Qui a contrôlé.")
@click.option("--reference", required=True, metavar="TEXTE", help="Le texte relu, et sa version.")
@json_option
@project_option
def verifier(cle: str, le: date, par: str, reference: str, as_json: bool) -> None:
    """Note qu’une personne a contrôlé une règle de droit dans le texte en vigueur.

    CLE est le nom de la règle, tel que « docgen droit » le donne.  Le fichier est modifié sur
    place ; commentaires et mise en page sont gardés.

    \b
    Exemple :
      docgen droit verifier depot-classe --le 2026-11-20 --par "M. X" \\
        --reference "Légifrance, version en vigueur au 20 novembre 2026"
    """
    if le > date.today():  # noqa: DTZ011 - the day where the person is
        raise click.UsageError(f"« --le {le} » : un contrôle à venir n’a pas été fait")
    with reporting(as_json) as report:
        from docgen.build.project_edits import verify_rule
        from docgen.referential.droit.controle import NewCheck

        report.lines.append(verify_rule(workspace(), cle, NewCheck(le, par, reference)))


def _summary(rows: Sequence[LawRow]) -> str:
    unchecked = sum(1 for row in rows if row.age is None)
    old = sum(1 for row in rows if row.old)
    again = f", {old} à contrôler de nouveau" if old else ""
    return f"{len(rows)} règles, dont {unchecked} que personne n’a contrôlées{again}."


def _as_line(row: LawRow) -> str:
    rule = row.regle
    age = f", il y a {row.age} jours" if row.age is not None else ""
    where = f"{row.file}:{row.line}"
    text = f"{rule.libelle} : {rule.dit}" if rule.dit not in rule.libelle else rule.libelle
    return f"{row.etat}{age} – {rule.cle} – {text} ({rule.confiance.libelle}) – {where}"


def _as_data(row: LawRow) -> dict[str, Any]:
    rule = row.regle
    return {
        "cle": rule.cle,
        "dit": rule.dit,
        "reference": rule.reference.dit if rule.reference else "",
        "confiance": str(rule.confiance),
        "age": row.age,
        "etat": row.etat,
        "file": row.file,
        "line": row.line,
    }
