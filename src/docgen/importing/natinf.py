"""Import of the NATINF list of the ministère de la Justice: every offence, with its class."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from docgen.importing.checks import edition_of, single_file
from docgen.importing.input_file import ImportOptions, InputFile, raise_errors
from docgen.referential.droit.natinf import COLUMNS, NATINF_FILE, known_nature
from docgen.referential.referential import Referential
from docgen.referential.snapshot import CsvRow, Origine, Snapshot, to_csv

HEADER: Final = (
    "Numéro NATINF",
    "Nature de l'infraction",
    "Qualification de l'infraction",
    "Définie par",
    "Réprimée par",
)
"""The columns of the official file, in the order of `COLUMNS`."""


def convert(
    files: Sequence[InputFile], options: ImportOptions, referential: Referential
) -> tuple[Snapshot, ...]:
    """Return the snapshot `natinf`; raise ContentError with every problem of the file.

    It is kept whole: an article that the project cites tomorrow is in it already.
    """
    infile = single_file(files)
    table = infile.table()
    table.expect(HEADER)
    edition = edition_of(infile, options)
    rows: dict[str, tuple[str, ...]] = {}
    for row in table.rows():
        values = _values(infile, row)
        if values[0] in rows:
            infile.error("doublon", f"infraction {values[0]} donnée deux fois", row.line, HEADER[0])
        rows[values[0]] = values
    if not rows:
        infile.error("vide", "aucune infraction dans ce fichier")
    raise_errors(files)
    origine = Origine(
        jeu="Liste des infractions en vigueur (NATINF)",
        edition=edition,
        producteur="Ministère de la Justice",
        source="data.gouv.fr, NATINF",
        licence="Licence Ouverte 2.0",
        mention="Ministère de la Justice, NATINF",
        provenance=options.provenance,
        importes=(infile.importe,),
    )
    ordered = sorted(rows.values(), key=lambda values: int(values[0]))
    return (Snapshot("natinf", origine, {NATINF_FILE: to_csv(COLUMNS, ordered)}),)


def _values(infile: InputFile, row: CsvRow) -> tuple[str, ...]:
    values = tuple(_words(row[column]) for column in HEADER)
    number, nature, label, _, punished = values
    if not re.fullmatch(r"\d{1,6}", number):
        infile.error("numero", f"numéro d’infraction illisible : « {number} »", row.line, HEADER[0])
    if not known_nature(nature):
        infile.warn("nature", f"nature inconnue : « {nature} »", row.line, column=HEADER[1])
    for column, value in ((HEADER[2], label), (HEADER[4], punished)):
        if not value:
            infile.warn("absent", "valeur absente", row.line, column=column)
    return values


def _words(text: str) -> str:
    """Return a text with single spaces, without what no program shows."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(sign for sign in words if sign.isprintable())
