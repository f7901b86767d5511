"""A YAML file as written: its values as text, and the place of each.

Scalars keep the text of the file: `01004` is « 01004 », `oui` is « oui », and the model decides
what is a number or a date.  So YAML's own guesses (octal codes, `NO` for Norway, times in base
60) cannot change what was written.  Anchors, aliases and tags are refused: content needs none,
and they allow bombs.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, NoReturn

import yaml

from docgen.content.reading import read_regular
from docgen.content.repertoire import unprintable
from docgen.content.syntax import explain_other_format, explain_syntax_error
from docgen.errors import ContentError, Problem, reason_of

MAX_BYTES = 1_000_000
"""The largest content file that is read; the client's whole convention is 30 kB."""
LISTS, MAX_LIST_BYTES = "territoire", 10_000_000
"""The folder of the lists of communes and units, and the size of such a list for all of France."""
MAX_DEPTH = 30
"""The deepest nesting that is read; a convention needs 12."""
LINE_ENDS = "\r\x85\u2028\u2029"
"""Characters that end a line in YAML, besides the newline."""
SOURCES = 128
"""How many texts that were read are kept, of which a project has some seventy."""
REFUSED = "?"
"""The value in place of one that is refused already, so that no other check complains of it."""
CATEGORIES = {
    "Cc": "caractère de commande",
    "Cf": "caractère invisible",
    "Cs": "moitié de caractère",
    "L": "lettre d’un autre alphabet",
    "M": "accent isolé",
    "N": "chiffre d’une autre écriture",
    "S": "symbole",
    "Z": "espace particulière",
}
"""French names of Unicode categories, for characters that cannot be printed."""

Steps = tuple[str | int, ...]
"""A path of keys and list indices."""
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, order=True, slots=True)
class Mark:
    """A place in a file: line and column, both from 1."""

    line: int
    column: int


