"""Import a file of the ministère de l'intérieur that has one row a commune: checked, then kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from docgen.french.territory import CodeInsee
from docgen.importing.checking import (
    alone,
    communes_of,
    edition_of,
    ministry_origin,
    warn_of_absent,
)
from docgen.importing.given import Asked, Given, Table, settle
from docgen.referential.snapshot import Snapshot, as_csv

if TYPE_CHECKING:
    from docgen.referential.communes import Communes
    from docgen.referential.referential import Referential

Said = TypeVar("Said", bound=Sequence[str])
"""What is kept of a row: the columns of the snapshot after the code."""


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
    read: Callable[[Given, Table, Asked], dict[CodeInsee, Said]]
    current: Callable[[Given, Mapping[CodeInsee, Said], Communes], dict[CodeInsee, Said]]


def convert_by_commune(
    layout: Layout[Said], files: Sequence[Given], asked: Asked, referential: Referential
) -> tuple[Snapshot, ...]:
    """Return the snapshot of a file; raise ContentError with every problem of it."""
    given = alone(files)
    table = given.table()
    table.expect(layout.needed, layout.allowed)
    communes = communes_of(given, referential)
    edition = edition_of(given, asked)
    found = layout.read(given, table, asked)
    settle(files)
    if communes:
        found = layout.current(given, found, communes)
        warn_of_absent(given, found, communes, layout.absent)
    if not found:
        raise given.refusal("vide", layout.empty)
    rows = [(code, *said) for code, said in sorted(found.items())]
    origine = ministry_origin(given, asked, edition, layout.dataset, layout.credit)
    return (Snapshot(layout.name, origine, {layout.file: as_csv(layout.columns, rows)}),)
