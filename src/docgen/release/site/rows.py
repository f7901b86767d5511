"""The documents of a release as its pages list them: named, in groups, each with its files."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from docgen.format import Format
from docgen.french.letters import folded
from docgen.french.typography import hold_signs
from docgen.french.wording import counted, nombre
from docgen.kinds import KINDS
from docgen.release.entries import DocumentKey, DocumentPath, ReleaseFile
from docgen.release.manifest.provenance import Provenance
from docgen.release.site.facts import (
    DocumentPublie,
    EtatPublie,
    FichierPublie,
    GroupePublie,
    PartiePubliee,
)

PARTS: Final = (("Documents généraux", "generaux", False), ("Communes", "communes", True))
"""The parts of the list: title, anchor, whether its documents are of a commune."""
OTHER_NAMES: Final = {"echeances": "Agenda"}
"""The names of what is no document of a kind; it stands after those that are."""
FORMAT_NAMES: Final = {
    ".docx": "Word",
    ".html": "Page web",
    ".vcf": "Contacts",
    ".ics": "Agenda",
    ".txt": "Texte",
}
ORDER: Final = {".pdf": 0, ".html": 1, ".docx": 2}
PICTURES: Final = "vignettes"
"""The folder of the pictures of first pages."""
DIGITS: Final = re.compile(r"(\d+)")


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
        return self.first.is_sheet

    @property
    def draft(self) -> DocumentPath:
        """The document itself, or that of which it is the sheet."""
        return self.first.draft

    @property
    def picture(self) -> str:
        """The place of the picture of its first page; '' for documents of communes."""
        if self.first.commune or self.is_sheet or self.pdf is None:
            return ""
        return f"{PICTURES}/{self.first.path.stem}.png"

    @property
    def pdf(self) -> Path | None:
        """Its PDF, None for a document that has none."""
        return next((file.path for file in self.files if file.format == Format.PDF), None)

    @property
    def anchor(self) -> str:
        return "-".join(filter(None, self.document_key))

    @property
    def kind_name(self) -> str:
        kind = KINDS.get(self.first.kind)
        return (kind.label if kind else OTHER_NAMES.get(self.first.kind, "")) or self.first.kind

    @property
    def fichiers(self) -> tuple[FichierPublie, ...]:
        """Links to its files: PDF, page for phones, Word, others."""
        return tuple(map(_link, sorted(self.files, key=_rank)))


def release_documents(files: Iterable[ReleaseFile]) -> list[ReleaseDocument]:
    """Return documents in the order in which people look for them: by kind, then by title."""
    formats: dict[DocumentPath, list[ReleaseFile]] = defaultdict(list)
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
        documents, key=lambda one: (ranks.get(one.first.kind, len(ranks)), _natural(one.titre))
    )


def _natural(title: str) -> tuple[tuple[int, str], ...]:
    """Return a key that orders titles as people count: 2 before 10."""
    return tuple(
        (int(part), "") if part.isdecimal() else (-1, part)
        for part in DIGITS.split(folded(title))
        if part
    )


def _rank(file: ReleaseFile) -> tuple[int, str]:
    return ORDER.get(file.path.suffix, len(ORDER)), file.path.name


def parts(
    documents: Sequence[ReleaseDocument], provenance: Provenance, lacking: Collection[DocumentKey]
) -> Iterator[PartiePubliee]:
    """Yield the documents of the whole association by kind, then those of communes by name.

    `lacking` are the documents of which the report says what they lack.  A state that all share is
    said once, as far above them as can be.
    """
    sheets = {one.draft: one.fichiers for one in documents if one.is_sheet}
    for title, anchor, of_commune in PARTS:
        groups: dict[str, list[tuple[DocumentPublie, EtatPublie]]] = defaultdict(list)
        words: dict[str, str] = {}
        for document in documents:
            if bool(document.first.commune) == of_commune and not document.is_sheet:
                name = commune_name(provenance, document) if of_commune else plural_name(document)
                row = _row(document, provenance, sheets.get(document.draft, ()))
                groups[name].append((row, _state(document, lacking)))
                words[name] = _other_words(provenance, document.first.commune)
        names = sorted(groups, key=folded) if of_commune else [*groups]
        common = _common(state for rows in groups.values() for _, state in rows)
        listed = tuple(_group(name, words[name], groups[name], common) for name in names)
        if listed:
            yield PartiePubliee(titre=title, ancre=anchor, etat=common, groupes=listed)


def _group(
    name: str,
    words: str,
    rows: Sequence[tuple[DocumentPublie, EtatPublie]],
    above: EtatPublie | None,
) -> GroupePublie:
    common = None if above else _common(state for _, state in rows)
    said = above or common
    lines = (row if said else row.model_copy(update={"etat": state}) for row, state in rows)
    initial = folded(name)[0].upper() if words else ""
    return GroupePublie(titre=name, initiale=initial, mots=words, etat=common, lignes=tuple(lines))


def _state(document: ReleaseDocument, lacking: Collection[DocumentKey]) -> EtatPublie:
    first = document.first
    has_reason = not first.final and document.document_key in lacking
    return EtatPublie(
        mot="définitif" if first.final else first.drafted,
        final=first.final,
        reste=document.anchor if has_reason else "",
    )


def _common(states: Iterable[EtatPublie]) -> EtatPublie | None:
    """Return the state that all of several documents share, with the first reason; else None."""
    listed = [*states]
    if len({state.mot for state in listed}) != 1:
        return None
    reasons = (state for state in listed if state.reste)
    return next(reasons, listed[0])


def plural_name(document: ReleaseDocument) -> str:
    """Return the plural name of the kind of a document."""
    kind = KINDS.get(document.first.kind)
    return (kind.plural_label if kind else "") or document.kind_name


def commune_name(provenance: Provenance, document: ReleaseDocument) -> str:
    """Return the name of the commune of a document."""
    commune = provenance.referential.communes.get(document.first.commune)
    return commune.toponyme.seul if commune else document.first.commune


def _other_words(provenance: Provenance, code: str) -> str:
    """Return what else a commune is found by: its codes, old ones too, and what it absorbed."""
    commune = provenance.referential.communes.get(code)
    if commune is None:
        return code
    absorbed = (one.seul for one in commune.deleguees)
    return " ".join((code, *commune.codes_postaux, *commune.anciens_codes, *absorbed))


def _row(
    document: ReleaseDocument, provenance: Provenance, sheet: Sequence[FichierPublie]
) -> DocumentPublie:
    first, name = document.first, document.kind_name
    full = f"{name}, {commune_name(provenance, document)}" if first.commune else document.titre
    files = document.fichiers
    return DocumentPublie(
        titre=name if first.commune else document.titre,
        nom=full,
        adresse=files[0].adresse,
        vignette=document.picture,
        etat=None,
        date=first.dated,
        fichiers=(
            *files,
            *(
                one.model_copy(update={"format": f"Ce qui reste à faire, {one.format}"})
                for one in sheet
            ),
        ),
    )


def _link(file: ReleaseFile) -> FichierPublie:
    return FichierPublie(
        adresse=str(file.place),
        format=FORMAT_NAMES.get(file.path.suffix, file.path.suffix[1:].upper()),
        pages=count(file.pages, "page") if file.pages else "",
        taille=_size(file.size),
    )


def count(many: int, noun: str, plural: str = "") -> str:
    """Return a number of things: « 12 fichiers », « 1 page », « aucun projet »."""
    if not many:
        return f"aucun {noun}"
    return hold_signs(counted(many, noun, plural))


def _size(size: int) -> str:
    if size < 1_000_000:
        return hold_signs(f"{nombre(max(1, round(size / 1000)))} ko")
    return hold_signs(f"{size / 1_000_000:.1f} Mo".replace(".", ","))
