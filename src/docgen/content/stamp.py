"""Stamps: what a person did with a text, on which day: a check, a proofreading, an agreement.

A stamp is of words: it carries their digest, so that a text changed afterwards counts no more.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date, timedelta
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, Field, ModelWrapValidatorHandler, PrivateAttr, model_validator

from docgen.content.model import Content, Jour, Texte, refusal
from docgen.content.raw import as_group, as_text
from docgen.content.source import Source, Steps
from docgen.content.validation import Finding, mappings, problem_at
from docgen.errors import Problem
from docgen.french.days import read_day
from docgen.french.typography import fold_typography
from docgen.french.wording import date_longue

STAMPS: Final = ("adoption", "adoption_etapes", "controle", "relecture")
"""The fields that hold a stamp."""
STAMP_WORDS: Final = {
    "adoption": "l’accord",
    "adoption_etapes": "l’accord",
    "controle": "le contrôle",
    "relecture": "la relecture",
}
"""What a person did, by the field of the stamp."""
CLAUSES: Final = ("sections", "axes", "objectifs", "actions")
"""The lists of clauses in a clause: the parties agree on each of them by itself."""
NO_WORDS: Final = {*STAMPS, "etat", "etat_etapes", "a_verifier", "si_non_verifie"}
"""The fields that are no words of a text: where it stands, and who said what of it."""
BESIDE_ACT: Final = {
    *("acte", "diffusion", "exemple_fictif", "intitule", "note", "vie", "remarques", "malgre"),
    "empreinte",
}
"""The fields of an act that nobody signs."""

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
    """The day on which a person stamped a text, and who; the digest of the text as it was then.

    With `refus`, the reason, the person said no.
    """

    le: Jour
    par: Texte
    refus: Texte | None = Field(None, description="Dit non, et pourquoi ; docgen l’écrit.")
    empreinte: Empreinte | None = None
    _change: str = PrivateAttr("")

    @property
    def change(self) -> str:
        """Why it does not count, or nothing: « changé depuis l’accord du … », « refusé le … »."""
        return self._change

    @property
    def by_whom(self) -> str:
        """Who did it, as a document prints it, which does not name who refused."""
        return "" if self.refus else f" par {self.par}"


class Stamped(Content):
    """A text with the stamps that it carries, each of which knows whether it still counts."""

    @model_validator(mode="wrap")
    @classmethod
    def _compare(cls, value: Any, read: ModelWrapValidatorHandler[Self]) -> Self:
        made = read(value)
        for field in STAMPS if isinstance(value, dict) else ():
            stamp = getattr(made, field, None)
            if isinstance(stamp, Stamp):
                stamp._change = change_since(value, field)
        return made


def stamp_digest(group: Mapping[str, Any], field: str) -> str:
    """Return the digest of what the stamp `field` of a group of raw values is of.

    It does not depend on the order of the keys.  A stamp beside `a_verifier` is of this doubt too.
    """
    if field == "adoption_etapes":
        return words_digest(_words(group.get("etapes"), NO_WORDS))
    words = _words(group, NO_WORDS.union(CLAUSES) if field == "adoption" else NO_WORDS)
    if field == "controle" and "a_verifier" in group:
        return words_digest((*words, str(group["a_verifier"])))
    return words_digest(words)


def act_digest(act: Mapping[str, Any]) -> str:
    """Return the digest of the words of a whole act, which a signature is of.

    A day counts, however it is written.
    """
    said = (word.partition("=") for word in _words(act, NO_WORDS | BESIDE_ACT))
    return words_digest(f"{path}{sign}{read_day(value) or value}" for path, sign, value in said)


def act_signature(act: Mapping[str, Any]) -> tuple[Steps, dict[str, Any]]:
    """Return where an act is signed, in its amendment if it has one, and what is written there."""
    amended = as_group(act.get("avenant"))
    place = ("avenant", "signature") if amended else ("signature",)
    return place, as_group((amended or act).get("signature"))


def _words(value: object, left_out: Set[str], path: str = "") -> Iterator[str]:
    """Yield each text in raw values, with the keys that lead to it; and where a group begins."""
    if isinstance(value, dict):
        for key in sorted(value.keys() - left_out):
            yield from _words(value[key], left_out, f"{path}.{key}")
    elif isinstance(value, list):
        for part in value:
            if isinstance(part, dict | list):  # what moves from one group to the next is changed
                yield f"{path}:"
            yield from _words(part, left_out, path)
    elif value is not None:
        yield f"{path}={value}"


def is_stamped(group: Mapping[str, Any], field: str) -> bool:
    """Whether a group of raw values has a stamp that counts."""
    return bool(group.get(field)) and not change_since(group, field)


def change_since(group: Mapping[str, Any], field: str) -> str:
    """Return why the stamp of a group of raw values does not count, or nothing."""
    stamp = group.get(field)
    day = read_day(stamp.get("le")) if isinstance(stamp, dict) else None
    if day is None:
        return ""
    said, act = as_text(as_group(stamp).get("empreinte")).strip(), STAMP_WORDS[field]
    if as_group(stamp).get("refus"):
        return refusal_or_change(said, stamp_digest(group, field), day)
    return change_between(said, stamp_digest(group, field), act, day)


def change_between(empreinte: str | None, digest: str, act: str, day: date) -> str:
    """Return why an act of a day, « l’accord », does not count for other words, or nothing."""
    if not empreinte or digest.startswith(empreinte):
        return ""
    return f"changé depuis {act} du {date_longue(day)}"


def refusal_or_change(
    empreinte: str | None, digest: str, day: date, refused: str = "refusé"
) -> str:
    """Return that a person said no to words on a day; or that they changed since."""
    changed = change_between(empreinte, digest, "le refus", day)
    return changed or f"{refused} le {date_longue(day)}"


def refusal_said(group: Mapping[str, Any], field: str) -> str:
    """Return who refused a group of raw values as it stands, and why; or nothing."""
    stamp = as_group(group.get(field))
    reason, said = as_text(stamp.get("refus")), as_text(stamp.get("empreinte")).strip()
    if not reason or not stamp_digest(group, field).startswith(said):
        return ""
    return f" – {as_text(stamp.get('par'))} : {reason}"


def words_digest(words: Iterable[str]) -> str:
    """Return the digest of some texts in their order; blanks and typography do not count."""
    plain = "\x1f".join("".join(fold_typography(text).split()) for text in words)
    return hashlib.sha256(plain.encode()).hexdigest()[:DIGITS]


def begins_later(day: date, today: date) -> bool:
    """Whether a day of a file has begun nowhere on Earth, where the person's day is `today`.

    Clocks differ by a day at most: what was noted further east has been done.
    """
    return day > today + timedelta(days=1)


def future_stamps(source: Source, today: date | None) -> Iterator[Problem]:
    """Yield each stamp of a file on a day after `today`, and a signature on such a day.

    The days of an invented example are invented.
    """
    if today is None:
        return
    root = as_group(source.data)
    invented = as_text(root.get("exemple_fictif")).strip() in ("oui", "true")
    signed = root.get("acte") == "signe" and not invented
    for steps, group in mappings(source.data):
        name = steps[-1] if steps else ""
        field = "date" if name == "signature" and signed else "le" if name in STAMPS else ""
        day = read_day(group.get(field))  # another than a day is reported by its type
        if day and begins_later(day, today):
            message = f"le {date_longue(day)} n’est pas encore venu"
            hint = "écrivez le jour où cela a été fait"
            if field == "date":
                hint = "écrivez le jour où l’acte a été signé, ou « acte: projet » jusque-là"
            yield problem_at(source, Finding((*steps, field), "a-venir", message, hint))
