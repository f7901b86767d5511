"""A YAML file as people write it: plain values, and the place of every one of them.

Scalars stay the text that stands in the file: `01004` is « 01004 », `oui` is « oui », and the
model that receives a value decides whether it is a number or a date.  So none of YAML's own
guesses (octal codes, `NO` for Norway, times in base 60) can change what a secretary wrote.
Anchors, aliases and tags are refused: content needs none, and they hide bombs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from docgen.content.dependencies import read_whole
from docgen.content.repertoire import unprintable
from docgen.content.syntax import explain_syntax_error
from docgen.errors import ContentError, Problem, reason_of

MAX_BYTES = 1_000_000
"""The largest content file that is read; the client's whole convention is 30 kB."""
MAX_DEPTH = 30
"""The deepest nesting that is read; a convention needs 12."""
LINE_ENDS = "\r\x85\u2028\u2029"
"""What YAML takes for the end of a line, besides the usual."""
REFUSED = "?"
"""Stands for a value that is refused already, so that nothing more is said of it."""
STRANGERS = {
    "Cc": "caractère de commande",
    "Cf": "caractère invisible",
    "Cs": "moitié de caractère",
    "L": "lettre d’un autre alphabet",
    "M": "accent isolé",
    "N": "chiffre d’une autre écriture",
    "S": "symbole",
    "Z": "espace particulière",
}
"""What a character that cannot be printed is, by its Unicode category."""

Steps = tuple[str | int, ...]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file: line and column, both from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Source:
    """One content file: what it says, where each value and each key stands, what is wrong in it.

    `problems` are those of form that leave the rest readable: `check` tells them with its own.
    """

    name: str
    data: object = None
    values: dict[Steps, Mark] = field(default_factory=dict)
    keys: dict[Steps, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, steps: Steps) -> tuple[Steps, Mark]:
        """Return the deepest part of `steps` that the file holds, and where it stands."""
        known: Steps = ()
        for step in steps:
            if (*known, step) in self.values:
                known = (*known, step)
        return known, self.values.get(known, Mark(1, 1))

    def key_place(self, steps: Steps) -> Mark:
        """Return where the key that `steps` end with stands."""
        known, mark = self.place(steps)
        return self.keys.get(known, mark)


def read_source(path: Path, name: str) -> Source:
    """Read the content file at `path`, called `name` in messages.

    Raise ContentError when it cannot be read: encoding, syntax, size.
    """
    read_whole(path)
    reader = _SourceReader(name)
    return reader.read(reader.decode(path))


def parse_source(text: str, name: str) -> Source:
    """Read content that is in memory already, called `name` in messages."""
    return _SourceReader(name).read(text)


class _SourceReader:
    """Turns the events of a YAML parser into values and marks, and gathers what is wrong."""

    def __init__(self, name: str) -> None:
        self.source = Source(name)
        self._strangers: set[str] = set()

    def complain(self, code: str, message: str, mark: Mark | None = None, hint: str = "") -> None:
        """Keep one more problem."""
        line, column = (mark.line, mark.column) if mark else (None, None)
        problem = Problem(self.source.name, message, line, column, "", code, hint)
        self.source.problems.append(problem)

    def refuse(self, code: str, message: str, mark: Mark | None = None, hint: str = "") -> NoReturn:
        """Raise a problem that leaves nothing to read, with those found before it."""
        self.complain(code, message, mark, hint)
        raise ContentError(sorted(self.source.problems, key=lambda problem: problem.order))

    def decode(self, path: Path) -> str:
        """Return the file's text."""
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            hint = "vérifiez le nom du fichier et vos droits sur lui"
            self.refuse("lecture", f"fichier illisible ({reason_of(error)})", hint=hint)
        if len(data) > MAX_BYTES:
            self.refuse("taille", f"fichier trop gros : {MAX_BYTES // 1000} ko au plus")
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            mark = _mark_of_byte(error.object, error.start)
            hint = "enregistrez-le de nouveau, encodage « UTF-8 »"
            self.refuse("encodage", "ce fichier n’est pas en UTF-8", mark, hint)

    def read(self, text: str) -> Source:
        """Return the one YAML document that `text` must be."""
        self._check_characters(text)
        if not self._strangers.isdisjoint(LINE_ENDS):  # places would be counted otherwise
            raise ContentError(self.source.problems)
        try:
            self._document(yaml.parse(text, Loader=LOADER))
        except (yaml.reader.ReaderError, UnicodeEncodeError):  # characters told of already
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
                    self._strangers.add(char)
                    self._misfit(char, Mark(number, column))

    def _misfit(self, char: str, mark: Mark) -> None:
        category = unicodedata.category(char)
        known = STRANGERS.get(category) or STRANGERS.get(category[0], "signe")
        self.complain(
            "caractere",
            f"caractère non imprimable par docgen : U+{ord(char):04X} ({known})",
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
        found: dict[str, object] = {}
        for event in iter(lambda: next(events), None):
            if isinstance(event, yaml.MappingEndEvent):
                return found
            key = self._key(event, events, steps)
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
            found[key] = self._node(next(events), events, (*steps, key))
        return found

    def _key(self, event: Any, events: Iterator[Any], steps: Steps) -> str | None:
        if isinstance(event, yaml.ScalarEvent):
            return str(unicodedata.normalize("NFC", event.value))
        self.complain("cle", "une clé doit être un mot simple", _mark(event))
        self._skip(event, events)
        self._skip(next(events), events)
        return None

    def _skip(self, event: Any, events: Iterator[Any]) -> None:
        """Pass over a node, its problems of form included: it has been refused already."""
        depth = 0
        while True:
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if not depth:
                return
            event = next(events)

    def _sequence(self, events: Iterator[Any], steps: Steps) -> list[object]:
        found: list[object] = []
        for event in iter(lambda: next(events), None):
            if isinstance(event, yaml.SequenceEndEvent):
                break
            found.append(self._node(event, events, (*steps, len(found))))
        return found

    def _scalar(self, event: Any, mark: Mark) -> str | None:
        if event.implicit[0] and event.value in ("", "~", "null"):
            return None
        value = unicodedata.normalize("NFC", event.value)
        strangers = {char for _, char in unprintable(value.replace("\n", " "))}
        for char in sorted(strangers - self._strangers):  # those written as escapes: "\u0007"
            self._misfit(char, mark)
        return REFUSED if strangers else str(value)


def _end_of(lines: list[str]) -> Mark:
    return Mark(len(lines), len(lines[-1]) + 1)


class _TooDeepError(Exception):
    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark


def _mark(event: Any) -> Mark:  # PyYAML's own types leave most of an event out
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


def _mark_of_byte(data: bytes, index: int) -> Mark:
    """Return the place of the first byte that is not UTF-8, all before it being so."""
    return _end_of(data[:index].decode().split("\n"))
