"""Import of the gendarmerie units open to the public, `export-gn2.csv`.

The file changes every day. Its hours have one of two forms (see `opening_hours`). A unit is found
by `identifiant_public_unite`, which is sometimes `0`.
"""

from collections import defaultdict
from collections.abc import Sequence

from docgen.french.wording import shorten_list
from docgen.importing.checks import edition_of, identifier_of, ministry_origin, single_file
from docgen.importing.input_file import ImportOptions, InputFile, Table, raise_errors
from docgen.importing.ministere import opening_hours as hours
from docgen.importing.ministere.places import (
    ALLOWED_COLUMNS,
    NEEDED_COLUMNS,
    check_place,
    place_values,
    repeated_addresses,
)
from docgen.importing.redundant_columns import Labels, warn_of_repeated_rows
from docgen.referential.communes.unites import (
    DAYS,
    UNITES_COLUMNS,
    UNITES_FILE,
    Horaires,
    write_plages,
)
from docgen.referential.referential import Referential
from docgen.referential.snapshot import CsvRow, Snapshot, to_csv

NO_ID = ("", "0")


def convert(
    files: Sequence[InputFile], options: ImportOptions, referential: Referential
) -> tuple[Snapshot, ...]:
    """Return the snapshot `unites`; raise ContentError with every problem of the file.

    The commune's code is not kept, for units have their identifier; it is checked, because it
    reveals a damaged file.
    """
    infile = single_file(files)
    table = infile.table()
    needed = ("identifiant_public_unite", *NEEDED_COLUMNS, *_hours_columns(table))
    table.expect(
        needed, {*ALLOWED_COLUMNS, *repeated_addresses(table), *hours.COLUMNS, hours.TEXT, "url"}
    )
    edition = edition_of(infile, options)
    csv_rows = list(table.rows())
    communes = referential.communes if referential.snapshot("cog") else None
    labels = Labels(infile, communes, "commune")
    rows = [_unit_values(infile, row, labels) for row in csv_rows]
    labels.report()
    _check_hours_read(infile, csv_rows, rows)
    raise_errors(files)
    rows = _unique_units(infile, rows, [row.line for row in csv_rows])
    if not rows:
        raise infile.refusal(
            "vide",
            "aucune unité à garder dans ce fichier",
            hint="vérifiez que c’est le bon fichier",
        )
    dataset = ("Liste des unités de gendarmerie accueillant du public", "5369993fa3a729239d2051cd")
    credit = "unités de gendarmerie accueillant du public"
    origine = ministry_origin(infile, options, edition, dataset, credit)
    return (Snapshot("unites", origine, {UNITES_FILE: to_csv(UNITES_COLUMNS, rows)}),)


def _hours_columns(table: Table) -> tuple[str, ...]:
    if any(name in hours.COLUMNS for name in table.columns):
        return tuple(sorted(name for name in hours.COLUMNS if not name.startswith("jours_feries")))
    return (hours.TEXT,)


def _unit_values(infile: InputFile, row: CsvRow, labels: Labels) -> tuple[str, ...]:
    check_place(infile, row, labels)
    read = _hours(infile, row)
    return (
        identifier_of(infile, row, "identifiant_public_unite"),
        *place_values(infile, row),
        *(write_plages(read.get(day, ())) for day in DAYS),
    )


def _hours(infile: InputFile, row: CsvRow) -> Horaires:
    try:
        return hours.read_columns(row.values) or hours.read_text(row.values.get(hours.TEXT, ""))
    except ValueError as error:
        message = f"horaires illisibles : « {error} »"
        infile.warn("horaires", message, row.line, "l’unité est gardée, sans horaires")
        return {}


def _check_hours_read(
    infile: InputFile, csv_rows: Sequence[CsvRow], rows: Sequence[tuple[str, ...]]
) -> None:
    columns = {*hours.COLUMNS, hours.TEXT}
    written = sum(any(row.values.get(name, "").strip() for name in columns) for row in csv_rows)
    read = sum(any(row[-len(DAYS) :]) for row in rows)
    if 2 * read < written:
        message = f"horaires illisibles pour {written - read} unités sur {written}"
        infile.error("horaires", message, hint="une forme jamais vue : rien n’a été changé")


def _unique_units(
    infile: InputFile, rows: Sequence[tuple[str, ...]], lines: Sequence[int]
) -> list[tuple[str, ...]]:
    """Return the units by identifier.

    Units that share an identifier are dropped: the address of one might be another's.
    """
    by_id: defaultdict[str, dict[tuple[str, ...], int]] = defaultdict(dict)
    repeated = []
    for row, line in zip(rows, lines, strict=True):
        if by_id[row[0]].setdefault(row, line) != line:
            repeated.append((row[1], line))
    warn_of_repeated_rows(infile, repeated)
    bare = [one for identifier in NO_ID for one in by_id.pop(identifier, {}).items()]
    if bare:
        names = shorten_list(sorted(f"{row[1]} (ligne {line})" for row, line in bare))
        message = f"unités sans identifiant, que rien ne rattache à une commune : {names}"
        first = min(line for _, line in bare)
        infile.warn("identifiant", message, first, "elles ne sont pas gardées")
    for identifier in sorted(one for one, units in by_id.items() if len(units) > 1):
        units = by_id.pop(identifier)
        names = shorten_list(sorted(f"{row[1]} (ligne {line})" for row, line in units.items()))
        message = f"l’identifiant {identifier} est celui de plusieurs unités : {names}"
        hint = "aucune n’est gardée : docgen ne choisit pas"
        infile.warn("identifiant", message, min(units.values()), hint)
    return [next(iter(units)) for _, units in sorted(by_id.items())]
