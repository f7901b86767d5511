"""The command that says what is left to do, by whom, for how long, and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import click

from docgen.cli.communes import confirm_communes, epci_option, insee_option, unites_option
from docgen.cli.options import au_option, open_cache, project_command, workspace
from docgen.cli.progress import steps
from docgen.cli.report import Report

if TYPE_CHECKING:
    from docgen.build.left import Locate
    from docgen.left import Item, Share
    from docgen.workspace import Workspace


@click.command()
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
@insee_option("Pour cette commune (code INSEE ou nom) ; peut être répété.")
@epci_option
@unites_option
@click.option(
    "--tout", is_flag=True, help="Chaque point, avec son fichier, sa ligne et sa page imprimée."
)
@au_option
@project_command
def reste(
    report: Report,
    documents: tuple[str, ...],
    communes: tuple[str, ...],
    epci: tuple[str, ...],
    unites: tuple[str, ...],
    tout: bool,
    au: date,
) -> None:
    """Dit ce qui reste à faire avant des documents définitifs : qui, combien, et comment.

    DOCUMENT est une sorte de document, ou l’un d’eux ; sans DOCUMENT, tout le projet.  Un point
    que plusieurs documents attendent, comme une règle de droit, ne compte qu’une fois.

    Les durées sont des ordres de grandeur, de mesures faites en le faisant.

    \b
    Exemples :
      docgen reste
      docgen reste commune-pack --insee 81218
      docgen reste commune-pack --unite "Brigade d’Alban"
      docgen reste fiche 4.2 --tout
      docgen reste memento convention 2027
    """
    from docgen.build.left import document_names, left_in, packs_lack_contacts, without_pages
    from docgen.left import document_options
    from docgen.referential.communes.chosen import Selection
    from docgen.referential.communes.postal_codes import AMBIGUOUS
    from docgen.referential.referential import Referential
    from docgen.referential.selection import select_communes

    here = workspace()
    confirm_communes(here, communes)
    referential = Referential(here, au)
    whose = " ".join((*documents, *communes, *epci, *unites)) or "tout le projet"
    if epci or unites:
        selection = Selection(communes, epci=epci, unites=unites)
        communes, report.problems = select_communes(referential, selection)
    with _locate_pages(here) if tout else nullcontext(without_pages) as locate:
        items, problems = left_in(referential, documents, communes, au, locate)
    places = bool(epci or unites)  # of which nobody typed the codes
    report.problems += [one for one in problems if not (places and one.code == AMBIGUOUS)]
    report.extra |= {"items": [item.as_item_data() for item in items], "total": len(items)}
    report.left_command = ""  # it is itself that list
    names = document_names(documents, here)
    first = packs_lack_contacts(referential, names, communes)
    named = document_options(names, communes)
    report.say(*_lines(items, whose, named, tout, contacts_first=first))


@contextmanager
def _locate_pages(here: Workspace) -> Iterator[Locate]:
    """Give the function that adds the pages of items, and shows how far its layouts are."""
    from docgen.build.printed_pages import PrintedPages, with_pages

    pages = PrintedPages(here, open_cache(), lay_out=True)
    with steps(logged=False) as tell:
        yield partial(with_pages, pages=pages, tell=tell)


def _lines(
    items: Sequence[Item], whose: str, named: Sequence[str], each: bool, *, contacts_first: bool
) -> Iterator[str]:
    """Yield the summary: for each person and task, how many, how long, the next command.

    With `each`, also each item under its task.
    """
    from docgen.left import Who, in_notebook, shares, sheet_command

    if not items:
        yield f"Reste à faire, {whose} : rien."
        return
    total, by_task = len(items), [*shares(items)]
    long = _duration(sum(share.minutes for share in by_task))
    yield f"Reste à faire, {whose} : {total} point{'s' * (total > 1)}{long}."
    texts = any(item.who not in (Who.TERRAIN, Who.DONNEES) for item in items)
    if texts and contacts_first:
        yield "  d’abord les contacts et les chiffres, dont dépend le choix des fiches :"
        yield "      docgen territoire exporter territoire.xlsx"
    for share in by_task:
        yield f"  {share.who.accent} : {share.phrase}{_duration(share.minutes)}"
        if share.who is Who.JURISTE:
            yield f"      {sheet_command('droit', named)}"
        else:
            yield from _command_lines(share, named)
        if each:
            ordered = sorted(share.items, key=lambda item: item.order)
            alone = len(share.by_command) == 1
            yield from (_as_line(item, each_command=not alone) for item in ordered)
    held = [item for item in items if in_notebook(item)]
    if held:
        how = "tout" if len(held) == total else "ce qui peut l’être,"
        yield f"  ou {how} dans un classeur à remplir :"
        yield f"      {sheet_command('cahier', named)}"


def _command_lines(share: Share, names: Sequence[str]) -> Iterator[str]:
    """Yield the commands for what one sort of people has to do, each below the file it is about."""
    from docgen.left import What, Who

    for items in share.by_command:
        first = items[0]
        many = f" ({len(items)})" if len(share.by_command) > 1 < len(items) else ""
        if (share.who, first.what) == (Who.PARTIES, What.VERIFIER):
            yield f"      dans {first.file}{many} : {' ; '.join(_ways_to_settle(items))} ;"
            yield "      ou dites pourquoi passer outre :"
        elif first.what in (What.REMPLIR, What.CORRIGER) and first.line:
            said = (item.message if item.of_law else item.name or item.message for item in items)
            each = [*dict.fromkeys(said)]
            more = [f"et {len(each) - 2} autres"] if len(each) > 3 else each[2:]
            what = " ; ".join((*each[:2], *more))
            yield f"      dans {first.file}:{first.line}{many} : {what}, puis :"
        elif first.what is What.ATTENDRE:
            yield f"      {first.message} ; dès ce jour-là :"
        yield f"      {share.command(names) if first.text else first.command}"


def _ways_to_settle(items: Sequence[Item]) -> Iterator[str]:
    """Yield how what keeps an act to sign a draft is settled."""
    codes = {item.code for item in items}
    if "remarque" in codes:
        yield "supprimez chaque remarque une fois réglée"
    if "renvoi" in codes:
        yield "corrigez chaque renvoi à une clause absente"
    if "siege" in codes:
        yield "écrivez l’adresse après « siege: »"
    if "desaccord" in codes:
        places = sorted({item.line or 0 for item in items if item.code == "desaccord"})
        lines = ", ".join(map(str, places))
        yield f"dites la même chose au début et à la fin de l’acte (ligne {lines})"


def _duration(minutes: float) -> str:
    """Return a duration as people say it, « , environ 5 h 30 », or nothing where none passes."""
    if not minutes:
        return ""
    if minutes < 60:
        return f", environ {max(round(minutes), 1)} min"
    halves = round(minutes / 30)
    return f", environ {halves // 2} h" + " 30" * (halves % 2)


def _as_line(item: Item, each_command: bool) -> str:
    """Return the line of an item, with its command where those above it are several."""
    place = f"{item.file}:{item.line}" if item.line else item.file
    page = f", p. {item.page} de {item.documents[0]}" if item.page else ""
    own = f" – {item.command}" if each_command and item.command else ""
    return f"    - {place}{page} : {item.message}{own}"
