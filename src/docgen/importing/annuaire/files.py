"""The files of the directory: the archive of DILA or its JSON, the CSV of the API, a copy.

Each is read once, from its first byte to its last; of all services those are kept that a project
may need.
"""

import csv
import json
import re
import shutil
import tempfile
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any, Final

from docgen.errors import reason_of
from docgen.importing.annuaire.competence import (
    IDS,
    Served,
    read_commune_files,
    read_competence_rows,
)
from docgen.importing.annuaire.entry import NEEDED_COLUMNS, BadEntryError, Entry, read_entry
from docgen.importing.annuaire.scope import DepartementScope
from docgen.importing.checks import code_of
from docgen.importing.file_types import ZIP, describe_foreign
from docgen.importing.input_file import DOWNLOAD_AGAIN, ImportOptions, InputFile, Table
from docgen.importing.tar_stream import (
    DamagedArchiveError,
    looks_like_archive,
    readable,
    tar_members,
)
from docgen.referential.communes.services_locaux import TypeService

CHUNK: Final = 1 << 20
LARGEST_ENTRY: Final = 8_000_000
"""The longest entry, in characters; one takes some thousands."""
LIST_OPENING: Final = re.compile(r'\s*(?:\{\s*"service"\s*:\s*)?\[')
SEPARATOR: Final = re.compile(r"[\s,]*")
SCAN: Final = json.JSONDecoder().raw_decode
SERVICES_NAME: Final = "data.gouv_local.json"
COMMUNES_NAME: Final = re.compile(r"data\.gouv[._]commune\.zip$")
"""What the names of both files in the archive end with."""
MAX_ROWS: Final = 5_000_000
"""The longest table, in lines: for each commune, one for each type of service."""
MAX_CELL: Final = 1_000_000
"""The longest cell, in characters, for some hold lists in JSON."""
HEAD_BYTES: Final = 4096
COPY_MARK: Final = "horaires_json"
"""The column that no other file has."""
COLUMNS: Final = (
    *("code_insee", "adresse", "telephone", "courriel", "site", COPY_MARK),
    *("longitude", "latitude"),
)
EMPTY_WHERE_LACKING: Final = ("adresse", "telephone", "courriel", "site")
"""The columns that are all empty for a town hall that the copy lacks."""


class DirectoryLayout(Enum):
    """What a file of services is."""

    DILA = "dila"
    API = "api"
    COPY = "copy"


@dataclass(slots=True)
class Directory:
    """What a file holds: its services, or whom they serve, or both.

    `dated` is the name that tells the day of the file, `mairies` the number of town halls of all
    départements.
    """

    infile: InputFile
    layout: DirectoryLayout | None = None
    dated: str = ""
    entries: list[Entry] = field(default_factory=list)
    mairies: int = 0
    served: Served | None = None

    def take(
        self, values: Mapping[str, Any], scope: DepartementScope, line: int | None = None
    ) -> None:
        """Add an entry that the project may need; tell one that cannot be read."""
        try:
            entry = read_entry(values, line)
        except BadEntryError as error:
            named = str(values.get("nom") or values.get("id") or "fiche sans nom")
            message = f"{named} : « {error} » n’a pas la forme attendue"
            if scope.may_keep_damaged(values):
                self.infile.error("json", message, line, str(error))
            else:
                hint = "fiche d’ailleurs : elle n’est pas gardée"
                self.infile.warn("json", message, line, hint, str(error))
            return
        if entry is None:
            return
        self.mairies += entry.type is TypeService.MAIRIE
        if scope.may_keep(entry):
            self.entries.append(entry)


def read_directory(infile: InputFile, scope: DepartementScope, options: ImportOptions) -> Directory:
    """Return what a file holds; raise ContentError when it is no file of the directory."""
    try:
        with infile.path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        archive = looks_like_archive(infile.path)
    except OSError as error:
        raise infile.unreadable(f"lecture impossible : {reason_of(error)}") from error
    directory = Directory(infile)
    if archive:
        _read_archive(directory, scope, options)
    elif head.startswith(ZIP) and b".json" in head:
        directory.served = read_commune_files(infile, str(infile.path), scope.communes)
    elif foreign := describe_foreign(head):
        raise infile.refusal("forme", foreign[0], hint=foreign[1])
    else:
        text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        read = _read_json if text[:1] in (b"{", b"[") else _read_csv
        read(directory, scope)
    return directory


def _read_archive(directory: Directory, scope: DepartementScope, options: ImportOptions) -> None:
    infile = directory.infile
    try:
        with tempfile.TemporaryFile() as communes:
            progress = partial(options.progress, infile.path.name)
            for tar, member in tar_members(infile.path, progress):
                name = PurePosixPath(member.name).name
                content = tar.extractfile(member) if member.isfile() else None
                if content and name.endswith(SERVICES_NAME):
                    with readable():
                        _take_json(directory, content, scope)
                    directory.dated = name
                elif content and COMMUNES_NAME.search(name):
                    with readable():
                        shutil.copyfileobj(content, communes)
            if communes.tell():
                communes.seek(0)
                directory.served = read_commune_files(infile, communes, scope.communes)
    except DamagedArchiveError as error:
        raise infile.refusal("archive", str(error)) from error
    if directory.layout is None:
        message = f"cette archive n’est pas celle de l’annuaire : « {SERVICES_NAME} » n’y est pas"
        raise infile.refusal("base", message)


def _read_json(directory: Directory, scope: DepartementScope) -> None:
    directory.dated = directory.infile.path.name
    with directory.infile.path.open("rb") as file:
        _take_json(directory, file, scope)


