"""The `docgen` command, and how it ends: exit codes, interruptions, no traceback."""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper

from docgen.french.letters import folded
from docgen.locale import speak_french

speak_french()  # before click is imported, which names its types then

import click  # noqa: E402

from docgen.cli.commands import (  # noqa: E402
    cache,
    data,
    documents,
    law_sheets,
    left,
    notebook,
    pack,
    release,
    renewal,
    signatures,
    stamps,
    why,
)
from docgen.cli.options import SUBCOMMAND, HintingGroup, project_option  # noqa: E402
from docgen.cli.version import version_option  # noqa: E402
from docgen.errors import WorkplaceError, reason_of  # noqa: E402
from docgen.output.signals import install_signal_handlers  # noqa: E402

USAGE, INTERRUPTED = 2, 130
STOPPED = (
    "Interrompu : rien n’a été écrit à moitié, ce qui est fini reste. "
    "Relancez la même commande pour la suite."
)
COLLECT_RARELY = (50_000, 50, 50)
"""Thresholds of the garbage collector: walking the live objects of pages again and again costs an
eighth of a build (measured; 12 MB more memory at the peak)."""
FRENCH_NAMES = {
    "affiche": "memento",
    "chiffre": "infographie",
    "courrier": "renewal",
    "dossier": "commune-pack",
    "lettre": "renewal",
    "pourquoi": "why",
    "publication": "release",
    "verification": "check",
}
"""The command that makes or does what a French word says, without accent or plural."""


class Commands(HintingGroup):
    """The commands; a word that is none of them may be French for one."""

    def hint_for(self, word: str, near: Sequence[str]) -> str:
        """Return which command a French word means, '' for none."""
        meant = FRENCH_NAMES.get(folded(word).removesuffix("s"))
        return f"Vouliez-vous écrire '{meant}' ?" if meant else ""


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar=SUBCOMMAND,
)
@project_option
@version_option
def docgen() -> None:
    """Fabrique les documents du partenariat, du YAML au DOCX et au PDF.

    Les textes se trouvent dans le dossier « content » du projet, un dossier par sorte de
    document ; les documents fabriqués vont dans « output ».

    \b
    Pour commencer :
      docgen check         vérifie tous les textes
      docgen convention    fabrique les conventions, en DOCX et en PDF
      docgen commune-pack  fabrique le dossier d’une commune
      docgen data status   dit quelles données officielles sont là
    """


for command in (
    documents.convention,
    documents.avenant,
    pack.commune_pack,
    documents.infographie,
    documents.fiche,
    documents.memento,
    documents.modele,
    renewal.echeances,
    renewal.renewal,
    documents.bilan,
    signatures.recueillir,
    data.data,
    data.territoire,
    law_sheets.droit,
    left.reste,
    notebook.cahier,
    signatures.reprendre,
    documents.check,
    release.release,
    stamps.adopter,
    stamps.relire,
    stamps.sceller,
    documents.schemas,
    why.why,
    cache.cache,
    signatures.verifier,
    signatures.extract,
):
    docgen.add_command(command)


def main() -> None:
    """Run the command line, and end the process with its exit code."""
    gc.set_threshold(*COLLECT_RARELY)
    install_signal_handlers()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # as Python does for stderr
    try:
        sys.exit(docgen(prog_name="docgen", standalone_mode=False) or 0)
    except click.UsageError as error:
        error.show()
        sys.exit(USAGE)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except (click.Abort, KeyboardInterrupt):
        exec("")  # forgets an interrupt that crossed an `exec`: Python would end by the signal
        with suppress(OSError):  # the terminal may be gone
            click.echo(STOPPED, err=True)
        sys.exit(INTERRUPTED)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python would try again
        sys.exit(_mute(error))


def _mute(error: OSError) -> int:
    """Return the exit code when output cannot be written: `docgen check > /dev/full`."""
    if isinstance(error.__context__, KeyboardInterrupt):  # the terminal is gone that stopped it
        return INTERRUPTED
    place = error.filename or "sortie standard"
    with suppress(OSError):
        click.echo(
            f"{place}\u00a0: écriture ou lecture impossible\u00a0: {reason_of(error)}", err=True
        )
    return WorkplaceError.exit_code
