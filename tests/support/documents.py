"""The documents that tests of rendering look at: composed and rendered once, for all of them."""

import shutil
import tempfile
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from docgen.build.compose import compose_all
from docgen.build.left_sheet import left_sheets
from docgen.build.render import render
from docgen.build.sheet_pages import with_draft_pages
from docgen.content.source import parse_source
from docgen.document import Artifact, Document
from docgen.format import Format
from docgen.french.territory import CodeInsee
from docgen.kinds import KINDS
from docgen.kinds.actes.reserves import reserves_digest
from docgen.kinds.kind import Scope
from docgen.kinds.renewal.options import Courrier, RenewalOptions
from docgen.referential.referential import Referential
from docgen.rendering import Templates, writer_of
from docgen.rendering.fitting import fit_pages
from docgen.rendering.writer import Renderer
from docgen.workspace import Workspace, shipped_templates
from tests.conftest import NIGHT
from tests.support.shared import shared

ROOT = Path(__file__).parents[2]
HERE = Workspace(ROOT, ROOT / "output")
PATHS = {
    "convention-2026": ROOT / "content/convention/2026.yaml",
    "convention-modele": ROOT / "content/convention/modele.yaml",
    "convention-complete": ROOT / "tests/exemples/convention/complete.yaml",
}
"""The conventions and the examples that we keep, by the name of what they make."""
CONVENTIONS = tuple(PATHS)
SPECIMENS: dict[str, tuple[str, str]] = {
    "infographie-complete": ("infographie", "complete"),
    "infographie-departement": ("infographie", "departement"),
    "infographie-interne": ("infographie", "interne"),
}
"""Documents of invented facts: the kind whose specimens hold them, and their name there."""
SHIPPED: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "bilan-2026": ("bilan", "2026", ()),
    "fiche-action-4-1": ("fiche", "action-4-1", ()),
    "fiche-article-4-sip": ("fiche", "article-4-sip", ()),
    "memento-livret": ("memento", "*", ()),
    "memento-aide-memoire": ("memento", "*", ()),
    "modele-lettre-l541-3": ("modele", "lettre-l541-3", ()),
    "modele-mise-en-demeure-81101": ("modele", "mise-en-demeure", ("81101",)),
    "modele-rapport-de-constat": ("modele", "rapport-de-constat", ()),
}
"""Documents of the content that we ship, one of each layout: kind, files, communes."""
FINALS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "bilan-2026-final": ("bilan", "2026", ()),
    "commune-pack-81101-final": ("commune-pack", "dossier", ("81101",)),
    "modele-lettre-l541-3-final": ("modele", "lettre-l541-3", ()),
    "modele-mise-en-demeure-81101-final": ("modele", "mise-en-demeure", ("81101",)),
}
"""The same in a project whose law and texts someone checked (exemple fictif): a draft lists the
lines of the law, which move."""
LETTERS: dict[str, tuple[Courrier, tuple[str, ...]]] = {
    "renewal-rappel-2026-amr81": (Courrier(date(2027, 1, 10), ("rappel",), "amr81"), ()),
    "renewal-reconduction-2026-amr81": (Courrier(date(2027, 3, 1), ("reconduction",)), ()),
    "renewal-denonciation-2026-amr81": (Courrier(date(2027, 2, 8), ("denonciation",), "amr81"), ()),
    "renewal-denonciation-2026-ggd81": (
        Courrier(date(2027, 3, 1), ("denonciation",), "ggd81", date(2027, 3, 2), True),
        (),
    ),
    "renewal-resiliation-2026-amr81": (
        Courrier(date(2027, 2, 24), ("resiliation",), "amr81", date(2027, 2, 24)),
        (),
    ),
    "renewal-recepisse-2026-ggd81": (Courrier(date(2027, 2, 8), ("recepisse",), "ggd81"), ()),
    "renewal-avenant-2026-ggd81": (Courrier(date(2027, 2, 8), ("avenant",), "ggd81"), ()),
    "renewal-circulaire-2026-81101": (Courrier(date(2027, 3, 1), ("circulaire",)), ("81101",)),
}
"""Each letter of our content: its options, and the communes that it is for."""
SHEETS = {"memento-aide-memoire-reste-a-faire": "memento-aide-memoire"}
"""The sheets beside drafts that list what is left of them, and those drafts."""
NAMES = (*CONVENTIONS, *SPECIMENS, *SHIPPED, *SHEETS, *FINALS, *LETTERS)
EACH_LAYOUT = (
    *("convention-complete", "infographie-complete", "infographie-interne", "fiche-action-4-1"),
    *("memento-livret", "memento-aide-memoire", *SHEETS, "modele-rapport-de-constat"),
    *(*FINALS, "renewal-denonciation-2026-ggd81"),
)
"""A document of each layout."""
READ = NAMES if NIGHT else EACH_LAYOUT
"""The documents that are read at length: all of them at night, by day one of each layout."""
READY = {"convention-complete", *SPECIMENS, *FINALS, "renewal-recepisse-2026-ggd81"}
"""The documents that are final."""
BOUND = ("commune-pack-81101-final",)
"""The documents that are bound of others."""
OUR_TEMPLATES = Templates((shipped_templates(),))


