"""The report at the end of a command: lines for people, or one JSON object for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from docgen.errors import DocgenError, Problem, Severity, WorkplaceError
from docgen.referential.communes.postal_codes import AMBIGUOUS

if TYPE_CHECKING:
    from docgen.document import Artifact, Document, Filed
    from docgen.release.entries import ReleaseFile
    from docgen.request import Outcome
    from docgen.workspace import Workspace

FAILED = 1
LACKING = "fermez d’autres programmes, puis relancez la commande"
SORTS = {
    "a-verifier": "points à vérifier",
    "controle": "contrôles à faire par une personne",
    "manquant": "points manquants",
    "propose": "textes à adopter par les parties",
}
"""What people call several warnings of one code."""


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
    report.show()
    if code or report.refused:
        raise click.exceptions.Exit(code or FAILED)


class Report:
    """What was made and what is wrong, printed once."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.lines: list[str] = []
        self.withheld: tuple[str, ...] = ()
        self.documents: list[dict[str, Any]] = []
        self.problems: list[Problem] = []
        self.extra: dict[str, Any] = {}
        self.full_list = ""
        """Where all warnings are listed; similar warnings are then printed as one."""

    @property
    def refused(self) -> bool:
        """Whether something asked for was not done."""
        return any(problem.severity is Severity.ERREUR for problem in self.problems)

    def add(self, outcome: Outcome, workspace: Workspace) -> None:
        """Add the outcome of a build."""
        self.problems += outcome.problems
        self.withheld = outcome.withheld
        if outcome.recovered:
            print_recovery(outcome.recovered)
        for artifact in outcome.artifacts:
            path = workspace.output / artifact.path
            self.documents.append(file_data(artifact.document, artifact, path))
            self.lines.append(_as_line(artifact, workspace.name_of(path)))

    def say(self, *sentences: str) -> None:
        """Add lines for people, with the spaces of French typography; not for names of files."""
        self.lines += map(_typeset, sentences)

    def show(self) -> None:
        """Print the problems on stderr, then the files made or the JSON object on stdout."""
        problems = [
            replace(problem, message=_typeset(problem.message), hint=_typeset(problem.hint))
            for problem in sorted(self.problems, key=lambda problem: problem.order)
        ]
        last = [problem for problem in problems if problem.code == AMBIGUOUS]
        for line in problem_lines([one for one in problems if one not in last], self.full_list):
            click.echo(line, err=True)
        for document in self.withheld:
            click.echo(_typeset(f"Non fabriqué, car pas encore définitif : {document}."), err=True)
        if self.as_json:
            data = {
                "version": 1,
                "documents": self.documents,
                "problems": [problem.as_data() for problem in problems],
                **self.extra,
            }
            click.echo(json.dumps(data, indent=1))  # ASCII: right in any terminal's encoding
        else:
            for line in self.lines:
                click.echo(line)
        for line in problem_lines(last):  # below what was made, where it is seen
            click.echo(line, err=True)


def print_recovery(recovered: str) -> None:
    """Print at once that what an earlier run had left is settled."""
    click.echo(_typeset(f"Note : {recovered}."), err=True)


def problem_lines(problems: Sequence[Problem], full_list: str = "") -> Iterator[str]:
    """Yield problems as people read them: errors last, where the eye is, then their number.

    A hint shared with the next problem is printed once, after the last of them.  When
    `full_list` names a list of all warnings, those of one folder and one sort make one line.
    """
    errors = [problem for problem in problems if problem.severity is Severity.ERREUR]
    warnings = [problem for problem in problems if problem.severity is not Severity.ERREUR]
    shown = _by_sort(warnings) if full_list else warnings
    for label, listed in (("[avertissement] ", shown), ("", errors)):
        for rank, problem in enumerate(listed, 1):
            again = listed[rank : rank + 1] and listed[rank].hint == problem.hint
            yield f"{label}{replace(problem, hint='') if again else problem}"
    if shown != warnings:
        yield _typeset(f"{len(warnings)} avertissements en tout ; la liste entière : {full_list}")
    if errors and warnings:
        many = [f"{len(errors)} erreur{'s' * (len(errors) > 1)}"]
        many.append(f"{len(warnings)} avertissement{'s' * (len(warnings) > 1)}")
        yield f"{' et '.join(many)}."


def _by_sort(warnings: Sequence[Problem]) -> list[Problem]:
    sorts: dict[tuple[str, str], list[Problem]] = {}
    for problem in warnings:
        sort = str(PurePosixPath(problem.file).parent), problem.code
        sorts.setdefault(sort, []).append(problem)
    return [same[0] if len(same) == 1 else _together(same) for same in sorts.values()]


def _together(problems: Sequence[Problem]) -> Problem:
    first, path = problems[0], PurePosixPath(problems[0].file)
    place = f"{path.name}:{first.line}" if first.line else path.name
    files = len({one.file for one in problems})
    within = f" dans {files} fichiers" if files > 1 else ""
    sort = SORTS.get(first.code, "avertissements de même sorte")
    message = _typeset(f"{len(problems)} {sort}{within}, d’abord {place} : {first.message}")
    return replace(first, file=str(path.parent), line=None, column=None, field="", message=message)


def file_data(
    document: Document | ReleaseFile,
    file: Artifact | Filed | ReleaseFile,
    path: Path,
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


def _as_line(artifact: Artifact | Filed, path: str) -> str:
    pages = f" – {artifact.pages} page{'s' * (artifact.pages > 1)}" if artifact.pages else ""
    town = f" – {artifact.document.town}" if artifact.document.town else ""
    return f"{path}{town}{pages}{'' if artifact.document.final else ' – PROJET'}"


def _typeset(text: str) -> str:
    from docgen.french.typography import hold_signs

    return hold_signs(text)
