"""Import of the survey « Police municipale : effectifs par commune », a workbook a year.

It names communes without their INSEE code, each year in its own way: a name that is not that of one
commune of its département is only reported. Nothing follows from a commune that is not named.

Its columns change every year or so: those of départements and communes are those whose values are
such names; those of numbers are known by words of their titles. What is not recognised is not
guessed by its place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from docgen.french.letters import folded
from docgen.french.territory import CodeInsee
from docgen.french.wording import shorten_list
from docgen.importing.checks import ministry_origin, single_file, warn_of_other_edition
from docgen.importing.commune_names import CommuneNames
from docgen.importing.input_file import (
    DOWNLOAD_AGAIN,
    REBUILT,
    ImportOptions,
    InputFile,
    raise_errors,
)
from docgen.importing.redundant_columns import warn_of_repeated_rows
from docgen.importing.spreadsheet.raw_table import RawRow, read_raw_sheets
from docgen.referential.communes.france import Communes
from docgen.referential.communes.police_municipale import (
    EFFECTIFS_COLUMNS,
    EFFECTIFS_FILE,
    POLICE_MUNICIPALE,
)
from docgen.referential.referential import Referential
from docgen.referential.snapshot import Snapshot, to_csv

AGENTS, ASVP, GARDES, SHARED = "agents", "asvp", "gardes_champetres", "mise_a_disposition"
_DOGS: Final = "chiens"
_TITLES: Final = {
    SHARED: re.compile(r"disposition|mise en commun|mutualis|pluricommun|intercommun"),
    _DOGS: re.compile(r"chien|cynophil"),
    ASVP: re.compile(r"\basvp\b|voie publique"),
    GARDES: re.compile(r"champetre"),
    AGENTS: re.compile(r"polic(?:e|iers?) municipa|\bpm\b"),
}
"""Words of the titles of columns, tried in this order."""
ROWS_SAMPLED: Final = 500
"""How many rows are looked at to find the columns of names."""
COLUMNS_SEARCHED: Final = 8
"""In how many columns from the left names are searched for."""
MIN_TITLES: Final = 3
"""From how many filled cells a row above the table is one of titles, and not of text."""
MIN_NAMES_FOUND: Final = 0.5
"""The share of names that must be those of communes: below, the columns are others."""
BY_HAND: Final = "écrivez vous-même « police_municipale: » dans content/territoire/communes.yaml"
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_SHARED: Final = {"1": "1", "oui": "1", "x": "1", "": "", "0": "", "non": "", "-": ""}


class _Row(NamedTuple):
    """The values of a commune, in the order of the snapshot; its line, whether it is a part."""

    values: tuple[str, ...]
    line: int
    part: bool


def convert(
    files: Sequence[InputFile], options: ImportOptions, referential: Referential
) -> tuple[Snapshot, ...]:
    """Return the snapshot of the survey; raise ContentError with every problem of the file."""
    infile = single_file(files)
    names, departements = CommuneNames(referential.communes), Departements(referential.communes)
    rows, columns = _survey_sheet(infile, names, departements)
    edition = _edition(infile, options)
    lines = [
        line
        for line in columns.lines(rows, departements)
        if not options.departement or line.departement in (options.departement, None)
    ]
    by_code: defaultdict[CodeInsee, list[_Row]] = defaultdict(list)
    for line, code, part in _communes(infile, lines, names):
        by_code[code].append(_Row(_values(infile, line, columns), line.row.line, part))
    if len(lines) * MIN_NAMES_FOUND > sum(map(len, by_code.values())):
        message = f"{len(lines)} noms de communes, dont la plupart ne sont pas reconnus"
        infile.error("commune", message, hint=REBUILT)
    kept = dict(_unique(infile, by_code))
    raise_errors(files)
    if not kept:
        hint = f"rien n’y est du département {options.departement}" if options.departement else ""
        raise infile.refusal("vide", "aucune commune à garder dans ce fichier", hint=hint)
    dataset = ("Police municipale : effectifs par commune", "5369986ba3a729239d204f55")
    credit = "police municipale, effectifs par commune"
    origine = ministry_origin(infile, options, edition, dataset, credit)
    table = to_csv(EFFECTIFS_COLUMNS, [(code, *values) for code, values in sorted(kept.items())])
    return (Snapshot(POLICE_MUNICIPALE, origine, {EFFECTIFS_FILE: table}),)


def _edition(infile: InputFile, options: ImportOptions) -> str:
    """Return the year of the survey, from the options or the file's name; add an error without."""
    years = set(_YEAR.findall(infile.path.name))
    if options.edition:
        year = str(options.edition.year)
        warn_of_other_edition(infile, year, years.pop() if len(years) == 1 else "")
        return year
    if len(years) != 1:
        message = "ni le fichier ni son nom ne disent l’année des effectifs"
        hint = "ajoutez --edition AAAA-12-31 : l’année lue sur data.gouv.fr"
        infile.error("edition", message, hint=hint)
    return years.pop() if len(years) == 1 else ""


