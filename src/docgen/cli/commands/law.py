"""The commands about the law that documents quote: list it, and record that it was checked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.options import (
    SUBCOMMAND,
    PastDay,
    au_option,
    json_option,
    project_option,
    workspace,
)
from docgen.cli.report import reporting
from docgen.french.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.referential.droit.controle import LawRow


@click.group(invoke_without_command=True, subcommand_metavar=f"[{SUBCOMMAND}]")
@click.option("--a-verifier", is_flag=True, help="Seulement ce qui reste à contrôler.")
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
      docgen droit verifier depot-classe --le 20/11/2026 --par "M. X" --reference "Légifrance"
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
@click.argument("cles", nargs=-1, metavar="[CLE]...")
@click.option(
    "--article",
    "articles",
    multiple=True,
    metavar="ARTICLE",
    help="Toutes les règles de cet article : « L541-3 », « penal R610-5 » ; peut être répété.",
)
@click.option("--le", required=True, type=PastDay(), metavar="DATE", help="Le jour du contrôle.")
@click.option("--par", required=True, metavar="NOM", help="Qui a contrôlé.")
@click.option("--reference", required=True, metavar="TEXTE", help="Le texte relu, et sa version.")
@click.option("--version", metavar="LEGIARTI", help="L’identifiant de la version relue.")
@json_option
@project_option
def verifier(
    cles: tuple[str, ...],
    articles: tuple[str, ...],
    as_json: bool,
    **checked: Any,
) -> None:
    """Note qu’une personne a contrôlé des règles de droit dans le texte en vigueur.

    CLE est le nom d’une règle, tel que « docgen droit » le donne.  Les fichiers sont modifiés sur
    place, tous ou aucun ; commentaires et mise en page sont gardés.  Le contrôle vaut pour les mots
    d’aujourd’hui : une règle changée ensuite est de nouveau à vérifier.

    \b
    Exemples :
      docgen droit verifier depot-classe --le 20/11/2026 --par "M. X" \\
        --reference "Légifrance, version en vigueur au 20 novembre 2026"
      docgen droit verifier --article L541-3 --le 20/11/2026 --par "M. X" --reference Légifrance
    """
    if not cles and not articles:
        raise click.UsageError("nommez des règles (« CLE »), ou un article (« --article L541-3 »)")
    with reporting(as_json) as report:
        from docgen.build.project_edits import verify_rules
        from docgen.referential.droit.choosing import chosen_rules
        from docgen.referential.droit.controle import NewCheck
        from docgen.referential.referential import Referential

        here = workspace()
        chosen = chosen_rules(Referential(here).droit, cles, articles)
        check = NewCheck(**checked)
        report.lines += verify_rules(here, {regle.cle: check for regle in chosen})
        report.say(f"{counted(len(chosen), 'règle vérifiée', 'règles vérifiées')}.")


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
