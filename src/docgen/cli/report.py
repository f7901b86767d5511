"""The report at the end of a command: lines for people, or one JSON object for programs."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

import click

from docgen.cli.problem_lines import MAX_TOLD, group_by_sort, problem_lines, typeset
from docgen.errors import (
    DocgenError,
    Problem,
    RenderingError,
    Severity,
    WorkplaceError,
    fault,
    legible_name,
)
from docgen.referential.communes.postal_codes import AMBIGUOUS

if TYPE_CHECKING:
    from docgen.document import Artifact, Document, Filed
    from docgen.left import Item
    from docgen.release.entries import ReleaseFile
    from docgen.request import Outcome
    from docgen.workspace import Workspace

P = TypeVar("P", bound=Problem)
FAILED = 1
CODES_TOLD_LAST = (AMBIGUOUS, "lot")
"""The codes of problems that are printed below what was made."""
IN_JSON_ALONE = "cadre"
"""The code of a problem that changes no file: only who makes docgen can do something about it."""
LACKING = "fermez d’autres programmes, puis relancez la commande"
LISTED = 12
"""How many lines such points may take; beyond, only their totals are printed."""
FEW_COMMUNES = 12
"""How many files of communes are named one by one; beyond, they make one line."""
COMPANION_WORDS = {
    (".vcf", False): (
        "fiche de contacts à envoyer au téléphone du maire",
        "fiches de contacts à envoyer au téléphone des maires",
    ),
    (".vcf", True): (
        "fiche de contacts pour un téléphone, à usage interne",
        "fiches de contacts pour un téléphone, à usage interne",
    ),
    (".message.txt", False): (
        "message à copier dans PanneauPocket ou un SMS",
        "messages à copier dans PanneauPocket ou un SMS",
    ),
}
"""The small files that are listed: their ending, whether they are internal, what they are."""


@contextmanager
def reporting(as_json: bool) -> Iterator[Report]:
    """Give a report to a command; print it at the end, and exit by its problems."""
    report = Report(as_json)
    code = 0
    try:
        yield report
    except DocgenError as error:
        report.problems += error.problems
        code = error.exit_code
    except MemoryError:
        lacking = Problem("docgen", "mémoire insuffisante", code="memoire", hint=LACKING)
        report.problems.append(lacking)
        code = WorkplaceError.exit_code
    except (OSError, click.ClickException, click.Abort, click.exceptions.Exit):  # told by `main`
        raise
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        report.problems.append(fault("docgen", error))
        code = RenderingError.exit_code
    report.show()
    if code or report.refused or report.to_see:
        raise click.exceptions.Exit(code or FAILED)


IN_DATA = "la même commande, avec « --json »"


class Report:
    """What was made and what is wrong, printed once."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.lines: list[str] = []
        self.withheld: tuple[str, ...] = ()
        self.former: tuple[str, ...] = ()
        """The files of an earlier run that still stand where those withheld would."""
        self.documents: list[dict[str, Any]] = []
        self.problems: list[Problem] = []
        self.left: tuple[Item, ...] = ()
        self.to_see = False
        """Whether a person must decide something that is printed; the command then fails."""
        self.left_command = "docgen reste"
        """The command that lists what is left; '' for a command that knows nothing of it."""
        self.extra: dict[str, Any] = {}
        self.full_list = IN_DATA
        """Where all warnings are listed; '' for one by one, here."""
        self.shows_left = False
        """Whether the points that are left are shown, those alike as one, above their totals."""

    @property
    def refused(self) -> bool:
        """Whether something asked for was not done."""
        wrong = any(problem.severity is Severity.ERREUR for problem in self.problems)
        return wrong or bool(self.withheld)

    def add(self, outcome: Outcome, workspace: Workspace) -> None:
        """Add the outcome of a build."""
        self.problems += outcome.problems
        self.left, self.withheld = outcome.left, outcome.withheld
        self.former = tuple(_former_files(outcome.withheld, workspace))
        if outcome.recovered:
            print_recovery(outcome.recovered)
        beside: dict[Path, Document] = {}
        for artifact in outcome.artifacts:
            path = workspace.output / artifact.path
            beside_it = artifact.beside.items()
            small = {workspace.output / artifact.place_beside(end): one for end, one in beside_it}
            companions = [{"path": str(one), "sha256": sha256} for one, sha256 in small.items()]
            data = file_data(artifact.document, artifact, path)
            self.documents.append({**data, "companions": companions})
            beside |= dict.fromkeys(small, artifact.document)
        self.lines += _lines_made(outcome.artifacts, workspace)
        self.lines += _lines_beside(beside, workspace)

    def say(self, *sentences: str) -> None:
        """Add lines for people, with the spaces of French typography; not for names of files."""
        self.lines += map(typeset, sentences)

    def show(self) -> None:
        """Print the problems on stderr, then the files made or the JSON object on stdout."""
        readable = map(_readable, sorted_problems(self.problems))
        shown = [problem for problem in readable if problem.code != IN_JSON_ALONE]
        last = [problem for problem in shown if problem.code in CODES_TOLD_LAST]
        first = [problem for problem in shown if problem not in last]
        listed = [replace(_readable(one), field="") for one in self._points()]  # named in words
        said = {_place(one) for one in first}
        listed = [one for one in listed if _place(one) not in said]
        for line in (*problem_lines([*first, *listed], self.full_list), *self._left_lines()):
            click.echo(with_project(line), err=True)
        for document in self.withheld:
            click.echo(typeset(f"Non fabriqué, car pas encore définitif : {document}."), err=True)
        for path in self.former:
            click.echo(f"    {path} est d’avant : ne le remettez pas", err=True)
        if self.as_json:
            problems = map(_readable, sorted_problems([*self.problems, *self._items()]))
            data = {
                "version": 1,
                "documents": self.documents,
                "problems": [problem.as_data() for problem in problems],
                **self._left_data(),
                **self.extra,
            }
            click.echo(json.dumps(data, indent=1))  # ASCII: right in any terminal's encoding
        else:
            for line in self.lines:
                click.echo(with_project(line))
        for line in problem_lines(last):  # below what was made, where it is seen
            click.echo(with_project(line), err=True)

    def _items(self) -> list[Item]:
        """Return what is left; errors where it keeps back a final document."""
        severity = Severity.ERREUR if self.withheld else Severity.AVERTISSEMENT
        return [replace(item, severity=severity) for item in self.left]

    def _points(self) -> Sequence[Problem]:
        """Return what is told of what is left, before its totals."""
        items = self._items()
        if self.full_list:
            if self.withheld:
                return group_by_sort(sorted_problems(items))[:LISTED]
            return sorted_problems(items) if self.shows_left else ()
        if self.shows_left:
            return sorted_problems(items)
        from docgen.left import law_as_one

        return sorted_problems(law_as_one(items))

    def _left_data(self) -> dict[str, Any]:
        if not self.left_command:
            return {}
        return {"reste": {"total": len(self.left), "commande": with_project(self.left_command)}}

    def _left_lines(self) -> Iterator[str]:
        """Yield what is left, as totals and the command that lists it."""
        if self.left:
            from docgen.left import MONTHLY, What, totals

            many = f"{len(self.left)} point{'s' * (len(self.left) > 1)}"
            yield typeset(f"Reste à faire avant un document définitif : {many}")
            yield from (f"    {line}" for line in totals(self.left))
            sheets = [one for one in self.left if (one.who, one.what) == MONTHLY]
            waits = [one for one in self.left if one.what is What.ATTENDRE]
            alone = len(sheets) + len(waits) == len(self.left)  # a list would say no more
            known = [] if alone else [self.left_command]
            for command in (*known, *sorted({one.command for one in sheets})[:LISTED]):
                yield f"    → {command}"
            for command in sorted({one.command for one in waits} if alone else ())[:LISTED]:
                yield typeset(f"    → dès ce jour-là : {command}")


