"""Import a file of the ministère de l'intérieur that has one row a commune: checked, then kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from docgen.french.territory import CodeInsee, departement_of
from docgen.importing.checks import (
    alone,
    communes_of,
    edition_of,
    ministry_origin,
    warn_of_absent,
)
from docgen.importing.input_file import Asked, Given, Table, settle
from docgen.importing.redundant_columns import tell_repeated
from docgen.referential.snapshot import CsvRow, Snapshot, to_csv

if TYPE_CHECKING:
    from docgen.referential.communes.communes import Communes
    from docgen.referential.referential import Referential

Said = TypeVar("Said", bound=Sequence[str])
"""What is kept of a row: the columns of the snapshot after the code."""


class Collected(Generic[Said]):
    """What rows say, by commune, each with the line where it was said first."""

    def __init__(
        self, given: Given, column: str, communes: Communes | None, edition: str, departement: str
    ) -> None:
        self.communes = communes
        self.edition = edition
        """The day or month of the file; nothing when it is not known, which is told."""
        self._departement = departement
        self.said: dict[CodeInsee, Said] = {}
        self.lines: dict[CodeInsee, int] = {}
        self._given, self._column = given, column
        self._repeated: list[tuple[str, int]] = []

    def passes_over(self, code: CodeInsee | None) -> bool:
        """Whether a row is of another département than the only one that is asked for."""
        wanted = self._departement
        return code is not None and wanted != "" and departement_of(code) != wanted

    def take(self, code: CodeInsee, row: CsvRow, said: Said, other: str) -> None:
        """Add a row; one that says something else of its commune is wrong: `other` is how."""
        first = self.lines.setdefault(code, row.line)
        if self.said.setdefault(code, said) != said:
            message = f"la commune {code} a déjà {other}, ligne {first}"
            self._given.wrong("doublon", message, row.line, self._column)
        elif first != row.line:
            self._repeated.append((code, row.line))

    def close(self) -> None:
        """Tell the rows that were there again."""
        tell_repeated(self._given, self._repeated)


@dataclass(frozen=True, slots=True)
class Layout(Generic[Said]):
    """One such file: its columns, how its rows are read, what the snapshot is called.

    `read` notes what is wrong on the file; `current` returns what is kept of communes of today.
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
    """How the communes that it leaves out are told."""
    empty: str
    code: str
    """The column of the commune's code."""
    read: Callable[[Given, Table, Asked, Collected[Said]], None]
    current: Callable[[Given, Collected[Said], Communes], dict[CodeInsee, Said]]


def convert_by_commune(
    layout: Layout[Said], files: Sequence[Given], asked: Asked, referential: Referential
) -> tuple[Snapshot, ...]:
    """Return the snapshot of a file; raise ContentError with every problem of it."""
    given = alone(files)
    table = given.table()
    table.expect(layout.needed, layout.allowed)
    communes = communes_of(given, referential)
    edition = edition_of(given, asked)
    told = (communes, edition, asked.departement)
    collected: Collected[Said] = Collected(given, layout.code, *told)
    layout.read(given, table, asked, collected)
    collected.close()
    settle(files)
    found = collected.said
    if communes:
        found = layout.current(given, collected, communes)
        warn_of_absent(given, found, communes, layout.absent)
    if not found:
        hint = f"rien n’y est du département {asked.departement}" if asked.departement else ""
        raise given.refusal("vide", layout.empty, hint=hint)
    rows = [(code, *said) for code, said in sorted(found.items())]
    origine = ministry_origin(given, asked, edition, layout.dataset, layout.credit)
    return (Snapshot(layout.name, origine, {layout.file: to_csv(layout.columns, rows)}),)
