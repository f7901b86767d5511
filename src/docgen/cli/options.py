"""The options that several commands take."""

from __future__ import annotations

import os
import re
import shlex
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from docgen.cli.communes import insee_option
from docgen.cli.report import print_recovery, reporting
from docgen.errors import ContentError, Problem, WorkplaceError, closest
from docgen.french.days import day_parts, read_day
from docgen.french.wording import capital, date_longue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from docgen.cache import Store
    from docgen.workspace import Workspace

CODE: Final = re.compile(r"\d[\dAB]\d{3}")
YEAR: Final = re.compile(r"(19|2\d)\d\d")
"""How an INSEE code and a year are written."""
SUBCOMMAND = "COMMANDE [ARGUMENTS]..."
"""The usage of a group of commands, which click words in English."""


def typed_options(context: click.Context) -> list[str]:
    """Return the options and arguments that were typed for a command, but for the project."""
    typed = click.core.ParameterSource.COMMANDLINE
    known = [one for one in context.command.params if one.expose_value and one.name]
    return [one.opts[0] for one in known if context.get_parameter_source(one.name or "") is typed]


def refuse_beside(option: str) -> None:
    """Raise UsageError for what was typed beside an option that stands alone, but `--json`."""
    others = {*typed_options(click.get_current_context())} - {option, "--json"}
    if others:
        raise click.UsageError(f"« {option} » va seul, sans « {min(others)} »")


class HintingGroup(click.Group):
    """A group of commands that says what to type for a word that is none of them."""

    def hint_for(self, word: str, near: Sequence[str]) -> str:
        """Return a sentence that says what to type for a word; '' has the names `near` it said."""
        raise NotImplementedError

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of a line; raise UsageError where there is none.

        Options of the group that stand before a command would be lost.
        """
        try:
            resolved = super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            if hint := self.hint_for(error.command_name, error.possibilities or ()):
                raise click.UsageError(f"{error.message} {hint}", ctx) from None
            raise
        if typed := typed_options(ctx):
            raise click.UsageError(f"« {typed[0]} » se met après « {resolved[0]} »", ctx)
        return resolved


class OptionsCommand(click.Command):
    """A command without arguments: those that are typed are told as options that they may mean.

    `option` takes a word that no other option has as its name, as a choice, or by its form.
    """

    def __init__(self, *args: Any, option: str, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.option = option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line; raise UsageError for arguments that may be options."""
        asks = ctx.resilient_parsing or set(args) & set(ctx.help_option_names)
        words = [] if asks else self.make_parser(ctx).parse_args(args=list(args))[1]
        if words and (meant := self._options_meant(words, ctx)):
            raise click.UsageError(f"cela se donne par une option : {meant}", ctx)
        return super().parse_args(ctx, args)

    def _options_meant(self, words: Sequence[str], ctx: click.Context) -> str:
        """Return the options that words are, empty where one of them cannot be."""
        options = {name: one for one in self.params for name in one.opts}
        given: list[tuple[str, str]] = []
        rest = list(words)
        while rest:
            word = rest.pop(0)
            name, value = f"--{word}", ""
            if name not in options:
                name, value = self._option_for(word, options), word
            elif rest and not getattr(options[name], "is_bool_flag", False):
                value = rest.pop(0)
            if given and given[-1][0] == name == "--insee" and not CODE.search(given[-1][1] + word):
                value = f"{given.pop()[1]} {word}"  # « Le Garric »
            given.append((name, value))
        try:
            for name, value in given:
                if value:
                    options[name].type.convert(value, options[name], ctx)
        except click.BadParameter:
            return ""
        return shlex.join(word for pair in given for word in pair if word)

    def _option_for(self, word: str, options: Mapping[str, click.Parameter]) -> str:
        for name, option in options.items():
            choices = getattr(option.type, "choices", ())
            if word in (choices or getattr(getattr(option.type, "choice", None), "choices", ())):
                return name
        if "--annee" in options and YEAR.fullmatch(word):
            return "--annee"
        return "--insee" if "--insee" in options and CODE.fullmatch(word) else self.option


class Folder(click.Path):
    """A folder on the command line; an empty name, as of an unset variable, is refused."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, file_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the folder, or fail with the usage."""
        if not str(value).strip():
            self.fail("dossier sans nom ; « . » est le dossier courant", param, ctx)
        return super().convert(value, param, ctx)


def _keep_project(context: click.Context, _: click.Parameter, folder: Path | None) -> None:
    if folder:
        context.find_root().meta["docgen.project"] = folder


project_option = click.option(
    "--project",
    type=Folder(),
    metavar="DOSSIER",
    expose_value=False,
    callback=_keep_project,
    help="Le dossier du projet, s’il n’est pas le dossier courant ou l’un de ses parents.",
)

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Rend compte en JSON sur la sortie standard."
)


def with_report(command: Callable[..., None]) -> Callable[..., None]:
    """Add `--json`: the command gets a report, which is printed when it ends."""

    @wraps(command)
    def run(*, as_json: bool, **asked: Any) -> None:
        with reporting(as_json) as report:
            command(report, **asked)

    return json_option(run)


def project_command(command: Callable[..., None]) -> Callable[..., None]:
    """Add `--json` and `--project`, as `with_report` does."""
    return with_report(project_option(command))


class WorkbookPath(click.Path):
    """A workbook to write: a name in `.xlsx`."""

    name = "classeur"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path, or fail with the usage."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if path.suffix.lower() != ".xlsx":
            raise click.UsageError(f"« {path} » : donnez un nom en « .xlsx »", ctx)
        return path


