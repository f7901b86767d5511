"""The commands that make documents of one kind, and those that check or change their texts."""

from __future__ import annotations

import shlex
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from docgen.cli.build_options import BuildOptions, building_options, run_cached
from docgen.cli.communes import confirm_at_terminal, insee_option
from docgen.cli.options import (
    Between,
    Day,
    GivenReason,
    OptionsCommand,
    anchors_option,
    au_option,
    open_cache,
    project_command,
    refuse_beside,
    today,
    workspace,
)
from docgen.cli.report import Report, remaining_command
from docgen.errors import ContentError, Problem
from docgen.workspace import Workspace, text_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FILES = click.argument("fichiers", nargs=-1, type=click.Path(path_type=Path))
MALGRE = click.option(
    "--malgre",
    type=GivenReason(),
    help="Avec --final : pourquoi passer outre remarques, sièges vides, renvois à une clause"
    " absente, nom d’une partie ou qualité dits de deux façons ; noté dans le texte.",
)


@click.command()
@FILES
@anchors_option
@MALGRE
@building_options
def convention(
    fichiers: tuple[Path, ...], anchors: str | None, malgre: str | None, common: BuildOptions
) -> None:
    """Fabrique les conventions, en DOCX et en PDF.

    FICHIER est un texte, ou le nom de l’un de ceux de content/convention/ ; sans FICHIER, toutes.
    Un texte où quelque chose manque ou reste proposé donne un PROJET, marqué sur chaque page, avec
    la liste de ce qui reste.  De même une remarque ouverte ou un siège vide, sauf raison donnée
    (--malgre) ; elle ne passe ni texte à adopter, ni « [à confirmer] », ni deux noms de signataire.

    \b
    Exemples :
      docgen convention
      docgen convention content/convention/modele.yaml --format docx
      docgen convention 2027 --final
      docgen convention 2027 --final --malgre "Sièges confirmés par téléphone"
    """
    names = [str(one) for one in fichiers if one.name == str(one) == one.stem and not one.exists()]
    files = [one for one in fichiers if str(one) not in names]
    _refuse_idle_reason(malgre, common.final)
    prepare = partial(_before_final, reason=malgre) if common.final else None
    common.build("convention", files, names, prepare, anchors=anchors or "")


@contextmanager
def _before_final(
    here: Workspace, paths: Sequence[Path], reason: str | None
) -> Iterator[list[str]]:
    lines = _ask_about_corrections(here, paths)
    with _reason_given(here, paths, reason) as said:
        yield [*lines, *said]


def _ask_about_corrections(here: Workspace, paths: Sequence[Path]) -> list[str]:
    """Return what corrected Word files of texts say otherwise; at a terminal, ask to go on.

    Raise ContentError when the answer is no.
    """
    from docgen.corrections.reading_back import differing_files

    lines = [
        f"{name} dit autre chose que le texte : {', '.join(clauses)}.\n"
        f'    → docgen reprendre "{name}"'
        for name, clauses in differing_files(here, paths, today())
    ]
    if lines and not confirm_at_terminal("\n".join((*lines, "Fabriquer quand même ?"))):
        message = "rien n’a été fait : une correction attend d’être reprise"
        hint = "reprenez-la, ou supprimez ce fichier"
        raise ContentError([Problem("--final", message, code="correction", hint=hint)])
    return lines


def _refuse_idle_reason(reason: str | None, final: bool) -> None:
    if reason is not None and not (final and reason.strip()):
        raise click.UsageError('« --malgre "RAISON" » dit pourquoi, et va avec « --final »')


@contextmanager
def _reason_given(
    here: Workspace, paths: Sequence[Path], reason: str | None
) -> Iterator[list[str]]:
    """Record the reason, if any, to make acts in spite of what is open; give lines that say so."""
    if not reason:
        yield []
        return
    from docgen.build.project_edits import reason_given

    with reason_given(here, paths, reason, today()) as passed:
        noted = "raison notée dans le texte"
        yield [f"{one} : fait malgré {it}, {noted}." for one, it in passed.items()]


AFTER_SIGNING: Final = (
    "Une fois l’avenant signé, écrivez dans {text} « acte: signe », et son jour en « date: » sous"
    " « avenant: signature: » ; puis : docgen sceller"
)


def _write_copy(
    report: Report, here: Workspace, old: Path, numero: int | None, effet: date | None
) -> None:
    """Write the copy of an act, and tell what to do with it."""
    from docgen.build.avenant_copy import warn_of_end, write_copy

    copy = write_copy(here, old, numero, effet)
    report.problems += warn_of_end(here, old, today())
    report.say(f"{copy} : changez-y des clauses, comme le dit sa tête, puis :")
    report.say(f"  docgen avenant {text_key('convention', old)} {text_key('convention', copy)}")


