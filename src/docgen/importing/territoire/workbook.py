"""`content/territoire/` as a workbook that people fill in: export and import.

The workbook has a row for each unit and commune of a département, each service, each commune that
may be a member. Its import is checked as the YAML is, each problem at its sheet, row and column.
What does not change keeps its bytes; entries without a row and cells that nobody touched stay, and
emptied cells erase only on demand.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import Enum
from functools import cached_property, reduce
from pathlib import Path, PurePosixPath
from typing import Any

from docgen.content.model import Content
from docgen.content.source import Source, parse_source, read_source
from docgen.document import Diffusion
from docgen.errors import ContentError, Problem
from docgen.french.territory import CodeInsee
from docgen.french.typography import fold_typography
from docgen.importing.input_file import InputFile, raise_errors
from docgen.importing.spreadsheet.reading import InputSheet, SheetColumn
from docgen.importing.spreadsheet.sheet_names import named_sheets
from docgen.importing.spreadsheet.writing import Tab, Value, read_guide, write_workbook
from docgen.importing.territoire.changes import SheetComparison, TerritoryUpdate, combine
from docgen.importing.territoire.columns import COMMUNE_COLUMNS, UNIT_COLUMNS
from docgen.importing.territoire.files import ChangedList, changed_files, line_of_entry, to_data
from docgen.importing.territoire.members import (
    MEMBER_COLUMNS,
    MEMBER_SHEET,
    Membership,
    changed_members,
)
from docgen.importing.territoire.reading import (
    empty_sheet,
    name_confirmed_mayors,
    read_sheet,
    report_shift,
    warn_of_odd_forms_of_address,
)
from docgen.importing.territoire.services import (
    SERVICE_COLUMNS,
    SERVICE_SHEET,
    Services,
    changed_roles,
)
from docgen.importing.territoire.untouched import keep_untouched, present_in, with_row_marks
from docgen.referential.communes.competence import Competence
from docgen.referential.communes.france import Commune, Departement
from docgen.referential.referential import Referential
from docgen.referential.territoire.local_files import (
    COMMUNES,
    TERRITOIRE,
    UNITES,
    CommuneLocale,
    FichierCommunes,
    FichierUnites,
    Territoire,
    UniteLocale,
    read_files,
)
from docgen.referential.territoire.validation import KnownNames, commune_rules, unit_rules

GUIDE = Path(__file__).with_name("guide.txt")
UNIT_SHEET, COMMUNE_SHEET = "Unités", "Communes"
TERRITORY_SHEETS = {
    UNIT_SHEET: UNIT_COLUMNS,
    COMMUNE_SHEET: COMMUNE_COLUMNS,
    SERVICE_SHEET: SERVICE_COLUMNS,
    MEMBER_SHEET: MEMBER_COLUMNS,
}
"""The columns of each sheet."""

# Export


def export_territory(referential: Referential, departement: Departement) -> bytes:
    """Return the workbook (.xlsx) of a département, filled from `content/territoire/`.

    Raise ContentError when those files have problems.
    """
    title = f"Territoire du département {departement.code}"
    members = with_row_marks(Membership.of(referential).tab(departement))
    return write_workbook(
        title, read_guide(GUIDE), (*territory_tabs(referential, departement), members)
    )


def territory_tabs(
    referential: Referential, departement: Departement, only: Collection[CodeInsee] | None = None
) -> tuple[Tab, ...]:
    """Return the sheets of a département, or of some of its communes and their units.

    Raise ContentError when its files have problems.
    """
    whole = referential.communes.in_departement(departement.code)
    communes = [commune for commune in whole if only is None or commune.code in only]
    files = read_files(referential)
    written = Territoire(files[0].unites, files[1].communes, Diffusion.INTERNE)
    held = referential.competence
    of = {commune.code: held.of(commune.code) if held else None for commune in communes}
    units = sorted({unit for unit in of.values() if unit}, key=_unit_order)
    rows = [_commune_row(written, commune, of[commune.code]) for commune in communes]
    tabs = (
        Tab(UNIT_SHEET, UNIT_COLUMNS, [_unit_row(written, unit) for unit in units], frozen=2),
        Tab(COMMUNE_SHEET, COMMUNE_COLUMNS, rows, frozen=3),
        Services.of(referential).tab,
    )
    return tuple(map(with_row_marks, tabs))


def _unit_order(unit: Competence) -> tuple[str, str, str]:
    return (unit.force, fold_typography(unit.service).casefold(), unit.id_service)


def _unit_row(written: Territoire, unit: Competence) -> list[Value]:
    entry = written.of_unit(unit.service, unit.id_service)
    return [unit.service, unit.id_service, *_cells(entry, UNIT_COLUMNS[2:])]


def _commune_row(written: Territoire, commune: Commune, unit: Competence | None) -> list[Value]:
    entry = written.of_commune(commune.code)
    label = (commune.code, commune.toponyme.seul, unit.service if unit else None)
    return [*label, *_cells(entry, COMMUNE_COLUMNS[3:])]


def _cells(entry: Content, columns: Sequence[SheetColumn]) -> list[Value]:
    values = entry.model_dump()  # as people type it
    return [_cell(reduce(_value_at, column.steps, values), column) for column in columns]


def _value_at(value: Any, step: Any) -> Any:
    return None if value is None else value[step]


def _cell(value: Any, column: SheetColumn) -> Value:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, tuple):
        return "\n".join(value) or None
    if isinstance(value, Enum):
        choices = dict(zip(column.written, column.choices, strict=False))
        return choices.get(str(value.value), str(value.value))
    return value if isinstance(value, date) or value is None else str(value)


# Import


def import_territory(
    infiles: Sequence[InputFile],
    referential: Referential,
    *,
    effacer: bool = False,
    today: date | None = None,
) -> TerritoryUpdate:
    """Return the changes that filled-in workbooks make to `content/territoire/`, merged.

    A cell emptied since the export is refused, unless `effacer`; so is a check of a name after
    `today`, and what two people fill in otherwise. Raise ContentError with every problem of the
    sheets, or of the present files.
    """
    reader = _TerritoryReader(referential, today)
    for infile in infiles:
        reader.read(infile)
    pages = [page for three in reader.pages for page in three]
    problems = reader.problems + [problem for page in pages for problem in page.inherited()]
    if not effacer:
        problems += [problem for page in pages for problem in page.erasures()]
    if problems:
        raise ContentError(problems)
    combined: list[SheetComparison[Any]] = [
        combine(same, problems) for same in zip(*reader.pages, strict=True)
    ]
    if problems:
        raise ContentError(problems)

    units, communes, services, members = combined
    new = communes.merge(_code)
    listed = [
        ChangedList(UNITES, FichierUnites, units.old, units.merge(_unit_key)),
        ChangedList(COMMUNES, FichierCommunes, communes.old, new),
    ]
    files = {
        **changed_files(referential, listed),
        **changed_roles(referential, services),
        **changed_members(referential, members),
    }
    texts = _texts_of(referential, files)
    changes = tuple(
        replace(change, written=line_of_entry(texts.get(change.file, ()), change.key))
        for page in combined
        for change in page.changes()
    )
    changed = _written_entries(communes.old) ^ _written_entries(new)
    codes = tuple(sorted({code for code, _ in changed}))
    return TerritoryUpdate(files, tuple(reader.odd), changes, codes)


def _texts_of(
    referential: Referential, files: Mapping[PurePosixPath, bytes]
) -> dict[str, list[Source]]:
    """Return the texts of files that change, as they are and as they will be."""
    folder = referential.workspace.content
    return {
        str(name): [
            *([read_source(folder / name, str(name))] if (folder / name).exists() else []),
            parse_source(data.decode(), str(name)),
        ]
        for name, data in files.items()
    }


def _written_entries(entries: Iterable[CommuneLocale]) -> set[tuple[CodeInsee, str]]:
    """Return what is written of each commune of which anything is."""
    written = ((entry.code_insee, to_data(entry)) for entry in entries)
    return {(code, repr(data)) for code, data in written if len(data) > 1}  # more than its code


class _TerritoryReader:
    """The sheets of workbooks beside the present files, and what is wrong with them."""

    def __init__(self, referential: Referential, today: date | None) -> None:
        self._referential, self._today = referential, today
        self._known = KnownNames.of(referential)
        self._units, self._communes = read_files(referential, today)
        self.pages: list[tuple[SheetComparison[Any], ...]] = []
        self.problems: list[Problem] = []
        self.odd: list[Problem] = []

    def read(self, infile: InputFile) -> None:
        """Compare the sheets of a workbook with the present files."""
        known, problems = self._known, self.problems
        sheets = named_sheets(infile, TERRITORY_SHEETS, problems)
        unit_sheet = _sheet_named(infile, sheets, UNIT_SHEET)
        commune_sheet = _sheet_named(infile, sheets, COMMUNE_SHEET)
        raise_errors([infile])
        folder = self._referential.workspace.content / TERRITOIRE
        present = present_in(folder / UNITES, self._unit)
        newer_units = keep_untouched(unit_sheet, UNIT_COLUMNS, present)
        present = present_in(folder / COMMUNES, self._commune)
        newer_communes = keep_untouched(commune_sheet, COMMUNE_COLUMNS, present)
        maires = self._referential.maires
        name_confirmed_mayors(commune_sheet, maires)
        member_sheet = sheets.get(MEMBER_SHEET)
        for sheet in filter(None, (commune_sheet, member_sheet)):
            _check_communes(sheet, known)
        _check_units(unit_sheet, known)
        units = _unit_page(unit_sheet, self._units, known, problems)
        communes = _commune_page(commune_sheet, self._communes, known, self._today, problems)
        problems += [*units.outdated(newer_units), *communes.outdated(newer_communes)]
        services = Services.of(self._referential).compare(sheets.get(SERVICE_SHEET), problems)
        members = Membership.of(self._referential).compare(member_sheet, problems)
        self.pages.append((units, communes, services, members))
        self.odd += warn_of_odd_forms_of_address(commune_sheet, communes.rows, known, maires)
        self.odd += communes.kept_titles()

    @cached_property
    def _written_territory(self) -> Territoire:
        return Territoire(self._units.unites, self._communes.communes, Diffusion.INTERNE)

    def _unit(self, name: str, identifier: str) -> Sequence[Value] | None:
        units = [one for one in self._known.units_named(name) if one.id_service == identifier]
        return _unit_row(self._written_territory, units[0]) if units else None

    def _commune(self, code: str, _: str) -> Sequence[Value] | None:
        commune = self._known.communes.get(CodeInsee(code))
        return _commune_row(self._written_territory, commune, None) if commune else None


def _sheet_named(infile: InputFile, sheets: Mapping[str, InputSheet], name: str) -> InputSheet:
    """Return a sheet; an empty one where the workbook has but services or members."""
    if not {UNIT_SHEET, COMMUNE_SHEET} & sheets.keys():
        return empty_sheet(infile.name, UNIT_COLUMNS if name == UNIT_SHEET else COMMUNE_COLUMNS)
    if name not in sheets:
        hint = f"feuilles trouvées : {', '.join(sheets)} ; gardez les noms de l’export"
        infile.error("feuille", f"feuille absente : « {name} »", hint=hint)
    return sheets.get(name) or InputSheet(infile.name, (), {})


def _check_communes(sheet: InputSheet, known: KnownNames) -> None:
    for line, code, name in sheet.pairs(*COMMUNE_COLUMNS[:2]):
        commune = known.communes.get(CodeInsee(code))
        if commune and name and fold_typography(name) != fold_typography(commune.toponyme.seul):
            message = f"{code} est le code {commune.toponyme.de}, et la ligne dit « {name} »"
            report_shift(sheet, line, COMMUNE_COLUMNS[1], message)


def _check_units(sheet: InputSheet, known: KnownNames) -> None:
    """Report rows whose identifier is not their unit's; use it where names are shared."""
    for line, name, identifier in sheet.pairs(*UNIT_COLUMNS[:2]):
        units = known.units_named(name)
        if units and identifier not in {unit.id_service for unit in units}:
            message = f"« {identifier} » n’est pas l’identifiant de « {name} »"
            report_shift(sheet, line, UNIT_COLUMNS[1], message)
        elif len(units) > 1:
            sheet.set_cell(line, UNIT_COLUMNS[0], identifier)


