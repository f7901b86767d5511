"""Which files people have changed since docgen made them, told by the file alone, and their names.

No memory is asked, so that a folder that was copied, a cache that was cleared and what an older
docgen made are judged alike: whatever edits a Word file packs it anew in its own way; whatever
signs or annotates a PDF adds to its end, or writes all of it anew.
"""

from __future__ import annotations

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

CORRECTED, SIGNED, CHANGED = "corrigé à la main", "signé", "modifié à la main"
"""What the name of a file that is kept says of it: Word files, signed PDFs, any other."""
PDF_HEAD: Final = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
"""How docgen's PDFs begin, those that WeasyPrint writes too; no editor writes that second line."""
PDF_TABLE, PDF_END = b"startxref", b"\n%%EOF\n"
"""Where a PDF says where its table is, once more for each time it was added to; and its end."""
PACKED: Final = (3, 20, 20, 0, zipfile.ZIP_DEFLATED, (1980, 1, 1, 0, 0, 0), 0o600 << 16, b"", b"")
"""What docgen's zips say of each part (`ooxml.py`): by whom, when, how."""
LONGEST: Final = 255
"""How many bytes the name of a file may have."""
KEPT: Final = re.compile(rf"(.+) \(({CORRECTED}|{SIGNED}|{CHANGED})(?: \d+)?\)(\.[a-z.]+)")
"""The name of a file that was kept: the stem, the word and the end."""


@dataclass(frozen=True, slots=True)
class Original:
    """What a file was that people have retouched: its place, and the word for what it became."""

    place: PurePosixPath
    word: str


def edit_of(path: Path) -> str:
    """Return what a file has become in other hands than docgen's, in a word; '' for its own.

    What nobody edits is docgen's own; so are an empty file, in which nothing is to be lost, and a
    link, which leads to what stays where it is.
    """
    end = _end(path.name)
    if not end or path.is_symlink() or not path.is_file():
        return ""
    try:
        data = path.read_bytes()
    except OSError:
        return CHANGED  # nobody knows: it is kept
    return JUDGES[end](data) if data else ""


def name_beside(path: Path, word: str) -> Path:
    """Return where a file that was retouched is kept: beside, under the next name that is free."""
    end = _end(path.name)
    stem = path.name.removesuffix(end).encode()
    for rank in count(1):
        added = f" ({word}{f' {rank}' if rank > 1 else ''}){end}"
        cut = stem[: LONGEST - len(added.encode())].decode(errors="ignore")
        place = path.with_name(cut + added)
        if not os.path.lexists(place):
            break
    return place


def original_of(kept: PurePosixPath) -> Original | None:
    """Return what a file that is kept was, told by its name; None for one that is not kept."""
    told = KEPT.fullmatch(kept.name)
    return Original(kept.with_name(told[1] + told[3]), told[2]) if told else None


def _end(name: str) -> str:
    """Return the end of a file's name that says who judges it; '' for nobody."""
    return next((end for end in JUDGES if name.endswith(end)), "")


def _word(data: bytes) -> str:
    """Judge a Word file by its list of parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts, comment = package.infolist(), package.comment
    except (zipfile.BadZipFile, NotImplementedError, ValueError, zlib.error):
        return CORRECTED
    names = [part.filename for part in parts]
    ours = names[1:] == sorted(names[1:]) and not comment
    return "" if ours and all(_packing(part) == PACKED for part in parts) else CORRECTED


def _packing(part: zipfile.ZipInfo) -> tuple[object, ...]:
    made = part.create_system, part.create_version, part.extract_version, part.flag_bits
    return (*made, part.compress_type, part.date_time, part.external_attr, part.extra, part.comment)


def _pdf(data: bytes) -> str:
    """Judge a PDF by how it begins, how it ends, and whether it was added to."""
    if data.startswith(PDF_HEAD) and data.endswith(PDF_END) and data.count(PDF_TABLE) == 1:
        return ""
    return SIGNED if b"/ByteRange" in data else CHANGED


def _fields(data: bytes) -> str:
    """Judge a list of signature fields by how it is written."""
    try:
        same = fields_list(json.loads(data)) == data
    except (ValueError, RecursionError):
        same = False
    return "" if same else CORRECTED


def fields_list(told: object) -> bytes:
    """Return a list of signature fields as it is written."""
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


JUDGES: Final[Mapping[str, Callable[[bytes], str]]] = {
    ".docx": _word,
    ".pdf": _pdf,
    ".signatures.json": _fields,
}
"""Who judges a file, by the end of its name."""
