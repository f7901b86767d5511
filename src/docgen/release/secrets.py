"""What no public file may hold: the internal values of the project's content, looked for in it.

Composition leaves them out by type (`referential/diffusion.py`); this is the second lock, which
reads the finished files and trusts nothing that made them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from docgen.document import Diffusion
from docgen.errors import Problem, folded
from docgen.referential.diffusion import circle_of, reaches
from docgen.referential.referential import Referential
from docgen.referential.territoire import read_files

WORDS: Final = re.compile(r"[^\W_]+")
NUMBER: Final = re.compile(r"\d(?:[\s.\-]?\d){8,}")
"""What may be a telephone number, however it is spaced."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What must not be found: words in a row, each said once for what it is, and numbers."""

    words: tuple[tuple[str, str], ...] = ()
    numbers: frozenset[str] = frozenset()

    def found_in(self, text: str, name: str) -> Iterator[Problem]:
        """Yield a problem for each internal value that a text holds; none quotes the value."""
        plain = f" {_plain(text)} "
        for words, what in self.words:
            if f" {words} " in plain:
                yield _leak(name, what)
        if any(_digits(one) in self.numbers for one in NUMBER.findall(text)):
            yield _leak(name, "un numéro de téléphone interne")


def secrets_of(referential: Referential) -> Secrets:
    """Return the internal values of a project that no public value says too.

    A word alone is no proof (a gendarme may be called Martin, as streets are): it is looked for
    behind the text that stands before it in its model, as a rank does before a name.
    """
    internal: dict[str, str] = {}
    public = {one.telephone for one in referential.roles if one.telephone}
    public |= {one.nom_complet for one in referential.maires or ()}
    for file in read_files(referential):
        for what, value, circle in _values(file, Diffusion.PUBLIQUE, ""):
            if reaches(circle, Diffusion.PUBLIQUE):
                public.add(value)
            else:
                internal.setdefault(value, what)
    spoken, called = {_plain(one) for one in public}, {_digits(one) for one in public}
    called_inside = {value for value in internal if NUMBER.search(value)}
    numbers = {_digits(value) for value in called_inside}
    words = {_plain(value): internal[value] for value in internal.keys() - called_inside}
    kept = {(text, what) for text, what in words.items() if " " in text and text not in spoken}
    return Secrets(tuple(sorted(kept)), frozenset(numbers - called))


def _values(model: BaseModel, around: Diffusion, name: str) -> Iterator[tuple[str, str, Diffusion]]:
    """Yield every text of a model, at any depth: which field says it, the text, who may read it."""
    before = ""
    for field, known in type(model).model_fields.items():
        own = circle_of(known)
        circle = own if reaches(around, own) else around
        value = getattr(model, field)
        yield from _within(value, circle, f"{name}.{field}" if name else field)
        if isinstance(value, str) and " " not in value and before:
            yield f"{name}.{field}", f"{before} {value}", circle
        before = value if isinstance(value, str) else ""


def _within(value: object, circle: Diffusion, name: str) -> Iterator[tuple[str, str, Diffusion]]:
    if isinstance(value, BaseModel):
        yield from _values(value, circle, name)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _within(one, circle, name)
    elif isinstance(value, str) and value.strip():
        yield name, str(value), circle


def _plain(text: str) -> str:
    """Return the words of a text, without accents, capitals, or what stands between them."""
    return " ".join(WORDS.findall(folded(text)))


def _digits(text: str) -> str:
    """Return the last nine digits of a number: the same with a 0 and with +33."""
    return re.sub(r"\D", "", text)[-9:]


def _leak(name: str, what: str) -> Problem:
    message = f"une valeur interne se trouve dans un fichier public ({what})"
    hint = "ne publiez rien ; dites-le aux développeurs de docgen"
    return Problem(name, message, code="fuite", hint=hint)
