"""Cross references: a text names a thing by its genre and key, `{fiche:action-4.1}`.

They are answered before facts are made: what a template prints holds none any more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from docgen.markup.marks import CACHED_TEXTS, MarkError, tokens

WRITTEN: Final = re.compile(
    r"\{(?P<genre>[^\W\d_]+):(?P<cle>[^\s{}:]+?)(?:\.(?P<forme>[^\W\d_]+))?\}"
)
"""The form is letters only: `{fiche:action-4.1}` has none, `{droit:depot.ref}` has `ref`."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a text refers to, in which form it is to be said, where in the text it stands."""

    genre: str
    cle: str
    forme: str
    position: int

    def __str__(self) -> str:
        return f"{{{self.genre}:{self.cle}{self.forme and '.'}{self.forme}}}"


def read_reference(found: re.Match[str]) -> Reference:
    """Return the reference that a token is; raise MarkError when it is badly written."""
    written = WRITTEN.fullmatch(found.group())
    if written is None:
        hint = "« {fiche:action-4.1} », « {droit:ma-cle.ref} » ; une accolade s’écrit « \\{ »"
        raise MarkError(f"renvoi mal écrit : « {' '.join(found.group().split())} »", hint)
    return Reference(written["genre"], written["cle"], written["forme"] or "", found.start())


@lru_cache(maxsize=CACHED_TEXTS, typed=True)
def references(text: str) -> tuple[Reference, ...]:
    """Return what a marked text refers to, in order; raise MarkError if one is badly written."""
    return tuple(one for one in _read(text) if isinstance(one, Reference))


def replace_references(text: str, answer: Callable[[Reference], str]) -> str:
    """Return a marked text with each reference replaced by its answer, all else untouched.

    An answer is marked text itself, of words and links (see `escaped` and `linked`): emphasis
    in it would close what is open around it.
    """
    return "".join(answer(one) if isinstance(one, Reference) else one for one in _read(text))


@lru_cache(maxsize=CACHED_TEXTS, typed=True)
def _read(text: str) -> tuple[str | Reference, ...]:
    """Return a text as its references and the words between them."""
    return tuple(
        read_reference(found) if found["reference"] else found.group() for found in tokens(text)
    )
