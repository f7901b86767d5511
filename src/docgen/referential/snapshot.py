"""Snapshots: the project's copy of an official dataset, with its origin.

A snapshot is a folder of `content/referentiel/`: data files, and `edition.yaml`, which gives the
source, the edition, the licence and the digest of each file.  A file changed by hand is refused.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BeforeValidator, Field

from docgen.content.model import Content, Entier
from docgen.content.reading import read_regular
from docgen.content.repertoire import PRINTABLE
from docgen.content.source import read_source
from docgen.content.validation import check_source
from docgen.document import Diffusion
from docgen.errors import ContentError, Problem
from docgen.french.wording import MOIS
from docgen.workspace import GITIGNORE, NOTHING_IN_GIT

MANIFEST = "edition.yaml"
UNKNOWN_EDITION = "non précisée"
"""The edition of a copy that states none."""
MAX_KEPT_BYTES = 4_000_000
"""How many bytes of a table are too many to keep its rows; the communes of France take half."""

Brut = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
"""A text that may be empty, without marks of emphasis."""


def readable_name(name: str) -> str:
    """Return the name of a file with « _ » for what `edition.yaml` could not be read with."""
    name = unicodedata.normalize("NFC", name)
    return "".join(sign if sign in PRINTABLE else "_" for sign in name)


class Importe(Content):
    """An imported file, or a file of a snapshot: its name, its digest, its number of rows."""

    fichier: Annotated[Brut, AfterValidator(readable_name)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    lignes: Entier | None = None


class Origine(Content):
    """The origin of a snapshot: dataset, edition, producer, source, licence, credit line."""

    jeu: Brut
    edition: Brut = ""
    producteur: Brut = ""
    source: Brut = ""
    licence: Brut = ""
    mention: Brut = ""
    """The credit line, printed at the foot of a page."""
    provenance: Brut = ""
    """What was done to the file before its import; empty for the official one."""
    diffusion: Diffusion = Diffusion.PUBLIQUE
    importes: tuple[Importe, ...] = ()

    @property
    def credit(self) -> str:
        """The credit line, with the month of the edition: « Ministère, maires, mars 2026 »."""
        mention = self.mention.rstrip(".")
        match = re.fullmatch(r"(\d{4})-(\d\d)(-\d\d)?", self.edition)
        return f"{mention}, {MOIS[int(match[2]) - 1]} {match[1]}" if match else mention


class _EditionFile(Origine):
    fichiers: tuple[Importe, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot in memory, as an import builds it: its name, its origin, its files.

    `rows` is the number of rows of each file that is not CSV; `kept` are the territories of which
    it says what the former one said.
    """

    name: str
    origine: Origine
    files: Mapping[str, bytes]
    rows: Mapping[str, int] = field(default_factory=dict)
    kept: tuple[str, ...] = ()

    @property
    def fichiers(self) -> tuple[Importe, ...]:
        return tuple(
            Importe(
                fichier=name,
                sha256=_digest(data),
                lignes=self.rows.get(name, _csv_rows(name, data)),
            )
            for name, data in sorted(self.files.items())
        )

    @property
    def all_files(self) -> dict[str, bytes]:
        """Its files and their `edition.yaml`, by name; git is told to leave internal ones alone."""
        edition = _EditionFile(**dict(self.origine), fichiers=self.fichiers)
        internal = self.origine.diffusion is Diffusion.INTERNE
        hidden = {GITIGNORE: NOTHING_IN_GIT.encode()} if internal else {}
        return {**self.files, MANIFEST: _to_yaml(edition), **hidden}


