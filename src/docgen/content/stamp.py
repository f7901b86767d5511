"""Stamps: what a person did with a text, on which day: a check, a proofreading, an agreement.

A stamp is of words: it carries their digest, so that a text changed afterwards counts no more.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Final

from pydantic import AfterValidator

from docgen.content.model import Content, Jour, Texte, refusal
from docgen.content.source import Source
from docgen.content.validation import Finding, mappings, problem_at
from docgen.errors import Problem
from docgen.french.typography import fold_typography
from docgen.french.wording import date_longue

STAMPS: Final = ("adoption", "controle", "relecture")
"""The fields that hold a stamp."""


DIGITS: Final = 16
"""The hexadecimal digits of the digest in a stamp."""


def _empreinte(value: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{12,64}", value):
        hint = "c’est docgen qui l’écrit : retirez-la, puis « docgen sceller »"
        raise refusal("empreinte", f"empreinte mal formée : « {value} »", hint)
    return value


Empreinte = Annotated[Texte, AfterValidator(_empreinte)]
"""The digest of words, in hexadecimal; docgen writes it."""


class Stamp(Content):
    """The day on which a person stamped a text, and who; the digest of the text as it was then."""

    le: Jour
    par: Texte
    empreinte: Empreinte | None = None

    def fits(self, digest: str) -> bool:
        """Whether it was put on a text of this digest; a stamp without one fits any text."""
        return self.empreinte is None or digest.startswith(self.empreinte)


def words_digest(words: Iterable[str]) -> str:
    """Return the digest of some texts in their order; blanks and typography do not count."""
    plain = "\x1f".join("".join(fold_typography(text).split()) for text in words)
    return hashlib.sha256(plain.encode()).hexdigest()[:DIGITS]


def future_stamps(source: Source, today: date | None) -> Iterator[Problem]:
    """Yield each stamp of a file on a day after `today`."""
    if today is None:
        return
    for steps, group in mappings(source.data):
        day = _day(group.get("le"))
        if steps and steps[-1] in STAMPS and day and day > today:
            message = f"le {date_longue(day)} n’est pas encore venu"
            hint = "écrivez le jour où cela a été fait"
            yield problem_at(source, Finding((*steps, "le"), "a-venir", message, hint))


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:  # reported by its type
        return None
