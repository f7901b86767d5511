"""An input file: its bytes, its text in any usual encoding, its rows with their lines."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
import stat
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path

from docgen.cache import Store
from docgen.errors import ContentError, Problem, Severity, closest, reason_of
from docgen.french.wording import counted
from docgen.importing.file_types import describe_foreign
from docgen.referential.snapshot import CsvRow, Importe

BOM = b"\xef\xbb\xbf"
DOWNLOAD_AGAIN = "téléchargez le fichier d’origine, sans l’ouvrir dans un autre programme"
AGAIN = "téléchargez-le de nouveau"
REBUILT = (
    "ce fichier est d’une édition que docgen ne connaît pas, ou un tiers l’a refait : donnez le"
    " fichier officiel (data.gouv.fr), tel qu’il est publié"
)
MAX_PROBLEMS_SHOWN = 20
"""How many problems of one sort are reported one by one; the others are counted."""
DOUBLE_ENCODED = re.compile(
    "[ÃÂ][\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€"
)
"""What UTF-8 decoded as Western European leaves in a French text; it does not match « CHÂTEAU »."""
REPLACEMENT = re.compile("\ufffd")
"""The character that stands for a letter that could not be decoded."""
MAX_BYTES = 64_000_000
"""The largest file, in bytes, packed or not; the largest known table has 6 MB."""
MAX_LINES = 200_000
"""The longest table, in lines; there are 35,000 communes."""
COLUMNS_SHOWN = 4
"""How many columns a message lists of an unexpected table."""
MAX_COLUMNS = 500
"""The widest table, in columns; the hours of a unit take 48."""
BREAKS = re.compile(r"[\t-\r\x1c-\x1e\x85\u2028\u2029]+")
CONTROL_SIGNS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control signs, and those that turn the direction of a text."""
LONGEST_MESSAGE = 600
"""The longest message, in characters, for it quotes the file."""

Progress = Callable[[str, float], None]
"""A callback for long imports: the current task, and its share from 0 to 1."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The options of an import: the edition and the provenance that a person states.

    `today` is the day of the import, after which no edition may be. `departement` is the code of
    the only one to keep, from a file with one row for each commune.
    """

    edition: date | None = None
    provenance: str = ""
    departement: str = ""
    progress: Progress = lambda _what, _share: None
    today: date | None = None
    store: Store | None = None
    """The cache, where an import keeps what it need not read again."""