def named_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that name documents: the command gets `names` and `communes`."""
    pour = click.option(
        "--pour",
        "names",
        multiple=True,
        metavar="DOCUMENT",
        help="Seulement pour ces documents : « memento », « fiche 4.2 », « commune-pack »…",
    )
    insee = insee_option("La commune de ces documents, par son code ou son nom.")
    return pour(insee(command))


def refuse_without_folder(path: Path) -> None:
    """Raise WorkplaceError when the folder of a file is not there: it is often a slip."""
    if not path.parent.is_dir():
        message = "ce dossier n’existe pas : rien n’a été écrit"
        hint = "vérifiez son nom, ou créez-le d’abord"
        raise WorkplaceError([Problem(str(path.parent), message, code="dossier", hint=hint)])
    _refuse_in_content(workspace(), path.parent)


files_argument = click.argument(
    "fichiers", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FICHIER..."
)

anchors_option = click.option(
    "--anchors",
    type=click.Choice(["yousign", "docusign"]),
    help="Pour les actes à signer : les repères invisibles d’un service, au lieu de cases.",
)


def workspace(output: Path | None = None) -> Workspace:
    """Return the project that the command works on; raise WorkplaceError when there is none.

    An import, or a change of several texts, that was killed halfway is completed first.
    """
    from docgen.output.publication import complete_publication
    from docgen.workspace import REFERENTIEL, open_workspace

    chosen = click.get_current_context().find_root().meta.get("docgen.project")
    here = open_workspace(chosen or Path.cwd(), output, exact=chosen is not None)
    for folder in (here.content, here.content / REFERENTIEL):
        if resumed := complete_publication(folder):
            print_recovery(resumed)
    _refuse_in_content(here, here.output)
    return here


def _refuse_in_content(here: Workspace, folder: Path) -> None:
    """Raise ContentError when what is made would stand among the texts, where docgen reads."""
    if folder.resolve().is_relative_to(here.content.resolve()):
        message = "ce dossier est celui des textes : rien n’y a été écrit"
        hint = "choisissez un dossier hors de content/"
        raise ContentError([Problem(here.name_of(folder), message, code="dossier", hint=hint)])


def open_cache() -> Store:
    """Return the cache, in the folder of the person who calls."""
    from docgen.cache import Store, default_folder

    return Store(default_folder())


FIRST_YEAR, LAST_YEAR = 1900, 2999
"""The first and last year of a day: beyond, a deadline would leave the calendar."""


def today() -> date:
    """Return the day where the person is."""
    return datetime.now().astimezone().date()


class Day(click.ParamType[date]):
    """A day on the command line: JJ/MM/AAAA, or AAAA-MM-JJ."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or fail with the usage."""
        if isinstance(value, date):
            return value
        day = read_day(value)
        if day is None:
            if day_parts(str(value)):
                message = f"cette date n’existe pas : « {value} » ; vérifiez le jour et le mois"
                self.fail(message, param, ctx)
            hint = "écrivez-la JJ/MM/AAAA ou AAAA-MM-JJ"
            self.fail(f"date illisible : « {value} » ; {hint}", param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail(f"année hors de portée : {day.year}", param, ctx)
        return day


class Between(click.ParamType[int]):
    """A whole number on the command line between two bounds, both allowed."""

    name = click.INT.name

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number, or fail with the usage."""
        number = click.INT.convert(value, param, ctx)
        if not self.least <= number <= self.most:
            bounds = f"{self.least} à {self.most}"
            self.fail(f"{number} est hors de l’intervalle {bounds}.", param, ctx)
        return number


class OneOf(click.Choice[str]):
    """One of some words on the command line; the nearest is proposed for another."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Return what is wrong with a word, and what may have been meant."""
        near = capital(closest(str(value), self.choices))
        return " ".join(filter(None, (super().get_invalid_choice_message(value, ctx), near)))


class PastDay(Day):
    """A day on the command line on which something was done: it is not to come."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or fail with the usage."""
        day = super().convert(value, param, ctx)
        if day > today():
            self.fail(f"le {date_longue(day)} n’est pas encore venu", param, ctx)
        from docgen.content.signing import FIRST_DAY

        if day < FIRST_DAY:
            self.fail(f"année improbable : {day.year}", param, ctx)
        return day


class SignerName(click.ParamType[str]):
    """A name on the command line that signs: not « … », not « inconnu »."""

    name = "nom"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or fail with the usage."""
        message, hint = self.fault(str(value))
        if message:
            self.fail(f"« {value} » : {message} ; {hint}", param, ctx)
        return str(value)

    def fault(self, value: str) -> tuple[str, str]:
        """Return why a value is refused, and a hint; two empty texts when it is not."""
        from docgen.content.signing import name_fault

        return name_fault(value)


class TextRead(SignerName):
    """A text on the command line that was read: not « TEXTE LU », not « x »."""

    name = "texte"

    def fault(self, value: str) -> tuple[str, str]:
        """Return why a value is refused, and a hint; two empty texts when it is not."""
        from docgen.content.signing import reference_fault

        return reference_fault(value)


class GivenReason(SignerName):
    """A reason on the command line, which is written into a text; a blank one passes here."""

    name = "raison"

    def fault(self, value: str) -> tuple[str, str]:
        """Return why a value is refused, and a hint; two empty texts when it is not."""
        from docgen.content.signing import words_fault

        return words_fault(value.strip() or "-")


au_option = click.option(
    "--au",
    type=Day(),
    default=today,
    metavar="DATE",
    help="Le jour où l’on se place, JJ/MM/AAAA ou AAAA-MM-JJ ; sans lui, aujourd’hui.",
)
effacer_option = click.option(
    "--effacer", is_flag=True, help="Efface aussi ce dont la case a été vidée depuis l’export."
)
