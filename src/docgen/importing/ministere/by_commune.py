"""Import of a file of the ministère de l'intérieur that has one row for each commune."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from docgen.french.territory import CodeInsee, departement_of
from docgen.importing.checks import (
    communes_of,
    edition_of,
    ministry_origin,
    single_file,
    warn_of_absent,
)
from docgen.importing.input_file import ImportOptions, InputFile, Table, raise_errors
from docgen.importing.redundant_columns import warn_of_repeated_rows
from docgen.referential.communes.france import Communes
from docgen.referential.referential import Referential
from docgen.referential.snapshot import CsvRow, Snapshot, to_csv

Values = TypeVar("Values", bound=Sequence[str])
"""The kept values of a row: the columns of the snapshot after the code."""


class RowsByCommune(Generic[Values]):
    """The values of each commune, with the line of their first row."""

    def __init__(
        self,
        infile: InputFile,
        column: str,
        communes: Communes | None,
        edition: str,
        departement: str,
    ) -> None:
        self.communes = communes
        self.edition = edition
        """The day or month of the file; empty when it is not known, which is an error."""
        self._departement = departement
        self.values: dict[CodeInsee, Values] = {}
        self.lines: dict[CodeInsee, int] = {}
        self._infile, self._column = infile, column
        self.repeated: list[tuple[str, int]] = []
        """The rows that repeat an earlier one: their commune, their line."""

    def skips(self, code: CodeInsee | None) -> bool:
        """Whether a row is outside the only département to keep."""
        wanted = self._departement
        return code is not None and wanted != "" and departement_of(code) != wanted

    def add(self, code: CodeInsee, row: CsvRow, values: Values, other: str) -> None:
        """Add a row; one that contradicts an earlier row is an error, where `other` says how."""
        first = self.lines.setdefault(code, row.line)
        if self.values.setdefault(code, values) != values:
            message = f"la commune {code} a déjà {other}, ligne {first}"
            self._infile.error("doublon", message, row.line, self._column)
        elif first != row.line:
            self.repeated.append((code, row.line))


@dataclass(frozen=True, slots=True)
class CommuneFile(Generic[Values]):
    """Such a file: its columns, how to read its rows, its snapshot.

    `read` adds errors to the file; `current` returns the values of present communes.
    """

    name: str
    file: str
    columns: Sequence[str]
    needed: Sequence[str]
    allowed: Sequence[str]
    dataset: tuple[str, str]
    """Its title, its identifier on data.gouv.fr."""
    credit: str
    absent: str
    """The message about the communes that it lacks."""
    empty: str
    code: str
    """The column of the commune's code."""
    read: Callable[[InputFile, Table, ImportOptions, RowsByCommune[Values]], None]
    current: Callable[[InputFile, RowsByCommune[Values], Communes], dict[CodeInsee, Values]]


def convert_by_commune(
    layout: CommuneFile[Values],
    files: Sequence[InputFile],
    options: ImportOptions,
    referential: Referential,
) -> tuple[Snapshot, ...]:
    """Return the snapshot of a file; raise ContentError with every problem of it."""
    infile = single_file(files)
    table = infile.table()
    table.expect(layout.needed, layout.allowed)
    communes = communes_of(infile, referential)
    edition = edition_of(infile, options)
    collected = RowsByCommune[Values](infile, layout.code, communes, edition, options.departement)
    layout.read(infile, table, options, collected)
    warn_of_repeated_rows(infile, collected.repeated)
    raise_errors(files)
    kept = collected.values
    if communes:
        kept = layout.current(infile, collected, communes)
        warn_of_absent(infile, kept, communes, layout.absent)
    if not kept:
        hint = f"rien n’y est du département {options.departement}" if options.departement else ""
        raise infile.refusal("vide", layout.empty, hint=hint)
    rows = [(code, *values) for code, values in sorted(kept.items())]
    origine = ministry_origin(infile, options, edition, layout.dataset, layout.credit)
    return (Snapshot(layout.name, origine, {layout.file: to_csv(layout.columns, rows)}),)
