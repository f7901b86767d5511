"""Reports of visits that were filled in on a screen: what the PDFs say becomes `visites.yaml`.

A report is written whole or not at all, and none is written while one of them is wrong.  The notes
of a pack belong to the town hall: they are counted, never read.
"""

import json
import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import PurePath
from typing import Any, Final
from unicodedata import normalize

from docgen.content.entries import EntriesText
from docgen.content.repertoire import PRINTABLE
from docgen.content.source import MAX_BYTES, parse_source
from docgen.content.validation import check_source
from docgen.errors import ContentError, Problem, Problems
from docgen.french.days import read_handwritten_day
from docgen.french.territory import CodeInsee
from docgen.french.wording import BIS, date_longue
from docgen.kinds.actes.project import project_acts
from docgen.kinds.actes.signed import Signee
from docgen.kinds.bilan.visites import FILE, Visite, Visites, is_internal, read_visites, visit_rules
from docgen.kinds.commune_pack.feuilles import VISIT
from docgen.kinds.writing.corpus import corpus_of
from docgen.markup import escape_marks
from docgen.output.text_edits import edit_file
from docgen.referential.referential import Referential
from docgen.referential.selection import warn_of_communes_outside
from docgen.review.visit_forms import VisitReport, unread_day

FICHES: Final = "fiches"
"""The field of a report that names the fiches to work with."""
NUMBER: Final = re.compile(
    rf"(?<![\d./])\d{{1,2}}\.\d{{1,2}}(?![\d./]*\d)(?:\s*{BIS}\b)?", re.IGNORECASE
)
"""The number of a fiche: « 4.1 », « 6.1 bis »; not a day, « 3.12.2026 »."""
HEADER: Final = "# yaml-language-server: $schema=../schemas/visites.schema.json\nvisites: []\n"
ELSEWHERE: Final = "ce dossier vient d’un autre projet : donnez celui d’une commune de celui-ci"
CORRECT: Final = "corrigez ce champ dans le PDF, enregistrez, puis recommencez"


@dataclass(frozen=True, slots=True)
class RecordedReports:
    """The reports that were written down, those that were there already, the notes left unread."""

    written: tuple[VisitReport, ...]
    known: tuple[VisitReport, ...]
    notes: int


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Who gathers reports, on which day.

    `visite` is the day of a visit whose report does not say it, else `ask` returns it; `today` is
    later than `le` when reports are written down afterwards.
    """

    par: str
    le: date
    ask: Callable[[VisitReport], date | None]
    visite: date | None = None
    today: date | None = None


@dataclass(frozen=True, slots=True)
class SettledReport:
    """A report whose day is known: as its entry of the YAML file, as typed, and as a visit."""

    report: VisitReport
    entry: dict[str, Any]
    visite: Visite


def gather_reports(
    referential: Referential, reports: Sequence[VisitReport], gatherer: Gatherer, problems: Problems
) -> RecordedReports:
    """Write reports down in `visites.yaml`, all or none; raise ContentError with all problems.

    `problems` are those of files that hold no report.
    """
    workspace = referential.workspace
    path = workspace.content / FILE
    name = workspace.name_of(path)
    settled = settle_reports(referential, reports, gatherer, problems)
    with problems.gather(ContentError):
        _new_ones(settled, read_visites(referential), referential)
    problems.refuse()

    def add(text: str) -> tuple[str, list[SettledReport]]:
        former = visits_in(text, name, referential)
        new = _new_ones(settled, former, referential)
        edited = visits_text(text, name)
        data = [*map(data_of, former)]
        edited.update(data, [*data, *(one.entry for one in new)])
        return read_bounded(str(edited), name), new

    new = [one.report for one in edit_file(path, add)]
    known = tuple(one.report for one in settled if one.report not in new)
    return RecordedReports(tuple(new), known, sum(report.notes for report in reports))


def settle_reports(
    referential: Referential, reports: Sequence[VisitReport], gatherer: Gatherer, problems: Problems
) -> list[SettledReport]:
    """Return the reports whose day is known and whose words are sound; add what is wrong."""
    settled: list[SettledReport] = []
    for report in reports:
        if commune := referential.communes.find(report.code):  # it may have merged since
            report.code = commune.code
        with problems.gather(ContentError):
            _settle_day(report, gatherer)
            if report.fields:
                problems.extend(_unknown_fiches(report, referential))
                entry = _entry(report, gatherer)
                settled.append(
                    SettledReport(report, entry, _check_visit(report, entry, referential))
                )
    return settled


def visits_before_acts(
    reports: Sequence[VisitReport], referential: Referential
) -> Iterator[Problem]:
    """Yield a warning for each report of a visit before the first act was signed, if one is."""
    signed: Sequence[Signee] = ()
    with suppress(ContentError):  # reported by the check of the act
        signed = project_acts(referential).signed
    first = min((act.vie.signature for act in signed), default=None)
    for report in reports:
        if first and report.day and report.day < first:
            day, when = date_longue(report.day), date_longue(first)
            message = f"la visite de {report.name(referential)} serait du {day}, avant la"
            message += f" convention, qui est du {when}"
            command = f"docgen reprendre {shlex.quote(report.file)}"
            hint = f"si ce jour est faux, corrigez-le dans le PDF, puis : {command}"
            yield Problem(report.file, message, code="date", hint=hint).as_warning()


def visits_elsewhere(reports: Sequence[VisitReport], referential: Referential) -> Iterator[Problem]:
    """Yield a warning for each report of a commune of another département than the project's."""
    for report in reports:
        for problem in warn_of_communes_outside(
            referential, [CodeInsee(report.code)], referential.home
        ):
            hint = f"si ce dossier est d’un autre projet, ôtez cette visite de content/{FILE}"
            yield replace(problem, file=report.file, hint=hint)