class InputFile:
    """A file to import, which collects the problems found in it."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        self.problems: list[Problem] = []
        self._counts = Counter[tuple[str, Severity]]()
        self._beyond: dict[tuple[str, Severity], int | None] = {}
        self._largest = MAX_BYTES
        self._lighter = ""
        self._digest = ""

    def limit_size(self, largest: int, hint: str) -> None:
        """Set the largest size, in bytes, and the hint of the error for a larger file."""
        self._largest, self._lighter = largest, hint

    def refuse_special(self) -> None:
        """Raise ContentError for a pipe or a device, whose reading might never end."""
        with suppress(OSError):  # whoever reads it will explain
            mode = self.path.stat().st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                hint = "enregistrez ce qu’il donne dans un fichier, et donnez ce fichier"
                message = "ce n’est pas un fichier, mais un tube ou un périphérique"
                raise self.refusal("lecture", message, hint=hint)

    @cached_property
    def data(self) -> bytes:
        """Its bytes, unzipped if it is gzip; raise ContentError when it cannot be read.

        A file that is too large, or would be once unzipped, is refused before it fills the memory.
        """
        self.refuse_special()
        try:
            with self.path.open("rb") as file:
                stored = file.read(self._largest + 1)
            data = _unzip(stored, self._largest)
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
        raise self.unreadable(reason)

    @property
    def importe(self) -> Importe:
        """The entry of the file in `edition.yaml`, with the digest of the converted bytes.

        The file is read again if another program has read it from its path.
        """
        if not self._digest:
            with self.path.open("rb") as file:
                self._digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Importe(fichier=self.path.name, sha256=self._digest)

    @cached_property
    def text(self) -> str:
        """Its text, from UTF-8 (with or without a mark) or Western European.

        A text that was encoded twice is repaired, with a warning, if nothing is lost. Raise
        ContentError when the file is not text.
        """
        if foreign := describe_foreign(self.data):
            message, hint = foreign
            raise self.refusal("forme", message, hint=hint)
        data = self.data.removeprefix(BOM)
        try:
            text = data.decode()
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
        return self._repair_encoding(text)

    def _repair_encoding(self, text: str) -> str:
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

    def table(self) -> Table:
        """Return its table; raise ContentError when its first line is not a header."""
        lines = io.StringIO(self.text.removeprefix("\ufeff"), newline="")
        reader = csv.reader(lines, delimiter=";", strict=True)
        try:
            header = [name.strip() for name in next(reader, [])]
        except csv.Error as error:
            raise self.refusal("entete", _csv_error(error), 1, hint=DOWNLOAD_AGAIN) from error
        if not 2 <= len(header) <= MAX_COLUMNS:
            hint = "la première ligne doit nommer les colonnes, séparées par « ; »"
            raise self.refusal("entete", "ce n’est pas le tableau attendu", 1, hint=hint)
        return Table(self, tuple(header), reader)

    # Problems

    def error(
        self, code: str, message: str, line: int | None = None, column: str = "", hint: str = ""
    ) -> None:
        """Add an error; beyond a few of one sort they are only counted.

        Without a hint of its own, it says to take the original file.
        """
        self._add(Severity.ERREUR, code, message, line, column, hint or DOWNLOAD_AGAIN)

    def warn(
        self, code: str, message: str, line: int | None = None, hint: str = "", column: str = ""
    ) -> None:
        """Add a warning, which does not stop the import."""
        self._add(Severity.AVERTISSEMENT, code, message, line, column, hint)

    def _add(
        self, severity: Severity, code: str, message: str, line: int | None, *more: str
    ) -> None:
        self._counts[code, severity] += 1
        if self._counts[code, severity] > MAX_PROBLEMS_SHOWN:
            self._beyond.setdefault((code, severity), line)
            return
        text, column, hint = map(_quotable, (message, *more))
        self.problems.append(Problem(self.name, text, line, None, column, code, hint, severity))

    def refusal(
        self, code: str, message: str, line: int | None = None, column: str = "", hint: str = ""
    ) -> ContentError:
        """Add an error that stops the reading; return the exception to raise, with all errors."""
        self.error(code, message, line, column, hint)
        return ContentError(self.all_problems)

    def unreadable(self, reason: str) -> ContentError:
        """Return the exception to raise for a file that cannot be read, with all errors."""
        hint = "vérifiez le chemin, ou téléchargez le fichier encore"
        return self.refusal("lecture", reason, hint=hint)

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """All problems, and the number of those that are only counted."""
        more = []
        for (code, severity), line in self._beyond.items():
            number = counted(self._counts[code, severity] - MAX_PROBLEMS_SHOWN, "autre")
            message = f"et {number} de la même sorte que plus haut"
            more.append(Problem(self.name, message, line, code=code, severity=severity))
        return (*self.problems, *more)


def _unzip(stored: bytes, largest: int) -> bytes:
    if stored[:2] != b"\x1f\x8b" or len(stored) > largest:
        return stored
    with gzip.GzipFile(fileobj=io.BytesIO(stored)) as file:
        return file.read(largest + 1)


def _lines_of(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    """Yield each line, from 1, where a pattern matches, up to the longest table."""
    line, last, seen = 1, 0, 0
    for match in islice(pattern.finditer(text), MAX_LINES):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        if line != last:
            yield line
        last = line


def _quotable(text: str) -> str:
    """Return a text on one line, without signs that would act on a terminal, and not too long."""
    text = CONTROL_SIGNS.sub("\ufffd", BREAKS.sub(" ", text))
    return text if len(text) <= LONGEST_MESSAGE else f"{text[:LONGEST_MESSAGE]}…"


def _csv_error(error: csv.Error) -> str:
    if "field larger" in str(error):
        return f"valeur de plus de {csv.field_size_limit()} caractères"
    return "guillemets mal fermés"


class Table:
    """The rows of a CSV file, under named columns."""

    def __init__(
        self,
        infile: InputFile,
        columns: tuple[str, ...],
        lines: Iterator[list[str]],
        longest: int | None = None,
    ) -> None:
        self.infile = infile
        self.columns = columns
        self._lines = lines
        self._longest = longest or MAX_LINES

    def expect(self, needed: Iterable[str], allowed: Collection[str] = ()) -> None:
        """Raise ContentError with every column that is missing, unknown or repeated.

        All of `needed` must be present; any other must be in `allowed`.
        """
        needed = tuple(needed)
        absent = [name for name in needed if name not in self.columns]
        if 2 * len(absent) > len(needed):
            columns, wanted = (", ".join(names[:COLUMNS_SHOWN]) for names in (self.columns, absent))
            hint = f"ses colonnes sont {columns}… ; il en faut d’autres : {wanted}…"
            why = f"il y manque {len(absent)} des {len(needed)} colonnes"
            if len(absent) == len(needed):
                why = "aucune colonne n’est la bonne"
            message = f"ce n’est pas ce fichier qui est attendu ici : {why}"
            raise self.infile.refusal("colonne", message, 1, hint=hint)
        for name in absent:
            near = closest(name, [other for other in self.columns if other not in needed])
            message = f"colonne absente : « {name} »"
            self.infile.error("colonne", message, 1, name, near or REBUILT)
        for rank, name in enumerate(self.columns):
            if name not in needed and name not in allowed:
                message = (
                    f"colonne inconnue : « {name} »" if name else f"colonne {rank + 1} sans titre"
                )
                self.infile.error("colonne", message, 1, name, REBUILT)
            if name in self.columns[:rank]:
                self.infile.error("colonne", f"colonne en double : « {name} »", 1, name)
        if any(problem.code == "colonne" for problem in self.infile.problems):
            raise ContentError(self.infile.all_problems)

    def rows(self) -> Iterator[CsvRow]:
        """Yield each row with its line; rows of another width are errors and are skipped.

        Empty rows, which spreadsheets leave at the end, are skipped too. Raise ContentError when
        there are too many rows.
        """
        while True:
            first = self._line + 1
            try:
                values = next(self._lines, None)
            except csv.Error as error:
                self.infile.error("ligne", _csv_error(error), first, hint=DOWNLOAD_AGAIN)
                continue
            if values is None:
                return
            if self._line > self._longest:
                message = f"tableau trop long : plus de {self._longest} lignes"
                raise self.infile.refusal("taille", message, self._longest + 1)
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
    """Return the warnings of the files; raise ContentError if there is any error."""
    problems = tuple(problem for infile in files for problem in infile.all_problems)
    if any(problem.severity is Severity.ERREUR for problem in problems):
        raise ContentError(_said_once(problems))
    return problems


def _said_once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield problems, but what is wrong with several whole files at the first of them only."""
    alike = defaultdict[Problem, list[Problem]](list)
    for problem in problems:
        alike[problem if problem.line else replace(problem, file="")].append(problem)
    for first, *others in alike.values():
        files = {one.file for one in others} - {first.file}
        more = counted(len(files), "autre fichier", "autres fichiers")
        yield replace(first, message=f"{first.message} ; de même {more}") if files else first