@click.command()
@click.argument("ancien", type=click.Path(path_type=Path))
@click.argument("nouveau", type=click.Path(path_type=Path), required=False)
@click.option("--nouveau", "copie", is_flag=True, help="Écrit une copie de l’acte, à changer.")
@click.option("--numero", metavar="N", type=Between(1, 99), help="Le numéro de l’avenant (1 à 99).")
@click.option(
    "--effet",
    type=Day(),
    metavar="DATE",
    help="Avec « --nouveau » : le jour d’effet, JJ/MM/AAAA ou AAAA-MM-JJ ; sinon, à la signature.",
)
@anchors_option
@MALGRE
@building_options
def avenant(
    ancien: Path,
    nouveau: Path | None,
    copie: bool,
    numero: int | None,
    effet: date | None,
    anchors: str | None,
    malgre: str | None,
    common: BuildOptions,
) -> None:
    """Rédige l’avenant qui fait d’un texte l’autre, le texte consolidé et la version comparée.

    ANCIEN est l’acte signé, NOUVEAU la copie où des clauses ont changé : un fichier, ou le nom d’un
    texte de content/convention/.  docgen rédige chaque modification, puis relit ce qu’il a écrit,
    l’applique à l’acte, et ne fabrique rien si cela ne redonne pas mot pour mot le nouveau texte.
    Dans la version comparée en Word, tout accepter donne le texte consolidé, tout refuser l’acte.
    Un siège laissé vide donne un PROJET, tant que rien ne dit pourquoi passer outre (--malgre).

    \b
    Exemples :
      docgen avenant 2026 --nouveau           écrit 2026-avenant-1.yaml, à changer
      docgen avenant 2026 2026-avenant-1      rédige l’avenant
      docgen avenant 2026 2026-avenant-1 --final
    """
    if copie == (nouveau is not None):
        raise click.UsageError("donnez ANCIEN et NOUVEAU ; ou ANCIEN et « --nouveau »")
    _refuse_idle_reason(malgre, common.final and not copie)
    request = common.request(anchors=anchors or "")
    with common.reporting() as (report, here):
        from docgen.build.avenant import AmendmentRequest, build_avenant
        from docgen.build.named_documents import act_file
        from docgen.kinds.actes.project import is_draft

        old, *others = (act_file(here, one) for one in (ancien, nouveau) if one)
        if not others:
            _write_copy(report, here, old, numero, effet)
            return
        asked = AmendmentRequest(old, others[0], numero, effet)
        given = (here.name_of(old), here.name_of(others[0]), numero, effet)
        report.left_command = remaining_command(("convention", text_key("convention", others[0])))
        work = partial(build_avenant, here, asked, request)
        with _reason_given(here, others, malgre) as lines:
            outcome = run_cached(here, "avenant", given, request, work, (old, others[0]))
        report.say(*lines)
        report.add(outcome, here)
        if common.final and not outcome.refused and is_draft(others[0]):
            report.say(AFTER_SIGNING.format(text=given[1]))


@click.command(cls=OptionsCommand, option="--insee")
@insee_option("Le code INSEE ou le nom de la commune ; peut être répété.", required=True)
@click.option(
    "--annee", metavar="AAAA", type=Between(1996, 2099), help="La dernière année (1996 à 2099)."
)
@click.option(
    "--interne", is_flag=True, help="La feuille interne : l’activité de l’unité, mois par mois."
)
@building_options
def infographie(
    communes: tuple[str, ...], annee: int | None, interne: bool, common: BuildOptions
) -> None:
    """Fabrique la page de chiffres d’une commune, en DOCX et en PDF.

    La feuille publique ne dit que des chiffres publiés, et garde secret ce que la statistique
    tient secret.  La feuille interne (--interne) dit les chiffres de l’unité elle-même ; elle ne
    sort pas de la gendarmerie, et ne partage aucune page avec l’autre.

    \b
    Exemples :
      docgen infographie --insee 81218
      docgen infographie --insee Lavaur --insee 81004 --format pdf
      docgen infographie --insee 81218 --interne
    """
    if interne and annee:
        raise click.UsageError("« --annee » ne va pas avec « --interne », qui dit le dernier mois")
    from docgen.kinds.infographie.options import InfographieOptions

    options = InfographieOptions(annee, interne)
    common.build("infographie", shows_left=interne, communes=communes, options=options)


communes_option = insee_option(
    "Pour cette commune (code INSEE ou nom) : ses contacts ; peut être répété."
)


@click.command()
@click.argument("fiches", nargs=-1, metavar="[ID]...")
@communes_option
@building_options
def fiche(fiches: tuple[str, ...], communes: tuple[str, ...], common: BuildOptions) -> None:
    """Fabrique les fiches action, en DOCX et en PDF.

    Une fiche tient sur une page ; un projet y ajoute la liste de ce qui reste. À
    côté, un fichier « .message.txt » : un message à copier dans PanneauPocket
    ou un SMS.

    ID est le nom d’une fiche (« action-4-1 ») ou son numéro (« 4.1 », « 4c ») ;
    sans ID, toutes.

    \b
    Exemples :
      docgen fiche
      docgen fiche 4.1 4c article-3-reunions
      docgen fiche 5.2 --insee 81218
    """
    common.build("fiche", names=fiches, communes=communes)