def _survey_sheet(
    infile: InputFile, names: CommuneNames, departements: Departements
) -> tuple[list[RawRow], SurveyColumns]:
    """Return the only sheet of the workbook that is such a table, and its columns."""
    sheets = read_raw_sheets(infile).values()
    tables = [(rows, find_columns(rows, departements, names)) for rows in sheets if rows]
    surveys = [(rows, columns) for rows, columns in tables if columns]
    if not surveys:
        message = "aucune feuille n’a de colonnes de départements et de communes"
        raise infile.refusal("colonne", message, hint=REBUILT)
    if len(surveys) > 1:
        message = "plusieurs feuilles nomment des communes : docgen ne choisit pas"
        raise infile.refusal("feuille", message, hint=DOWNLOAD_AGAIN)
    [(rows, columns)] = surveys
    for kind in (AGENTS, ASVP, GARDES, SHARED):
        alike = [columns.titles[place] for place in columns.numbers[kind]]
        if len(alike) > 1:
            message = f"plusieurs colonnes pour {_WORDS[kind]} : {', '.join(alike)}"
        elif kind == AGENTS and not alike:
            seen = ", ".join(columns.titles[columns.commune + 1 :])
            message = f"aucune colonne pour {_WORDS[kind]} ; leurs titres sont {seen}"
        else:
            continue
        infile.error("colonne", message, rows[columns.first].line, hint=REBUILT)
    raise_errors([infile])
    return rows, columns


_WORDS: Final = {
    AGENTS: "les policiers municipaux",
    ASVP: "les agents de surveillance de la voie publique",
    GARDES: "les gardes champêtres",
    SHARED: "la mise à disposition",
}


def _communes(
    infile: InputFile, lines: Sequence[SurveyLine], names: CommuneNames
) -> Iterator[tuple[SurveyLine, CodeInsee, bool]]:
    """Yield the lines of one commune, its code, whether only a part is named; warn of others."""
    for line in lines:
        where, departement = line.row.line, line.departement
        if departement is None:
            message = f"« {line.label} » : département illisible, ou absent"
            infile.warn("departement", message, where, BY_HAND)
            continue
        named = names.find(line.label, departement)
        if len(named.communes) == 1:
            yield line, named.communes[0].code, named.part
            continue
        if named.communes:
            codes = ", ".join(f"{one.code} {one.toponyme.seul}" for one in named.communes)
            message = f"« {line.label} » est le nom de plusieurs communes ({codes})"
            infile.warn("homonymes", message, where, f"docgen ne choisit pas : {BY_HAND}")
        else:
            near = names.nearest(line.label, departement)
            message = f"« {line.label} » n’est pas une commune du département {departement}"
            infile.warn("inconnue", message, where, " ".join(filter(None, (near, BY_HAND))))


def _values(infile: InputFile, line: SurveyLine, columns: SurveyColumns) -> tuple[str, ...]:
    numbers = [_number(infile, line, columns.numbers[kind]) for kind in (AGENTS, ASVP, GARDES)]
    shared = "".join(line.row.cell(place) for place in columns.numbers[SHARED]).lower()
    if shared not in _SHARED:
        message = f"« {line.label} » : mise à disposition illisible, « {shared} »"
        infile.warn("nombre", message, line.row.line, "lue comme « oui » : rien n’en est conclu")
    return (*numbers, _SHARED.get(shared, "1"))


def _number(infile: InputFile, line: SurveyLine, places: Sequence[int]) -> str:
    """Return a whole number; empty, with a warning, for another text than nothing."""
    text = "".join(line.row.cell(place) for place in places).strip()
    if text == "-":
        return ""
    if text and not re.fullmatch(r"\d{1,5}", text, re.ASCII):
        message = f"« {line.label} » : effectif illisible, « {text} »"
        infile.warn("nombre", message, line.row.line, "il n’est pas gardé")
        return ""
    return text


