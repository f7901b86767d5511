"""The pages of a release for people: the list of its documents, the account of what is left.

They ask nothing of the network, and all that they say is in their HTML: the script only hides rows
that are not looked for.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from docgen.errors import Problem, Severity, folded
from docgen.french.typography import held
from docgen.french.wording import date_courte, date_longue, nombre
from docgen.kinds import KINDS
from docgen.release.page_facts import FaitsPublication, Fichier, Ligne, Partie, Point, Sujet
from docgen.release.pieces import Piece
from docgen.release.provenance import FONTS, Commit, Provenance
from docgen.rendering import Templates

ROOM: Final = "_commun/publication"
LOOK: Final = "habillage"
"""The folder of what the pages look like, beside them."""
FACES: Final = (
    "SourceSans3-Regular.ttf",
    "SourceSans3-Semibold.ttf",
    "SourceSerif4Display-Semibold.ttf",
)
PARTS: Final = (("Documents généraux", "generaux", False), ("Communes", "communes", True))
"""The parts of the list: title, anchor, whether its documents are of a commune."""
FILES_SAID: Final = {"echeances": "Agenda"}
"""How people call what is no document of a kind."""
READERS: Final = {
    "publique": "Documents publics",
    "interne": "Documents internes : ils ne sortent pas de la gendarmerie ni de l’association",
}


@dataclass(frozen=True, slots=True)
class Account:
    """What is to be told of a release besides its files: problems, who judged, its folders."""

    problems: tuple[Problem, ...]
    verapdf: str
    folders: tuple[str, ...]


def pages_of(
    folder: str, pieces: Sequence[Piece], account: Account, whence: Provenance
) -> dict[str, bytes]:
    """Return what stands beside the documents of a folder, by name: pages, look, account."""
    templates = Templates(whence.workspace.templates)
    facts = _facts(folder, pieces, account, whence)
    said = {name: getattr(facts, name) for name in type(facts).model_fields}
    made = {
        name: templates.fill(f"{ROOM}/{name}.j2", said).encode()
        for name in ("index.html", "rapport.html")
    }
    made["rapport.json"] = _account(account.problems)
    for name in ("publication.css", "recherche.js"):
        made[f"{LOOK}/{name}"] = templates.text(f"{ROOM}/{name}").encode()
    for name in FACES:
        made[f"{LOOK}/{name}"] = templates.find(f"{FONTS}/{name}").read_bytes()
    return made


def _facts(
    folder: str, pieces: Sequence[Piece], account: Account, whence: Provenance
) -> FaitsPublication:
    problems, verapdf = account.problems, account.verapdf
    finals = sum(one.final for one in pieces)
    judge = f"vérifiés par docgen et par veraPDF ({verapdf})" if verapdf else "vérifiés par docgen"
    return FaitsPublication(
        lecteurs=READERS.get(folder, folder),
        date=date_longue(whence.au),
        version=_version(whence.commit),
        compte=_count(len(pieces), "fichier"),
        finals=_count(finals, "définitif"),
        projets=_count(len(pieces) - finals, "projet"),
        conformite=f"PDF/A et PDF/UA-1, {judge}",
        donnees=tuple(_data(folder, whence)),
        parties=tuple(_parts(pieces, whence)),
        absents=tuple(_subjects(problems, Severity.ERREUR)),
        restes=tuple(_subjects(problems, Severity.AVERTISSEMENT)),
    )


def _version(commit: Commit | None) -> str:
    if commit is None:
        return ""
    return f"{commit.sha[:12]}{'' if commit.intact else ' (modifiée depuis)'}"


def _data(folder: str, whence: Provenance) -> Iterator[Point]:
    for one in whence.donnees(folder):
        old = "" if one.age is None else f", {_count(max(one.age, 0), 'jour')}"
        late = " – une édition plus récente est due" if one.vieux else ""
        yield Point(texte=held(f"{one.sujet} : édition {one.edition}{old}{late}"))


def _parts(pieces: Sequence[Piece], whence: Provenance) -> Iterator[Partie]:
    """Yield the documents of the whole association, then those of each commune, by name."""
    rows = sorted(
        _rows(pieces, whence), key=lambda row: (folded(row.commune), row.sorte, row.titre)
    )
    for title, anchor, of_commune in PARTS:
        lines = tuple(row for row in rows if bool(row.commune) == of_commune)
        if lines:
            yield Partie(titre=title, ancre=anchor, lignes=lines, communes=of_commune)


def _rows(pieces: Sequence[Piece], whence: Provenance) -> Iterator[Ligne]:
    works: dict[tuple[str, str, str], list[Piece]] = defaultdict(list)
    for one in pieces:
        works[one.stem].append(one)
    titles = Counter((files[0].title, files[0].commune, files[0].kind) for files in works.values())
    for files in works.values():
        first = files[0]
        shared = titles[first.title, first.commune, first.kind] > 1
        yield Ligne(
            commune=_commune(whence, first.commune),
            titre=f"{first.title} ({first.key})" if shared else first.title,
            sorte=_called(first.kind),
            etat="définitif" if first.final else "PROJET",
            final=first.final,
            date=date_courte(whence.au),
            fichiers=tuple(map(_file, sorted(files, key=lambda one: one.format, reverse=True))),
        )


def _commune(whence: Provenance, code: str) -> str:
    known = whence.referential.communes.get(code) if code else None
    return known.toponyme.seul if known else code


def _called(kind: str) -> str:
    known = KINDS.get(kind)
    return (known.called if known else FILES_SAID.get(kind, "")) or kind


def _file(one: Piece) -> Fichier:
    return Fichier(
        adresse=str(one.place),
        nom=one.made.name,
        format=one.made.suffix[1:].upper(),
        pages=_count(one.pages, "page") if one.pages else "",
        taille=_size(one.size),
        empreinte=one.sha256,
    )


def _subjects(problems: Sequence[Problem], severity: Severity) -> Iterator[Sujet]:
    """Yield what is to be told, file by file."""
    by_file: dict[str, list[Point]] = defaultdict(list)
    for one in sorted(problems, key=lambda problem: problem.order):
        if one.severity is severity:
            line = f"ligne {one.line} : " if one.line else ""
            hint = f" → {one.hint}" if one.hint else ""
            by_file[one.file].append(Point(texte=held(f"{line}{one.message}{hint}")))
    for file, points in by_file.items():
        yield Sujet(fichier=file, points=tuple(points))


def _account(problems: Sequence[Problem]) -> bytes:
    """Return what is left and what is not there, for programs."""
    told: list[Mapping[str, object]] = [
        {
            "severity": str(one.severity),
            "file": one.file,
            "line": one.line,
            "column": one.column,
            "field": one.field,
            "code": one.code,
            "message": one.message,
            "hint": one.hint,
        }
        for one in sorted(problems, key=lambda problem: problem.order)
    ]
    return (
        json.dumps({"version": 1, "problems": told}, indent=1, ensure_ascii=False) + "\n"
    ).encode()


def _count(count: int, noun: str) -> str:
    return held(f"{nombre(count)} {noun}{'s' * (count > 1)}")


def _size(size: int) -> str:
    """Return a size as people read it: « 812 ko », « 1,4 Mo »."""
    if size < 1_000_000:
        return held(f"{nombre(max(1, round(size / 1000)))} ko")
    return held(f"{size / 1_000_000:.1f} Mo".replace(".", ","))
