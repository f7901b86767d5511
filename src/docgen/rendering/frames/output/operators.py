"""Painted operators as bytes: marked content without its numbers, drawings named by their content.

WeasyPrint numbers marked content and names drawings page by page; here both are separate from the
operators, so that what is painted once can stand on any page of any file.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pydyf

from docgen.rendering.frames.unsupported import UnsupportedError
from docgen.rendering.pdf.text_operators import without_null_moves

REFERENCE: Final = re.compile(rb"(\d+) 0 R")
DRAWN_RESOURCE: Final = re.compile(rb"/(\w+) (Do|scn)")
REFUSED: Final = re.compile(rb"/s\d+ (sh|gs)|/P\d+ scn")
LEVEL: Final = 5
"""The compression level: 2 % larger than with zlib's default, in half the time."""


@dataclass(frozen=True, slots=True)
class ObjectTemplate:
    """A PDF object as bytes with `%d` for each reference, and what these refer to."""

    template: bytes
    references: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A stream that pages share (form, pattern or image): its dictionary and its content.

    `inside` are the drawings that it uses in turn.
    """

    name: str
    entries: ObjectTemplate
    data: bytes
    inside: tuple[Drawing, ...] = ()

    def walk(self) -> Iterator[Drawing]:
        """Yield the drawing and all that it uses."""
        yield self
        for drawing in self.inside:
            yield from drawing.walk()


@dataclass(slots=True)
class Operators:
    """Operators as bytes with `%d` for each marked-content number, and the resources they use.

    `alphas` are transparency states and `drawings` drawings, by name.
    """

    template: bytes
    marks: int
    alphas: dict[str, bytes] = field(default_factory=dict)
    drawings: dict[str, Drawing] = field(default_factory=dict)

    def numbered(self, first: int) -> bytes:
        """Return the operators with marked content numbered from `first`."""
        return self.template % tuple(range(first, first + self.marks))


class ObjectWriter:
    """Turns pydyf objects of one file into values for another.

    `known` maps the numbers of shared objects to what refers to them.
    """

    def __init__(self, objects: list[Any], known: Mapping[int, Any]) -> None:
        self.objects = objects
        self.known = known
        self._drawings: dict[int, tuple[Drawing, Any]] = {}

    def operators_of(self, items: Iterable[Any], resources: Mapping[str, Any]) -> Operators:
        """Return operators as bytes; raise UnsupportedError for what cannot stand elsewhere."""
        parts: list[bytes] = []
        operators = Operators(b"", 0)
        for item in items:
            if isinstance(item, pydyf.Dictionary) and "MCID" in item:
                entries = {name: value for name, value in item.items() if name != "MCID"}
                rest = escape_percent(pydyf.Dictionary(entries).data)[2:]
                parts.append(b"<</MCID %d" + rest)
                operators.marks += 1
            else:
                parts.append(
                    self._operator(to_bytes(without_null_moves(item)), resources, operators)
                )
        operators.template = b"\n".join(parts)
        return operators

    def _operator(
        self, operator: bytes, resources: Mapping[str, Any], operators: Operators
    ) -> bytes:
        if REFUSED.fullmatch(operator):
            raise UnsupportedError("un dégradé, un masque")
        drawn = DRAWN_RESOURCE.fullmatch(operator)
        if drawn:
            kind = "XObject" if drawn[2] == b"Do" else "Pattern"
            drawing = self._drawing(resources[kind][drawn[1].decode()])
            operators.drawings |= {used.name: used for used in drawing.walk()}
            operator = b"/%b %b" % (drawing.name.encode(), drawn[2])
        elif operator.endswith(b" gs"):
            name = operator[1:-3].decode()
            operators.alphas[name] = resources["ExtGState"][name].data
        return escape_percent(operator)

    def _drawing(self, stream_or_reference: Any) -> Drawing:
        """Return the drawing of a stream, given directly or by reference."""
        stream = stream_or_reference
        if isinstance(stream_or_reference, bytes):
            stream = self.objects[int(REFERENCE.fullmatch(stream_or_reference)[1])]  # type: ignore[index]
        if id(stream) not in self._drawings:
            self._drawings[id(stream)] = self._new_drawing(stream), stream
        return self._drawings[id(stream)][0]

    def _new_drawing(self, stream: Any) -> Drawing:
        resources = stream.extra.get("Resources")
        if isinstance(resources, bytes):
            resources = self.objects[int(resources.split()[0])]
        used: tuple[Drawing, ...] = ()
        if resources is None:
            data = b"\n".join(to_bytes(item) for item in stream.stream)
            extra = dict(stream.extra)
        else:
            inside = self.operators_of(stream.stream, resources)
            if inside.marks:
                raise UnsupportedError("un texte dans un dessin")
            data = inside.template % ()
            used = tuple(inside.drawings[name] for name in sorted(inside.drawings))
            resources_used = {
                "Font": NamedReference("fonts"),
                "ColorSpace": NamedReference("colours"),
                "ExtGState": pydyf.Dictionary(
                    {name: inside.alphas[name] for name in sorted(inside.alphas)}
                ),
                **_drawing_resources(inside.drawings.values()),
            }
            extra = {**stream.extra, "Resources": pydyf.Dictionary(resources_used)}
        if stream.compress and "Filter" not in extra:
            data, extra["Filter"] = zlib.compress(data, LEVEL), "/FlateDecode"
        extra["Length"] = len(data)
        entries = self.template_of(pydyf.Dictionary(extra))
        # Drawings are named by this text in every file: to change it changes their bytes.
        hashed = f"Raw(template={entries.template!r}, leads={entries.references!r})"
        digest = hashlib.sha256(hashed.encode() + data).hexdigest()[:16]
        return Drawing(f"d{digest}", entries, data, used)

    def template_of(self, value: Any) -> ObjectTemplate:
        """Return a value as a template; raise UnsupportedError for an unknown reference."""
        references: list[Any] = []
        return ObjectTemplate(b"".join(self._parts_of(value, references)), tuple(references))

    def _parts_of(self, value: Any, references: list[Any]) -> Iterator[bytes]:
        if isinstance(value, NamedReference):
            references.append(value.to)
            yield b"%d 0 R"
        elif isinstance(value, bytes) and REFERENCE.fullmatch(value):
            number = int(value.split()[0])
            if number not in self.known:
                raise UnsupportedError("un objet propre à un fichier")
            references.append(self.known[number])
            yield b"%d 0 R"
        elif isinstance(value, pydyf.Dictionary):
            yield b"<<"
            for name, inner in value.items():
                yield b"/" + escape_percent(to_bytes(name)) + b" "
                yield from self._parts_of(inner, references)
            yield b">>"
        elif isinstance(value, pydyf.Array):
            yield b"["
            for inner in value:
                yield from self._parts_of(inner, references)
                yield b" "
            yield b"]"
        else:
            yield escape_percent(to_bytes(value))


@dataclass(frozen=True, slots=True)
class NamedReference:
    """A reference, by name, to a shared object or a drawing."""

    to: str


def _drawing_resources(drawings: Iterable[Drawing]) -> dict[str, Any]:
    kinds: dict[str, Any] = {"XObject": pydyf.Dictionary(), "Pattern": pydyf.Dictionary()}
    for drawing in sorted(drawings, key=lambda drawing: drawing.name):
        pattern = b"/PatternType" in drawing.entries.template
        kinds["Pattern" if pattern else "XObject"][drawing.name] = NamedReference(drawing.name)
    return kinds


def to_bytes(item: Any) -> bytes:
    """Return an item as pydyf writes it."""
    written: bytes = pydyf._to_bytes(item)
    return written


def escape_percent(data: bytes) -> bytes:
    """Return bytes with `%` doubled."""
    return data.replace(b"%", b"%%") if b"%" in data else data
