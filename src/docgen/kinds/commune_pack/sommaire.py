"""The sections of a pack: numbers, anchors, and the contents."""

from collections.abc import Mapping, Sequence
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
OWN_PAGES: Final = ("contacts", "convention", "actions", "notes", "compte_rendu")
"""The sections with pages of their own; the others are bound documents."""
POINT: Final = " · "
"""The separator in the line above a title."""


def section_headers(sections: Sections, *, complet: bool) -> Rubriques:
    """Return the heads of the sections that have pages of their own."""
    numbers = _numbers(complet)
    headers = {
        name: EnTeteSection(
            numero=numbers[name], ancre=_anchor(name), titre=plain(getattr(sections, name).titre)
        )
        for name in OWN_PAGES
    }
    return Rubriques(**headers)


def part_surtitre(sections: Sections, name: str, own: str, *, complet: bool) -> str:
    """Return the line above the title of a bound document, with its section.

    What follows a point stays: « 5 – L’aide-mémoire environnement · à garder en mairie ».
    """
    titre = plain(getattr(sections, name).titre)
    _, point, rest = own.partition(POINT)
    return f"{_numbers(complet)[name]} – {titre}{point}{rest}"


def contents(
    sections: Sections, bound: Mapping[str, Sequence[Document]], zone: Zone
) -> tuple[Entree, ...]:
    """Return the contents: every section, with the fiches below theirs."""
    numbers = _numbers(bool(bound.get("memento")))
    return tuple(_entry(sections, rank, name, bound, zone) for name, rank in numbers.items())


def _numbers(complet: bool) -> dict[str, int]:
    names = (name for name in ORDER if complet or name != "memento")
    return {name: rank for rank, name in enumerate(names, 1)}


def _entry(
    sections: Sections, rank: int, name: str, bound: Mapping[str, Sequence[Document]], zone: Zone
) -> Entree:
    words = getattr(sections, name)
    police = words.sous_titre_police if zone is Zone.POLICE else None
    anchor = _anchor(name) if name in OWN_PAGES else bound[name][0].short_stem
    fiches = bound["fiches"] if name == "actions" else ()
    return Entree(
        numero=rank,
        titre=mark_link(plain(words.titre), f"#{anchor}"),
        sous_titre=plain(police or words.sous_titre or ""),
        fiches=tuple(
            EntreeFiche(titre=mark_link(fiche.title, f"#{fiche.short_stem}")) for fiche in fiches
        ),
    )


def _anchor(name: str) -> str:
    return f"section-{name.replace('_', '-')}"
