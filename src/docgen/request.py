"""The request for a build and its outcome; imports nothing heavy, so that a cache hit is fast."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any, Final, Self

from pydantic import TypeAdapter

from docgen.document import Artifact, Diffusion, Filed, Format
from docgen.errors import Problem, Severity

OPTION: Final = "option"
"""The key under which a field's metadata names its option of the command line."""


def option(name: str) -> dict[str, str]:
    """Return the metadata of a field that the command line gives as `name`."""
    return {OPTION: name}


@dataclass(frozen=True, slots=True)
class Options:
    """What may be asked of one kind of document only; a kind declares its own."""

    @classmethod
    def of_release(cls, circle: Diffusion, day: date) -> Self:
        """Return the options under which a release makes documents for a circle of readers."""
        return cls()

    def typed(self, *, framed: bool) -> Iterator[tuple[str, str]]:
        """Yield the command line's options that no single field names, with their values."""
        return iter(())


DEFAULTS: Final = Options()
"""The options of a kind for which nobody asked for any."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a build, whatever the kind of document, and the kind's own options.

    `final` makes only documents that may be final; `anchors` names a signature service, empty for
    docgen's own fields (`rendering/html/signature_anchors.py`); `communes` are codes or names as
    typed; `framed` has PDFs made in frames; `no_cache` makes everything anew and keeps nothing.
    """

    formats: tuple[Format, ...] = tuple(Format)
    final: bool = field(default=False, metadata=option("--final"))
    anchors: str = field(default="", metadata=option("--anchors"))
    communes: tuple[str, ...] = ()
    options: Options = DEFAULTS
    framed: bool = False
    no_cache: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return what changes documents, as JSON; fields at their defaults are left out."""
        plain = {name: value for name, value in _changed(self) if name not in BESIDE}
        data = {**plain, **dict(_changed(self.options))}
        made: dict[str, Any] = json.loads(json.dumps(data, default=_data))
        return made


BESIDE: Final = ("formats", "options", "no_cache")
"""The fields of a request that change no document, and the one that is written field by field."""


def from_json(data: Mapping[str, Any], options: type[Options]) -> Request:
    """Return the request that `to_json` wrote; raise TypeError or ValueError for anything else."""
    own = {one.name for one in fields(options)}
    general = {name: value for name, value in data.items() if name not in own}
    if "communes" in general:
        general["communes"] = tuple(general["communes"])
    chosen = TypeAdapter(options).validate_python({name: data[name] for name in own & data.keys()})
    return Request(**general, options=chosen)


def typed(request: Request) -> dict[str, str]:
    """Return the options of the command line that ask for this, by name, as they are typed.

    The value of an option that takes none is `SET`.
    """
    pairs = [*_typed(request), *_typed(request.options)]
    pairs.sort(key=lambda pair: pair[1] == SET)
    return dict([*pairs, *request.options.typed(framed=request.framed)])


SET: Final = "oui"
"""The value of an option that takes none."""


def _typed(owner: Any) -> Iterator[tuple[str, str]]:
    names = {one.name: one.metadata.get(OPTION) for one in fields(owner)}
    for name, value in _changed(owner):
        if is_dataclass(value) and not names[name] and not isinstance(value, Options):
            yield from _typed(value)
        elif shown := names[name]:
            words = " ".join(value) if isinstance(value, tuple) else str(value)
            yield shown, SET if value is True else words


def _changed(owner: Any) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a dataclass that are not at their defaults."""
    for one in fields(owner):
        value = getattr(owner, one.name)
        if value != one.default:
            yield one.name, value


def _data(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build: the files made, the problems to tell, what an earlier run had left.

    `withheld` names the documents that were asked for as final and are not ready to be; `left` is
    what keeps those of a batch from being final, item by item.  A `transient` outcome may differ
    the next time, and is not cached.
    """

    artifacts: tuple[Artifact | Filed, ...] = ()
    problems: tuple[Problem, ...] = ()
    recovered: str = ""
    withheld: tuple[str, ...] = ()
    left: tuple[Problem, ...] = ()
    transient: bool = False

    @property
    def refused(self) -> bool:
        """Whether something asked for was not made."""
        return any(problem.severity is Severity.ERREUR for problem in self.problems)
