"""The rules of the report of a year, and what it leaves to fill in."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any, Final

from docgen.content.raw import as_group, as_list, as_text, groups_of, texts_of
from docgen.content.source import Source, Steps
from docgen.content.validation import Finding, find_duplicates, mappings
from docgen.deadlines import Vie
from docgen.deadlines.counting import UN_JOUR
from docgen.errors import ContentError, Problem, Problems, closest
from docgen.french.wording import counted, date_longue
from docgen.kinds.actes.signed import Signee
from docgen.kinds.bilan.visites import internal_words, read_visites
from docgen.kinds.kind import Files, OpenPoint
from docgen.kinds.writing.corpus import Corpus, corpus_of
from docgen.kinds.writing.cross_checks import problems_in, unknown_act
from docgen.workspace import text_key

KEEP: Final = "remettez-la dans content/fiche/ : ce bilan la suit, même si son acte a pris fin"
SEPARATOR: Final = "\u00a0: "
"""Between the name of a fiche and what it leaves to fill in."""


def rules(data: object) -> Iterator[Finding]:
    """Yield each fiche, and each indicator, that occurs twice, and each number of no indicator."""
    yield from find_duplicates(data, "fiche", "la fiche")
    yield from find_duplicates(data, "indicateur", "l’indicateur")
    yield from _unknown_numbers(as_group(data))


def _unknown_numbers(data: dict[str, Any]) -> Iterator[Finding]:
    actions = [action for _, action in groups_of(data, "actions")]
    counted = [
        text.strip() for one in actions for _, text in texts_of(one, "valeurs", "indicateur")
    ]
    for rank, value in enumerate(as_list(data.get("chiffres"))):
        name = as_text(value).strip()
        if name and name not in counted:
            message = f"aucune action du bilan ne compte « {name} »"
            hint = closest(name, counted) or "donnez un indicateur d’une action du bilan"
            yield Finding(("chiffres", rank), "indicateur", message, hint)


def left(data: object) -> Iterator[OpenPoint]:
    """Yield what is to be filled in: a point for each action, the highlights, the proposals."""
    if not isinstance(data, dict):
        return
    for rank, action in groups_of(data, "actions"):
        empty = sum(not value.get("valeur") for _, value in groups_of(action, "valeurs"))
        blanks = [counted(empty, "nombre à écrire", "nombres à écrire")] if empty else []
        blanks += () if action.get("fait") else ("ce qui a été fait",)
        if blanks:
            steps: Steps = ("actions", rank, "fiche")
            name = f"fiche {action.get('fiche')}{SEPARATOR}{', et '.join(blanks)}"
            yield OpenPoint(steps, "manquant", name, "manquant")
    for field, name in (
        ("marquants", "Les faits marquants de l’année"),
        ("suite", "Les perspectives de l’année suivante"),
    ):
        if not data.get(field):
            yield OpenPoint((field,), "manquant", name, "manquant")


def check_across_files(files: Files) -> Iterator[Problem]:
    """Yield the names in reports that do not exist, and the problems of roles and acts."""
    corpus = corpus_of(files.referential)
    yield from files.referential.roles_read.problems
    yield from corpus.actes.problems_for(files.sources)
    yield from problems_in(files.sources, partial(_of_file, corpus=corpus))
    problems = Problems()
    with problems.gather(ContentError):
        read_visites(files.referential)
        problems += internal_words(files.referential)
    yield from problems


def _of_file(source: Source, corpus: Corpus) -> Iterator[Finding]:
    data = as_group(source.data)
    own, year = text_key("bilan", source.name), data.get("annee")
    if isinstance(year, str) and year.strip().isdigit() and year.strip() != own:
        message = f"le bilan de {year.strip()} est dans le fichier « {own} »"
        yield Finding(("annee",), "nom", message, "donnez le même nom aux deux")
    key = data.get("convention")
    if isinstance(key, str):
        yield from unknown_act(key, corpus)
    fiches = corpus.keys("fiche")
    for steps, group in mappings(data):
        name = group.get("fiche")
        if len(steps) == 2 and isinstance(name, str):
            if name not in fiches:
                near = corpus.nearest("fiche", name)
                hint = near if "« " in near else KEEP
                yield Finding((*steps, "fiche"), "fiche", f"aucune fiche « {name} »", hint)
            else:
                yield from _unknown_indicators(steps, group, name, corpus)


def ruled_days(vie: Vie, year: int) -> tuple[date, date]:
    """Return the first and last day of a year on which an act rules; the last first if none is."""
    start, end = date(year, 1, 1), date(year, 12, 31)
    return max(vie.signature, start), min(vie.dernier_jour or end, end)


def covered_days(annee: int, act: Signee | None, acts: Iterable[Signee]) -> tuple[date, date]:
    """Return the first and last day of a year that its report covers.

    They are those of its act, with those of an act of the same parties that it follows without a
    day between, or that follows it: nothing of the year is in another report.
    """
    whole = date(annee, 1, 1), date(annee, 12, 31)
    if act is None:
        return whole
    first, last = ruled_days(act.vie, annee)
    if first > last:
        return whole  # warned of
    others = (ruled_days(one.vie, annee) for one in acts if one.parties == act.parties)
    spans = sorted(span for span in others if span[0] <= span[1])
    for start, end in [*reversed(spans), *spans]:
        if start <= last + UN_JOUR and end >= first - UN_JOUR:
            first, last = min(first, start), max(last, end)
    return first, last


def year_without_act(year: int, act: Signee | None) -> Iterator[Finding]:
    """Yield a year on no day of which the act of a report rules."""
    if act is None:
        return
    first, last = ruled_days(act.vie, year)
    if first > last:
        early = year < act.vie.signature.year
        why = f"n’est signée que le {date_longue(first)}" if early else ""
        why = why or f"a pris fin le {date_longue(last)}"
        message = f"la convention « {act.cle} » ne vaut aucun jour de {year} : elle {why}"
        hint = "vérifiez l’année, ou nommez sous « convention: » celle qui valait alors"
        yield Finding(("annee",), "annee", message, hint)


def _unknown_indicators(
    steps: Steps, action: dict[str, Any], name: str, corpus: Corpus
) -> Iterator[Finding]:
    try:
        fiche = corpus.source("fiche", name)
    except ContentError:  # reported by that file's own check
        return
    counted = [
        str(group["id"]).strip()
        for where, group in mappings(fiche.data if fiche else None)
        if "indicateurs" in where and isinstance(group.get("id"), str)
    ]
    for rank, indicateur in texts_of(action, "valeurs", "indicateur"):
        if indicateur.strip() not in counted:
            message = f"la fiche « {name} » ne compte pas « {indicateur.strip()} »"
            hint = closest(indicateur.strip(), counted) or "elle compte : " + ", ".join(counted)
            yield Finding((*steps, "valeurs", rank, "indicateur"), "indicateur", message, hint)
