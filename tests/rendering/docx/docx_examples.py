"""Facts of invented conventions, and templates that a test may spoil."""

import io
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document as WordDocument
from lxml import etree

from docgen.build.compose import compose_all
from docgen.document import Diffusion, Document
from docgen.french.wording import line_of_contents
from docgen.kinds.convention.facts import Bloc, FaitsConvention, FaitsPartie, FaitsSignataire
from docgen.kinds.convention.kind import KIND
from docgen.markup import plain
from docgen.ooxml import W, compress_cached, read_package, write_package
from docgen.rendering.docx.renderer import render_docx
from docgen.rendering.html.templates import Templates
from docgen.workspace import open_workspace, shipped_templates

SHIPPED = Templates((shipped_templates(),))
ROOT = Path(__file__).parents[3]
CONVENTIONS = sorted(
    [*ROOT.glob("content/convention/*.yaml"), *ROOT.glob("tests/exemples/convention/*.yaml")]
)
"""Every convention that the repository holds."""
BODY = "word/document.xml"
RUN, TAB = f"{W}r", f"{W}tab"
SENTENCE = "Chaque partie informe l’autre, sans délai, de ce qui touche à la vallée imaginaire. "
PARTIES = (
    FaitsPartie(
        designation="l’Association fictive des maires de Valclair (AFMV)",
        representation="représentée par Madame Exemple Fictif, sa présidente",
        siege="1, place de l’Exemple, à Valclair-le-Fictif",
        appellation="ci-après désignée « l’AFMV »",
    ),
    FaitsPartie(
        designation="le Groupement fictif de Valclair (GFTV)",
        representation="représenté par Monsieur Personnage Inventé, son directeur",
        siege="",
        appellation="ci-après désigné « le GFTV »",
    ),
)


def signers(count: int) -> tuple[FaitsSignataire, ...]:
    """Return so many people who sign."""
    return tuple(
        FaitsSignataire(
            sigle=f"P{rank}",
            pour=f"Pour la partie fictive numéro {rank},",
            nom=f"Madame Signataire {rank},",
            personne=f"Madame Signataire {rank}",
            qualite="présidente imaginaire",
            champ=f"signature-{rank}",
        )
        for rank in range(1, count + 1)
    )


def clauses(articles: int = 9, sentences: int = 6) -> tuple[Bloc, ...]:
    """Return the clauses of an act of about a page for two articles; the last lines are tied."""
    found: list[Bloc] = [Bloc(genre="titre", niveau=1, texte="Préambule")]
    for number in range(1, articles + 1):
        head = {"etiquette": f"ARTICLE {number}", "texte": f"Sujet **numéro** {number}"}
        found.append(Bloc(genre="titre", niveau=1, ancre=f"article-{number}", **head))
        found += [Bloc(genre="paragraphe", texte=SENTENCE * sentences)] * 2
        found += [Bloc(genre="puce", texte=f"un point *précis* numéro {rank} ;") for rank in (1, 2)]
    found[4:4] = plan()
    found = [listed(bloc) if bloc.genre == "titre" and bloc.niveau <= 3 else bloc for bloc in found]
    last = [bloc.model_copy(update={"lie": True}) for bloc in found[-3:]]
    return (*found[:-3], *last)


def listed(bloc: Bloc) -> Bloc:
    """Return a heading with its line of the contents."""
    return bloc.model_copy(update={"au_sommaire": line_of_contents(plain(bloc.texte))})


def plan() -> list[Bloc]:
    """Return one heading of each lower level, a mark, and a frame of what is missing."""
    return [
        Bloc(genre="titre", niveau=2, etiquette="2.1", texte="Plan d’actions"),
        Bloc(genre="titre", niveau=3, etiquette="AXE 1", texte="MIEUX SE CONNAÎTRE"),
        Bloc(genre="titre", niveau=3, texte="Axe : titre non fourni", etat="absent"),
        Bloc(genre="titre", niveau=4, etiquette="Objectif 1", texte="Se rencontrer"),
        Bloc(
            genre="titre",
            niveau=5,
            etiquette="Action 1.1",
            texte="Ouvrir les portes",
            marque="proposé",
        ),
        Bloc(genre="paragraphe", texte="Le 1er avril, **chacun** vient."),
        Bloc(genre="lacune", texte="La page manque.", etat="manquant", ligne=True),
        Bloc(genre="lacune", texte="Une autre page manque.", etat="manquant", ligne=True),
    ]


