"""The articles in an archive of the base LEGI (tar.gz).

Nothing is unpacked: a file passes through the memory, one at a time, and only if it is an article
of a bounded size.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from docgen.importing.tar_stream import DamagedArchiveError, readable, tar_members

BASE: Final = "legi"
"""The folder of the base in its archives; other bases of DILA have theirs: « jorf », « cnil »."""
ARTICLE_FILE: Final = re.compile(r"(?:^|/)LEGIARTI\d{12}\.xml$")
SAME_IN_ALL: Final = {"LEGI", "JORF", "TEXT", "global", BASE}
"""Folders that tell no place from another."""
OTHERS: Final = re.compile(
    r"jorf|cnil|kali|jade|cass|capp|inca|constit|sarde|debats|dole|balo|bocc"
)
"""Those folders."""
STAMP: Final = re.compile(r"(?<!\d)(20\d{6}(?:-\d{6})?)(?!\d)")
"""The day and time of an archive: in the name of the file, and the first folder of a delta."""
DELTA_NAME: Final = re.compile(r"LEGI_20\d{6}-\d{6}", re.IGNORECASE)
SUPPRESSIONS: Final = re.compile(r"liste_suppression_(\w+?)\d*\.dat", re.IGNORECASE)
LARGEST_FILE: Final = 32_000_000
"""The largest file inside, in bytes; an article with its annexes takes at most a few millions."""
HEADS: Final = 1000
"""Among how many first files the base must show."""


@dataclass(frozen=True, slots=True)
class ArchiveHead:
    """What an archive is: of which base, of which day and time, whole or a delta.

    `stamp` is as DILA writes it (« 20260908-210512 »), or empty.
    """

    base: str
    stamp: str
    delta: bool


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A file of an archive: its path from the folder of the base, its time, its bytes."""

    path: str
    changed: float
    data: bytes


def read_head(path: Path) -> ArchiveHead:
    """Return what an archive is, from its first files and its name; raise DamagedArchiveError."""
    named = STAMP.search(path.name)
    stamp, delta = named[1] if named else "", bool(DELTA_NAME.match(path.name))
    base, whole = "", "global" in path.name.lower()
    for _, member in islice(tar_members(path), HEADS):
        inside, top = _base_of(member.name)
        base, stamp = base or top, inside or stamp
        listed = SUPPRESSIONS.search(member.name) is not None and not whole
        delta = delta or bool(inside) or listed
    return ArchiveHead(base, stamp, delta)


def archived_files(path: Path, progress: Callable[[float], None]) -> Iterator[ArchivedFile]:
    """Yield the articles of an archive and its lists of deletions, as they come.

    Raise DamagedArchiveError at what cannot be read; what came before is of no use then.
    """
    for tar, member in tar_members(path, progress):
        name = member.name
        if not member.isfile() or not (ARTICLE_FILE.search(name) or SUPPRESSIONS.search(name)):
            continue
        if member.size > LARGEST_FILE:
            raise DamagedArchiveError(f"un fichier y est démesuré : {name[-80:]}")
        with readable():
            content = tar.extractfile(member)
            data = content.read() if content else b""
        yield ArchivedFile(_below_base(name), member.mtime, data)


def place_of(path: str) -> tuple[str, str]:
    """Return the place of an article in the base, and its identifier, from its path.

    « code_en_vigueur/LEGITEXT000006074220 » is a place; an article that moves has two for a while.
    """
    folder, _, name = path.rpartition("/")
    above = folder.partition("/article/")[0].split("/")
    named = [part for part in above if not part.isdigit() and part not in SAME_IN_ALL]
    return "/".join(named[-2:]), name.removesuffix(".xml")


def _base_of(name: str) -> tuple[str, str]:
    """Return the stamp and the base of a path, '' for what it does not tell."""
    parts = name.removeprefix("./").strip("/").split("/")
    stamp = parts.pop(0) if STAMP.fullmatch(parts[0]) else ""
    if listed := SUPPRESSIONS.search(name):
        return stamp, listed[1].lower()
    top = parts[0].lower() if parts else ""
    if top == BASE or ARTICLE_FILE.search(name):
        return stamp, BASE
    return stamp, top if OTHERS.fullmatch(top) else ""


def _below_base(name: str) -> str:
    return name[name.rfind(f"{BASE}/global/") :] if f"{BASE}/global/" in name else name
