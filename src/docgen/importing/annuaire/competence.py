"""Whom services serve, from the ZIP of the archive of DILA or from the CSV of its API."""

import json
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import IO, Any, Final

from docgen.french.territory import CodeInsee
from docgen.importing.annuaire.entry import TYPES, text_of
from docgen.importing.input_file import InputFile, Table

CODE, IDS, TYPE = "code_insee_commune", "id_service_local", "code_type_service_local"
COLUMNS: Final = (CODE, IDS, TYPE)
CODE_IN_FILE: Final = re.compile(rb'"code_insee_commune"\s*:\s*"(\w{5})"')
LARGEST_FILE: Final = 32_000_000
"""The largest file about one commune, in bytes; one takes some thousands."""

DAMAGED: Final = (
    *(zipfile.BadZipFile, zlib.error, ValueError, RecursionError),
    *(OSError, EOFError, NotImplementedError, RuntimeError),
)
"""What the reading of a ZIP, or of a JSON file in it, raises."""

Served = dict[str, set[CodeInsee]]
"""The communes that each service serves, by its identifier."""


def read_commune_files(
    infile: InputFile, file: IO[bytes] | str, codes: Collection[CodeInsee]
) -> Served:
    """Return whom services serve, from a ZIP of one JSON file for each commune."""
    served: Served = defaultdict(set)
    try:
        with zipfile.ZipFile(file) as package:
            for data in _files_about(infile, package, codes):
                for code, ids in _services_of(json.loads(data)):
                    for identifier in ids if code in codes else ():
                        served[identifier].add(CodeInsee(code))
    except DAMAGED as error:
        raise infile.refusal("competence", "le ZIP des communes est abîmé, ou incomplet") from error
    return served


def _files_about(
    infile: InputFile, package: zipfile.ZipFile, codes: Collection[CodeInsee]
) -> Iterator[bytes]:
    """Yield the files of a ZIP that name one of these communes."""
    for entry in package.infolist():
        if entry.is_dir() or not entry.filename.lower().endswith(".json"):
            continue
        if entry.file_size > LARGEST_FILE:
            message = f"un fichier y est démesuré : {entry.filename[-80:]}"
            raise infile.refusal("competence", message)
        data = package.read(entry)
        if any(code.decode() in codes for code in CODE_IN_FILE.findall(data)):
            yield data


def _services_of(root: Any) -> Iterator[tuple[str, list[str]]]:
    """Yield each commune of a file with the identifiers of its services of kept types.

    Raise ValueError for a file of another form.
    """
    communes = root.get("commune", root) if isinstance(root, dict) else root
    for commune in communes if isinstance(communes, list) else [communes]:
        groups = commune.get("type_service_local") if isinstance(commune, dict) else None
        if not isinstance(groups, list):
            raise ValueError("type_service_local")
        for group in groups:
            if isinstance(group, dict) and text_of(group.get(TYPE)) in TYPES:
                yield text_of(commune.get(CODE)), list(_identifiers(group.get("organisme")))


def _identifiers(given: Any) -> Iterable[str]:
    """Yield identifiers, given as texts or as objects."""
    for value in given if isinstance(given, list) else [given]:
        identifier = text_of(value.get("id")) if isinstance(value, dict) else text_of(value)
        if identifier:
            yield identifier


def read_competence_rows(infile: InputFile, table: Table, codes: Collection[CodeInsee]) -> Served:
    """Return whom services serve, from the CSV of the API: a row for each commune and type."""
    table.expect(COLUMNS, table.columns)
    served: Served = defaultdict(set)
    for row in table.rows():
        code = row[CODE].strip()
        if code not in codes or row[TYPE].strip() not in TYPES:
            continue
        text = row[IDS].strip()
        try:
            given = json.loads(text) if text.startswith(("[", "{")) else text
        except (ValueError, RecursionError):
            message = f"liste JSON illisible : « {text} »"
            infile.error("json", message, row.line, IDS)
            continue
        for identifier in _identifiers(given):
            served[identifier].add(CodeInsee(code))
    return served
