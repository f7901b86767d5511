"""What can go wrong, and how it is reported to the person at the keyboard.

    DocgenError           anything docgen can explain             exit code
    ├── ContentError      content does not say what its kind needs        1
    ├── TemplateError     a template asks for what no document holds      3
    ├── RenderingError    a renderer could not make a faithful file       3
    │   └── UnsignableError   it is faithful, and no one could sign it    1
    └── WorkplaceError    disk, memory, rights or a tool fail us          4

Each carries `problems`: all of them, found in one pass, each with its place.
Anything else is a fault of docgen, reported in one line; `python -X dev` shows its traceback.
"""

from __future__ import annotations

import difflib
import errno
import re
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, ClassVar, Final

from docgen.french.letters import folded
from docgen.french.wording import shorten_list


class Severity(StrEnum):
    """How grave a problem is; the value is printed by `--json`."""

    ERREUR = "erreur"
    AVERTISSEMENT = "avertissement"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend: its place (from line 1), what is wrong, what would mend it."""

    file: str
    message: str
    line: int | None = None
    column: int | None = None
    field: str = ""
    code: str = ""
    hint: str = ""
    severity: Severity = Severity.ERREUR
    towns: tuple[str, ...] = ()
    """The communes whose documents it prevents, « Puygouzon (81218) », if it is of some only."""

    @property
    def sentence(self) -> str:
        """What is wrong, after the communes where it is."""
        return " : ".join(filter(None, (shorten_list(self.towns), self.message)))

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        text = " : ".join(part for part in (place, self.field, self.sentence) if part)
        return f"{text}\n    → {self.hint}" if self.hint else text

    def as_data(self) -> dict[str, Any]:
        """Return the problem for JSON."""
        names = ("severity", "file", "line", "column", "field", "code", "message", "hint")
        return {**{name: getattr(self, name) for name in names}, "message": self.sentence}

    def as_warning(self) -> Problem:
        """Return the same problem as a warning."""
        return replace(self, severity=Severity.AVERTISSEMENT)

    @property
    def order(self) -> tuple[str, int, int]:
        """The key to sort problems by: file, line, column."""
        return (self.file, self.line or 0, self.column or 0)


class DocgenError(Exception):
    """Base of all errors that docgen can explain."""

    exit_code: ClassVar[int] = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[DocgenError], tuple[tuple[Problem, ...]]]:
        """Pickle the problems, and not the text made of them."""
        return type(self), (self.problems,)


class ContentError(DocgenError):
    """A content file does not say what its kind needs."""


class TemplateError(DocgenError):
    """A template asks for something that no document holds, or cannot be read."""

    exit_code = 3


class RenderingError(DocgenError):
    """A renderer could not make a faithful file."""

    exit_code = 3


class UnsignableError(RenderingError):
    """A document cannot be signed as it stands: its boxes, or its size."""

    exit_code = 1


class WorkplaceError(DocgenError):
    """The disk, the memory, the rights or a missing tool prevent the work."""

    exit_code = 4


CROSSED: Final = re.compile(r'File ".*/docgen/([a-z_0-9/]+\.py)", line (\d+)')
"""A line of docgen in a traceback."""
CHAINED_ERROR: Final = re.compile(r"\n(?:The above exception|During handling of)")
"""What separates the traceback of an error from that of an error raised while handling it."""


def fault(name: str, error: Exception) -> Problem:
    """Return an unforeseen error as a problem: its kind, and its last lines in docgen."""
    first = CHAINED_ERROR.split("".join(traceback.format_exception(error)), maxsplit=1)[0]
    places = ", ".join(f"{file}:{line}" for file, line in CROSSED.findall(first)[:-4:-1])
    message = f"erreur de docgen lui-même : {type(error).__name__} ({error}) {places}".rstrip()
    hint = "envoyez cette ligne à qui s’occupe de docgen ; vos textes n’y sont pour rien"
    return Problem(name, message, code="faute", hint=hint)


class Problems(list[Problem]):
    """The problems of several steps, gathered to be reported together."""

    @contextmanager
    def gather(self, kind: type[DocgenError] = DocgenError) -> Iterator[None]:
        """Add the problems of an error of a kind, raised in this block, and go on after it."""
        try:
            yield
        except kind as error:
            self += error.problems

    def refuse(self, kind: type[DocgenError] = ContentError) -> None:
        """Raise an error with every problem, each once, if there is any."""
        if self:
            raise kind(dict.fromkeys(self))


REASONS = {
    errno.EACCES: "droits insuffisants",
    errno.EPERM: "droits insuffisants",
    errno.ENOENT: "il n’existe pas",
    errno.EEXIST: "il existe déjà",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "ce n’est pas un dossier",
    errno.ELOOP: "lien qui mène à lui-même",
    errno.ENAMETOOLONG: "nom trop long",
    errno.EFBIG: "fichier trop gros pour ce disque",
    errno.ENOSPC: "disque plein",
    errno.EDQUOT: "quota de disque atteint",
    errno.EROFS: "disque en lecture seule",
    errno.EIO: "le disque répond mal",
    errno.ENODEV: "le disque répond mal",
    errno.ENXIO: "ce n’est pas un fichier ordinaire",
    errno.EXDEV: "il est sur un autre disque",
    errno.EBUSY: "un autre programme l’occupe",
    errno.EMFILE: "trop de fichiers ouverts",
}


def reason_of(error: OSError) -> str:
    """Return in French why the disk refused."""
    return REASONS.get(error.errno or 0, "le système a refusé")


def legible_name(name: str) -> str:
    """Return a name for a command line with a curved apostrophe, which a shell quotes as it is."""
    return name.replace("'", "’")


def closest(word: str, known: Iterable[str]) -> str:
    """Return « vouliez-vous dire … ? » with the nearest of `known`, or nothing."""
    near = nearest(word, known)
    return f"vouliez-vous dire « {near} » ?" if near else ""


def closest_key(key: str, known: Iterable[str]) -> str:
    """Return « vouliez-vous dire … ? » with the nearest key of a file, or nothing.

    Keys are made of words and numbers, « article-4-sip ».  A key with another number or another
    last word is another file, so it is not proposed; keys that begin alike are listed instead.
    """
    names = tuple(known)
    near = closest(key, [one for one in names if _spelt_alike(folded(key), folded(one))])
    beginning = folded(key).split("-")[:2]
    beside = [one for one in names if folded(one).split("-")[:2] == beginning]
    return near or (f"il y a : {', '.join(beside)}" if beside else "")


def _spelt_alike(key: str, other: str) -> bool:
    """Whether two keys have the same numbers, and like words where they differ."""
    if re.findall(r"\d+", key) != re.findall(r"\d+", other):
        return False
    first, second = key.split("-"), other.split("-")
    while first and second and first[0] == second[0]:
        first, second = first[1:], second[1:]
    while first and second and first[-1] == second[-1]:
        first, second = first[:-1], second[:-1]
    return not first or nearest("-".join(first), ["-".join(second)]) != ""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the nearest of `known` to a word, or nothing when none is near."""
    plain = {folded(name): name for name in known}
    near = difflib.get_close_matches(folded(word), plain, n=1, cutoff=0.6)
    return plain[near[0]] if near else ""