def visits_in(text: str, name: str, referential: Referential) -> tuple[Visite, ...]:
    """Return the visits of the text of the file, in its order."""
    source = parse_source(text or HEADER, name)
    return check_source(source, Visites, partial(visit_rules, referential=referential)).visites


def visits_text(text: str, name: str) -> EntriesText:
    """Return the text of the file as one that takes changes."""
    return EntriesText(text or HEADER, name, "visites", ("commune", "le", "diffusion", "id"))


def data_of(visite: Visite) -> dict[str, Any]:
    """Return a visit as plain values, without empty ones."""
    return visite.model_dump(mode="json", exclude_none=True)


def _new_ones(
    settled: Sequence[SettledReport], former: Sequence[Visite], referential: Referential
) -> list[SettledReport]:
    """Return the reports that are not written down yet, of a visit one for each circle.

    Raise ContentError for those that are and say something else, and for those that would have
    partners read what is kept from them: a report may be made internal after its gathering.
    """
    new: list[SettledReport] = []
    problems = Problems()
    for candidate in sorted(settled, key=lambda one: is_internal(one.visite)):
        visite = candidate.visite
        known = [*former, *(made.visite for made in new)]
        known = [other for other in known if other.commune == visite.commune]
        that_day = [other for other in known if other.le == visite.le]
        same = [one for one in that_day if one.diffusion == visite.diffusion]
        moved = next((one.le for one in known if words_of(one) == words_of(visite)), None)
        if any(_says_nothing_new(visite, one) for one in same):
            continue
        if same or moved:
            problems += [_duplicate_error(candidate.report, referential, None if same else moved)]
        elif not is_internal(visite) and visite.champs in (one.champs for one in that_day):
            problems += [_hidden_error(candidate.report, referential)]
        else:
            new.append(candidate)
    problems.refuse()
    return new


def _says_nothing_new(visite: Visite, former: Visite) -> bool:
    """Whether a report has the words of a former one, and names nobody else in it."""
    names = ((visite.par, former.par), (visite.recue_par, former.recue_par))
    others = any(now and now != then for now, then in names)
    return words_of(visite) == words_of(former) and not others


def words_of(visite: Visite) -> tuple[object, ...]:
    """Return what a report says, and for whom."""
    return visite.champs, visite.diffusion


def _settle_day(report: VisitReport, gatherer: Gatherer) -> None:
    written = report.about.get("le", "")
    read = read_handwritten_day(written)
    late = read is not None and read > gatherer.le
    if gatherer.visite and read and not late and read != gatherer.visite:
        what = f"la feuille dit un autre jour que « --visite » : « {written} »"
        hint = "retirez « --visite », ou corrigez le jour dans le PDF"
        raise ContentError([Problem(report.file, what, code="date", hint=hint)])
    day = read if read and not late else gatherer.visite or gatherer.ask(report)
    if day is None or day > gatherer.le:
        what = (
            f"le jour de la visite {unread_day(written)} : « {written} »"
            if written
            else "le jour de la visite manque"
        )
        hint = 'dites-le : docgen recueillir FICHIER.pdf --visite JJ/MM/AAAA --par "NOM"'
        if late or day:
            shown = date_longue(day) if day else written
            what = f"cette visite serait après le recueil : « {shown} »"
            hint = "corrigez le jour dans le PDF ; ou, s’il est passé, " + hint
            seen = day or read
            if seen and gatherer.today and seen <= gatherer.today:
                what += f", et « --le » dit le {date_longue(gatherer.le)}"
                hint = "corrigez « --le », le jour du recueil ; ou le jour dans le PDF"
        raise ContentError([Problem(report.file, what, code="date", hint=hint)])
    report.day = day


