"""The pages of a release: the list of its documents, and the report of what is left to do.

They ask nothing of the network, and all their text is in the HTML: the script only hides rows.
"""

import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from typing import Final

import pypdfium2
from PIL import Image

from docgen.document import COPY, Diffusion
from docgen.errors import Problem, Severity
from docgen.french.typography import hold_signs
from docgen.french.wording import capital, date_longue
from docgen.kinds import KINDS
from docgen.kinds.actes.project import project_acts
from docgen.left import REMARK, Item
from docgen.referential.referential import Referential
from docgen.release.entries import EDITABLE, DocumentKey, ReleaseFile
from docgen.release.manifest.provenance import FONTS, Commit, Provenance
from docgen.release.site.facts import Empreinte, FaitsPublication, PointPublie, Restant, Sujet
from docgen.release.site.rows import ReleaseDocument, count, parts, plural_name, release_documents
from docgen.rendering import Templates
from docgen.rendering.limits import within_limits

WIDTH: Final = 160
"""In pixels: twice the width on a screen, for those that are sharp."""
COLOURS: Final = 16
MAX_LISTED: Final = 3
"""Up to how many things that lack the same are listed one by one."""
MAX_NAMED: Final = 40
"""Up to how many are named rather than counted."""
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
    `verapdf` the version that judged, and `judged` the files; `before` the digest of the list of
    each folder that is written before it; `framed` whether documents of communes were to be made in
    frames.
    """

    problems: tuple[Problem, ...]
    items: tuple[Item, ...]
    left: Mapping[DocumentKey, Sequence[Item]]
    verapdf: str
    before: Mapping[str, str]
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
        many = count(sum(file in summary.judged for file in files), "PDF", "PDF")
        judge += f", et chaque construction par veraPDF ({verapdf}), sur {many}"
    documents = release_documents(files)
    finals = [one.first.final for one in documents if not one.is_sheet]
    left = tuple(lacks_of_drafts(documents, summary.left))
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
        absents=tuple(what_is_missing(problems)),
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
        old = "" if data.age is None else f", {_age(data.age)}"
        late = " – une édition plus récente est due" if data.vieux else ""
        yield PointPublie(texte=hold_signs(f"{data.sujet} : édition {data.edition}{old}{late}"))


def _age(days: int) -> str:
    if days < 0:
        return "postérieure au jour de la publication"
    return count(days, "jour") if days else "du jour"


# What is left to do: readers get it document by document, without files, lines or what to type;
# writers file by file


def lacks_of_drafts(
    documents: Sequence[ReleaseDocument], left: Mapping[DocumentKey, Sequence[Item]]
) -> Iterator[Restant]:
    """Yield each draft with what it lacks; those of communes of one kind together.

    What a document takes over from those that it binds is listed with them alone.
    """
    drafts = [one for one in documents if not one.first.final and left.get(one.document_key)]
    for key, group in groupby(drafts, key=lambda document: document.document_key):
        alike = [*group]
        first, items = alike[0], left[key]
        whole = not key[1]
        own = [one for one in items if not _is_taken_over(one, key, left)]
        many = count(len({one.first.commune for one in alike}), "commune")
        yield Restant(
            ancre=first.anchor,
            titre=f"{plural_name(first)} ({many})" if whole else first.titre,
            sorte="" if whole else first.kind_name,
            lie=len(own) < len(items),
            points=tuple(_points(own, by_commune=whole)),
            fichiers=() if whole else first.fichiers,
        )


def _is_taken_over(
    item: Item, key: DocumentKey, left: Mapping[DocumentKey, Sequence[Item]]
) -> bool:
    """Whether an item of a document is one of those that it binds."""
    kind = KINDS.get(key[0])
    bound = kind.binds if kind else ()
    if not bound:
        return False
    others = (one.id for other, items in left.items() if other[0] in bound for one in items)
    written = PurePosixPath(item.file).parent.name in bound
    return written or item.of_law or item.id in others


def _points(items: Sequence[Item], *, by_commune: bool = False) -> Iterator[PointPublie]:
    """Yield what a document lacks, each once; unchecked rules of law and remarks are counted.

    A message is « what : why », or is given as it is.  Where many things lack the same, the reason
    is given once.
    """
    law = [item for item in items if item.of_law]
    reasons: dict[str, dict[str, str]] = {}
    remarks = [item for item in items if item.message == REMARK]
    for item in items:
        if item in law or item in remarks:
            continue
        cut = item.message.partition if by_commune else item.message.rpartition
        what, colon, why = cut(" : ")
        nouns = reasons.setdefault(why if colon else item.message, {})
        if colon:
            noun = "commune" if by_commune and not _is_passage(item) else "passage"
            nouns[what] = noun
    for why, nouns in reasons.items():
        yield from _sentences(why, nouns)
    if remarks:
        yield PointPublie(texte=count(len(remarks), "remarque") + " à régler")
    if law:
        many = "s" * (len(law) > 1)
        rules = f"{count(len(law), 'règle')} de droit citée{many}"
        text = f"{rules}, qu’une personne doit encore vérifier"
        yield PointPublie(texte=text)


def _sentences(why: str, nouns: Mapping[str, str]) -> Iterator[PointPublie]:
    said = hold_signs(capital(why.rstrip(".")))
    if not nouns:
        yield PointPublie(texte=hold_signs(capital(why)))
    elif len(nouns) > MAX_NAMED:
        many = (count(number, noun) for noun, number in Counter(nouns.values()).items())
        yield PointPublie(texte=f"{said}, pour {' et '.join(many)}")
    elif len(nouns) > MAX_LISTED:
        details = tuple(hold_signs(capital(noun)) for noun in nouns)
        yield PointPublie(texte=hold_signs(f"{said} :"), details=details)
    else:
        texts = (hold_signs(capital(f"{one} : {why}")) for one in nouns)
        yield from (PointPublie(texte=text) for text in texts)


def _is_passage(problem: Problem) -> bool:
    """Whether a problem is in a text that people write, and not in the data of communes."""
    return PurePosixPath(problem.file).parent.name in KINDS


def what_is_missing(problems: Sequence[Problem]) -> Iterator[PointPublie]:
    """Yield what could not be made, or has no text."""
    for problem in sorted(problems, key=lambda one: one.order):
        if problem.severity is Severity.ERREUR or problem.code == "absent":
            yield PointPublie(texte=hold_signs(capital(problem.message)))


def for_writers(problems: Sequence[Problem]) -> Iterator[Sujet]:
    """Yield all problems, file by file, with line and hint."""
    by_file: dict[str, list[PointPublie]] = defaultdict(list)
    for problem in sorted(problems, key=lambda one: one.order):
        line = f"ligne {problem.line} : " if problem.line else ""
        hint = f" → {problem.hint}" if problem.hint else ""
        by_file[problem.file].append(
            PointPublie(texte=hold_signs(f"{line}{problem.message}{hint}"))
        )
    for file, points in by_file.items():
        yield Sujet(fichier=file, points=tuple(points))


# Pictures


def pictures(documents: Iterable[ReleaseDocument]) -> Iterator[tuple[str, bytes]]:
    """Yield the place and the PNG of each first page that the list shows."""
    for document in documents:
        if document.picture and document.pdf:
            yield document.picture, first_page(document.pdf.read_bytes())


def first_page(pdf: bytes) -> bytes:
    """Return the first page of a PDF as a small PNG, the same bytes each time."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        scale = WIDTH / page.get_width()
        picture = page.render(scale=scale).to_pil().convert("RGB")
    small = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    saved = io.BytesIO()
    small.save(saved, "PNG", optimize=True)
    return saved.getvalue()
