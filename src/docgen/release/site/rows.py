"""The documents of a release as its pages list them: named, in groups, each with its files."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from docgen.document import SHEET
from docgen.errors import folded
from docgen.french.typography import hold_signs
from docgen.french.wording import date_longue, nombre
from docgen.kinds import KINDS
from docgen.release.entries import DocumentKey, ReleaseFile
from docgen.release.manifest.provenance import Provenance
from docgen.release.site.facts import (
    DocumentPublie,
    FichierPublie,
    GroupePublie,
    PartiePubliee,
)

PARTS: Final = (("Documents généraux", "generaux", False), ("Communes", "communes", True))
"""The parts of the list: title, anchor, whether its documents are of a commune."""
OTHER_NAMES: Final = {"echeances": "Agenda"}
"""The names of what is no document of a kind; it stands after those that are."""


@dataclass(frozen=True, slots=True)
class ReleaseDocument:
    """A document of a release: its files, and a title that no other one of its readers has."""

    files: tuple[ReleaseFile, ...]
    titre: str

    @property
    def first(self) -> ReleaseFile:
        """Any of its files, for what all of them share."""
        return self.files[0]

    @property
    def document_key(self) -> DocumentKey:
        """The key under which problems about this document are filed."""
        return self.first.kind, "" if self.first.commune else self.first.key

    @property
    def is_sheet(self) -> bool:
        """Whether it is the sheet of what is left of another."""
        return self.first.key.endswith(f"-{SHEET}")

    @property
    def anchor(self) -> str:
        return "-".join(filter(None, self.document_key))

    @property
    def kind_name(self) -> str:
        kind = KINDS.get(self.first.kind)
        return (kind.label if kind else OTHER_NAMES.get(self.first.kind, "")) or self.first.kind

    @property
    def fichiers(self) -> tuple[FichierPublie, ...]:
        """Links to its files, the PDF first."""
        return tuple(map(_link, sorted(self.files, key=lambda file: file.format, reverse=True)))


def release_documents(files: Iterable[ReleaseFile]) -> list[ReleaseDocument]:
    """Return documents in the order in which people look for them: by kind, then by title."""
    formats: dict[tuple[str, str, str], list[ReleaseFile]] = defaultdict(list)
    for file in files:
        formats[file.document].append(file)
    firsts = [group[0] for group in formats.values()]
    titles = Counter((one.kind, one.commune, one.title) for one in firsts)
    apart = Counter((one.kind, one.commune, one.title, one.apart) for one in firsts)
    documents = []
    for group in formats.values():
        first = group[0]
        shared = titles[first.kind, first.commune, first.title] > 1
        alike = apart[first.kind, first.commune, first.title, first.apart] > 1
        mark = first.apart if first.apart and not alike else first.key
        title = f"{first.title} ({mark})" if shared else first.title
        documents.append(ReleaseDocument(tuple(group), title))
    ranks = {kind: rank for rank, kind in enumerate(KINDS)}
    return sorted(
        documents, key=lambda one: (ranks.get(one.first.kind, len(ranks)), folded(one.titre))
    )


def parts(
    documents: Sequence[ReleaseDocument], provenance: Provenance, lacking: Collection[DocumentKey]
) -> Iterator[PartiePubliee]:
    """Yield the documents of the whole association by kind, then those of communes by name.

    `lacking` are the documents of which the report says what they lack.
    """
    for title, anchor, of_commune in PARTS:
        groups: dict[str, list[ReleaseDocument]] = defaultdict(list)
        for document in documents:
            if bool(document.first.commune) == of_commune:
                name = commune_name(provenance, document) if of_commune else plural_name(document)
                groups[name].append(document)
        names = sorted(groups, key=folded) if of_commune else groups
        listed = tuple(
            GroupePublie(
                titre=name,
                lignes=tuple(_row(document, provenance, lacking) for document in groups[name]),
            )
            for name in names
        )
        if listed:
            yield PartiePubliee(titre=title, ancre=anchor, groupes=listed)


def plural_name(document: ReleaseDocument) -> str:
    """Return the plural name of the kind of a document."""
    kind = KINDS.get(document.first.kind)
    return (kind.plural_label if kind else "") or document.kind_name


def commune_name(provenance: Provenance, document: ReleaseDocument) -> str:
    """Return the name of the commune of a document."""
    commune = provenance.referential.communes.get(document.first.commune)
    return commune.toponyme.seul if commune else document.first.commune


def _row(
    document: ReleaseDocument, provenance: Provenance, lacking: Collection[DocumentKey]
) -> DocumentPublie:
    first = document.first
    name = f"{document.kind_name} – {first.apart}" if document.is_sheet else document.kind_name
    full = f"{name}, {commune_name(provenance, document)}" if first.commune else document.titre
    final = first.final or document.is_sheet or document.document_key not in lacking
    return DocumentPublie(
        titre=name if first.commune else document.titre,
        nom=full,
        etat="définitif" if first.final else first.drafted,
        final=first.final,
        date=first.dated or date_longue(provenance.au),
        reste="" if final else document.anchor,
        fichiers=document.fichiers,
    )


def _link(file: ReleaseFile) -> FichierPublie:
    return FichierPublie(
        adresse=str(file.place),
        nom=file.path.name,
        format=file.path.suffix[1:].upper(),
        pages=count(file.pages, "page") if file.pages else "",
        taille=_size(file.size),
        empreinte=file.sha256,
    )


def count(many: int, noun: str) -> str:
    """Return a number of things: « 12 fichiers », « 1 page », « aucun projet »."""
    if not many:
        return f"aucun {noun}"
    return hold_signs(f"{nombre(many)} {noun}{'s' * (many > 1)}")


def _size(size: int) -> str:
    if size < 1_000_000:
        return hold_signs(f"{nombre(max(1, round(size / 1000)))} ko")
    return hold_signs(f"{size / 1_000_000:.1f} Mo".replace(".", ","))
