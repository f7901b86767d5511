"""What a kind of document is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from docgen.content.model import Content
from docgen.content.source import Steps
from docgen.content.validation import Rules
from docgen.document import Document


@dataclass(frozen=True, slots=True)
class Left:
    """Something in a source to tell people of: where it stands, whose it is, what is said of it."""

    steps: Steps
    code: str
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class Place:
    """Something left to do, as a draft prints it: its name, its state, its file and line."""

    name: str
    code: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Order:
    """What compose is told besides the content: the key, the source's name, what is left."""

    key: str
    source: str
    left: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: how its content is checked, and what it says once composed.

    `content` is the model of its YAML; `rules` what must hold across fields; `left` lists, from
    the raw values, what a final document may not hold; `remarks` what the drafter is told and
    the reader is not; `compose` makes the documents.
    """

    name: str
    content: type[Content]
    rules: Rules
    left: Callable[[object], Iterable[Left]]
    remarks: Callable[[object], Iterable[Left]]
    compose: Callable[[Any, Order], Iterable[Document]]
