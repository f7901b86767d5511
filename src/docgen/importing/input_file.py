"""A file as it was given: its bytes, its text whatever its coding, its rows with their lines."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path

from docgen.errors import ContentError, Problem, Severity, closest, reason_of
from docgen.french.wording import counted
from docgen.importing.file_types import describe_foreign
from docgen.referential.snapshot import CsvRow, Importe

BOM = b"\xef\xbb\xbf"
DOWNLOAD_AGAIN = "téléchargez le fichier d’origine, sans l’ouvrir dans un autre programme"
SHOWN = 20
"""How many problems of one sort are told one by one; the others are counted."""
DOUBLE_ENCODED = re.compile(
    "[ÃÂ][\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€"
)
"""What UTF-8 read as Western European leaves in a French text; « CHÂTEAU » is no such thing."""
REPLACEMENT = re.compile("\ufffd")
"""What stands for a letter that could not be read."""
LARGEST = 64_000_000
"""How many bytes a file may have, packed or not; the largest table that is known has 6 MB."""
LONGEST = 200_000
"""How many lines a table may have; there are 35,000 communes."""
COLUMNS_SHOWN = 4
"""How many columns are named of a table that is another."""
WIDEST = 500
"""How many columns a table may have; a unit's hours make 48."""
LONGEST_MESSAGE = 600
"""How many characters a message may have: it quotes what stands in the file."""

Progress = Callable[[str, float], None]
"""Told of how far a long import is: what is being done, a share from 0 to 1."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What an import is told beside its files: the edition and provenance that a person states.

    `today` is the day of the import: no edition is of a later one.  `departement` is the code of
    the only one that is kept of a file that has one row a commune.
    """

    edition: date | None = None
    provenance: str = ""
    departement: str = ""
    progress: Progress = lambda _what, _share: None
    today: date | None = None