def composed(path: Path) -> Document:
    """Return the document that a convention makes."""
    [(_, convention)] = compose_all(HERE, KINDS["convention"], [path])
    return convention.document


@shared
def document(name: str) -> Document:
    """Return one of our documents."""
    if name in PATHS:
        return composed(PATHS[name])
    if name in SHIPPED:
        return _shipped(*SHIPPED[name])[name]
    if name in SHEETS:
        [sheet] = left_sheets(document(SHEETS[name]))
        return with_draft_pages(sheet, document(SHEETS[name]), pdf(SHEETS[name]))
    if name in FINALS:
        return _finals()[name]
    if name in LETTERS:
        return _letter(name)
    kind, specimen = SPECIMENS[name]
    specimens: Any = import_module(f"tests.kinds.{kind}.specimens")
    return cast(Document, specimens.page(specimens.PAGES[specimen]))


def _letter(name: str) -> Document:
    """Return a letter of our content."""
    courrier, communes = LETTERS[name]
    codes = tuple(CodeInsee(code) for code in communes)
    scope = Scope(Referential(HERE), codes, RenewalOptions(courrier))
    path = HERE.content / f"renewal/{courrier.types[0]}.yaml"
    [(_, letter)] = compose_all(HERE, KINDS["renewal"], [path], scope)
    return letter.document


@shared
def _shipped(kind: str, files: str, communes: tuple[str, ...]) -> dict[str, Document]:
    """Return what files of our content make, by the names of the documents."""
    return _documents_of(HERE, kind, files, communes)


@shared
def _finals() -> dict[str, Document]:
    """Return the finals, each the only document of its files."""
    packs: Any = import_module("tests.kinds.commune_pack.packs")
    years: Any = import_module("tests.kinds.bilan.years")
    with tempfile.TemporaryDirectory() as folder:
        project = Workspace(Path(folder), Path(folder, "output"))
        shutil.copytree(HERE.content, project.content)
        packs.settled(project)
        years.written(project.root, 2024, 2025, 2026)
        return {
            name: next(iter(_documents_of(project, *source).values()))
            for name, source in FINALS.items()
        }


def _documents_of(
    workspace: Workspace, kind: str, files: str, communes: tuple[str, ...]
) -> dict[str, Document]:
    paths = sorted((workspace.content / kind).glob(f"{files}.yaml"))
    scope = Scope(Referential(workspace), tuple(CodeInsee(code) for code in communes))
    results = compose_all(workspace, KINDS[kind], paths, scope)
    return {result.document.short_stem: result.document for _, result in results}


def give_reason(source: Path) -> None:
    """Say why an act is made in spite of blank seats: what came out of a PDF does not tell it."""
    text = source.read_text("utf-8")
    digest = reserves_digest(parse_source(text, source.name).data)
    reason = f"malgre: {{le: 2026-11-03, raison: exemple fictif, empreinte: '{digest}'}}\n"
    source.write_text(text + reason, "utf-8")


def sources(name: str) -> list[Path]:
    """Return the files that one of our documents is made from."""
    path = PATHS.get(name)
    return [path] if path else [ROOT / source for source in document(name).sources]


@shared
def artifacts(name: str) -> dict[Format, Artifact]:
    """Return the files of one of our documents, as a build makes them."""
    rendered = render(document(name), OUR_TEMPLATES, tuple(Format))
    return {artifact.format: artifact for artifact in rendered}


def pdf(name: str) -> bytes:
    """Return one of our documents as PDF."""
    return artifacts(name)[Format.PDF].data


def docx(name: str) -> bytes:
    """Return one of our documents as a Word file."""
    return artifacts(name)[Format.DOCX].data


@cache
def html(name: str) -> str:
    """Return the HTML that one of our PDF is laid out from."""
    return OUR_TEMPLATES.fill_html(fit_pages(document(name), OUR_TEMPLATES))


MINIMAL = """\
acte: projet
exemple_fictif: oui
intitule: Essai fictif
titre: {texte: Essai fictif}
parties:
  liste:
    - {id: une, sigle: UNE, nom: Partie une}
    - {id: autre, sigle: AUTRE, nom: Partie autre}
articles:
  - id: article-1
    numero: ARTICLE 1er
    titre: Objet
    texte: [Chaque partie informe l'autre., Elle le fait sans délai.]
signature:
  lieu: Valclair-le-Fictif
  exemplaires: 2
  signataires:
    - {partie: une, nom: Madame Une, qualite: présidente}
    - {partie: autre, nom: Monsieur Autre, qualite: directeur}
"""
"""The least that a convention may say."""


def renderer(format: Format) -> Renderer:
    """Return what renders a format, its libraries loaded."""
    writer = writer_of(format)
    assert writer
    return writer.load()


def laid_over(folder: Path, files: dict[str, str | bytes]) -> Templates:
    """Return our templates with a project's own laid over them, as a project would."""
    for name, text in files.items():
        path = folder / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Templates(Workspace(folder, folder / "output").templates)


def shipped(name: str) -> str:
    """Return the text of one of our templates."""
    return OUR_TEMPLATES.find(name).read_text("utf-8")
