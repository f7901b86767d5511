"""What must hold within the pack's own file, and what it leaves to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from docgen.content.validation import Finding, mappings
from docgen.errors import closest
from docgen.kinds.kind import Left
from docgen.markup import MarkError, references
from docgen.statistics.indicators import INDICATEURS

ACTE = "convention"
"""The genre of a reference to the act, which the foot of the pages must name (article 5)."""
ENDS: Final = (".", ":", ";", ",", "!", "?", "…")
"""What a reason that goes on does not end with."""


def rules(data: object) -> Iterator[Finding]:
    """Yield what the types cannot see."""
    for steps, group in mappings(data):
        yield from _rise(steps, group.get("hausse"))
        yield from _unfinished(steps, group.get("raison"), group.get("quand"))
        least, most = group.get("habitants_min"), group.get("habitants_max")
        if _number(least) and _number(most) and int(str(least)) > int(str(most)):
            message = "« habitants_min » est plus grand que « habitants_max »"
            yield Finding((*steps, "habitants_min"), "condition", message, "échangez-les")
        if isinstance(words := group.get("partenariat"), str):
            yield from _partnership((*steps, "partenariat"), words)


def _rise(steps: tuple[str | int, ...], name: object) -> Iterator[Finding]:
    known = [one.cle for one in INDICATEURS if not one.part_de and not one.retire]
    if isinstance(name, str) and name.strip() not in known:
        hint = closest(name.strip(), known) or f"connus : {', '.join(known)}"
        message = f"indicateur inconnu : « {name.strip()} »"
        yield Finding((*steps, "hausse"), "indicateur", message, hint)


def _unfinished(steps: tuple[str | int, ...], reason: object, when: object) -> Iterator[Finding]:
    """Yield the reason of a rise that ends: where it rises, and by how much, is still to come."""
    rises = isinstance(when, Mapping) and when.get("hausse")
    if rises and isinstance(reason, str) and reason.strip().endswith(ENDS):
        message = "la raison d’une hausse se finit sans ponctuation"
        hint = "écrivez « Les dégradations augmentent » : docgen y ajoute où, et les chiffres"
        yield Finding((*steps, "raison"), "raison", message, hint)


def _partnership(steps: tuple[str | int, ...], words: str) -> Iterator[Finding]:
    """Yield a foot of page that does not name the act, or that refers to anything else."""
    try:
        genres = {one.genre for one in references(words)}
    except MarkError:  # told by its type
        return
    if genres != {ACTE}:
        message = "la mention nomme la convention, et rien d’autre"
        yield Finding(
            steps, "mention", message, "écrivez « {convention:2026} » où elle doit l’être"
        )


def _number(value: object) -> bool:
    return isinstance(value, str) and value.strip().isdigit()


def left(data: object) -> Iterator[Left]:
    """Yield nothing: what is left to do is in the parts, and in what is known of the commune."""
    yield from ()
