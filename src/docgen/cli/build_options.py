"""The options of every command that builds documents, and how it reports."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from docgen.cli.communes import confirm_communes
from docgen.cli.options import Folder, json_option, open_cache, project_option, today, workspace
from docgen.cli.report import Report, remaining_command, reporting
from docgen.format import Format
from docgen.workspace import Workspace, text_key

if TYPE_CHECKING:
    from docgen.output.record import Record
    from docgen.request import Outcome, Request

    Prepare = Callable[[Workspace, Sequence[Path]], AbstractContextManager[Sequence[str]]]

F = TypeVar("F", bound=Callable[..., Any])


class Formats(click.ParamType[tuple[Format, ...]]):
    """Formats on the command line, separated by commas, in any order."""

    name = "formats"
    choice = click.Choice([one.value for one in Format])

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Format, ...]:
        """Return the formats in their own order, each once, or fail with the usage."""
        names = value if isinstance(value, tuple) else str(value).split(",")
        wanted = {self.choice.convert(name.strip(), param, ctx) for name in names}
        return tuple(format for format in Format if format in wanted)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """Return the formats that may be asked for."""
        return self.choice.get_metavar(param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        """Return the formats that begin so."""
        return self.choice.shell_complete(ctx, param, incomplete)


format_option = click.option(
    "--format",
    "formats",
    type=Formats(),
    default=tuple(Format),
    help="Les formats voulus, séparés par des virgules (par défaut : tous).",
)

final_option = click.option(
    "--final",
    is_flag=True,
    help="Documents définitifs seulement : ceux où rien ne manque ni n’est proposé.",
)

output_option = click.option(
    "--output",
    type=Folder(),
    metavar="DOSSIER",
    help="Où mettre les documents, au lieu de « output ».",
)

no_cache_option = click.option(
    "--no-cache", is_flag=True, help="Refait tout : n’emploie pas le cache, et n’y garde rien."
)


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """The options that every command which builds documents takes."""

    formats: tuple[Format, ...]
    final: bool
    output: Path | None
    as_json: bool
    no_cache: bool

    @contextmanager
    def reporting(self) -> Iterator[tuple[Report, Workspace]]:
        """Give a report and the project; print the report at the end, and exit by its problems."""
        with reporting(self.as_json) as report:
            yield report, workspace(self.output)

    def request(self, **own: Any) -> Request:
        """Return the request for a build; `own` are its fields that the command knows."""
        from docgen.request import Request

        return Request(self.formats, self.final, no_cache=self.no_cache, today=today(), **own)

    def build(
        self,
        kind: str,
        files: Sequence[Path] = (),
        names: Sequence[str] = (),
        prepare: Prepare | None = None,
        shows_left: bool = False,
        **own: Any,
    ) -> None:
        """Make the documents of a kind: of these files, or of those so named; of all, if none.

        `prepare` is entered first with the project and these files; it gives lines to print.
        With `shows_left`, points that `reste` does not know are shown.
        """
        request = self.request(**own)
        with self.reporting() as (report, here), ExitStack() as prepared:
            files = [*map(here.find, files)]
            lines: Sequence[str] = ()
            if prepare:
                from docgen.build.named_documents import named_files

                chosen = [*files, *(named_files(here, kind, names) if names else ())]
                lines = prepared.enter_context(prepare(here, chosen or here.texts(kind)))
            confirm_communes(here, request.communes)

            def work(record: Record) -> Outcome:
                from docgen.build.named_documents import named_files
                from docgen.build.pipeline import build

                paths = [*files, *(named_files(here, kind, names) if names else ())]
                return build(here, kind, paths, request, record)

            keys = [text_key(kind, path) for path in files]
            listed = remaining_command((kind, *names, *keys), request.communes)
            report.left_command, report.shows_left = listed, shows_left
            given = (tuple(names), tuple(map(here.name_of, files)))
            outcome = run_cached(here, kind, given, request, work, tuple(files))
            report.say(*lines)
            report.add(outcome, here)


def run_cached(
    here: Workspace,
    command: str,
    given: tuple[object, ...],
    request: Request,
    work: Callable[[Record], Outcome],
    files: tuple[Path, ...] = (),
) -> Outcome:
    """Return what a command came to before if that still holds; else what `work` makes.

    `given` are its arguments as they were given, `files` those that name files.
    """
    from docgen.build.incremental import Invocation, reuse_or_make

    def dated(record: Record) -> Outcome:
        from docgen.kinds.actes.project import next_effect
        from docgen.referential.communes.maires import last_elections

        outcome, day = work(record), request.today
        ends = (next_effect(here, day), date(day.year + 1, 1, 1)) if day else ()
        if day and day < (vote := last_elections(date(day.year, 12, 31))):
            ends = (*ends, vote)
        return replace(outcome, until=min(filter(None, ends), default=None))

    return reuse_or_make(Invocation(here, command, given, request, files), open_cache(), dated)


def gather_options(
    name: str, make: Callable[..., object], options: Sequence[Callable[[F], F]]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that adds options in this order, and gives what `make` makes of them.

    The command gets it under that name; the parameters of `make` are the names of the options.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def wrapper(**given: Any) -> None:
            own = {option: given.pop(option) for option in signature(make).parameters}
            command(**{name: make(**own)}, **given)

        decorated: Callable[..., None] = wrapper
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return decorate


building_options = gather_options(
    "common",
    BuildOptions,
    (format_option, final_option, output_option, no_cache_option, json_option, project_option),
)
"""The options that every command which builds documents takes; it gets them as `common`."""


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0))
