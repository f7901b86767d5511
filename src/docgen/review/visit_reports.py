"""Reports of visits that were filled in on a screen: what the PDFs say becomes `visites.yaml`.

A report is written whole or not at all, and none is written while one of them is wrong.  The notes
of a pack belong to the town hall: they are counted, never read.
"""

import json
import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import PurePath
from typing import Final

from docgen.content.source import MAX_BYTES, parse_source
from docgen.content.validation import check_source
from docgen.document import Diffusion
from docgen.errors import ContentError, Problem, Problems
from docgen.french.days import read_handwritten_day
from docgen.french.territory import CodeInsee
from docgen.french.wording import date_longue
from docgen.kinds.bilan.visites import FILE, Visite, Visites, read_visites, visit_rules
from docgen.markup import escape_marks
from docgen.output.text_edits import edit_file
from docgen.referential.referential import Referential

NAME: Final = re.compile(
    rf"commune-pack-(?P<code>\d[\dab]\d{{3}})(?:-(?P<circle>{'|'.join(Diffusion)}))?--"
    r"(?:visite-(?P<about>le|par|recue-par)|compte-rendu-(?P<field>[\w-]+)|(?P<note>notes-\d+))"
)
"""The name of a field of a pack."""
HEADER: Final = "# yaml-language-server: $schema=../schemas/visites.schema.json\nvisites:\n"
EMPTY_LIST: Final = re.compile(r"^visites:[ \t]*(?:\[[ \t]*\])?[ \t]*(#.*?)?(?=\r?$)", re.MULTILINE)
INDENT: Final = re.compile(r"^( *)- ", re.MULTILINE)
"""The indentation of the items of the list, whose first item is the first of the file."""
CORRECT: Final = "corrigez ce champ dans le PDF, enregistrez, puis recommencez"


@dataclass(slots=True)
class VisitReport:
    """What a file says of the visit of a commune; lines of each field, by its name."""

    file: str
    code: str
    circle: Diffusion
    about: dict[str, str] = field(default_factory=dict)
    fields: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    notes: int = 0
    day: date | None = None

    def name(self, referential: Referential) -> str:
        """Return the name of the commune, or its code."""
        commune = referential.communes.get(CodeInsee(self.code))
        return commune.toponyme.seul if commune else self.code