def _former_files(withheld: Iterable[str], workspace: Workspace) -> Iterator[str]:
    for name in withheld:
        stem = name.partition(" ")[0]
        yield from map(workspace.name_of, sorted(workspace.output.glob(f"*/{stem}.*")))


def print_recovery(recovered: str) -> None:
    """Print at once that what an earlier run had left is settled."""
    click.echo(typeset(f"Note : {recovered}."), err=True)


def file_data(
    document: Document | ReleaseFile, file: Artifact | Filed | ReleaseFile, path: Path
) -> dict[str, Any]:
    """Return a file of a document for JSON."""
    return {
        "kind": document.kind,
        "key": document.key,
        "path": str(path),
        "format": str(file.format),
        "sha256": file.sha256,
        "pages": file.pages,
        "final": document.final,
        "diffusion": str(document.diffusion),
    }


def _lines_made(artifacts: Sequence[Artifact | Filed], workspace: Workspace) -> Iterator[str]:
    """Yield a line for each file, or one for many of a layout, or of communes, by their names."""
    shared = [(*_shared_name(one), one.document.final) for one in artifacts]
    many = Counter(shared)
    printed: set[object] = set()
    for artifact, same in zip(artifacts, shared, strict=True):
        name, limit, final = same
        if many[same] <= limit:
            yield _as_line(artifact, workspace.name_of(workspace.output / artifact.path))
        elif same not in printed:
            printed.add(same)
            state = "" if final else " – PROJET"
            yield f"{workspace.name_of(workspace.output / name)} – {many[same]} fichiers{state}"


