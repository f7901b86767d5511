"""The sections of a pack: their numbers, their anchors, and the contents that lead to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from docgen.document import Document
from docgen.kinds.commune_pack.content import Sections
from docgen.kinds.commune_pack.facts import EnTeteSection, Entree, EntreeFiche, Rubriques
from docgen.markup import mark_link, plain
from docgen.referential.communes.competence import Zone

ORDER: Final = (
    *("contacts", "chiffres", "convention", "actions", "notes", "environnement", "memento"),
    "compte_rendu",
)
"""The sections in the order of their pages."""
OWN: Final = ("contacts", "convention", "actions", "notes", "compte_rendu")
"""Those that have pages of the pack's own; the others are documents bound into it."""
POINT: Final = " · "
"""What stands between two things that a document says above its title."""


def heads(sections: Sections, *, complet: bool) -> Rubriques:
    """Return the heads of the sections that have pages of their own."""
    numbers = _numbers(complet)
    made = {
        name: EnTeteSection(
            numero=numbers[name],
            ancre=_anchor(name),
            titre=plain(getattr(sections, name).titre),
        )
        for name in OWN
    }
    return Rubriques(**made)


def over_part(sections: Sections, name: str, own: str, *, complet: bool) -> str:
    """Return what a document bound into the pack says above its title: which section it is.

    What it says after a point stays: « 5 – L’aide-mémoire environnement · à garder en mairie ».
    """
    titre = plain(getattr(sections, name).titre)
    _, point, rest = own.partition(POINT)
    return f"{_numbers(complet)[name]} – {titre}{point}{rest}"


def contents(
    sections: Sections, bound: Mapping[str, Sequence[Document]], zone: Zone
) -> tuple[Entree, ...]:
    """Return the contents: every section, and the fiches below theirs."""
    numbers = _numbers(bool(bound.get("memento")))
    return tuple(_entry(sections, rank, name, bound, zone) for name, rank in numbers.items())


def _numbers(complet: bool) -> dict[str, int]:
    """Return the numbers of the sections that the pack has."""
    kept = (name for name in ORDER if complet or name != "memento")
    return {name: rank for rank, name in enumerate(kept, 1)}


def _entry(
    sections: Sections, rank: int, name: str, bound: Mapping[str, Sequence[Document]], zone: Zone
) -> Entree:
    words = getattr(sections, name)
    police = words.sous_titre_police if zone is Zone.POLICE else None
    anchor = _anchor(name) if name in OWN else bound[name][0].stem
    below = bound["fiches"] if name == "actions" else ()
    return Entree(
        numero=rank,
        titre=mark_link(plain(words.titre), f"#{anchor}"),
        sous_titre=plain(police or words.sous_titre or ""),
        fiches=tuple(_below(below)),
    )


def _below(fiches: Sequence[Document]) -> Iterator[EntreeFiche]:
    for fiche in fiches:
        yield EntreeFiche(titre=mark_link(fiche.title, f"#{fiche.stem}"))


def _anchor(name: str) -> str:
    return f"section-{name.replace('_', '-')}"
