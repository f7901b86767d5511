"""The pages of a release: the list of its documents, and the report of what is left to do.

They ask nothing of the network, and all their text is in the HTML: the script only hides rows.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from docgen.document import COPY, Diffusion
from docgen.errors import Problem
from docgen.french.typography import hold_signs
from docgen.french.wording import date_longue
from docgen.kinds.actes.project import project_acts
from docgen.left import Item
from docgen.referential.referential import Referential
from docgen.release.entries import EDITABLE, DocumentKey, ReleaseFile
from docgen.release.manifest.provenance import FONTS, Commit, Provenance
from docgen.release.site.facts import Empreinte, FaitsPublication, PointPublie
from docgen.release.site.left_to_do import for_writers, missing, remaining
from docgen.release.site.pictures import pictures
from docgen.release.site.rows import count, parts, release_documents
from docgen.rendering import Templates
from docgen.rendering.limits import within_limits

SITE_TEMPLATES: Final = "_commun/publication"
LOOK: Final = "habillage"
"""The folder of style, script, fonts and signs beside the pages."""
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
class ReleaseSummary:
    """What the lists and pages of a release say besides its files.

    `items` is what is left, each item once, and `left` what keeps each document from being final;
    `verapdf` the version that judged, and `judged` the files; `framed` whether documents of
    communes were to be made in frames.
    """

    problems: tuple[Problem, ...]
    items: tuple[Item, ...]
    left: Mapping[DocumentKey, Sequence[Item]]
    verapdf: str
    folders: tuple[str, ...]
    framed: bool = True
    judged: frozenset[ReleaseFile] = frozenset()


def site_files(
    folder: str, files: Sequence[ReleaseFile], summary: ReleaseSummary, provenance: Provenance
) -> dict[str, bytes]:
    """Return the files beside the documents of a folder, by name: pages, style, report."""
    templates = Templates(provenance.workspace.templates)
    facts = _facts(folder, files, summary, provenance)
    values = {name: getattr(facts, name) for name in type(facts).model_fields}
    site = {
        name: within_limits(templates, _fill, f"{SITE_TEMPLATES}/{name}.j2", values).encode()
        for name in ("index.html", "rapport.html", "empreintes.html")
    }
    listed = sorted((*summary.problems, *summary.items), key=lambda problem: problem.order)
    report = {"version": 1, "problems": [problem.as_data() for problem in listed]}
    site["rapport.json"] = (json.dumps(report, indent=1, ensure_ascii=False) + "\n").encode()
    site |= pictures(release_documents(files))
    for name in ("publication.css", "recherche.js"):
        site[f"{LOOK}/{name}"] = templates.text(f"{SITE_TEMPLATES}/{name}").encode()
    for room, names in ((FONTS, FACES), (SIGNS, STATES)):
        site |= {f"{LOOK}/{name}": templates.find(f"{room}/{name}").read_bytes() for name in names}
    return site


def _fill(name: str, values: Mapping[str, object], templates: Templates) -> str:
    return templates.fill(name, values)


def _facts(
    folder: str, files: Sequence[ReleaseFile], summary: ReleaseSummary, provenance: Provenance
) -> FaitsPublication:
    problems, verapdf = summary.problems, summary.verapdf
    judge = "tous vérifiés par docgen"
    if verapdf:
        many = count(sum(file in summary.judged for file in files), "PDF")
        judge += f", et chaque construction par veraPDF ({verapdf}), sur {many}"
    documents = release_documents(files)
    finals = [one.first.final for one in documents if not one.is_sheet]
    left = tuple(remaining(documents, summary.left))
    anchors = {one.ancre for one in left}
    lacking = {one.document_key for one in documents if one.anchor in anchors}
    return FaitsPublication(
        partenariat=project_acts(Referential(provenance.workspace)).partenariat(Diffusion(folder)),
        lecteurs=READERS.get(folder, folder),
        date=date_longue(provenance.au),
        version=_version(provenance.commit),
        compte=count(len(finals), "document"),
        finals=count(sum(finals), "définitif"),
        projets=count(len(finals) - sum(finals), "projet"),
        conformite=f"PDF/A et PDF/UA-1, {judge}",
        word=any(file.format in EDITABLE for file in files),
        copies=any(file.drafted == COPY and not file.final for file in files),
        donnees=tuple(_data(folder, provenance)),
        parties=tuple(parts(documents, provenance, lacking)),
        absents=tuple(missing(problems)),
        restants=left,
        reste=count(len(summary.items), "point"),
        redacteurs=tuple(for_writers((*problems, *summary.items))),
        empreintes=tuple(
            Empreinte(nom=str(one.place), sha256=one.sha256)
            for one in sorted(files, key=lambda file: str(file.place))
        ),
    )


def _version(commit: Commit | None) -> str:
    if commit is None:
        return ""
    return f"{commit.sha[:12]}{'' if commit.intact else ' (modifiée depuis)'}"


def _data(folder: str, provenance: Provenance) -> Iterator[PointPublie]:
    for data in provenance.donnees(folder):
        old = "" if data.age is None else f", {count(max(data.age, 0), 'jour')}"
        late = " – une édition plus récente est due" if data.vieux else ""
        yield PointPublie(texte=hold_signs(f"{data.sujet} : édition {data.edition}{old}{late}"))