def _shared_name(artifact: Artifact | Filed) -> tuple[PurePosixPath, int]:
    """Return the name that a file shares with others, and up to how many of them are listed."""
    from docgen.document import LEFT_SHEET

    document, path = artifact.document, artifact.path
    if document.key.startswith(f"{document.layout}-"):
        name, few = f"{document.kind}-{document.layout}-*{document.place.lower()}", MAX_TOLD
    elif document.town:
        sheet = f"-{LEFT_SHEET}" if path.stem.endswith(LEFT_SHEET) else ""
        name, few = f"{path.stem.partition(document.place.lower())[0]}*{sheet}", FEW_COMMUNES
    else:
        return path, 1
    return path.with_name(f"{name}{path.suffix}"), few


def _as_line(artifact: Artifact | Filed, path: str) -> str:
    pages = f" – {artifact.pages} page{'s' * (artifact.pages > 1)}" if artifact.pages else ""
    town = f" – {artifact.document.town}" if artifact.document.town else ""
    return f"{path}{town}{pages}{'' if artifact.document.final else ' – PROJET'}"


def _lines_beside(beside: Mapping[Path, Document], workspace: Workspace) -> Iterator[str]:
    """Yield a line for each sort of small files that people send: contacts, messages."""
    for (end, inside), (singular, plural) in COMPANION_WORDS.items():
        same = [
            path
            for path, document in beside.items()
            if path.name.endswith(end) and (document.diffusion == "interne") is inside
        ]
        if same:
            place = same[0] if len(same) == 1 else same[0].with_name(f"*{end}")
            line = typeset(f"et {len(same)} {plural if len(same) > 1 else singular} :")
            yield f"{line} {workspace.name_of(place)}"


def with_project(line: str) -> str:
    """Return a line with its commands for the project that is named on the command line, if any."""
    context = click.get_current_context(silent=True)
    folder = context and context.find_root().meta.get("docgen.project")
    if context is None or not folder:
        return line
    named = f"docgen --project {shlex.quote(str(folder))} "
    commands = getattr(context.find_root().command, "commands", ())
    return re.sub(rf"\bdocgen (?=(?:{'|'.join(commands)})\b)", lambda _: named, line)


def remaining_command(
    documents: Iterable[str] = (),
    communes: Iterable[str] = (),
    epci: Iterable[str] = (),
    unites: Iterable[str] = (),
) -> str:
    """Return the command that lists what is left for documents, or for the whole project."""
    options = (("--insee", communes), ("--epci", epci), ("--unite", unites))
    named = (
        word for option, names in options for name in names for word in (option, legible_name(name))
    )
    return shlex.join(("docgen", "reste", *documents, *named))


def sorted_problems(problems: Iterable[P]) -> list[P]:
    """Return problems by file, line and column."""
    return sorted(problems, key=lambda problem: problem.order)


def _place(problem: Problem) -> tuple[object, ...]:
    """Return where a problem stands and its sort: what is left may be warned of too."""
    return problem.file, problem.line, problem.column, problem.code, problem.severity


def _readable(problem: Problem) -> Problem:
    return replace(problem, message=typeset(problem.message), hint=typeset(problem.hint))
