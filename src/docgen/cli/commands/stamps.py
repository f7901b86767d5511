"""The commands about stamps: what people checked, proofread or agreed to, and when."""

import click

from docgen.cli.options import json_option, project_option, workspace
from docgen.cli.report import reporting
from docgen.french.wording import counted


@click.command()
@json_option
@project_option
def sceller(as_json: bool) -> None:
    """Lie aux mots d’aujourd’hui les contrôles, accords et relectures qui n’ont pas d’empreinte.

    Une empreinte dit sur quels mots une personne s’est prononcée : un mot changé ensuite, et le
    contrôle ne vaut plus.  Cette commande ne signe pour personne : noms et jours restent ceux du
    fichier.  Elle suppose que rien n’a changé depuis ; dans le doute, contrôlez de nouveau.

    \b
    Exemple :
      docgen sceller
    """
    with reporting(as_json) as report:
        from docgen.build.project_edits import seal_stamps

        sealed = seal_stamps(workspace())
        report.lines += sealed
        count = counted(sum(sealed.values()), "empreinte ajoutée", "empreintes ajoutées")
        report.say(f"{count}.")