@dataclass(frozen=True, slots=True)
class Gathered:
    """The reports that were written down, those that were there already, the notes left unread."""

    written: tuple[VisitReport, ...]
    known: tuple[VisitReport, ...]
    notes: int


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Who gathers reports, on which day.

    `visite` is the day of a visit whose report does not say it, else `ask` returns it.
    """

    par: str
    le: date
    ask: Callable[[VisitReport], date | None]
    visite: date | None = None


@dataclass(frozen=True, slots=True)
class _Settled:
    """A report whose day is known: as a visit, and as its entry of the YAML file."""

    report: VisitReport
    visite: Visite
    text: str


Fields = Iterable[tuple[str, str, tuple[str, ...]]]
"""Fields of a PDF: name, label, lines."""


def reports_of(file: str, fields: Fields) -> tuple[VisitReport, ...]:
    """Return the reports of a file; raise ContentError when it has none that is filled in."""
    listed = list(fields)
    reports: dict[str, VisitReport] = {}
    for name, label, lines in listed:
        match = NAME.fullmatch(name)
        if match is None:
            continue
        code = match["code"].upper()
        internal = match["circle"] == Diffusion.INTERNE
        circle = Diffusion.INTERNE if internal else Diffusion.PARTENAIRES
        report = reports.setdefault(code, VisitReport(file, code, circle))
        if not lines:
            continue
        if match["note"]:
            report.notes += 1
        elif match["about"]:
            report.about[match["about"]] = " ".join(lines)
        else:
            report.fields.append((match["field"], label, lines))
    if not reports:
        raise ContentError([_without_fields(file, bool(listed))])
    filled = tuple(report for report in reports.values() if report.fields)
    if not filled:
        hint = "demandez le PDF rempli ; les notes de la mairie, elles, ne se recueillent pas"
        message = "le compte rendu de visite est vide"
        raise ContentError([Problem(file, message, code="vide", hint=hint)])
    return filled


def _without_fields(file: str, others: bool) -> Problem:
    if others:
        message = "ce formulaire n’est pas celui d’un dossier de commune de docgen"
        return Problem(file, message, code="formulaire", hint="donnez le dossier rempli, en PDF")
    hint = "imprimé ou numérisé, un PDF perd ses champs : demandez le fichier enregistré"
    message = "ce PDF n’a aucun champ à remplir"
    return Problem(file, message, code="formulaire", hint=hint)


def gather_reports(
    referential: Referential, reports: Sequence[VisitReport], gatherer: Gatherer
) -> Gathered:
    """Write reports down in `visites.yaml`, all or none; raise ContentError with all problems."""
    workspace = referential.workspace
    path = workspace.content / FILE
    problems = Problems()
    settled: list[_Settled] = []
    for report in reports:
        with problems.gather(ContentError):
            _settle_day(report, gatherer)
            text = _entry(report, gatherer)
            settled.append(_Settled(report, _checked(report, text, referential), text))
    with problems.gather(ContentError):
        _new_ones(settled, referential)
    problems.refuse()

    def add(text: str) -> tuple[str, list[_Settled]]:
        new = _new_ones(settled, referential)
        return _with_entries(text, "".join(one.text for one in new), workspace.name_of(path)), new

    new = [one.report for one in edit_file(path, add)]
    known = tuple(one.report for one in settled if one.report not in new)
    return Gathered(tuple(new), known, sum(report.notes for report in reports))


def _new_ones(settled: Sequence[_Settled], referential: Referential) -> list[_Settled]:
    """Return the visits that are not written down yet.

    Raise ContentError for those that are, and say something else.
    """
    new: list[_Settled] = []
    problems = Problems()
    former = read_visites(referential)
    for one in settled:
        same = [
            other
            for other in (*former, *(made.visite for made in new))
            if (other.commune, other.le) == (one.visite.commune, one.visite.le)
        ]
        if any(_words_of(other) != _words_of(one.visite) for other in same):
            problems += [_told_otherwise(one.report, referential)]
        elif not same:
            new.append(one)
    problems.refuse()
    return new


def _words_of(visite: Visite) -> tuple[object, ...]:
    return visite.champs, visite.diffusion


def _settle_day(report: VisitReport, gatherer: Gatherer) -> None:
    said = report.about.get("le", "")
    read = read_handwritten_day(said)
    late = read is not None and read > gatherer.le
    if gatherer.visite and read and not late and read != gatherer.visite:
        what = f"la feuille dit un autre jour que « --visite » : « {said} »"
        hint = "retirez « --visite », ou corrigez le jour dans le PDF"
        raise ContentError([Problem(report.file, what, code="date", hint=hint)])
    day = read if read and not late else gatherer.visite or gatherer.ask(report)
    if day is None or day > gatherer.le:
        what = f"jour de la visite illisible : « {said} »" if said else "jour de la visite absent"
        if late or day:
            told = date_longue(day) if day else said
            what = f"cette visite serait après le recueil : « {told} »"
        hint = "dites-le : docgen recueillir FICHIER.pdf --visite JJ/MM/AAAA --par NOM"
        raise ContentError([Problem(report.file, what, code="date", hint=hint)])
    report.day = day


def _told_otherwise(report: VisitReport, referential: Referential) -> Problem:
    day = date_longue(report.day) if report.day else ""
    message = f"la visite de {report.name(referential)} du {day} est déjà recueillie, autrement"
    hint = f"choisissez : corrigez-la dans content/{FILE}, ou ôtez-la et recommencez"
    return Problem(report.file, message, code="double", hint=hint)


def _entry(report: VisitReport, gatherer: Gatherer) -> str:
    """Return a visit as an entry of the YAML file."""
    lines = [f"commune: {_quoted(report.code)}", f"le: {report.day}"]
    lines.append(f"diffusion: {report.circle}")
    for name, key in (("par", "par"), ("recue-par", "recue_par")):
        if name in report.about:
            lines.append(f"{key}: {_quoted(escape_marks(report.about[name]))}")
    lines.append("champs:")
    for identifier, label, typed in report.fields:
        lines += [f"  - id: {identifier}", f"    titre: {_quoted(escape_marks(label))}"]
        lines.append("    lignes:")
        lines += [f"      - {_quoted(escape_marks(line))}" for line in typed]
    who = f"{{le: {gatherer.le}, par: {_quoted(escape_marks(gatherer.par))}"
    lines.append(f"recueil: {who}, fichier: {_quoted(escape_marks(PurePath(report.file).name))}}}")
    return "".join(f"  {'- ' if not rank else '  '}{line}\n" for rank, line in enumerate(lines))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _checked(report: VisitReport, text: str, referential: Referential) -> Visite:
    """Return a report as a visit; raise ContentError that names its file, not the YAML."""
    try:
        source = parse_source(f"visites:\n{text}", report.file)
        rules = partial(visit_rules, referential=referential)
        [visite] = check_source(source, Visites, rules).visites
    except ContentError as error:
        told = (_in_the_pdf(problem, report) for problem in error.problems)
        raise ContentError(dict.fromkeys(told)) from error
    return visite


def _in_the_pdf(problem: Problem, report: VisitReport) -> Problem:
    """Return a problem of an entry as one of the field of the PDF that was typed."""
    rank = re.search(r"champs\[(\d+)\]", problem.field)
    label = report.fields[int(rank[1])][1] if rank else ""
    return replace(problem, line=None, column=None, field=label, hint=CORRECT)


def _with_entries(text: str, added: str, name: str) -> str:
    """Return the text of the file with entries after those that it has."""
    if not added:
        return text
    text = text or HEADER
    before = EMPTY_LIST.sub(lambda match: f"visites:{' ' * bool(match[1])}{match[1] or ''}", text)
    items = INDENT.search(before)
    entries = textwrap.indent(textwrap.dedent(added), items[1] if items else "  ")
    whole = f"{before.rstrip()}\n{entries}"
    if "\r\n" in text:
        whole = whole.replace("\r\n", "\n").replace("\n", "\r\n")
    if len(whole.encode()) > MAX_BYTES:
        hint = "ôtez-en des visites d’années dont le bilan est fait"
        message = f"ce fichier passerait {MAX_BYTES // 1000} ko avec ces visites"
        raise ContentError([Problem(name, message, code="taille", hint=hint)])
    try:
        parse_source(whole, name)
    except ContentError as error:
        hint = "mettez chaque visite de ce fichier sur des lignes à elle, qui commencent par « - »"
        message = "docgen n’y ajoute pas de visite : la liste y est écrite autrement"
        raise ContentError([Problem(name, message, code="liste", hint=hint)]) from error
    return whole
