"""A snapshot: what docgen keeps of one official dataset, with where it comes from.

It is a folder of `content/referentiel/`: data files, and `edition.yaml`, which names the source,
the edition, the licence and the digest of each file.  A file changed by hand is refused.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BeforeValidator, Field

from docgen.content.model import Content, Entier, Texte
from docgen.content.source import read_source
from docgen.content.validation import check_source
from docgen.document import Diffusion
from docgen.errors import ContentError, Problem

MANIFEST = "edition.yaml"

Brut = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
"""A text that may be empty, kept as it is: marks of emphasis mean nothing here."""


class Importe(Content):
    """A file that was imported, or one that was kept: its name, its digest, its rows."""

    fichier: Texte
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    lignes: Entier | None = None


class Origine(Content):
    """Where a snapshot comes from: dataset, edition, producer, source, licence, credit line."""

    jeu: Brut
    edition: Brut = ""
    producteur: Brut = ""
    source: Brut = ""
    licence: Brut = ""
    mention: Brut = ""
    """The credit line, as it is printed at the foot of a page."""
    provenance: Brut = ""
    """What was done to the file before, when it is not the official one; empty when it is."""
    diffusion: Diffusion = Diffusion.PUBLIQUE
    importes: tuple[Importe, ...] = ()


class _EditionFile(Origine):
    fichiers: tuple[Importe, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What an import made, still in memory: the snapshot's name, its origin, its files.

    `rows` says how many rows a file has that is no CSV, by its name.
    """

    name: str
    origine: Origine
    files: Mapping[str, bytes]
    rows: Mapping[str, int] = field(default_factory=dict)

    @property
    def kept(self) -> tuple[Importe, ...]:
        """Its files as its manifest names them."""
        return tuple(
            Importe(
                fichier=name, sha256=_digest(data), lignes=self.rows.get(name, _rows(name, data))
            )
            for name, data in sorted(self.files.items())
        )

    @property
    def written(self) -> dict[str, bytes]:
        """Its files with the manifest that describes them, by name."""
        told = _EditionFile(**dict(self.origine), fichiers=self.kept)
        return {**self.files, MANIFEST: _as_yaml(told)}


class OpenSnapshot:
    """A snapshot that stands in the project; its files are verified as they are read."""

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
        """Where it comes from, but for `importes`; raise ContentError when that cannot be read."""
        told = {name: getattr(self._manifest, name) for name in Origine.model_fields}
        return Origine(**told | {"importes": ()})  # another file each month, of the same edition

    @property
    def fichiers(self) -> tuple[Importe, ...]:
        """Its data files, each with its digest and its rows."""
        return self._manifest.fichiers

    def path(self, file: str) -> Path:
        """Return where a file of it stands, verified; raise ContentError when it was changed."""
        self.read(file)
        return self.folder / file

    def read(self, file: str) -> bytes:
        """Return the bytes of a file of it; raise ContentError when they are not the imported."""
        told = {one.fichier: one.sha256 for one in self.fichiers}
        name = f"{self.named}/{file}"
        hint = f"refaites l’import : docgen data import {self.name.partition('-')[0]} FICHIER"
        try:
            data = (self.folder / file).read_bytes()
        except OSError as error:
            message = "ce fichier du référentiel est absent ou illisible"
            raise ContentError([Problem(name, message, code="referentiel", hint=hint)]) from error
        if told.get(file) != _digest(data):
            message = "ce fichier n’est pas celui qui a été importé : il a été modifié, ou abîmé"
            raise ContentError([Problem(name, message, code="referentiel", hint=hint)])
        return data

    def rows(self, file: str) -> Iterator[CsvRow]:
        """Yield the rows of one of its CSV files."""
        text = self.read(file).decode()
        for number, values in enumerate(csv.DictReader(io.StringIO(text), delimiter=";"), start=2):
            yield CsvRow(number, values)


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row of a table: the line at which it stands, its values by column."""

    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]


def open_snapshot(folder: Path, name: str, named: str) -> OpenSnapshot | None:
    """Return the snapshot in `folder`, None when there is none; `named` is how people read it."""
    return OpenSnapshot(folder, name, named) if (folder / MANIFEST).is_file() else None


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as snapshots keep it: UTF-8, semicolons, one line a row."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return made.getvalue().encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _rows(name: str, data: bytes) -> int | None:
    """Return how many rows a CSV file has below its header; None for another file."""
    return data.count(b"\n") - 1 if name.endswith(".csv") else None


def _as_yaml(manifest: _EditionFile) -> bytes:
    told: dict[str, Any] = manifest.model_dump(mode="json", exclude_none=True)
    kept = {key: value for key, value in told.items() if value not in ("", [])}
    text = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=100)
    return f"# Écrit par « docgen data import » ; ne se modifie pas à la main.\n{text}".encode()