def _take_json(directory: Directory, file: IO[bytes], scope: DepartementScope) -> None:
    directory.layout = DirectoryLayout.DILA
    try:
        for values in json_entries(file):
            directory.take(values, scope)
    except DamagedJsonError as error:
        raise directory.infile.refusal("json", str(error)) from error


def _read_csv(directory: Directory, scope: DepartementScope) -> None:
    infile = directory.infile
    try:
        with _open_table(infile) as table:
            if IDS in table.columns:
                directory.served = read_competence_rows(infile, table, scope.communes)
                return
            entries: Iterable[tuple[Mapping[str, Any], int]]
            if COPY_MARK in table.columns:
                directory.layout = DirectoryLayout.COPY
                entries = copied_entries(table, scope)
            else:
                directory.layout = DirectoryLayout.API
                table.expect(NEEDED_COLUMNS, table.columns)
                entries = ((row.values, row.line) for row in table.rows())
            for values, line in entries:
                directory.take(values, scope, line)
    except UnicodeDecodeError as error:
        message = "ce n’est pas du texte en UTF-8"
        raise infile.refusal("codage", message, hint=DOWNLOAD_AGAIN) from error


@contextmanager
def _open_table(infile: InputFile) -> Iterator[Table]:
    """Open a table row by row, for the file may have 250 MB; its first line tells its delimiter."""
    former = csv.field_size_limit(MAX_CELL)
    try:
        with infile.path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline(HEAD_BYTES)
            file.seek(0)
            reader = csv.reader(file, delimiter=max(";,", key=first.count), strict=True)
            columns = tuple(name.strip() for name in next(reader, []))
            if len(columns) < 2:
                hint = "l’archive de la DILA, son JSON, ou les CSV de son API"
                message = "ce n’est pas un fichier de l’annuaire de l’administration"
                raise infile.refusal("entete", message, 1, hint=hint)
            yield Table(infile, columns, reader, MAX_ROWS)
    except csv.Error as error:
        raise infile.refusal("entete", "en-tête illisible", 1, hint=DOWNLOAD_AGAIN) from error
    finally:
        csv.field_size_limit(former)


def copied_entries(
    table: Table, scope: DepartementScope
) -> Iterator[tuple[Mapping[str, Any], int]]:
    """Yield the town halls of a copy in the form of DILA, each with its line."""
    table.expect(COLUMNS)
    for row in table.rows():
        code = code_of(table.infile, row, "code_insee")
        if code is None or not any(row[name].strip() for name in EMPTY_WHERE_LACKING):
            continue
        *lines, last = row["adresse"].split(" | ")
        postal, _, town = last.strip().partition(" ")
        address = {"numero_voie": "\n".join(lines), "code_postal": postal, "nom_commune": town}
        place = {name: row[name] for name in ("longitude", "latitude")}
        commune = scope.communes.get(code)
        whose = f"Mairie {commune.toponyme.de}" if commune else f"Mairie ({code})"
        yield (
            {
                "id": f"mairie-{code}-01",
                "ancien_code_pivot": f"mairie-{code}-01",
                "nom": whose,
                "code_insee_commune": code,
                "pivot": [{"type_service_local": "mairie", "code_insee_commune": [code]}],
                "telephone": row["telephone"],
                "adresse_courriel": row["courriel"],
                "site_internet": row["site"],
                "adresse": [address | place] if last else [],
                "plage_ouverture": _slots(row[COPY_MARK]),
            },
            row.line,
        )


def _slots(text: str) -> list[dict[str, str]]:
    """Return opening hours in the form of DILA; a text of another form as a day that is none."""
    try:
        return [
            {
                "nom_jour_debut": first,
                "nom_jour_fin": last,
                "valeur_heure_debut_1": start,
                "valeur_heure_fin_1": end,
            }
            for first, last, hours in json.loads(text or "[]")
            for start, end in hours
        ]
    except (ValueError, TypeError, RecursionError):
        return [{"nom_jour_debut": text}]


# The JSON of DILA has 270 MB: its entries are read one at a time


class DamagedJsonError(Exception):
    """A file that is not that of the directory, or that is cut, and why."""


def json_entries(file: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the objects of `{"service": [ … ]}`, or of a bare list.

    Raise DamagedJsonError for another file, and at the end of one that is cut.
    """
    try:
        yield from _entries(_decode(file))
    except UnicodeDecodeError as error:
        raise DamagedJsonError("ce n’est pas du texte en UTF-8, ou il est abîmé") from error


def _decode(file: IO[bytes]) -> Iterator[str]:
    decoder = getincrementaldecoder("utf-8-sig")()
    while data := file.read(CHUNK):
        yield decoder.decode(data)
    yield decoder.decode(b"", final=True)


def _entries(chunks: Iterator[str]) -> Iterator[dict[str, Any]]:
    text = next(chunks)
    opening = LIST_OPENING.match(text)
    if opening is None:
        raise DamagedJsonError("ce n’est pas la base de l’annuaire : « service » n’y est pas")
    at = opening.end()
    while True:
        at = _skip(text, at)
        if at < len(text) and text[at] == "]":
            return
        try:
            entry, at = SCAN(text, at)
        except RecursionError as error:
            raise DamagedJsonError("une fiche y est emboîtée sans mesure") from error
        except ValueError as error:
            more = next(chunks, "") if len(text) - at < LARGEST_ENTRY else ""
            if not more:
                raise DamagedJsonError("le fichier est coupé, ou abîmé") from error
            text, at = text[at:] + more, 0
            continue
        if not isinstance(entry, dict):
            raise DamagedJsonError("une fiche n’y est pas un objet JSON")
        yield entry


def _skip(text: str, at: int) -> int:
    match = SEPARATOR.match(text, at)
    return match.end() if match else at
