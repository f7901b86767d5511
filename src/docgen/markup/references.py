"""Cross references inside a text, by genre and key: `{fiche:action-4.1}`.

They are replaced before facts are composed: a template never meets one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from docgen.markup.marks import CACHED_TEXTS, MarkError, tokens

WELL_FORMED: Final = re.compile(
    r"\{(?P<genre>[^\W\d_]+):(?P<cle>[^\s{}:]+?)(?:\.(?P<forme>[^\W\d_]+))?\}"
)
"""The form holds letters only: `{fiche:action-4.1}` has none, `{droit:depot.ref}` has `ref`."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference: the genre and key of its target, its form, its position in the text."""

    genre: str
    cle: str
    forme: str
    position: int

    def __str__(self) -> str:
        return f"{{{self.genre}:{self.cle}{self.forme and '.'}{self.forme}}}"


def read_reference(token: re.Match[str]) -> Reference:
    """Return the reference of a token; raise MarkError when it is malformed."""
    written = WELL_FORMED.fullmatch(token.group())
    if written is None:
        hint = "« {fiche:action-4.1} », « {droit:ma-cle.ref} » ; une accolade s’écrit « \\{ »"
        raise MarkError(
            f"renvoi mal écrit : « {' '.join(token.group().split())} »", hint, token.group()
        )
    return Reference(written["genre"], written["cle"], written["forme"] or "", token.start())


@lru_cache(maxsize=CACHED_TEXTS, typed=True)
def references(text: str) -> tuple[Reference, ...]:
    """Return the references of a marked text, in order; raise MarkError if one is malformed."""
    return tuple(part for part in _parts(text) if isinstance(part, Reference))


def replace_references(text: str, answer: Callable[[Reference], str]) -> str:
    """Return a marked text with each reference replaced by its answer.

    An answer is itself marked text, of words and links (see `escape_marks` and `mark_link`);
    emphasis in it would close the emphasis around it.
    """
    return "".join(answer(part) if isinstance(part, Reference) else part for part in _parts(text))


@lru_cache(maxsize=CACHED_TEXTS, typed=True)
def _parts(text: str) -> tuple[str | Reference, ...]:
    return tuple(
        read_reference(token) if token["reference"] else token.group() for token in tokens(text)
    )