def _unit_page(
    sheet: InputSheet, old: FichierUnites, known: KnownNames, problems: list[Problem]
) -> SheetComparison[UniteLocale]:
    def same(entry: UniteLocale) -> Hashable:
        return known.unit(entry.unite) or fold_typography(entry.unite)

    def label(entry: UniteLocale) -> str:
        return known.unit_label(entry.unite)

    new = read_sheet(sheet, FichierUnites, unit_rules(known), UNIT_COLUMNS, problems)
    return SheetComparison(
        f"{TERRITOIRE}/{UNITES}", sheet, UNIT_COLUMNS, old.unites, new.unites, same, label
    )


def _commune_page(
    sheet: InputSheet,
    old: FichierCommunes,
    known: KnownNames,
    today: date | None,
    problems: list[Problem],
) -> SheetComparison[CommuneLocale]:
    def label(entry: CommuneLocale) -> str:
        return known.commune_label(entry.code_insee)

    titles = {str(column.steps[-1]): column.title for column in COMMUNE_COLUMNS if column.key}
    rules = commune_rules(known, today, titles)
    new = read_sheet(sheet, FichierCommunes, rules, COMMUNE_COLUMNS, problems)
    units = {one.code_insee: {"unite": one.unite} for one in old.communes}  # in no white column
    read = [one.model_copy(update=units.get(one.code_insee)) for one in new.communes]
    file = f"{TERRITOIRE}/{COMMUNES}"
    return SheetComparison(file, sheet, COMMUNE_COLUMNS, old.communes, read, _code, label)


def _code(entry: CommuneLocale) -> str:
    return entry.code_insee


def _unit_key(entry: UniteLocale) -> str:
    return fold_typography(entry.unite).casefold()
