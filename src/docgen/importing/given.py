"""A file as it was given: its bytes, its text whatever its coding, its rows with their lines."""

from __future__ import annotations

import csv
import errno
import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from docgen.errors import ContentError, Problem, Severity, closest, reason_of
from docgen.referential.snapshot import Importe, Row

BOM = b"\xef\xbb\xbf"
AGAIN = "téléchargez le fichier d’origine, sans l’ouvrir dans un autre programme"
SHOWN = 20
"""How many problems of one sort are told one by one; the others are counted."""
DOUBLE = re.compile(
    "[ÃÂ][\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€"
)
"""What UTF-8 read as Western European leaves in a French text; « CHÂTEAU » is no such thing."""
LOST = "\ufffd"
"""What stands for a letter that could not be read."""
LARGEST = 400_000_000
"""How many bytes a file may have once unpacked, to be read at once."""

Progress = Callable[[str, float], None]
"""Told of how far a long import is: what is being done, a share from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an import is told beside its files: the edition and provenance that a person states."""

    edition: date | None = None
    provenance: str = ""
    progress: Progress = lambda _what, _share: None


class Given:
    """A file on the command line; every problem found in it is gathered here."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        self.problems: list[Problem] = []
        self._counts: dict[tuple[str, Severity], int] = {}

    @cached_property
    def data(self) -> bytes:
        """Its bytes, unzipped when it is gzip; raise ContentError when it cannot be read."""
        try:
            return _unzipped(self.path.read_bytes())
        except gzip.BadGzipFile:
            reason = "archive gzip abîmée"
        except OSError as error:
            reason = f"lecture impossible : {reason_of(error)}"
        except (EOFError, zlib.error):
            reason = "archive gzip incomplète"
        hint = "vérifiez le chemin, ou téléchargez le fichier encore"
        raise self.refusal("lecture", reason, hint=hint)

    @property
    def imported(self) -> Importe:
        """The file as a manifest names it: with the digest of its bytes on the disk."""
        with self.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Importe(fichier=self.path.name, sha256=digest)

    @cached_property
    def text(self) -> str:
        """Its text: UTF-8, with or without a mark, or Western European; mended when it was both.

        A text that was coded twice is mended, with a warning, when that loses nothing.
        """
        data = self.data.removeprefix(BOM)
        try:
            text = data.decode()
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
        return self._coded_once(text)

    def _coded_once(self, text: str) -> str:
        for number, line in enumerate(text.splitlines() if LOST in text else (), start=1):
            if LOST in line:
                self.wrong("codage", "une lettre est illisible", number, hint=AGAIN)
        if not DOUBLE.search(text):
            return text
        try:
            mended = text.encode("cp1252").decode()
        except UnicodeError:
            try:
                mended = text.encode("latin-1").decode()
            except UnicodeError:
                self._complain_of_coding(text)
                return text
        message = "texte codé deux fois (« Ã© » pour « é ») : il a été rétabli sans perte"
        self.warn("codage", message)
        return mended

    def _complain_of_coding(self, text: str) -> None:
        for number, line in enumerate(text.splitlines(), start=1):
            if DOUBLE.search(line):
                self.wrong("codage", "texte codé deux fois : lettres perdues", number, hint=AGAIN)

    def table(self, delimiter: str = ";") -> Table:
        """Return the table that it holds; raise ContentError when its first line is no header."""
        lines = io.StringIO(self.text.removeprefix("\ufeff"), newline="")
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        header = [name.strip() for name in next(reader, [])]
        if len(header) < 2:
            hint = f"la première ligne doit nommer les colonnes, séparées par « {delimiter} »"
            raise self.refusal("entete", "ce n’est pas le tableau attendu", 1, hint=hint)
        return Table(self, tuple(header), reader)

    # What is wrong with it

    def wrong(
        self, code: str, message: str, line: int | None = None, column: str = "", hint: str = ""
    ) -> None:
        """Note a problem; beyond a few of one sort they are only counted."""
        self._note(Problem(self.name, message, line, field=column, code=code, hint=hint))

    def warn(self, code: str, message: str, line: int | None = None, hint: str = "") -> None:
        """Note something that people should know, and that stops nothing."""
        severity = Severity.AVERTISSEMENT
        self._note(Problem(self.name, message, line, code=code, hint=hint, severity=severity))

    def _note(self, found: Problem) -> None:
        sort = (found.code, found.severity)
        self._counts[sort] = self._counts.get(sort, 0) + 1
        if self._counts[sort] <= SHOWN:
            self.problems.append(found)

    def refusal(
        self, code: str, message: str, line: int | None = None, column: str = "", hint: str = ""
    ) -> ContentError:
        """Note a problem after which nothing more can be read; return all of them, to raise."""
        self.wrong(code, message, line, column, hint)
        return ContentError(self.told)

    @property
    def told(self) -> tuple[Problem, ...]:
        """All that was noted, with how many more there are of what was only counted."""
        more = (
            Problem(
                self.name,
                f"et {count - SHOWN} autre(s) de la même sorte que le dernier",
                code=code,
                severity=severity,
            )
            for (code, severity), count in self._counts.items()
            if count > SHOWN
        )
        return (*self.problems, *more)


def _unzipped(data: bytes) -> bytes:
    """Return the bytes themselves, or what they hold; raise OSError for more than can be read."""
    if data[:2] != b"\x1f\x8b":
        return data
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
        found = file.read(LARGEST + 1)
    if len(found) > LARGEST:
        raise OSError(errno.EFBIG, "")
    return found


class Table:
    """Rows under named columns, as an official CSV file holds them."""

    def __init__(self, given: Given, columns: tuple[str, ...], lines: Iterator[list[str]]) -> None:
        self.given = given
        self.columns = columns
        self._lines = lines

    def expect(self, needed: Iterable[str], allowed: Collection[str] = ()) -> None:
        """Raise ContentError with every column that is missing, unknown or there twice.

        `needed` must all be there; any other must be in `allowed`.
        """
        needed = tuple(needed)
        for name in needed:
            if name not in self.columns:
                near = closest(name, set(self.columns) - set(needed))
                self.given.wrong("colonne", f"colonne absente : « {name} »", 1, name, near)
        for rank, name in enumerate(self.columns):
            if name not in needed and name not in allowed:
                hint = "une édition jamais vue : docgen ne devine pas ce qu’elle veut dire"
                self.given.wrong("colonne", f"colonne inconnue : « {name} »", 1, name, hint)
            if name in self.columns[:rank]:
                self.given.wrong("colonne", f"colonne en double : « {name} »", 1, name)
        if any(problem.code == "colonne" for problem in self.given.problems):
            raise ContentError(self.given.told)

    def rows(self) -> Iterator[Row]:
        """Yield each row with its line; one of another width is told and left out."""
        while True:
            try:
                values = next(self._lines, None)
            except csv.Error:
                self.given.wrong("ligne", "guillemets mal fermés", self._line)
                continue
            if values is None:
                return
            if len(values) == len(self.columns):
                yield Row(self._line, dict(zip(self.columns, values, strict=True)))
            elif values:
                message = f"{len(values)} valeurs pour {len(self.columns)} colonnes"
                self.given.wrong("ligne", message, self._line)

    @property
    def _line(self) -> int:
        return int(getattr(self._lines, "line_num", 0))


def settle(files: Iterable[Given]) -> tuple[Problem, ...]:
    """Return what people should know of the files; raise ContentError when any is wrong."""
    told = tuple(problem for given in files for problem in given.told)
    if any(problem.severity is Severity.ERREUR for problem in told):
        raise ContentError(told)
    return told
