"""The commands that look after the cache."""

import click

from docgen.cli.options import SUBCOMMAND, open_cache, with_report
from docgen.cli.report import Report
from docgen.errors import Problem, WorkplaceError, reason_of

UNITS = ("octets", "ko", "Mo", "Go")


@click.group(subcommand_metavar=SUBCOMMAND)
def cache() -> None:
    """Dit ce que le cache occupe, ou le vide.

    docgen y garde ce qu’il a fabriqué, pour ne pas refaire ce qui n’a pas changé.  Aucun
    document n’en dépend : le vider ne coûte que du temps, mais « docgen why » ne sait plus alors
    de quoi est fait ce qui l’a été avant.  Les documents internes y sont aussi ; seul leur
    propriétaire y a accès.
    """


@cache.command()
@with_report
def size(report: Report) -> None:
    """Dit où est le cache, ce qu’il occupe et ce qu’il peut occuper."""
    store = open_cache()
    now = store.size()
    held = f"{_count_entries(now.entries)}, {_size(now.size)} sur {_size(now.limit)} au plus"
    report.say(f"{store.folder} : {held}")
    _add(report, str(store.folder), now.entries, now.size, now.limit)


@cache.command()
@with_report
def clear(report: Report) -> None:
    """Vide le cache ; ce qui est dans « output » n’est pas touché.

    « docgen why » ne saura plus de quoi est fait ce qui est déjà là, jusqu’à ce qu’il soit refait.
    """
    store = open_cache()
    try:
        gone = store.clear()
    except OSError as error:
        where, hint = str(error.filename or store.folder), "vérifiez vos droits sur ce dossier"
        message = f"le cache ne peut pas être vidé : {reason_of(error)}"
        raise WorkplaceError([Problem(where, message, code="cache", hint=hint)]) from error
    report.say(f"Cache vidé : {_count_entries(gone.entries)}, {_size(gone.size)}.")
    _add(report, str(store.folder), gone.entries, gone.size, gone.limit)


def _add(report: Report, folder: str, entries: int, size: int, limit: int) -> None:
    data = {"folder": folder, "entries": entries, "bytes": size, "limit": limit}
    report.extra["cache"] = [data]


def _count_entries(entries: int) -> str:
    return f"{entries} entrée{'s' * (entries > 1)}"


def _size(size: float) -> str:
    if size < 2:
        return f"{size:.0f}\u202foctet"
    rank = 0
    while size >= 1000 and rank < len(UNITS) - 1:
        size, rank = size / 1000, rank + 1
    number = f"{size:.1f}".replace(".", ",").removesuffix(",0")
    return f"{number}\u202f{UNITS[rank]}"
