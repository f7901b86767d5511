"""The pages of a release for people: the list of its documents, the account of what is left.

They ask nothing of the network, and all that they say is in their HTML: the script only hides rows
that are not looked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from docgen.errors import Problem
from docgen.french.typography import hold_signs
from docgen.french.wording import date_longue
from docgen.kinds.actes.project import project_acts
from docgen.referential.referential import Referential
from docgen.release.entries import EDITABLE, Of, Piece
from docgen.release.manifest.provenance import FONTS, Commit, Provenance
from docgen.release.site.facts import FaitsPublication, Point
from docgen.release.site.left_to_do import for_writers, missing, remaining
from docgen.release.site.rows import count, parts, works_of
from docgen.rendering import Templates

ROOM: Final = "_commun/publication"
LOOK: Final = "habillage"
"""The folder of what the pages look like, beside them."""
FACES: Final = (
    "SourceSans3-Regular.ttf",
    "SourceSans3-Semibold.ttf",
    "SourceSerif4Display-Semibold.ttf",
)
SIGNS: Final = "_commun/icones"
STATES: Final = ("etat-adopte.svg", "etat-propose.svg")
READERS: Final = {
    "publique": "Documents publics",
    "interne": "Documents internes : ils ne sortent pas de la gendarmerie ni de l’association",
}


@dataclass(frozen=True, slots=True)
class Account:
    """What is to be told of a release besides its files: problems, who judged, its folders.

    `left` is what keeps each document from being final; `framed`, whether those of communes were
    to be made in frames.
    """

    problems: tuple[Problem, ...]
    left: Mapping[Of, Sequence[Problem]]
    verapdf: str
    folders: tuple[str, ...]
    framed: bool = True


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
    for room, names in ((FONTS, FACES), (SIGNS, STATES)):
        made |= {f"{LOOK}/{name}": templates.find(f"{room}/{name}").read_bytes() for name in names}
    return made


def _facts(
    folder: str, pieces: Sequence[Piece], account: Account, whence: Provenance
) -> FaitsPublication:
    problems, verapdf = account.problems, account.verapdf
    finals = sum(one.final for one in pieces)
    judge = f"vérifiés par docgen et par veraPDF ({verapdf})" if verapdf else "vérifiés par docgen"
    works = works_of(pieces)
    left = tuple(remaining(works, account.left))
    told = {work.of for work in works if work.anchor in {one.ancre for one in left}}
    return FaitsPublication(
        partenariat=project_acts(Referential(whence.workspace)).partenariat,
        lecteurs=READERS.get(folder, folder),
        date=date_longue(whence.au),
        version=_version(whence.commit),
        compte=count(len(pieces), "fichier"),
        finals=count(finals, "définitif"),
        projets=count(len(pieces) - finals, "projet"),
        conformite=f"PDF/A et PDF/UA-1, {judge}",
        word=any(one.format in EDITABLE for one in pieces),
        donnees=tuple(_data(folder, whence)),
        parties=tuple(parts(works, whence, told)),
        absents=tuple(missing(problems)),
        restants=left,
        redacteurs=tuple(for_writers(problems)),
    )


def _version(commit: Commit | None) -> str:
    if commit is None:
        return ""
    return f"{commit.sha[:12]}{'' if commit.intact else ' (modifiée depuis)'}"


def _data(folder: str, whence: Provenance) -> Iterator[Point]:
    for one in whence.donnees(folder):
        old = "" if one.age is None else f", {count(max(one.age, 0), 'jour')}"
        late = " – une édition plus récente est due" if one.vieux else ""
        yield Point(texte=hold_signs(f"{one.sujet} : édition {one.edition}{old}{late}"))


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