@dataclass(slots=True, eq=False)
class Source:
    """A content file: its values, the place of each value and key, its problems.

    The same text is read once, so nobody changes it.  `problems` are those of form that leave the
    rest readable; `check_source` adds its own.
    """

    name: str
    data: object = None
    values: dict[Steps, Mark] = field(default_factory=dict)
    keys: dict[Steps, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def place(self, steps: Steps) -> tuple[Steps, Mark]:
        """Return the deepest part of `steps` that the file holds, and its place."""
        held: Steps = ()
        for step in steps:
            if (*held, step) in self.values:
                held = (*held, step)
        return held, self.values.get(held, Mark(1, 1))

    def place_of_words(self, steps: Steps, words: str) -> Mark:
        """Return the place of words, or blanks, in the text at `steps`.

        That is the place of the text when they are not found.
        """
        held, mark = self.place(steps)
        if words:
            written = self._source_lines(held, mark)
            spaced = r"\s+".join(map(re.escape, words.split())) or re.escape(words)
            if match := re.compile(spaced).search(written, mark.column - 1):
                before = written[: match.start()].split("\n")
                return Mark(mark.line + len(before) - 1, len(before[-1]) + 1)
        return mark

    def _source_lines(self, steps: Steps, mark: Mark) -> str:
        """Return the lines from those of a value to the next key or value that is not in it."""
        others = (
            place
            for known, place in chain(self.values.items(), self.keys.items())
            if place > mark and known[: len(steps)] != steps
        )
        end = min(others, default=Mark(len(self.lines) + 1, 1))
        last = "".join(self.lines[end.line - 1 : end.line])
        return "\n".join([*self.lines[mark.line - 1 : end.line - 1], last[: end.column - 1]])

    def key_place(self, steps: Steps) -> Mark:
        """Return the place of the last key of `steps`."""
        known, mark = self.place(steps)
        return self.keys.get(known, mark)


def read_source(path: Path, name: str) -> Source:
    """Return the content file at `path`, which messages call `name`.

    Raise ContentError for its encoding, syntax or size.
    """
    return parse_source(_SourceReader(name).decode(path), name)


@lru_cache(maxsize=SOURCES)
def parse_source(text: str, name: str) -> Source:
    """Return the content of a text, which messages call `name`."""
    return _SourceReader(name).read(text)


class _SourceReader:
    def __init__(self, name: str) -> None:
        self.source = Source(name)
        self._reported: set[str] = set()

    def complain(self, code: str, message: str, mark: Mark | None, hint: str = "") -> None:
        line, column = (mark.line, mark.column) if mark else (None, None)
        problem = Problem(self.source.name, message, line, column, "", code, hint)
        self.source.problems.append(problem)

    def refuse(self, code: str, message: str, mark: Mark | None = None, hint: str = "") -> NoReturn:
        """Raise ContentError for a problem that stops the reading, with those before it."""
        self.complain(code, message, mark, hint)
        raise ContentError(sorted(self.source.problems, key=lambda problem: problem.order))

    def decode(self, path: Path) -> str:
        most = MAX_LIST_BYTES if path.parent.name == LISTS else MAX_BYTES
        try:
            data = read_regular(path, most + 1)
        except OSError as error:
            hint = "vérifiez le nom du fichier et vos droits sur lui"
            self.refuse("lecture", f"fichier illisible ({reason_of(error)})", hint=hint)
        message, hint = explain_other_format(data, self.source.name)
        if message:
            self.refuse("format", message, hint=hint)
        if len(data) > most:
            self.refuse("taille", f"fichier trop gros : {most // 1000} ko au plus")
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            lines = error.object[: error.start].decode().split("\n")
            mark = Mark(len(lines), len(lines[-1]) + 1)
            hint = "enregistrez-le de nouveau, encodage « UTF-8 »"
            self.refuse("encodage", "ce fichier n’est pas en UTF-8", mark, hint)

    def read(self, text: str) -> Source:
        self.source.lines = text.split("\n")
        self._check_characters(text)
        if not self._reported.isdisjoint(LINE_ENDS):  # YAML would count lines differently
            raise ContentError(self.source.problems)
        try:
            self._document(yaml.parse(text, Loader=LOADER))
        except (yaml.reader.ReaderError, UnicodeEncodeError):  # reported already
            raise ContentError(self.source.problems) from None
        except yaml.YAMLError as error:
            message, place, hint = explain_syntax_error(error, text, LOADER)
            self.refuse("yaml", message, Mark(*place), hint)
        except _TooDeepError as error:
            self.refuse("profondeur", "trop de niveaux imbriqués", error.mark)
        return self.source

    def _check_characters(self, text: str) -> None:
        for number, line in enumerate(text.split("\n"), 1):
            for column, char in unprintable(unicodedata.normalize("NFC", line.removesuffix("\r"))):
                if char != "\t":  # a tab gets a better message from the syntax, or is harmless
                    self._reported.add(char)
                    self._complain_of_character(char, Mark(number, column))

    def _complain_of_character(self, char: str, mark: Mark) -> None:
        category = unicodedata.category(char)
        french = CATEGORIES.get(category) or CATEGORIES.get(category[0], "signe")
        self.complain(
            "caractere",
            f"caractère non imprimable par docgen : U+{ord(char):04X} ({french})",
            mark,
            "supprimez-le ou remplacez-le ; les lettres latines et la ponctuation sont admises",
        )

    def _document(self, events: Iterator[Any]) -> None:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if self.source.values:
                    self.complain("documents", "un seul document YAML par fichier", _mark(event))
                    return
                self.source.data = self._node(next(events), events, ())
        if not self.source.values:
            hint = "écrivez-le comme un autre du même dossier, ou supprimez-le"
            self.refuse("vide", "fichier vide", Mark(1, 1), hint)

    def _node(self, event: Any, events: Iterator[Any], steps: Steps) -> object:
        mark = _mark(event)
        if len(steps) > MAX_DEPTH:
            raise _TooDeepError(mark)
        self.source.values[steps] = mark
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.complain(
                "renvoi",
                f"les renvois YAML (« &{event.anchor} », « *{event.anchor} ») ne sont pas admis",
                mark,
                "un texte qui commence par « * » ou « & » se met entre guillemets",
            )
        if isinstance(event, yaml.AliasEvent):
            return REFUSED
        if event.tag is not None and event.tag != "!":
            hint = "un texte qui commence par « ! » se met entre guillemets"
            self.complain(
                "type-yaml", f"les types YAML (« {event.tag} ») ne sont pas admis", mark, hint
            )
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, steps)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, steps)
        return self._scalar(event, mark)

    def _mapping(self, events: Iterator[Any], steps: Steps) -> dict[str, object]:
        group: dict[str, object] = {}
        for event in iter(lambda: next(events), None):
            if isinstance(event, yaml.MappingEndEvent):
                return group
            key = self._key(event, events)
            if key is None:
                continue
            first = self.source.keys.get((*steps, key))
            if first:
                self.complain(
                    "doublon",
                    f"clé « {key} » écrite deux fois (déjà ligne {first.line})",
                    _mark(event),
                    "gardez-en une seule",
                )
                self._skip(next(events), events)
                continue
            self.source.keys[(*steps, key)] = _mark(event)
            group[key] = self._node(next(events), events, (*steps, key))
        return group

    def _key(self, event: Any, events: Iterator[Any]) -> str | None:
        if isinstance(event, yaml.ScalarEvent):
            return str(unicodedata.normalize("NFC", event.value))
        hint = "écrivez « clé: valeur », et fermez crochets et accolades"
        self.complain("cle", "une clé doit être un mot simple", _mark(event), hint)
        self._skip(event, events)
        self._skip(next(events), events)
        return None

    def _skip(self, event: Any, events: Iterator[Any]) -> None:
        """Skip a node that is refused already, and its problems of form."""
        depth = 0
        while True:
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if not depth:
                return
            event = next(events)

    def _sequence(self, events: Iterator[Any], steps: Steps) -> list[object]:
        items: list[object] = []
        for event in iter(lambda: next(events), None):
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, (*steps, len(items))))
        return items

    def _scalar(self, event: Any, mark: Mark) -> str | None:
        if event.implicit[0] and event.value in ("", "~", "null"):
            return None
        if not event.style:
            self._check_rest_of_line(event.end_mark)
        value = unicodedata.normalize("NFC", event.value)
        characters = {char for _, char in unprintable(value.replace("\n", " "))}
        for char in sorted(characters - self._reported):  # written as escapes: "\u0007"
            self._complain_of_character(char, mark)
        return REFUSED if characters else str(value)

    def _check_rest_of_line(self, end: Any) -> None:
        """Refuse words after a plain text and « # », which YAML drops as a comment."""
        line = self.source.lines[end.line]
        if line[end.column :].startswith(" #"):
            self.complain(
                "diese",
                "ce qui suit « # » ne serait pas lu",
                Mark(end.line + 1, end.column + 2),
                "mettez le texte entre guillemets ; avant un commentaire, mettez deux espaces",
            )


class _TooDeepError(Exception):
    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark


def _mark(event: Any) -> Mark:  # PyYAML's own types leave most of an event out
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)