class OpenSnapshot:
    """A snapshot of the project, whose files are verified when they are read."""

    def __init__(self, folder: Path, name: str, named: str) -> None:
        self.folder = folder
        self.name = name
        self.named = named

    @cached_property
    def _manifest(self) -> _EditionFile:
        path = self.folder / MANIFEST
        return check_source(
            read_source(path, f"{self.named}/{MANIFEST}"), _EditionFile, lambda _: ()
        )

    @property
    def origine(self) -> Origine:
        """Its origin without `importes`; raise ContentError when `edition.yaml` cannot be read."""
        values = {name: getattr(self._manifest, name) for name in Origine.model_fields}
        return Origine(**values | {"importes": ()})  # another file each month, of the same edition

    @property
    def importes(self) -> tuple[Importe, ...]:
        """The files that were imported; raise ContentError when `edition.yaml` cannot be read."""
        return self._manifest.importes

    @property
    def fichiers(self) -> tuple[Importe, ...]:
        return self._manifest.fichiers

    def read(self, file: str) -> bytes:
        """Return the bytes of a file; raise ContentError when they are not those imported."""
        digests = {kept.fichier: kept.sha256 for kept in self.fichiers}
        name = f"{self.named}/{file}"
        hint = f"refaites l’import : {import_command(self.name)}"
        try:
            data = read_regular(self.folder / file)
        except OSError as error:
            message = "ce fichier du référentiel est absent ou illisible"
            raise ContentError([Problem(name, message, code="referentiel", hint=hint)]) from error
        if digests.get(file) != _digest(data):
            message = "ce fichier n’est pas celui qui a été importé : il a été modifié, ou abîmé"
            raise ContentError([Problem(name, message, code="referentiel", hint=hint)])
        return data

    def rows(self, file: str) -> Iterator[CsvRow]:
        """Yield the rows of a CSV file."""
        table = self.read(file)
        yield from _rows(table) if len(table) > MAX_KEPT_BYTES else _kept_rows(table)

    def rows_by(self, file: str, column: str) -> dict[str, CsvRow]:
        """Return the rows of a CSV file by their value in a column, which no two share."""
        return {row[column]: row for row in self.rows(file)}


class UnwrittenSnapshot(OpenSnapshot):
    """A snapshot in memory, read as the one that it would be."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__(Path(), snapshot.name, snapshot.name)
        self._snapshot = snapshot

    @property
    def fichiers(self) -> tuple[Importe, ...]:
        return self._snapshot.fichiers

    def read(self, file: str) -> bytes:
        """Return the bytes of a file."""
        return self._snapshot.files[file]


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row of a table: its line number, its values by column."""

    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]


def _rows(table: bytes) -> Iterator[CsvRow]:
    rows = csv.DictReader(io.StringIO(table.decode()), delimiter=";")
    yield from (CsvRow(number, values) for number, values in enumerate(rows, start=2))


@lru_cache(maxsize=16)
def _kept_rows(table: bytes) -> tuple[CsvRow, ...]:
    """Return the rows of a small table, which a process reads once."""
    return tuple(_rows(table))


def import_command(snapshot: str) -> str:
    """Return the command that makes a snapshot; one import makes both bases of crime."""
    if snapshot.startswith("ssmsi-"):
        return "docgen data import ssmsi FICHIER FICHIER"
    return f"docgen data import {snapshot} FICHIER"


def open_snapshot(folder: Path, name: str, named: str) -> OpenSnapshot | None:
    """Return the snapshot in `folder`, which messages call `named`; None when there is none."""
    return OpenSnapshot(folder, name, named) if (folder / MANIFEST).is_file() else None


def first_day(edition: str) -> date | None:
    """Return the first day of an edition (a day, a month, a year); None for one that is no date."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", edition, re.ASCII)
    if not match:
        return None
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:  # 2026-13 is no month
        return None


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table in the format of snapshots: UTF-8, semicolons, one line a row."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _csv_rows(name: str, data: bytes) -> int | None:
    return data.count(b"\n") - 1 if name.endswith(".csv") else None


def _to_yaml(edition: _EditionFile) -> bytes:
    values: dict[str, Any] = edition.model_dump(mode="json", exclude_none=True)
    kept = {key: value for key, value in values.items() if value not in ("", [])}
    text = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=100)
    return f"# Écrit par « docgen data import » ; ne se modifie pas à la main.\n{text}".encode()
