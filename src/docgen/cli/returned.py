"""What commands say and do of files that come back: workbooks, and forms filled in on a screen."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.options import PastDay, open_cache, workspace
from docgen.errors import Problem, Problems
from docgen.french.wording import counted

if TYPE_CHECKING:
    from docgen.cli.report import Report
    from docgen.document import Diffusion
    from docgen.importing.territoire.changes import RowChange
    from docgen.referential.referential import Referential
    from docgen.review.notebook import ImportedNotebook, NotebookAnswers
    from docgen.review.visit_corrections import VisitChange
    from docgen.review.visit_forms import VisitReport

SHEETS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")
"""How the name of a workbook ends, those that are refused with a hint too."""
MOST_FILES = 3
"""The most files of a folder that are named one by one."""
OLDER_ANSWERS = "{} avant une réponse plus récente : rien n’y change."
ONCE_WRITTEN = "Une fois écrit :"
NOTHING_WRITTEN = "Rien n’est écrit. Pour reprendre ces changements :"
BILAN = "content/bilan"
"""Where the texts of the reports of years stand."""
NOBODY_YET = "à dire"
"""Who gathers a report while nothing is written."""


def files_by_folder(files: Iterable[str]) -> Iterator[str]:
    """Yield the files that changed; those of a folder of which many changed as their number."""
    folders: dict[str, list[str]] = {}
    for file in files:
        folders.setdefault(file.rpartition("/")[0], []).append(file)
    for folder, held in folders.items():
        many = len(held) > MOST_FILES
        yield from [f"{folder} : {counted(len(held), 'fichier')}"] if many else held


def warn_of_open_files(report: Report, paths: Iterable[Path]) -> None:
    """Warn of each file that a program has open: what is not saved yet is not read."""
    for path in paths:
        for program, name in _locks_of(path.name):
            if path.with_name(name).exists():
                message = (
                    f"ce fichier est ouvert dans {program} : il est lu tel qu’il est enregistré"
                )
                hint = (
                    "enregistrez-le et fermez-le, puis recommencez ; s’il est déjà fermé, effacez"
                    f" {shlex.quote(name)}, que {program} a laissé"
                )
                report.problems.append(
                    Problem(str(path), message, code="ouvert", hint=hint).as_warning()
                )


def _locks_of(name: str) -> Iterator[tuple[str, str]]:
    """Yield the programs that lock a file, each with the name of its lock, which lies beside."""
    yield "LibreOffice", f".~lock.{name}#"
    if name.endswith(".docx"):
        letters = len(name) - len(".docx")
        yield "Word", f"~${name[min(max(letters - 6, 0), 2) :]}"  # it writes over two of eight
    else:
        yield "Excel", f"~${name}"


def read_answers(paths: Sequence[Path], au: date, *, effacer: bool) -> NotebookAnswers:
    """Return what workbooks that came back answer."""
    from docgen.review.notebook import read_notebooks

    return read_notebooks(workspace(), paths, au, open_cache(), effacer=effacer)


def import_answers(report: Report, paths: Sequence[Path], au: date, *, effacer: bool) -> None:
    """Record what workbooks that came back answer, and tell it."""
    from docgen.importing.territoire.changes import summarise_changes

    warn_of_open_files(report, paths)
    done = read_answers(paths, au, effacer=effacer).write()
    report.say(*summarise_changes(done.territory))
    tell_answers(report, done)


def tell_answers(report: Report, done: ImportedNotebook) -> None:
    """Tell what was recorded: what is wrong, files, packs that change, answers and blanks."""
    report.problems += done.wrong
    report.lines += files_by_folder(done.files)
    report.extra["files"] = list(done.files)
    report.extra["verifiees"] = [
        {"cle": cle, "le": check.le.isoformat(), "par": check.par, "version": check.version}
        for cle, check in done.checks.items()
    ]
    report.say(*done.packs)
    for name, many in done.stamps.items():
        if many:
            no = done.refusals.get(name, 0)
            refused = f", dont {no} « non »" if no else ""
            noted = "notée" if done.files else "déjà notée"
            words = counted(many, f"réponse {noted}", f"réponses {noted}s")
            report.say(f"  {name} : {words}{refused}")
    if done.blank:
        report.say(f"{counted(done.blank, 'ligne laissée blanche', 'lignes laissées blanches')}.")
    if done.older:
        report.say(OLDER_ANSWERS.format(counted(done.older, "ligne signée", "lignes signées")))
    if not done.files:
        report.say("rien à changer")


def take_back_workbook(
    report: Report, path: Path, au: date, *, ecrire: bool, effacer: bool
) -> None:
    """Tell what a workbook that came back changes, row by row, and write it if it is asked."""
    from docgen.importing.territoire.changes import MAX_CHANGES_LISTED, summarise_changes

    answers = read_answers([path], au, effacer=effacer)
    done = answers.done if ecrire else answers.foresee()
    report.extra["changes"] = [one for row in done.territory for one in _as_data(row)]
    rows, stamps = len(done.territory), sum(done.stamps.values())
    if not done.files:
        report.problems += done.wrong
        report.say(f"{path.name} : ne change rien à ce que dit le projet.")
        return
    parts = [counted(rows, "ligne à reprendre", "lignes à reprendre")] if rows else []
    parts += [counted(stamps, "réponse à noter", "réponses à noter")] if stamps else []
    lines = summarise_changes(done.territory, _row_lines(done.territory[:MAX_CHANGES_LISTED]))
    report.say(f"{path.name} : {', '.join(parts)}", *lines, "")
    if ecrire:
        report.say("Écrit :")
        tell_answers(report, answers.write())
        return
    report.problems += done.wrong
    report.say(*summarise_changes(done.noted), *([""] if done.noted else ()))
    report.say(*([ONCE_WRITTEN, *done.packs, ""] if done.packs else ()))
    _tell_command(report, path, "--effacer" if effacer else "")


def _tell_command(report: Report, path: Path, *options: str) -> None:
    report.say(NOTHING_WRITTEN)
    words = ("docgen", "reprendre", shlex.quote(str(path)), "--ecrire", *filter(None, options))
    report.lines.append(f"  {' '.join(words)}")


def _row_lines(rows: Sequence[RowChange]) -> Iterator[str]:
    """Yield what rows change, below the name of their sheet; values that anyone may read."""
    sheet = ""
    for row in rows:
        if row.sheet != sheet:
            sheet = row.sheet
            yield from ("", f"Feuille « {sheet} »")
        line = f"ligne {row.line}, " if row.line else ""
        yield f"  {line}{row.name}, {row.place}"
        for kind, titles in row.done.items():
            for title in titles:
                shown = row.words.get(title)
                yield f"    {title} : {_words(*shown)}" if shown else f"    {title} : {kind}"


def _words(before: str, after: str) -> str:
    if before and after:
        return f"« {before} » → « {after} »"
    return f"ajouté : « {after} »" if after else f"effacé : « {before} »"


def _as_data(row: RowChange) -> Iterator[Mapping[str, Any]]:
    for titles in row.done.values():
        for title in titles:
            before, after = row.words.get(title, ("", ""))
            clause = f"{row.sheet}, ligne {row.line}, {row.name} : {title}"
            yield _change(clause, f"content/{row.file}", row.written, before, after)


def _change(clause: str, file: str, line: int | None, before: str, after: str) -> Mapping[str, Any]:
    """Return a change with the keys that those of a Word file have."""
    change = {"clause": clause, "file": file, "line": line, "before": before, "after": after}
    return {**change, "status": "exact", "why": "", "author": "", "date": "", "tracked": False}


# Forms


def read_reports(
    report: Report, paths: Sequence[Path], problems: Problems, *, emptied: bool = False
) -> list[VisitReport]:
    """Return the reports of files that have some, and add what is wrong in the others.

    Warn of what was written on their pages and cannot be read.
    """
    from docgen.errors import ContentError
    from docgen.review.visit_forms import reports_of, unread_words
    from docgen.signatures.forms import read_form

    reports = list["VisitReport"]()
    for path in paths:
        with problems.gather(ContentError):
            form = read_form(path)
            fields = [(one.name, one.label, one.lines) for one in form.fields]
            report.problems += unread_words(str(path), fields, form.marked)
            reports += reports_of(str(path), fields, emptied=emptied)
    return reports


def ask_day(report: VisitReport, referential: Referential) -> date | None:
    """Ask at a terminal for the day of a visit; return None where nobody can answer."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    said = report.about.get("le", "")
    read = f" (la feuille dit « {said} »)" if said else ""
    question = f"Jour de la visite de {report.name(referential)}{read}, JJ/MM/AAAA"
    return click.prompt(question, type=PastDay(), err=True)


