"""Files that people have edited since docgen made them, and the names under which they are kept.

Only the file itself is examined, not the record: the folder may be a copy, the cache cleared, the
file made elsewhere.  An editor of Word files zips them in its own way; a program that signs or
annotates a PDF appends to it, or rewrites it.
"""

import io
import json
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Final

from docgen.format import (
    PDF_END,
    PDF_HEAD,
    PDF_TABLE,
    are_sealed_cards,
    dump_signature_fields,
    is_sealed,
)

CORRECTED, SIGNED, CHANGED = "corrigé à la main", "signé", "modifié à la main"
"""The word in the name of a kept file: for Word files, signed PDFs, others."""
PACKED: Final = (3, 20, 20, 0, zipfile.ZIP_DEFLATED, (1980, 1, 1, 0, 0, 0), 0o600 << 16, b"", b"")
"""The header fields of each part in docgen's zips (`ooxml.py`)."""
MAX_NAME_BYTES: Final = 255
"""The greatest length of a file name, in bytes."""
KEPT_NAME: Final = re.compile(rf"(.+) \(({CORRECTED}|{SIGNED}|{CHANGED})(?: \d+)?\)(\.[a-z.]+)")
"""The name of a kept file: stem, word, suffix."""


@dataclass(frozen=True, slots=True)
class Original:
    """The place that a kept file had, and the word for what it became."""

    place: PurePosixPath
    word: str


def edit_of(path: Path) -> str:
    """Return the word for the edit of a file; '' for a file as docgen writes it.

    It is '' too for files of other types, for an empty file, in which nothing can be lost, and for
    a link, whose target stays.
    """
    end = _end(path.name)
    if not end or path.is_symlink() or not path.is_file():
        return ""
    try:
        data = path.read_bytes()
    except OSError:
        return CHANGED  # unknown, so it is kept
    return JUDGES[end](data) if data else ""


def name_beside(path: Path, word: str) -> Path:
    """Return the next free name beside a file, under which it is kept when it was edited."""
    end = _end(path.name)
    stem = path.name.removesuffix(end).encode()
    for rank in count(1):
        added = f" ({word}{f' {rank}' if rank > 1 else ''}){end}"
        cut = stem[: MAX_NAME_BYTES - len(added.encode())].decode(errors="ignore")
        place = path.with_name(cut + added)
        if not os.path.lexists(place):
            break
    return place


def original_of(kept: PurePosixPath) -> Original | None:
    """Return what a kept file was, by its name; None for any other file."""
    match = KEPT_NAME.fullmatch(kept.name)
    return Original(kept.with_name(match[1] + match[3]), match[2]) if match else None


def _end(name: str) -> str:
    return next((end for end in JUDGES if name.endswith(end)), "")


def _word(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts, comment = package.infolist(), package.comment
    except (zipfile.BadZipFile, NotImplementedError, ValueError, zlib.error):
        return CORRECTED
    names = [part.filename for part in parts]
    ours = names[1:] == sorted(names[1:]) and not comment
    return "" if ours and all(_packing(part) == PACKED for part in parts) else CORRECTED


def _packing(part: zipfile.ZipInfo) -> tuple[object, ...]:
    versions = part.create_system, part.create_version, part.extract_version, part.flag_bits
    packed = part.compress_type, part.date_time, part.external_attr
    return (*versions, *packed, part.extra, part.comment)


def _pdf(data: bytes) -> str:
    if data.startswith(PDF_HEAD) and data.endswith(PDF_END) and data.count(PDF_TABLE) == 1:
        return ""
    return SIGNED if b"/ByteRange" in data else CHANGED


def _fields(data: bytes) -> str:
    try:
        same = dump_signature_fields(json.loads(data)) == data
    except (ValueError, RecursionError):
        same = False
    return "" if same else CORRECTED


JUDGES: Final[Mapping[str, Callable[[bytes], str]]] = {
    ".docx": _word,
    ".message.txt": lambda data: "" if is_sealed(data) else CHANGED,
    ".pdf": _pdf,
    ".signatures.json": _fields,
    ".vcf": lambda data: "" if are_sealed_cards(data) else CHANGED,
}
"""The function that returns the word for an edit, by the suffix of the file."""