@click.command(cls=OptionsCommand, option="--affiches")
@click.option(
    "--aide-memoire",
    "layout",
    flag_value="aide-memoire",
    default="",
    help="Seulement l’aide-mémoire de deux pages.",
)
@click.option(
    "--affiches",
    is_flag=False,
    flag_value="",
    metavar="[NOM]",
    help="Seulement les procédures, une par affiche A3 : toutes, ou celles de ce nom.",
)
@communes_option
@building_options
def memento(
    layout: str, affiches: str | None, communes: tuple[str, ...], common: BuildOptions
) -> None:
    """Fabrique le mémento environnement des maires : le livret, et l’aide-mémoire.

    À côté d’un projet, une feuille dit page par page ce qui reste à faire.  Une publication a
    aussi les affiches.

    \b
    Exemples :
      docgen memento
      docgen memento --aide-memoire --insee 81218
      docgen memento --affiches
      docgen memento --affiches brulage
    """
    if layout and affiches is not None:
        raise click.UsageError("gardez l’une : « --affiches », ou « --aide-memoire »")
    from docgen.kinds.memento.options import MementoOptions

    options = (
        MementoOptions(layout) if affiches is None else MementoOptions("affiche", named=affiches)
    )
    common.build("memento", communes=communes, options=options)


@click.command()
@click.argument("modeles", nargs=-1, metavar="[ID]...")
@communes_option
@building_options
def modele(modeles: tuple[str, ...], communes: tuple[str, ...], common: BuildOptions) -> None:
    """Fabrique les modèles d’actes du maire, prêts à compléter dans Word ou LibreOffice.

    ID est le nom d’un modèle ; sans ID, tous.  Avec --insee, le nom de la commune, celui du maire
    et la brigade y sont ; le reste se complète à la main.

    \b
    Exemples :
      docgen modele
      docgen modele lettre-l541-3 --insee "Le Garric"
      docgen modele arrete-epave --insee 81218 --format docx
    """
    common.build("modele", names=modeles, communes=communes)


@click.command(cls=OptionsCommand, option="--annee")
@click.option("--annee", type=Between(1900, 2999), metavar="AAAA", help="L’année ; sinon, toutes.")
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
    from docgen.kinds.bilan.options import BilanOptions

    common.build("bilan", names=[str(annee)] if annee else [], options=BilanOptions(annee))


@click.command()
@FILES
@click.option(
    "--pdf",
    "pdfs",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="Contrôle ce PDF, et non les textes ; peut être répété.",
)
@click.option("--tout", is_flag=True, help="Chaque avertissement et chaque point, un par un.")
@au_option
@project_command
def check(
    report: Report, fichiers: tuple[Path, ...], pdfs: tuple[Path, ...], tout: bool, au: date
) -> None:
    """Vérifie tous les textes, et les modèles propres au projet, sans rien fabriquer.

    Avec FICHIER, seulement ces textes-là ; leur nom suffit : « 2027 », « fiche 4.2 », « roles ».

    Tous les problèmes sont dits en une fois, avec le fichier, la ligne et la colonne ; puis ce
    qui reste à faire avant signature, et les remarques de rédaction, par sortes.

    Avec --pdf, vérifie des PDF finis au lieu des textes : qu’ils sont à la fois PDF/A (archivage)
    et PDF/UA (accessibles), et que rien de leur structure ne s’est perdu.

    \b
    Exemples :
      docgen check
      docgen check --pdf output/convention/convention-2027.pdf
    """
    if pdfs:
        refuse_beside("--pdf")
        from docgen.conformity import check_pdf_files

        check_pdf_files(pdfs)
        report.say("PDF/A et PDF/UA-1 : aucune erreur.")
        return
    from docgen.build.check import check_all
    from docgen.build.left import document_words
    from docgen.build.named_documents import files_named

    here, words = workspace(), ("docgen", "check", *map(str, fichiers), "--tout")
    report.full_list = "" if tout else shlex.join(words)
    report.shows_left = bool(fichiers)
    fichiers = tuple(files_named(here, fichiers))
    report.left_command = remaining_command(document_words(here, fichiers))
    report.add(check_all(here, fichiers, au, open_cache()), here)
    report.say("Textes et modèles : aucune erreur.")


@click.command()
@project_command
def schemas(report: Report) -> None:
    """Écrit les schémas JSON, qui guident l’écriture du YAML dans un éditeur."""
    from docgen.build.project_edits import write_schemas

    report.lines += write_schemas(workspace())