def take_back_reports(
    report: Report, path: Path, par: str, le: date, *, ecrire: bool, effacer: bool
) -> None:
    """Tell what a filled form says that `visites.yaml` does not, and write it if it is asked."""
    from docgen.kinds.bilan.visites import FILE
    from docgen.referential.referential import Referential
    from docgen.review.visit_corrections import correct_reports
    from docgen.review.visit_reports import Gatherer

    referential = Referential(workspace())
    problems = Problems()
    reports = read_reports(report, [path], problems, emptied=True)
    problems.refuse()
    gatherer = Gatherer(par or NOBODY_YET, le, partial(ask_day, referential=referential))
    changes = correct_reports(referential, reports, gatherer, effacer=effacer, write=ecrire)
    file = f"content/{FILE}"
    report.extra["changes"] = [
        _change(
            f"{change.label(referential)} : {title}", file, change.line, *_readable(change, words)
        )
        for change in changes
        for title, *words in change.words
    ]
    if not changes:
        report.say(f"{path.name} : dit la même chose que {file}.")
        return
    for change in changes:
        report.say(*_visit_lines(change, change.label(referential), file))
    if ecrire:
        report.say("", "Écrit :")
        report.lines.append(file)
        tell_reports(report, [change.report for change in changes], referential)
        return
    erasures = [change.erasure(referential) for change in changes if change.erased and not effacer]
    if erasures:
        report.problems += erasures
        return
    report.say("")
    _tell_command(report, path, '--par "NOM"', "--effacer" if effacer else "")