def facts(**changes: Any) -> FaitsConvention:
    """Return the facts of a draft of several pages, with these changes."""
    told: dict[str, Any] = {
        "projet": True,
        "a_signer": False,
        "signe": False,
        "repere": "PROJET – ne vaut pas signature – exemple fictif",
        "surtitre": "PROJET",
        "fictif": True,
        "intitule": "Convention fictive AFMV – GFTV",
        "organismes": ("Association fictive des maires", "Groupement fictif"),
        "titre": "Convention fictive de partenariat",
        "titre_etat": "proposé",
        "sous_titre": "pour l’essai des documents de la vallée imaginaire",
        "mention": "Texte en attente d’accord",
        "parties_etat": "",
        "parties": PARTIES,
        "avant": (),
        "blocs": clauses(),
        "fait": "Fait à Valclair, en deux exemplaires, le",
        "date_a_remplir": True,
        "signataires": signers(2),
    }
    return FaitsConvention(**{**told, **changes})


def final_facts(**changes: Any) -> FaitsConvention:
    """Return the facts of an act that is ready to be signed."""
    ready = {"projet": False, "a_signer": True, "fictif": False, "titre_etat": ""}
    ready |= {"repere": "", "surtitre": ""}
    said = (bloc for bloc in clauses() if bloc.genre != "lacune")
    unmarked = tuple(bloc.model_copy(update={"marque": ""}) for bloc in said)
    return facts(**{**ready, "blocs": unmarked, **changes})


def signed_facts(**changes: Any) -> FaitsConvention:
    """Return the facts of the copy of a signed act."""
    done = {"fait": "Fait à Valclair, le 23 avril 2026", "date_a_remplir": False}
    return final_facts(**{"a_signer": False, "signe": True, **done, **changes})


def document(told: FaitsConvention | None = None, **changes: Any) -> Document:
    """Return the document that says these facts."""
    settings: dict[str, Any] = {
        "kind": "convention",
        "key": "essai",
        "title": "Convention d’essai & d’exemple",
        "author": "AFMV – GFTV",
        "subject": "Projet",
        "facts": told or facts(),
        "diffusion": Diffusion.PUBLIQUE,
        "final": False,
        "sources": ("content/convention/essai.yaml",),
    }
    return Document(**{**settings, **changes})


def rendered(told: FaitsConvention | None = None, templates: Templates = SHIPPED) -> bytes:
    """Return the Word file of a document that says these facts; ours are filled once."""
    if templates is SHIPPED:
        return _filled(told or facts())
    return render_docx(document(told), templates).data


@cache
def _filled(told: FaitsConvention) -> bytes:
    return render_docx(document(told), SHIPPED).data


def composed(path: Path) -> Document:
    """Return the document that a convention's file makes."""
    [(_, made)] = compose_all(open_workspace(ROOT, exact=True), KIND, [path])
    return made.document


def body_of(data: bytes) -> Any:
    """Return the body of a Word file, as lxml reads it."""
    return etree.fromstring(read_package(data)[BODY])


def texts_of(data: bytes) -> list[str]:
    """Return the text of every paragraph of a Word file's body, tables and tabs included."""
    found = []
    signs = {TAB: "\t", f"{W}noBreakHyphen": "-"}
    for paragraph in body_of(data).iter(f"{W}p"):
        nodes = [one for one in paragraph.iter(f"{W}t", *signs) if one.getparent().tag == RUN]
        found.append("".join(signs.get(node.tag) or node.text or "" for node in nodes))
    return found


def opened(data: bytes) -> Any:
    """Return a Word file as python-docx reads it: another reader than ours."""
    return WordDocument(io.BytesIO(data))


def template_bytes() -> bytes:
    """Return the template that docgen ships."""
    return SHIPPED.find("convention/document.docx").read_bytes()


def edited(old: str, new: str, part: str = BODY, times: int = 1) -> bytes:
    """Return the shipped template with some of its text changed."""
    parts = read_package(template_bytes())
    before = parts[part].decode()
    after = before.replace(escape(old), escape(new), times)
    assert after != before, f"« {old} » is not in {part}"
    return _with_part(parts, part, after)


def with_paragraph(text: str) -> bytes:
    """Return the shipped template with one more paragraph at its very beginning."""
    parts = read_package(template_bytes())
    added = f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"
    return _with_part(parts, BODY, parts[BODY].decode().replace("<w:body>", f"<w:body>{added}", 1))


def _with_part(parts: dict[str, bytes], name: str, text: str) -> bytes:
    others = {part: compress_cached(data) for part, data in parts.items()}
    return write_package({**others, name: text.encode()})


def laid_over(folder: Path, template: bytes) -> Templates:
    """Return docgen's templates with this one laid over the convention's."""
    path = folder / "templates/convention/document.docx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(template)
    return Templates((folder / "templates", shipped_templates()))
