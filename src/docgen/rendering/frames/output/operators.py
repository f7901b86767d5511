"""Painted operators as bytes: marked content without its numbers, drawings named by what they are.

WeasyPrint numbers marked content and names drawings page by page; here both are told apart from
the operators, so that what is painted once can stand on any page of any file.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pydyf

from docgen.rendering.frames.refusal import RefusedError
from docgen.rendering.pdf.text_operators import without_null_moves

REFERENCE: Final = re.compile(rb"(\d+) 0 R")
DRAWN: Final = re.compile(rb"/(\w+) (Do|scn)")
REFUSED: Final = re.compile(rb"/s\d+ (sh|gs)|/P\d+ scn")
LEVEL: Final = 5
"""How hard contents are compressed: two hundredths larger than as zlib does by itself, in half the
time."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A PDF value as bytes, whose references are `%d`, and what each of them leads to."""

    template: bytes
    leads: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A stream that pages share (a form, a pattern, an image): its dictionary and its contents.

    `inside` are the drawings that it draws in its turn.
    """

    name: str
    entries: Raw
    data: bytes
    inside: tuple[Drawing, ...] = ()

    def walk(self) -> Iterator[Drawing]:
        """Yield the drawing and all that it needs."""
        yield self
        for one in self.inside:
            yield from one.walk()


@dataclass(slots=True)
class Painted:
    """Operators as bytes, their numbers of marked content being `%d`, and what they need.

    `alphas` are states of transparency by their names; `drawings` by theirs.
    """

    template: bytes
    marks: int
    alphas: dict[str, bytes] = field(default_factory=dict)
    drawings: dict[str, Drawing] = field(default_factory=dict)

    def numbered(self, first: int) -> bytes:
        """Return the operators, their marked content numbered from `first`."""
        return self.template % tuple(range(first, first + self.marks))


class Writer:
    """Turns pydyf's objects of one file into values that stand in another.

    `known` are the objects that every file has, by their numbers: each is what leads to it.
    """

    def __init__(self, objects: list[Any], known: Mapping[int, Any]) -> None:
        self.objects = objects
        self.known = known
        self._drawings: dict[int, tuple[Drawing, Any]] = {}

    def painted(self, items: Iterable[Any], resources: Mapping[str, Any]) -> Painted:
        """Return operators as bytes; raise RefusedError for what cannot stand elsewhere."""
        parts: list[bytes] = []
        found = Painted(b"", 0)
        for item in items:
            if isinstance(item, pydyf.Dictionary) and "MCID" in item:
                said = {name: value for name, value in item.items() if name != "MCID"}
                rest = escaped(pydyf.Dictionary(said).data)[2:]
                parts.append(b"<</MCID %d" + rest)
                found.marks += 1
            else:
                parts.append(self._operator(plain(without_null_moves(item)), resources, found))
        found.template = b"\n".join(parts)
        return found

    def _operator(self, said: bytes, resources: Mapping[str, Any], found: Painted) -> bytes:
        if REFUSED.fullmatch(said):
            raise RefusedError("un dégradé, un masque")
        drawn = DRAWN.fullmatch(said)
        if drawn:
            kind = "XObject" if drawn[2] == b"Do" else "Pattern"
            drawing = self._drawing(resources[kind][drawn[1].decode()])
            found.drawings |= {one.name: one for one in drawing.walk()}
            said = b"/%b %b" % (drawing.name.encode(), drawn[2])
        elif said.endswith(b" gs"):
            name = said[1:-3].decode()
            found.alphas[name] = resources["ExtGState"][name].data
        return escaped(said)

    def _drawing(self, place: Any) -> Drawing:
        """Return a stream that is drawn, given it or its reference, ready to stand elsewhere."""
        stream = place
        if isinstance(place, bytes):
            stream = self.objects[int(REFERENCE.fullmatch(place)[1])]  # type: ignore[index]
        if id(stream) not in self._drawings:
            self._drawings[id(stream)] = self._named(stream), stream
        return self._drawings[id(stream)][0]

    def _named(self, stream: Any) -> Drawing:
        resources = stream.extra.get("Resources")
        if isinstance(resources, bytes):
            resources = self.objects[int(resources.split()[0])]
        within: tuple[Drawing, ...] = ()
        if resources is None:
            data = b"\n".join(plain(item) for item in stream.stream)
            extra = dict(stream.extra)
        else:
            inside = self.painted(stream.stream, resources)
            if inside.marks:
                raise RefusedError("un texte dans un dessin")
            data = inside.template % ()
            within = tuple(inside.drawings[name] for name in sorted(inside.drawings))
            dressed = {
                "Font": Lead("fonts"),
                "ColorSpace": Lead("colours"),
                "ExtGState": pydyf.Dictionary(
                    {name: inside.alphas[name] for name in sorted(inside.alphas)}
                ),
                **_sorted_out(inside.drawings.values()),
            }
            extra = {**stream.extra, "Resources": pydyf.Dictionary(dressed)}
        if stream.compress and "Filter" not in extra:
            data, extra["Filter"] = zlib.compress(data, LEVEL), "/FlateDecode"
        extra["Length"] = len(data)
        entries = self.raw(pydyf.Dictionary(extra))
        told = hashlib.sha256(repr(entries).encode() + data).hexdigest()[:16]
        return Drawing(f"d{told}", entries, data, within)

    def raw(self, value: Any) -> Raw:
        """Return a value with its references made leads; raise RefusedError for an unknown one."""
        leads: list[Any] = []
        return Raw(b"".join(self._value(value, leads)), tuple(leads))

    def _value(self, value: Any, leads: list[Any]) -> Iterator[bytes]:
        if isinstance(value, Lead):
            leads.append(value.to)
            yield b"%d 0 R"
        elif isinstance(value, bytes) and REFERENCE.fullmatch(value):
            number = int(value.split()[0])
            if number not in self.known:
                raise RefusedError("un objet propre à un fichier")
            leads.append(self.known[number])
            yield b"%d 0 R"
        elif isinstance(value, pydyf.Dictionary):
            yield b"<<"
            for name, inner in value.items():
                yield b"/" + escaped(plain(name)) + b" "
                yield from self._value(inner, leads)
            yield b">>"
        elif isinstance(value, pydyf.Array):
            yield b"["
            for inner in value:
                yield from self._value(inner, leads)
                yield b" "
            yield b"]"
        else:
            yield escaped(plain(value))


@dataclass(frozen=True, slots=True)
class Lead:
    """A reference to what every file has, or to a drawing, by its name."""

    to: str


def _sorted_out(drawings: Iterable[Drawing]) -> dict[str, Any]:
    """Return drawings as resources of a page: patterns apart from forms and images."""
    kinds: dict[str, Any] = {"XObject": pydyf.Dictionary(), "Pattern": pydyf.Dictionary()}
    for one in sorted(drawings, key=lambda drawing: drawing.name):
        pattern = b"/PatternType" in one.entries.template
        kinds["Pattern" if pattern else "XObject"][one.name] = Lead(one.name)
    return kinds


def plain(item: Any) -> bytes:
    """Return what pydyf writes of an item."""
    written: bytes = pydyf._to_bytes(item)
    return written


def escaped(said: bytes) -> bytes:
    """Return bytes as they stand in a template."""
    return said.replace(b"%", b"%%") if b"%" in said else said