def tell_reports(report: Report, reports: Sequence[VisitReport], referential: Referential) -> None:
    """Tell what prints visits that were written down, and warn of what to look at again."""
    from docgen.kinds.bilan.visites import internal_words
    from docgen.review.visit_reports import visits_before_acts, visits_elsewhere

    report.say(*_report_commands(reports, referential))
    if reports:
        report.problems += (one.as_warning() for one in internal_words(referential))
        report.problems += visits_before_acts(reports, referential)
        report.problems += visits_elsewhere(reports, referential)


def _report_commands(reports: Sequence[VisitReport], referential: Referential) -> Iterator[str]:
    """Yield the commands that print visits in the reports of their years, and what they need."""
    from docgen.kinds.bilan.visites import hidden_in_words
    from docgen.kinds.writing.corpus import corpus_of

    corpus = corpus_of(referential)
    years = corpus.keys("bilan")
    for year in sorted({one.day.year for one in reports if one.day}):
        if str(year) not in years:
            model = corpus.file("bilan", max(years)) if years else f"{BILAN}/AAAA.yaml"
            file = f"{BILAN}/{year}.yaml"
            yield f"copiez d’abord {model} en {file}, changez-y « annee: » et videz les valeurs :"
        elif readers := _readers_of(year, referential):
            circles = [
                one.circle for one in reports if one.fields and one.day and one.day.year == year
            ]
            file = corpus.file("bilan", str(year))
            if hidden := hidden_in_words(circles, file, year, readers):
                yield hidden
        yield f"→ docgen bilan --annee {year}"


def _readers_of(year: int, referential: Referential) -> Diffusion | None:
    """Return who may read the report of a year; None while its text is wrong."""
    from docgen.content.validation import check_source
    from docgen.errors import ContentError
    from docgen.kinds.bilan.content import Bilan
    from docgen.kinds.bilan.rules import rules
    from docgen.kinds.writing.corpus import corpus_of

    with suppress(ContentError):
        if source := corpus_of(referential).source("bilan", str(year)):
            return check_source(source, Bilan, rules).diffusion
    return None


def _readable(change: VisitChange, words: Sequence[str]) -> Sequence[str]:
    """Return words, of a report that partners may read; nothing of another."""
    from docgen.document import Diffusion

    return words if change.report.circle is Diffusion.PARTENAIRES else ("", "")


def _visit_lines(change: VisitChange, label: str, file: str) -> Iterator[str]:
    where = f", {file}:{change.line}" if change.line else ""
    what = "compte rendu corrigé" if change.entry else "compte rendu ôté"
    yield f"{label} : {what if change.former else 'nouveau compte rendu'}{where}"
    for title, *words in change.words:
        before, after = _readable(change, words)
        yield f"    {title} : {_words(before, after)}" if before or after else f"    {title}"
