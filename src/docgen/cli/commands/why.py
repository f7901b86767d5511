"""The command that says what a file was made from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from docgen.cli.options import open_cache, project_command, workspace
from docgen.cli.report import Report

if TYPE_CHECKING:
    from docgen.build.explain import Difference, Explanation
    from docgen.workspace import Workspace

ABOUT_KEYS: Final = ("kind", "key", "title", "diffusion", "final", "pages")
ANSWERS: Final = {"rien": "non", "disparu": "non", "moyens": "oui", "textes": "peut-etre"}
"""Whether a file would be made again, by the reason."""


@click.command()
@click.argument("fichier", type=click.Path(path_type=Path))
@click.option(
    "--complet",
    is_flag=True,
    help="Tout ce qui a changé, et tout ce dont il est fait, avec les empreintes.",
)
@project_command
def why(report: Report, fichier: Path, complet: bool) -> None:
    """Dit de quoi un fichier a été fait, et pourquoi il a été refait.

    FICHIER est un DOCX ou un PDF que docgen a fabriqué, là où il l’a mis ou copié ailleurs, ou un
    fichier d’une publication, où que celle-ci soit.  D’abord ce qu’il est, et qui peut le lire ;
    puis ce qui a changé depuis, et ce qui avait changé quand il a été refait : textes, éditions des
    données, modèles, parties du document.  Aucun mot des textes n’est cité.

    \b
    Exemples :
      docgen why output/commune-pack/commune-pack-81218-puygouzon.pdf
      docgen why output/release/publique/projet/fiche/fiche-action-4-1.pdf
      docgen why output/fiche/fiche-action-4-1.docx --complet
    """
    from docgen.build.explain.wording import explanation_lines
    from docgen.workspace import real_path

    here = _here()
    explanation = _explain(real_path(fichier), here)
    elsewhere = here is None or str(here.root) != explanation.project
    report.extra["why"] = [explanation_data(explanation)]
    report.say(*explanation_lines(str(fichier), explanation, elsewhere=elsewhere, whole=complet))


def _here() -> Workspace | None:
    from docgen.errors import DocgenError

    try:
        return workspace()
    except (DocgenError, OSError):
        return None


def _explain(path: Path, here: Workspace | None) -> Explanation:
    """Return what a file was made from, by its release or by the record of output folders."""
    from docgen.build.explain import explain
    from docgen.release.manifest.reading import is_in_release

    if is_in_release(path):
        from docgen.release.manifest.published_file import explain_published

        if published := explain_published(path, here):
            return published
    named = "docgen.project" in click.get_current_context().find_root().meta
    return explain(path, open_cache(), here.root if here and named else None)


# The JSON of the command: keys may be added, and none is removed


def explanation_data(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as JSON; the keys of what is no longer told are empty."""
    return {
        "file": str(explanation.path),
        "sha256": explanation.sha256,
        "document": {name: explanation.about.get(name) for name in ABOUT_KEYS},
        "project": explanation.project or None,
        "options": None,
        "again": ANSWERS.get(explanation.reason, "inconnu"),
        "known": str(explanation.reason),
        "would_say": [],
        "faults": [],
        "recipe": explanation.recipe,
        "sources": dict(explanation.sources),
        "templates": dict(explanation.templates),
        "editions": dict(explanation.editions),
        "versions": dict(explanation.versions),
        "code": explanation.code,
        "since": _difference(explanation.changes_at_build),
        "until_now": _difference(explanation.changes_since_build),
        "copy_of": explanation.copy_of or None,
        "put_back": False,
        **({"release": dict(explanation.release)} if explanation.release else {}),
    }


def _difference(difference: Difference | None) -> dict[str, Any] | None:
    if difference is None:
        return None
    return {
        "said": difference.changed_parts,
        "files": difference.files,
        "versions": difference.versions,
        "code": difference.code or difference.toolchain,
        "other_templates": {},
        "editions": difference.editions,
        "options": {},
        "final": None,
        "fields": {},
        "drawn": [],
        "unknown": difference.unknown,
    }
