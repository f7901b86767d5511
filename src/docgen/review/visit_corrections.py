"""A report of a visit that comes back corrected, beside what was written down of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from docgen.errors import ContentError, Problem, Problems
from docgen.french.wording import date_longue
from docgen.kinds.bilan.visites import FILE, Visite
from docgen.markup import plain
from docgen.output.text_edits import edit_file
from docgen.referential.referential import Referential
from docgen.review.visit_forms import VisitReport
from docgen.review.visit_reports import (
    Gatherer,
    SettledReport,
    data_of,
    read_bounded,
    settle_reports,
    visits_in,
    visits_text,
)

TITLES: Final = {
    "le": "jour de la visite",
    "diffusion": "lecteurs",
    "par": "visite faite par",
    "recue_par": "reçue par",
}
"""What people call the fields of a visit that its report has no title for."""
ERASED: Final = "relancez avec --effacer si c’est voulu ; sinon, remplissez ces champs dans le PDF"


@dataclass(frozen=True, slots=True)
class VisitChange:
    """What a report changes: the visit as written down, if any, and as it will be, if at all.

    `rank` and `line` are those of the entry in the file.
    """

    report: VisitReport
    former: Visite | None
    entry: dict[str, Any] | None
    words: tuple[tuple[str, str, str], ...]
    rank: int | None = None
    line: int | None = None

    @property
    def erased(self) -> tuple[str, ...]:
        """The titles of what is emptied."""
        return tuple(title for title, before, after in self.words if before and not after)

    def label(self, referential: Referential) -> str:
        """Return what people call it: « Puygouzon, le 12 mai 2026 »."""
        day = self.former.le if self.former else self.report.day
        return f"{self.report.name(referential)}, le {date_longue(day)}" if day else ""

    def erasure(self, referential: Referential) -> Problem:
        """Return the error of what is emptied, which only `--effacer` writes."""
        message = f"{self.label(referential)}, effacement : {', '.join(self.erased)}"
        return Problem(self.report.file, message, code="effacement", hint=ERASED)


def correct_reports(
    referential: Referential,
    reports: Sequence[VisitReport],
    gatherer: Gatherer,
    *,
    effacer: bool = False,
    write: bool = False,
) -> tuple[VisitChange, ...]:
    """Return what reports change, and `write` it into `visites.yaml`, all or none.

    Raise ContentError with all that is wrong; to write what was emptied is, unless `effacer`.
    """
    workspace = referential.workspace
    path = workspace.content / FILE
    name = workspace.name_of(path)
    problems = Problems()
    settled = settle_reports(referential, reports, gatherer, problems)

    def compare(text: str) -> tuple[VisitChange, ...]:
        comparer = _KnownVisits(text, name, referential)
        typed = {id(one.report): one for one in settled}
        changes: list[VisitChange] = []
        for report in reports:
            if report.day and (id(report) in typed or not report.fields):
                with problems.gather(ContentError):
                    changes.append(comparer.compare(report, typed.get(id(report))))
        if write and not effacer:
            problems.extend(one.erasure(referential) for one in changes if one.erased)
        problems.refuse()
        return tuple(one for one in changes if one.words)

    def change(text: str) -> tuple[str, tuple[VisitChange, ...]]:
        changes = compare(text)
        return _with_changes(text, name, changes, referential), changes

    if write:
        return edit_file(path, change)
    return compare(path.read_bytes().decode("utf-8-sig") if path.exists() else "")


@dataclass(slots=True)
class _KnownVisits:
    """The visits of a file, to which reports are compared."""

    text: str
    name: str
    referential: Referential

    def compare(self, report: VisitReport, settled: SettledReport | None) -> VisitChange:
        """Return what a report changes; one that was emptied ends its visit."""
        former = visits_in(self.text, self.name, self.referential)
        rank = _rank_of(report, settled.visite if settled else None, former)
        if rank is None:
            if settled is None:
                message = "le compte rendu de visite est vide, et rien n’en était recueilli"
                raise ContentError([Problem(report.file, message, code="vide")])
            return VisitChange(report, None, settled.entry, tuple(_words({}, settled.entry)))
        before = data_of(former[rank])
        entry = _merge_visit(before, settled.entry, data_of(settled.visite)) if settled else None
        line = visits_text(self.text, self.name).line_of(rank)
        words = tuple(_words(before, entry or {}))
        return VisitChange(report, former[rank], entry, words, rank, line)


def _rank_of(report: VisitReport, visite: Visite | None, former: Sequence[Visite]) -> int | None:
    """Return the rank of the report of a visit for its circle.

    One that says the same of another day, or for another circle, had the wrong one.
    """
    here = [rank for rank, one in enumerate(former) if one.commune == report.code]
    mine = [rank for rank in here if former[rank].diffusion is report.circle]
    same = [rank for rank in here if visite and former[rank].champs == visite.champs]
    that_day = {rank for rank in here if former[rank].le == report.day}
    candidates = (
        *(rank for rank in mine if rank in that_day),
        *(rank for rank in mine if rank in same),
        *(rank for rank in same if rank in that_day),
    )
    return next(iter(candidates), None)


def _merge_visit(
    before: dict[str, Any], typed: dict[str, Any], read: dict[str, Any]
) -> dict[str, Any]:
    """Return a visit as typed, but for what says the same as before."""
    former = {one["id"]: one for one in before["champs"]}
    fields = zip(typed["champs"], read["champs"], strict=True)
    champs = [former[one["id"]] if former.get(one["id"]) == it else one for one, it in fields]
    entry = {key: before[key] if before.get(key) == read[key] else typed[key] for key in typed}
    entry["champs"] = champs
    if {**entry, "recueil": None} == {**before, "recueil": None}:
        entry["recueil"] = before["recueil"]
    return entry


def _words(before: dict[str, Any], after: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the title of each field that changes, and its words before and after."""
    for key, title in TITLES.items():
        if before.get(key) != after.get(key) and (before or key in ("par", "recue_par")):
            yield title, plain(before.get(key, "")), plain(after.get(key, ""))
    old, new = ({one["id"]: one for one in data.get("champs", ())} for data in (before, after))
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            title = plain((new.get(key) or old[key])["titre"])
            yield title, _lines(old.get(key)), _lines(new.get(key))


def _lines(field: dict[str, Any] | None) -> str:
    return "\n".join(map(plain, field["lignes"])) if field else ""


def _with_changes(
    text: str, name: str, changes: Sequence[VisitChange], referential: Referential
) -> str:
    edited = visits_text(text, name)
    old = [*map(data_of, visits_in(text, name, referential))]
    new: list[dict[str, Any] | None] = [*old]
    for change in changes:
        if change.rank is None:
            new.append(change.entry)
            continue
        if change.entry and change.entry["le"] != old[change.rank]["le"]:
            edited.replace(("visites", change.rank, "le"), change.entry["le"])
            old[change.rank] = {**old[change.rank], "le": change.entry["le"]}
        new[change.rank] = change.entry
    edited.update(old, [one for one in new if one])
    written = str(edited)
    visits_in(written, name, referential)
    return read_bounded(written, name)
