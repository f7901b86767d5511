"""Puts the values of law where a text names them: `{droit:ma-cle}`, `{droit:ma-cle.ref}`.

Pure: what was cited is given back, for the marks, the list and the judgment of a final document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from docgen.errors import closest
from docgen.referential.droit import Droit
from docgen.referential.droit_regle import Forme, Nature, Regle

CITATION: Final = re.compile(r"\{\s*droit\b(?P<asked>[^{}]*)\}?")
ASKED: Final = re.compile(r":(?P<cle>[^\s.:]+)(?:\.(?P<forme>[^\s.:]+))?")


@dataclass(frozen=True, slots=True)
class Citation:
    """An item that a text names, and the words that stand for it there."""

    regle: Regle
    dit: str


@dataclass(frozen=True, slots=True)
class Misnamed:
    """A citation that cannot be filled: where it begins in the text, why, what would mend it."""

    debut: int
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its values in: its pieces in order, and what could not be filled.

    A piece is words of the text, or a citation; one that is misnamed stays as it was written.
    """

    pieces: tuple[str | Citation, ...]
    errors: tuple[Misnamed, ...]

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(piece if isinstance(piece, str) else piece.dit for piece in self.pieces)

    @property
    def regles(self) -> tuple[Regle, ...]:
        """The items used, each once, in the order of the text."""
        cited = [piece.regle for piece in self.pieces if isinstance(piece, Citation)]
        return tuple({regle.cle: regle for regle in cited}.values())


def fill(text: str, droit: Droit) -> Filled:
    """Return `text` with every `{droit:…}` said by its item."""
    pieces = tuple(piece for piece in _pieces(text, droit) if piece != "")
    kept = [piece for piece in pieces if not isinstance(piece, Misnamed)]
    return Filled(tuple(kept), tuple(piece for piece in pieces if isinstance(piece, Misnamed)))


def _pieces(text: str, droit: Droit) -> Iterator[str | Citation | Misnamed]:
    """Yield the pieces of a text; what is misnamed, then its own words."""
    done = 0
    for found in CITATION.finditer(text):
        yield text[done : found.start()]
        cited = _cited(found, droit)
        yield cited
        if isinstance(cited, Misnamed):
            yield found.group()
        done = found.end()
    yield text[done:]


def _cited(found: re.Match[str], droit: Droit) -> Citation | Misnamed:
    """Return what one citation says, or what is wrong with it."""
    asked = ASKED.fullmatch(found["asked"])
    if asked is None or not found.group().endswith("}") or found.group()[1] != "d":
        hint = "« {droit:ma-cle} », ou « {droit:ma-cle.ref} »"
        return Misnamed(found.start(), f"renvoi mal écrit : « {found.group()} »", hint)
    regle = droit.get(asked["cle"])
    if regle is None:
        hint = droit.nearest(asked["cle"]) or "les clés : docgen droit"
        return Misnamed(found.start(), f"aucune règle de droit « {asked['cle']} »", hint)
    forme = asked["forme"]
    if forme is not None and forme not in list(Forme):
        hint = closest(forme, Forme) or "formes admises : " + ", ".join(Forme)
        return Misnamed(found.start(), f"forme inconnue : « {forme} »", hint)
    try:
        return Citation(regle, said(regle, Forme(forme) if forme else None, droit))
    except ValueError as error:
        return Misnamed(found.start(), str(error))


def said(regle: Regle, forme: Forme | None, droit: Droit) -> str:
    """Return an item as a text asks for it; raise ValueError, in French, when it has no such form.

    ``montant`` says the highest fine of a class, whose figure stands in the scale alone.
    """
    match forme:
        case None:
            return regle.dit
        case Forme.LETTRES:
            return regle.en_lettres
        case Forme.CHIFFRES:
            return regle.en_chiffres
        case Forme.MONTANT:
            return _highest_fine(regle, droit)
    return _reference(regle, forme)


def _reference(regle: Regle, forme: Forme) -> str:
    """Return where an item is written, in one of the four forms of it."""
    reference = regle.reference
    if reference is None or (forme is Forme.NUMERO and not reference.article):
        what = "numéro d’article" if reference else "référence"
        message = f"« {regle.cle} » n’a pas de {what}"
        raise ValueError(message)
    forms = {
        Forme.REF: reference.dit,
        Forme.LONG: reference.long,
        Forme.COURT: reference.court,
        Forme.NUMERO: reference.numeros,
    }
    return forms[forme]


def _highest_fine(regle: Regle, droit: Droit) -> str:
    """Return the figure that the scale has for a class."""
    highest = droit.maximum(int(regle.nombre)) if regle.nature is Nature.CLASSE else None
    if highest is None:
        message = f"« {regle.cle} » n’est pas une classe du barème : pas de montant"
        raise ValueError(message)
    return highest.dit
