"""The communes that a command is given; a code that is also a postal code is asked about."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

import click

from docgen.errors import Problem, Problems

if TYPE_CHECKING:
    from docgen.workspace import Workspace

F = TypeVar("F", bound=Callable[..., Any])
YES = "docgen.oui"
ANSWERS = {"o": True, "oui": True, "n": False, "non": False}


def _keep_yes(context: click.Context, _: click.Parameter, yes: bool) -> None:
    context.meta[YES] = yes


yes_option = click.option(
    "--oui",
    is_flag=True,
    expose_value=False,
    callback=_keep_yes,
    help="Ne demande rien : un code vaut pour un code INSEE.",
)


def insee_option(text: str, *, required: bool = False) -> Callable[[F], F]:
    """Return the option that names communes, with this help, and the one that asks nothing."""
    insee = click.option(
        "--insee", "communes", multiple=True, required=required, metavar="COMMUNE", help=text
    )
    return lambda command: insee(yes_option(command))


def many_option(option: str, name: str, metavar: str, text: str) -> Callable[[F], F]:
    """Return an option that may be repeated."""
    return click.option(option, name, multiple=True, metavar=metavar, help=text)


epci_option = many_option("--epci", "epci", "SIREN", "Toutes celles d’une intercommunalité.")
unites_option = many_option(
    "--unite", "unites", "NOM", "Toutes celles d’une brigade ou d’un commissariat."
)


def confirm_communes(here: Workspace, communes: Iterable[str]) -> None:
    """Ask at a terminal whether a code that is also a postal code means the commune of that code.

    Raise ContentError where it does not.
    """
    codes = [text for text in communes if text.strip().isdigit()]
    yes = click.get_current_context().meta.get(YES)
    if yes or not codes or not _at_terminal():
        return
    from docgen.referential.communes.postal_codes import name_another
    from docgen.referential.communes.resolution import UnknownCommuneError
    from docgen.referential.referential import Referential

    problems = Problems()
    for code in codes:
        with suppress(UnknownCommuneError):  # the command reports it
            commune = Referential(here).communes.resolve(code)
            if commune.served and not _confirm(f"{commune.notice}. Est-ce {commune.name} ?"):
                message = f"« {code} » n’est pas la commune voulue : rien n’a été fait"
                hint = name_another(commune.served)
                problems.append(Problem("--insee", message, code="commune", hint=hint))
    problems.refuse()


def confirm_at_terminal(question: str, *, unasked: bool = True) -> bool:
    """Return the answer to a question: yes with `--oui`, `unasked` where nobody can be asked."""
    yes = click.get_current_context().meta.get(YES)
    return yes or (_confirm(question) if _at_terminal() else unasked)


def _at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _confirm(question: str) -> bool:
    return bool(click.prompt(f"{question} [oui/non]", value_proc=_answer, err=True))


def _answer(text: str) -> bool:
    try:
        return ANSWERS[text.strip().lower()]
    except KeyError:
        raise click.UsageError("répondez oui ou non") from None