def _unique(
    infile: InputFile, by_code: Mapping[CodeInsee, Sequence[_Row]]
) -> Iterator[tuple[CodeInsee, tuple[str, ...]]]:
    """Yield the values of each commune; its own row counts before those of its parts."""
    parts, repeated = [], []
    for code, rows in by_code.items():
        own = [row for row in rows if not row.part] or rows
        if len({row.values for row in own}) > 1:
            lines = ", ".join(str(row.line) for row in own)
            message = f"la commune {code} a plusieurs effectifs, lignes {lines}"
            infile.warn("doublon", message, own[0].line, f"docgen ne choisit pas : {BY_HAND}")
            continue
        if own[0].part:
            parts.append(f"{code} (ligne {own[0].line})")
        repeated += [(code, row.line) for row in own[1:]]
        yield code, own[0].values
    warn_of_repeated_rows(infile, repeated)
    if parts:
        message = (
            f"communes déléguées ou associées, rattachées à leur commune : {shorten_list(parts)}"
        )
        infile.warn("deleguee", message)


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """A row of a commune: its département, None when unreadable, its label, its cells."""

    row: RawRow
    departement: str | None
    label: str


@dataclass(frozen=True, slots=True)
class SurveyColumns:
    """The places of the columns, from 0, and the first row of the table."""

    departement: int
    commune: int
    numbers: Mapping[str, tuple[int, ...]]
    """The places of the columns of each number: several, or none, are no known layout."""
    titles: tuple[str, ...]
    """The titles of the columns, quoted, for messages."""
    first: int

    def lines(self, rows: Sequence[RawRow], departements: Departements) -> Iterator[SurveyLine]:
        """Yield the rows of communes: without titles and totals."""
        return _lines(rows[self.first :], self.departement, self.commune, departements)


class Departements:
    """The départements as the survey writes them: 1, 01, « AIN », « Collectivité de … »."""

    def __init__(self, communes: Communes) -> None:
        self._codes = {one.code for one in communes.departements}
        self._names = {_plain(one.nom): one.code for one in communes.departements}

    def code(self, text: str) -> str | None:
        """Return the code of a département, None for another text."""
        code = text.strip().upper()
        code = code.zfill(2) if code.isdecimal() else code
        return code if code in self._codes else self._names.get(_plain(text))


def find_columns(
    rows: Sequence[RawRow], departements: Departements, names: CommuneNames
) -> SurveyColumns | None:
    """Return the columns of a sheet; None when no two columns hold départements and communes."""

    def matching_rows(place: int, commune: int) -> list[RawRow]:
        lines = _lines(rows[:ROWS_SAMPLED], place, commune, departements)
        return [
            line.row
            for line in lines
            if line.departement and names.find(line.label, line.departement).communes
        ]

    pairs = [(place, commune) for commune in range(1, COLUMNS_SEARCHED) for place in range(commune)]
    best = max(pairs, key=lambda pair: len(matching_rows(*pair)))
    matching = matching_rows(*best)
    if not matching:
        return None
    first = rows.index(matching[0])
    above = [row for row in rows[:first] if sum(map(bool, row.cells)) >= MIN_TITLES]
    width = max(len(row.cells) for row in rows[:ROWS_SAMPLED])
    titles = [" ".join(row.cell(place) for row in above).strip() for place in range(width)]
    kinds = [_kind_of(title) if place > best[1] else "" for place, title in enumerate(titles)]
    numbers = {
        kind: tuple(place for place, one in enumerate(kinds) if one == kind) for kind in _TITLES
    }
    return SurveyColumns(*best, numbers, tuple(f"« {title} »" for title in titles), first)


def _lines(
    rows: Sequence[RawRow], departement: int, commune: int, departements: Departements
) -> Iterator[SurveyLine]:
    """Yield the rows of communes; a département that is not repeated is that of the row above."""
    last: str | None = None
    for row in rows:
        said, label = row.cell(departement), row.cell(commune)
        if _is_total(said) or _is_total(label):
            continue
        last = departements.code(said) if said else last
        if label and not re.fullmatch(r"[\d\s.,]+", label):
            yield SurveyLine(row, last, label)


def _is_total(text: str) -> bool:
    return folded(text).startswith(("total", "sous-total", "ensemble"))


def _kind_of(title: str) -> str:
    plain = folded(title)
    return next((kind for kind, words in _TITLES.items() if words.search(plain)), "")


def _plain(name: str) -> str:
    return re.sub(r"^collectivitede", "", re.sub(r"[\W_]+", "", folded(name)))