class InputFile:
    """A file on the command line; every problem found in it is gathered here."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        self.problems: list[Problem] = []
        self._counts: dict[tuple[str, Severity], int] = {}
        self._beyond: dict[tuple[str, Severity], int | None] = {}
        self._largest = LARGEST
        self._lighter = ""
        self._digest = ""

    def limit_size(self, largest: int, hint: str) -> None:
        """Let the file have `largest` bytes; `hint` says what to give instead of a larger one."""
        self._largest, self._lighter = largest, hint

    @cached_property
    def data(self) -> bytes:
        """Its bytes, unzipped when it is gzip; raise ContentError when it cannot be read.

        A file that is too large, or would be once unpacked, is refused before it fills the memory.
        """
        try:
            with self.path.open("rb") as file:
                stored = file.read(self._largest + 1)
            data = _unzipped(stored, self._largest)
        except gzip.BadGzipFile:
            reason = "archive gzip abîmée"
        except OSError as error:
            reason = f"lecture impossible : {reason_of(error)}"
        except (EOFError, zlib.error):
            reason = "archive gzip incomplète"
        else:
            if max(len(stored), len(data)) <= self._largest:
                self._digest = hashlib.sha256(stored).hexdigest()
                return data
            message = f"fichier trop gros : plus de {self._largest // 1_000_000} Mo"
            raise self.refusal("taille", message, hint=self._lighter)
        hint = "vérifiez le chemin, ou téléchargez le fichier encore"
        raise self.refusal("lecture", reason, hint=hint)

    @property
    def importe(self) -> Importe:
        """The file as a manifest names it: with the digest of the bytes that were converted.

        A file that another program reads from its path is read again for it.
        """
        if not self._digest:
            with self.path.open("rb") as file:
                self._digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Importe(fichier=self.path.name, sha256=self._digest)

    @cached_property
    def text(self) -> str:
        """Its text: UTF-8, with or without a mark, or Western European; mended when it was both.

        A text that was coded twice is mended, with a warning, when that loses nothing.  Raise
        ContentError when it is no text.
        """
        if foreign := describe_foreign(self.data):
            message, hint = foreign
            raise self.refusal("forme", message, hint=hint)
        data = self.data.removeprefix(BOM)
        try:
            text = data.decode()
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
        return self._coded_once(text)

    def _coded_once(self, text: str) -> str:
        for line in _lines_of(REPLACEMENT, text):
            self.error("codage", "une lettre est illisible", line, hint=DOWNLOAD_AGAIN)
        if not DOUBLE_ENCODED.search(text):
            return text
        for coding in ("cp1252", "latin-1"):
            try:
                mended = text.encode(coding).decode()
            except UnicodeError:
                continue
            message = "texte codé deux fois (« Ã© » pour « é ») : il a été rétabli sans perte"
            self.warn("codage", message)
            return mended
        for line in _lines_of(DOUBLE_ENCODED, text):
            self.error(
                "codage", "texte codé deux fois : lettres perdues", line, hint=DOWNLOAD_AGAIN
            )
        return text

    def table(self, delimiter: str = ";") -> Table:
        """Return the table that it holds; raise ContentError when its first line is no header."""
        lines = io.StringIO(self.text.removeprefix("\ufeff"), newline="")
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            header = [name.strip() for name in next(reader, [])]
        except csv.Error as error:
            raise self.refusal("entete", _reason(error), 1, hint=DOWNLOAD_AGAIN) from error
        if not 2 <= len(header) <= WIDEST:
            hint = f"la première ligne doit nommer les colonnes, séparées par « {delimiter} »"
            raise self.refusal("entete", "ce n’est pas le tableau attendu", 1, hint=hint)
        return Table(self, tuple(header), reader)

    # What is wrong with it

    def error(
        self, code: str, message: str, line: int | None = None, column: str = "", hint: str = ""
    ) -> None:
        """Note a problem; beyond a few of one sort they are only counted."""
        if self._is_shown(code, Severity.ERREUR, line):
            told = (_cut(message), line, None, _cut(column), code, _cut(hint))
            self.problems.append(Problem(self.name, *told))

    def warn(
        self, code: str, message: str, line: int | None = None, hint: str = "", column: str = ""
    ) -> None:
        """Note something that people should know, and that stops nothing."""
        severity = Severity.AVERTISSEMENT
        if self._is_shown(code, severity, line):
            told = (_cut(message), line, None, _cut(column), code, _cut(hint))
            self.problems.append(Problem(self.name, *told, severity=severity))

    def _is_shown(self, code: str, severity: Severity, line: int | None) -> bool:
        """Count a problem of a sort, and say whether it is told; keep where the others begin."""
        count = self._counts.get((code, severity), 0) + 1
        self._counts[code, severity] = count
        if count > SHOWN:
            self._beyond.setdefault((code, severity), line)
        return count <= SHOWN

    def refusal(
        self, code: str, message: str, line: int | None = None, column: str = "", hint: str = ""
    ) -> ContentError:
        """Note a problem after which nothing more can be read; return all of them, to raise."""
        self.error(code, message, line, column, hint)
        return ContentError(self.all_problems)

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """All that was noted, with how many more there are of what was only counted."""
        more = (
            Problem(
                self.name,
                f"et {counted(self._counts[sort] - SHOWN, 'autre')} de la même sorte que plus haut",
                line,
                code=sort[0],
                severity=sort[1],
            )
            for sort, line in self._beyond.items()
        )
        return (*self.problems, *more)


def _unzipped(stored: bytes, largest: int) -> bytes:
    """Return the bytes themselves, or what they hold: no more than one above `largest`."""
    if stored[:2] != b"\x1f\x8b" or len(stored) > largest:
        return stored
    with gzip.GzipFile(fileobj=io.BytesIO(stored)) as file:
        return file.read(largest + 1)


def _lines_of(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    """Yield each line, from 1, in which a pattern is found; none beyond what a table may have."""
    line, told, seen = 1, 0, 0
    for found in islice(pattern.finditer(text), LONGEST):
        line += text.count("\n", seen, found.start())
        seen = found.start()
        if line != told:
            yield line
        told = line


def _cut(text: str) -> str:
    """Return a text that may quote anything, no longer than people read."""
    return text if len(text) <= LONGEST_MESSAGE else f"{text[:LONGEST_MESSAGE]}…"


def _reason(error: csv.Error) -> str:
    """Say in French why a line is none of a table."""
    if "field larger" in str(error):
        return f"valeur de plus de {csv.field_size_limit()} caractères"
    return "guillemets mal fermés"


class Table:
    """Rows under named columns, as an official CSV file holds them."""

    def __init__(
        self, infile: InputFile, columns: tuple[str, ...], lines: Iterator[list[str]]
    ) -> None:
        self.infile = infile
        self.columns = columns
        self._lines = lines

    def expect(self, needed: Iterable[str], allowed: Collection[str] = ()) -> None:
        """Raise ContentError with every column that is missing, unknown or there twice.

        `needed` must all be there; any other must be in `allowed`.  A table that has none of them
        is another file.
        """
        needed = tuple(needed)
        if not set(needed) & set(self.columns):
            found, wanted = (", ".join(names[:COLUMNS_SHOWN]) for names in (self.columns, needed))
            hint = f"ses colonnes sont {found}… ; il en faut d’autres : {wanted}…"
            message = "ce n’est pas ce fichier qui est attendu ici : aucune colonne n’est la bonne"
            raise self.infile.refusal("colonne", message, 1, hint=hint)
        for name in needed:
            if name not in self.columns:
                near = closest(name, [other for other in self.columns if other not in needed])
                self.infile.error("colonne", f"colonne absente : « {name} »", 1, name, near)
        for rank, name in enumerate(self.columns):
            if name not in needed and name not in allowed:
                hint = "une édition jamais vue : docgen ne devine pas ce qu’elle veut dire"
                told = (
                    f"colonne inconnue : « {name} »" if name else f"colonne {rank + 1} sans titre"
                )
                self.infile.error("colonne", told, 1, name, hint)
            if name in self.columns[:rank]:
                self.infile.error("colonne", f"colonne en double : « {name} »", 1, name)
        if any(problem.code == "colonne" for problem in self.infile.problems):
            raise ContentError(self.infile.all_problems)

    def rows(self) -> Iterator[CsvRow]:
        """Yield each row with its line; one of another width is told and left out.

        A row without a value is none: spreadsheets leave some below the last one.
        Raise ContentError when there is no end to them.
        """
        while True:
            first = self._line + 1
            try:
                values = next(self._lines, None)
            except csv.Error as error:
                self.infile.error("ligne", _reason(error), first, hint=DOWNLOAD_AGAIN)
                continue
            if values is None:
                return
            if self._line > LONGEST:
                message = f"tableau trop long : plus de {LONGEST} lignes"
                raise self.infile.refusal("taille", message, LONGEST + 1)
            if not any(map(str.strip, values)):
                continue
            if len(values) == len(self.columns):
                yield CsvRow(self._line, dict(zip(self.columns, values, strict=True)))
            else:
                message = f"{len(values)} valeurs pour {len(self.columns)} colonnes"
                hint = "si c’est la dernière ligne, le fichier est coupé : téléchargez-le encore"
                self.infile.error("ligne", message, self._line, hint=hint)

    @property
    def _line(self) -> int:
        return int(getattr(self._lines, "line_num", 0))


def raise_errors(files: Iterable[InputFile]) -> tuple[Problem, ...]:
    """Return what people should know of the files; raise ContentError when any is wrong."""
    told = tuple(problem for infile in files for problem in infile.all_problems)
    if any(problem.severity is Severity.ERREUR for problem in told):
        raise ContentError(told)
    return told