def _unknown_fiches(report: VisitReport, referential: Referential) -> Iterator[Problem]:
    """Yield each number that a report says to be of a fiche, where the project has none such."""
    titles = corpus_of(referential, report.day).titres("fiche").values()
    known = {"".join(title.split()).lower().removeprefix("fiche") for title in titles}
    if not any(number[:1].isdigit() for number in known):
        return
    for key, label, lines in report.fields:
        for said in NUMBER.findall(" ".join(lines)) if key == FICHES else ():
            if "".join(said.split()).lower() not in known:
                message, hint = f"aucune fiche n’a le numéro « {said} »", CORRECT
                yield Problem(report.file, message, field=label, code="fiche", hint=hint)


def _duplicate_error(report: VisitReport, referential: Referential, moved: date | None) -> Problem:
    """Return the error of a visit that is known in other words, or at the day `moved` in these."""
    file = shlex.quote(report.file)
    day = date_longue(report.day) if report.day else ""
    message = f"la visite de {report.name(referential)} du {day} est déjà recueillie, autrement"
    hint = f"corrigé par qui l’a rempli : docgen reprendre {file} ; écrit par une autre personne :"
    hint += f" ajoutez ses mots à content/{FILE}, car « reprendre » remplacerait les premiers"
    if moved:
        message = f"ce compte rendu de {report.name(referential)}, du {day}, est mot pour mot celui"
        message += f" du {date_longue(moved)}"
        hint = f"si le jour est corrigé : docgen reprendre {file} ; si c’est"
        hint += " une autre visite, dites dans le PDF ce qui lui est propre"
    return Problem(report.file, message, code="double", hint=hint)


def _hidden_error(report: VisitReport, referential: Referential) -> Problem:
    """Return the error of a report that is written down for the force alone."""
    day = date_longue(report.day) if report.day else ""
    message = f"ces mots sur la visite de {report.name(referential)} du {day} sont déjà recueillis,"
    message += " pour la gendarmerie seule"
    hint = f"si les partenaires peuvent les lire : docgen reprendre {shlex.quote(report.file)}"
    return Problem(report.file, message, code="double", hint=hint)


def _entry(report: VisitReport, gatherer: Gatherer) -> dict[str, Any]:
    """Return a visit as an entry of the YAML file, with the words as typed."""
    about = {"par": report.about.get("par"), "recue_par": report.about.get("recue-par")}
    fields = [
        {"id": key, "titre": escape_marks(label), "lignes": [*map(escape_marks, typed)]}
        for key, label, typed in report.fields
    ]
    file = "".join(
        char for char in normalize("NFC", PurePath(report.file).name) if char in PRINTABLE
    )
    who = {"par": escape_marks(gatherer.par), "fichier": escape_marks(file)}
    return {
        "commune": report.code,
        "le": str(report.day),
        "diffusion": str(report.circle),
        **{key: escape_marks(name) for key, name in about.items() if name},
        "champs": fields,
        "recueil": {"le": str(gatherer.le), **who},
    }


def _check_visit(report: VisitReport, entry: dict[str, Any], referential: Referential) -> Visite:
    """Return a report as a visit; raise ContentError that names its file, not the YAML."""
    text = json.dumps({"visites": [entry]}, ensure_ascii=False)
    try:
        [visite] = visits_in(text, report.file, referential)
    except ContentError as error:
        problems = [one for told in error.problems for one in _in_the_pdf(told, report, text)]
        raise ContentError(dict.fromkeys(problems)) from error
    return visite


def _in_the_pdf(problem: Problem, report: VisitReport, text: str) -> Iterator[Problem]:
    """Yield a problem of an entry, as `text` gives it, as one of each field that was typed."""
    rank = re.search(r"champs\[(\d+)\]", problem.field)
    labels = [report.fields[int(rank[1])][1]] if rank else []
    if problem.code == "caractere" and problem.column:
        char = text[problem.column - 1]
        labels = [label for _, label, lines in report.fields if char in "".join(lines)]
        labels += (VISIT[f"visite-{key}"] for key, words in report.about.items() if char in words)
    hint = ELSEWHERE if problem.code == "commune" else CORRECT
    for label in labels or [""]:
        yield replace(problem, line=None, column=None, field=label, hint=hint)


def read_bounded(text: str, name: str) -> str:
    """Return the text of the file; raise ContentError when it is larger than may be read."""
    if len(text.encode()) > MAX_BYTES:
        hint = "ôtez-en des visites d’années dont le bilan est fait"
        message = f"ce fichier passerait {MAX_BYTES // 1000} ko avec ces visites"
        raise ContentError([Problem(name, message, code="taille", hint=hint)])
    return text
