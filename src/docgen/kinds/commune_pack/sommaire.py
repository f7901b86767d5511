"""The sections of a pack: numbers, anchors, and the contents."""

from collections.abc import Mapping, Sequence
from typing import Final

from docgen.document import Document
from docgen.kinds.commune_pack.content import Sections
from docgen.kinds.commune_pack.facts import EnTeteSection, Entree, EntreeFiche, Rubriques
from docgen.kinds.commune_pack.feuilles import PAGES_BEFORE, pages_before_notes
from docgen.kinds.writing.corpus import number_in_list
from docgen.markup import mark_link, plain
from docgen.referential.communes.zones import Zone

ORDER: Final = (
    *("contacts", "chiffres", "convention", "actions", "notes", "environnement", "memento"),
    "compte_rendu",
)
"""The sections in the order of their pages."""
OWN_PAGES: Final = ("contacts", "convention", "actions", "notes", "compte_rendu")
"""The sections with pages of their own; the others are bound documents."""
AIDE_MEMOIRE: Final = 2
"""How many pages the checklist takes."""
WITHOUT_LINES: Final = ", sans ligne directe"
"""What the sheet says beside a page of contacts that has the direct lines."""
POINT: Final = " · "
"""The separator in the line above a title."""


def section_numbers(*, fiches: bool, complet: bool) -> dict[str, int]:
    """Return the sections that a pack has, with or without fiches, with their numbers."""
    left_out = {"actions" * (not fiches), "memento" * (not complet)}
    names = (name for name in ORDER if name not in left_out)
    return {name: rank for rank, name in enumerate(names, 1)}


def section_headers(sections: Sections, numbers: Mapping[str, int]) -> Rubriques:
    """Return the heads of the sections that have pages of their own."""
    headers = {
        name: EnTeteSection(
            numero=numbers[name], ancre=_anchor(name), titre=plain(getattr(sections, name).titre)
        )
        for name in OWN_PAGES
        if name in numbers
    }
    return Rubriques(**headers)


def part_surtitre(sections: Sections, name: str, own: str, *, direct: bool) -> str:
    """Return the line above the title of a bound document: its section.

    What follows a point stays: « L’aide-mémoire environnement · à garder en mairie ».  Of a pack
    with direct lines, the sheet stays at the town hall, and says that it has none.
    """
    own += WITHOUT_LINES * (direct and name == "environnement")
    titre = plain(getattr(sections, name).titre)
    _, point, rest = own.partition(POINT)
    return f"{titre}{point}{rest}"


def contents(
    sections: Sections,
    numbers: Mapping[str, int],
    bound: Mapping[str, Sequence[Document]],
    zone: Zone,
    notes: int,
) -> tuple[Entree, ...]:
    """Return the contents: every section, with the fiches below theirs; `notes` counts pages."""
    fiches = fiche_entries(bound["fiches"])
    pages = _first_pages(len(fiches), notes, complet="memento" in numbers)
    entries = []
    for name, rank in numbers.items():
        words = getattr(sections, name)
        police = words.sous_titre_police if zone is Zone.POLICE else None
        anchor = _anchor(name) if name in OWN_PAGES else bound[name][0].short_stem
        entries.append(
            Entree(
                numero=rank,
                titre=mark_link(plain(words.titre), f"#{anchor}"),
                ancre=anchor,
                page=pages[name],
                sous_titre=plain(police or words.sous_titre or ""),
                fiches=fiches if name == "actions" else (),
            )
        )
    return tuple(entries)


def fiche_entries(fiches: Sequence[Document]) -> tuple[EntreeFiche, ...]:
    """Return a line of contents for each fiche: its number, its title as a link, its page."""
    lines = []
    for page, fiche in enumerate(fiches, PAGES_BEFORE + 1):
        number, _, title = fiche.title.partition(" – ")
        anchor = fiche.short_stem
        link = mark_link(title, f"#{anchor}")
        shown = number_in_list(number)
        lines.append(EntreeFiche(numero=shown, titre=link, ancre=anchor, page=page))
    return tuple(lines)


def _first_pages(fiches: int, notes: int, *, complet: bool) -> dict[str, int]:
    """Return the first page of each section, if each takes the pages it is made for.

    Nothing tells how many the whole memento takes: what follows it has page 0.
    """
    own = {name: PAGES_BEFORE - 3 + rank for rank, name in enumerate(ORDER[:4])}
    after = pages_before_notes(fiches) + 1
    last = after + notes + AIDE_MEMOIRE
    return own | {
        "notes": after,
        "environnement": after + notes,
        "memento": last,
        "compte_rendu": 0 if complet else last,
    }


def _anchor(name: str) -> str:
    return f"section-{name.replace('_', '-')}"
