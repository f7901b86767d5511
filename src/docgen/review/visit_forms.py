"""What the fields of a PDF that comes back say of a visit, and what else was written on its pages.

The notes of a pack belong to the town hall: they are counted, never read.
"""

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Final

from docgen.document import LEFT_SHEET, Diffusion
from docgen.errors import ContentError, Problem
from docgen.french.days import day_parts, falls_on_another_weekday, read_handwritten_day
from docgen.kinds.bilan.visites import name_of_commune
from docgen.referential.referential import Referential

NAME: Final = re.compile(
    rf"(?:.*[^\w-])?commune-pack-(?P<code>\d[\dab]\d{{3}})(?:-(?P<circle>{'|'.join(Diffusion)}))?--"
    r"(?:visite-(?P<about>le|par|recue-par)|compte-rendu-(?P<field>[a-z\d-]+)|(?P<note>notes-\d+))"
    r"(?:[^a-z\d-].*)?"
)
"""The name of a field of a pack; programs that put files together add to names, « …_2 »."""
OTHER_NOTES: Final = re.compile(r".*--notes\b.*")
"""The name of a field of the notes of a fiche, which belong to the town hall as well."""
PACK: Final = re.compile(r"commune-pack-[a-z0-9-]*[a-z0-9]")
"""The name of the file of a pack, without what a person added: « (1) »."""
SIGNED: Final = "signé : docgen verifier FICHIER.pdf"
"""What a PDF that bears signatures is for."""


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
        return name_of_commune(self.code, referential)


Fields = Iterable[tuple[str, str, tuple[str, ...]]]
"""Fields of a PDF: name, label, lines."""


def reports_of(file: str, fields: Fields, *, emptied: bool = False) -> tuple[VisitReport, ...]:
    """Return the reports of a file; raise ContentError when it has none that is filled in.

    With `emptied`, one of which only the day of the visit is left is one too.  A field that stands
    twice, in two ways, is that of two reports put together: nobody can tell whose the others are.
    """
    listed = list(fields)
    reports: dict[tuple[str, Diffusion], VisitReport] = {}
    typed: dict[tuple[str, Diffusion, str], tuple[str, ...]] = {}
    for name, label, lines in listed:
        match = NAME.fullmatch(name)
        if match is None:
            continue
        code = match["code"].upper()
        internal = match["circle"] == Diffusion.INTERNE
        circle = Diffusion.INTERNE if internal else Diffusion.PARTENAIRES
        report = reports.setdefault((code, circle), VisitReport(file, code, circle))
        if match["note"]:
            report.notes += bool(lines)
            continue
        what = code, circle, match["about"] or match["field"]
        if what in typed and typed[what] != lines:
            raise ContentError([_two_in_one(file, label)])
        if lines and what not in typed:
            _add_words(report, match, label, lines)
        typed[what] = lines
    if not reports:
        raise ContentError([_without_fields(file, bool(listed))])
    filled = tuple(one for one in reports.values() if one.fields or (emptied and one.about))
    if not filled:
        raise ContentError([_without_words(file, reports.values())])
    return filled


def _add_words(
    report: VisitReport, match: re.Match[str], label: str, lines: tuple[str, ...]
) -> None:
    if match["about"]:
        report.about[match["about"]] = " ".join(lines)
    else:
        key = match["field"]
        title = label or key.replace("-", " ").capitalize()  # some programs lose it
        report.fields.append((key, title, lines))


def unread_words(
    file: str, fields: Fields, marked: Mapping[int, Sequence[str]]
) -> Iterator[Problem]:
    """Yield a warning for what was written on the pages of a report beside its fields.

    `marked` are the pages on which somebody typed or drew, with the names of their fields.
    """
    listed = list(fields)
    if not any(NAME.fullmatch(name) for name, _, _ in listed):
        return
    hint = "si c’est du compte rendu, recopiez-le dans un champ, enregistrez, puis :"
    hint += f" docgen reprendre {shlex.quote(file)}"
    for name, label, lines in listed:
        if lines and not NAME.fullmatch(name) and not OTHER_NOTES.fullmatch(name):
            message = "ce champ n’est pas de docgen : ce qui y est écrit n’est pas recueilli"
            problem = Problem(file, message, field=label or name, code="champ", hint=hint)
            yield problem.as_warning()
    for page, names in marked.items():
        matches = [*filter(None, map(NAME.fullmatch, names))]
        if any(match["field"] or match["about"] for match in matches):
            message = f"page {page}, du texte ou un dessin est posé hors des champs :"
            message += " il n’est pas recueilli"
            yield Problem(file, message, code="champ", hint=hint).as_warning()


def _two_in_one(file: str, label: str) -> Problem:
    message = "deux comptes rendus de la même commune sont réunis dans ce PDF :"
    message += " ce champ y est deux fois, et ne dit pas la même chose"
    hint = "donnez chaque dossier à part, tel qu’il a été rempli et enregistré"
    return Problem(file, message, field=label, code="double", hint=hint)


def unread_day(day: str) -> str:
    """Return why a day cannot be read: « n’existe pas »."""
    if falls_on_another_weekday(day):
        return "ne tombe pas ce jour de la semaine"
    return "n’existe pas" if day_parts(day) else "est illisible"


def _without_words(file: str, reports: Iterable[VisitReport]) -> Problem:
    hint = "demandez le PDF rempli ; les notes de la mairie, elles, ne se recueillent pas"
    days = (one.about.get("le", "") for one in reports)
    wrong = next((day for day in days if day and not read_handwritten_day(day)), "")
    message = "le compte rendu de visite est vide"
    message += f", et le jour de la visite {unread_day(wrong)} : « {wrong} »" if wrong else ""
    return Problem(file, message, code="vide", hint=hint)


def _without_fields(file: str, others: bool) -> Problem:
    if others:
        message = "ce formulaire n’est pas celui d’un dossier de commune de docgen"
        hint = f"donnez le dossier rempli, en PDF ; {SIGNED}"
        return Problem(file, message, code="formulaire", hint=hint)
    named = PACK.match(PurePath(file).name)
    stem, sheet, _ = (named[0] if named else "commune-pack-…").partition(f"-{LEFT_SHEET}")
    pack = f"output/commune-pack/{stem}.pdf"
    if sheet:
        message = "cette feuille dit ce qui reste à faire : elle n’a aucun champ à remplir"
        hint = f"donnez le dossier rempli, {pack}"
        return Problem(file, message, code="formulaire", hint=hint)
    hint = f"{SIGNED} ; "
    hint += (
        f"rempli à la main, ou numérisé : recopiez-le dans {pack}, enregistrez, recueillez-le ; "
    )
    hint += "rempli à l’écran, puis imprimé : demandez le fichier enregistré ; "
    hint += "un autre document, corrigé dans Word : docgen reprendre FICHIER.docx"
    message = "ce PDF n’a aucun champ à remplir"
    return Problem(file, message, code="formulaire", hint=hint)
