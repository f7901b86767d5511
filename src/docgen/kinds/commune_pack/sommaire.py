"""The sections of a pack: their numbers, their anchors, and the contents that lead to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from docgen.document import Document
from docgen.kinds.commune_pack.content import Sections
from docgen.kinds.commune_pack.facts import Entree, EntreeFiche, Rubrique, Rubriques
from docgen.markup import linked, plain

ORDER: Final = (
    *("contacts", "chiffres", "convention", "actions", "environnement", "memento"),
    *("notes", "compte_rendu"),
)
"""The sections in the order of their pages."""
OWN: Final = ("contacts", "convention", "actions", "notes", "compte_rendu")
"""Those that have pages of the pack's own; the others are documents bound into it."""


def heads(sections: Sections, *, complet: bool) -> Rubriques:
    """Return the heads of the sections that have pages of their own."""
    numbers = {name: rank for rank, name in enumerate(_kept(complet), 1)}
    made = {
        name: Rubrique(
            numero=numbers[name],
            ancre=_anchor(name),
            titre=plain(getattr(sections, name).titre),
        )
        for name in OWN
    }
    return Rubriques(**made)


def contents(sections: Sections, bound: Mapping[str, Sequence[Document]]) -> tuple[Entree, ...]:
    """Return the contents: every section, and the fiches below theirs."""
    kept = _kept(bool(bound.get("memento")))
    return tuple(_entry(sections, rank, name, bound) for rank, name in enumerate(kept, 1))


def _kept(complet: bool) -> list[str]:
    return [name for name in ORDER if complet or name != "memento"]


def _entry(
    sections: Sections, rank: int, name: str, bound: Mapping[str, Sequence[Document]]
) -> Entree:
    words = getattr(sections, name)
    anchor = _anchor(name) if name in OWN else bound[name][0].stem
    below = bound["fiches"] if name == "actions" else ()
    return Entree(
        numero=rank,
        titre=linked(plain(words.titre), f"#{anchor}"),
        sous_titre=plain(words.sous_titre) if words.sous_titre else "",
        fiches=tuple(_below(below)),
    )


def _below(fiches: Sequence[Document]) -> Iterator[EntreeFiche]:
    for fiche in fiches:
        yield EntreeFiche(titre=linked(fiche.title, f"#{fiche.stem}"))


def _anchor(name: str) -> str:
    return f"section-{name.replace('_', '-')}"
