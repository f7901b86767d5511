"""The documents of a release as its pages list them: named, in groups, each with its files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from docgen.errors import folded
from docgen.french.typography import hold_signs
from docgen.french.wording import date_longue, nombre
from docgen.kinds import KINDS
from docgen.release.entries import Of, Piece
from docgen.release.manifest.provenance import Provenance
from docgen.release.site.facts import Fichier, Groupe, Ligne, Partie

PARTS: Final = (("Documents généraux", "generaux", False), ("Communes", "communes", True))
"""The parts of the list: title, anchor, whether its documents are of a commune."""
FILES_SAID: Final = {"echeances": "Agenda"}
"""How people call what is no document of a kind; it stands after those that are."""


@dataclass(frozen=True, slots=True)
class Work:
    """A document of a release: its files, and the title that no other of its readers has."""

    files: tuple[Piece, ...]
    titre: str

    @property
    def first(self) -> Piece:
        """Any of its files, for what all of them share."""
        return self.files[0]

    @property
    def of(self) -> Of:
        """Of which document something is told that is told of this one."""
        return self.first.kind, "" if self.first.commune else self.first.key

    @property
    def anchor(self) -> str:
        """Where on a page it is told of."""
        return "-".join(filter(None, self.of))

    @property
    def called(self) -> str:
        """What people call such a document."""
        known = KINDS.get(self.first.kind)
        return (known.called if known else FILES_SAID.get(self.first.kind, "")) or self.first.kind

    @property
    def fichiers(self) -> tuple[Fichier, ...]:
        """Its files as they are listed, the PDF first."""
        return tuple(map(_file, sorted(self.files, key=lambda one: one.format, reverse=True)))


def works_of(pieces: Iterable[Piece]) -> list[Work]:
    """Return documents in the order in which people look for them: by kind, then by title."""
    files: dict[tuple[str, str, str], list[Piece]] = defaultdict(list)
    for one in pieces:
        files[one.stem].append(one)
    firsts = [found[0] for found in files.values()]
    titles = Counter((one.kind, one.commune, one.title) for one in firsts)
    apart = Counter((one.kind, one.commune, one.title, one.apart) for one in firsts)
    made = []
    for found in files.values():
        one = found[0]
        shared = titles[one.kind, one.commune, one.title] > 1
        alike = apart[one.kind, one.commune, one.title, one.apart] > 1
        told = one.apart if one.apart and not alike else one.key
        made.append(Work(tuple(found), f"{one.title} ({told})" if shared else one.title))
    ranks = [*KINDS]
    last = len(ranks)
    return sorted(
        made,
        key=lambda work: (
            ranks.index(work.first.kind) if work.first.kind in KINDS else last,
            folded(work.titre),
        ),
    )


def parts(works: Sequence[Work], whence: Provenance, told: Collection[Of]) -> Iterator[Partie]:
    """Yield the documents of the whole association by kind, then those of communes by name.

    `told` are the documents of which the report says what they lack.
    """
    for title, anchor, of_commune in PARTS:
        groups: dict[str, list[Work]] = defaultdict(list)
        for work in works:
            if bool(work.first.commune) == of_commune:
                groups[commune_of(whence, work) if of_commune else several(work)].append(work)
        names = sorted(groups, key=folded) if of_commune else groups
        listed = tuple(
            Groupe(titre=name, lignes=tuple(_row(one, whence, told) for one in groups[name]))
            for name in names
        )
        if listed:
            yield Partie(titre=title, ancre=anchor, groupes=listed)


def several(work: Work) -> str:
    """Return what people call documents of the kind of one."""
    known = KINDS.get(work.first.kind)
    return (known.several if known else "") or work.called


def commune_of(whence: Provenance, work: Work) -> str:
    """Return the name of the commune that a document is of."""
    known = whence.referential.communes.get(work.first.commune)
    return known.toponyme.seul if known else work.first.commune


def _row(work: Work, whence: Provenance, told: Collection[Of]) -> Ligne:
    first = work.first
    named = f"{work.called}, {commune_of(whence, work)}" if first.commune else work.titre
    return Ligne(
        titre=work.called if first.commune else work.titre,
        nom=named,
        etat="définitif" if first.final else "PROJET",
        final=first.final,
        date=first.dated or date_longue(whence.au),
        reste="" if first.final or work.of not in told else work.anchor,
        fichiers=work.fichiers,
    )


def _file(one: Piece) -> Fichier:
    return Fichier(
        adresse=str(one.place),
        nom=one.made.name,
        format=one.made.suffix[1:].upper(),
        pages=count(one.pages, "page") if one.pages else "",
        taille=_size(one.size),
        empreinte=one.sha256,
    )


def count(many: int, noun: str) -> str:
    """Return a number of things: « 12 fichiers », « 1 page », « aucun projet »."""
    if not many:
        return f"aucun {noun}"
    return hold_signs(f"{nombre(many)} {noun}{'s' * (many > 1)}")


def _size(size: int) -> str:
    """Return a size as people read it: « 812 ko », « 1,4 Mo »."""
    if size < 1_000_000:
        return hold_signs(f"{nombre(max(1, round(size / 1000)))} ko")
    return hold_signs(f"{size / 1_000_000:.1f} Mo".replace(".", ","))
