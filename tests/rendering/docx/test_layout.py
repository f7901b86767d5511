"""How Word files look once laid out, by LibreOffice."""

import io
import re
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from docgen.kinds.convention.facts import Bloc, FaitsConvention
from docgen.ooxml import read_package
from docgen.rendering.docx.renderer import render_docx
from tests.rendering.docx.docx_examples import (
    CONVENTIONS,
    SENTENCE,
    SHIPPED,
    clauses,
    composed,
    document,
    facts,
    final_facts,
    laid_over,
    rendered,
    template_bytes,
    texts_of,
)
from tests.support.libreoffice import resaved, to_pdf, to_pdfs

FONTS = {
    *("SourceSans3-Regular", "SourceSans3-Bold", "SourceSans3-It", "SourceSans3-Italic"),
    *("SourceSerif4-Regular", "SourceSerif4-Bold", "SourceSerif4-It", "SourceSerif4-Italic"),
    *("SourceSans3-Semibold", "SourceSerif4-Semibold", "SourceSerif4Display-Semibold"),
}


def spaced(text: str) -> str:
    """Return a text with plain spaces."""
    return re.sub("[\u00a0\u202f]", " ", text)


@cache
def printed() -> dict[FaitsConvention, bytes]:
    """Return every act that is looked at, as LibreOffice prints it."""
    acts = [*map(ending_with, ENDS), *map(real_facts, CONVENTIONS), *ACTS.values()]
    return dict(zip(acts, to_pdfs(*map(rendered, acts)), strict=True))


def real_facts(path: Path) -> FaitsConvention:
    """Return what one of our conventions says."""
    told = composed(path).facts
    assert isinstance(told, FaitsConvention)
    return told


@cache
def pages(told: FaitsConvention) -> list[list[str]]:
    """Return the lines of every page, as LibreOffice breaks them; headers and footers too."""
    pdf = pypdfium2.PdfDocument(printed()[told])
    texts = [spaced(page.get_textpage().get_text_bounded()) for page in pdf]
    pdf.close()
    return [[line.strip() for line in text.splitlines() if line.strip()] for text in texts]


def ending_with(sentences: int) -> FaitsConvention:
    """Return an act whose last clause is longer or shorter, to move the foot of its last page."""
    last = [
        Bloc(genre="paragraphe", texte=SENTENCE * 4),
        Bloc(genre="paragraphe", texte=SENTENCE * sentences),
        Bloc(genre="paragraphe", texte=SENTENCE * 2, lie=True),
        Bloc(genre="paragraphe", texte="Dernier mot de l’acte.", lie=True),
    ]
    head = Bloc(genre="titre", niveau=1, etiquette="ARTICLE 3", texte="Fin")
    return final_facts(blocs=(*clauses(articles=2, sentences=5), head, *last))


ENDS = (1, 9, 19, 29)
"""How many sentences the last clause but one has."""


@pytest.mark.parametrize("sentences", ENDS)
def test_signatures_are_never_alone_nor_apart(sentences: int) -> None:
    made = pages(ending_with(sentences))
    found = [page for page in made if any("Fait à Valclair" in line for line in page)]
    assert len(found) == 1
    page = found[0]
    place = next(rank for rank, line in enumerate(page) if "Fait à Valclair" in line)
    assert "Dernier mot de l’acte." in page[place - 1]
    assert "vallée imaginaire" in page[place - 2]
    after = " ".join(page[place:])
    assert "Signataire 1" in after
    assert "Signataire 2" in after
    assert after.count("Date, signature et cachet") == 2


@pytest.mark.parametrize("path", CONVENTIONS, ids=lambda path: path.stem)
def test_signatures_of_real_conventions_are_not_alone_either(path: Path) -> None:
    told = real_facts(path)
    fait, last = spaced(told.fait), spaced(told.blocs[-1].texte)[-40:]
    page = next(page for page in pages(told) if any(fait in line for line in page))
    place = next(rank for rank, line in enumerate(page) if fait in line)
    assert place > 2  # the running header, and two lines
    assert last in " ".join(page[:place])
    boxes = 0 if told.signe else len(told.signataires)
    assert " ".join(page[place:]).count("Date, signature et cachet") == boxes


@pytest.mark.parametrize("path", CONVENTIONS, ids=lambda path: path.stem)
def test_no_title_of_a_real_convention_ends_a_page(path: Path) -> None:
    told = real_facts(path)
    titles = [spaced(bloc.texte) for bloc in told.blocs if bloc.genre == "titre" and bloc.texte]
    _, *last = [page[-1] for page in pages(told)]  # the first may end with the contents
    assert [line for line in last if line.endswith(tuple(titles))] == []


ACTS = {"draft": facts(), "final": final_facts(), "short": ending_with(1), "long": ending_with(19)}


@pytest.mark.parametrize("act", ACTS)
def test_no_page_is_empty(act: str) -> None:
    for page in pages(ACTS[act]):
        body = [line for line in page if not line.startswith(("Convention fictive", "Texte en"))]
        assert len(body) > 3, page


def test_a_short_act_is_signed_on_its_page() -> None:
    head = {"genre": "titre", "niveau": 1, "texte": "Sujet"}
    said = Bloc(genre="paragraphe", texte=SENTENCE)
    articles = (
        one for rank in range(1, 6) for one in (Bloc(etiquette=f"ARTICLE {rank}", **head), said)
    )
    act = document(
        final_facts(titre="Avenant", sommaire=False, blocs=tuple(articles)), density="bref"
    )
    assert len(PdfReader(io.BytesIO(to_pdf(render_docx(act, SHIPPED).data))).pages) == 1


def test_an_ample_act_ends_with_articles_and_signatures() -> None:
    blocs = [
        Bloc(lie=rank > 3, **one)
        for rank in range(1, 6)
        for one in (
            {"genre": "titre", "niveau": 1, "texte": "Sujet", "etiquette": f"ARTICLE {rank}"},
            {"genre": "paragraphe", "texte": SENTENCE},
        )
    ]
    told = final_facts(titre="Avenant", sommaire=False, blocs=tuple(blocs))
    pdf = PdfReader(io.BytesIO(to_pdf(render_docx(document(told, density="ample"), SHIPPED).data)))
    first, last = (spaced(page.extract_text()) for page in pdf.pages)
    assert "ARTICLE 3" in first
    assert all(word in last for word in ("ARTICLE 4", "ARTICLE 5", "Signataire 2"))


def test_pages_are_numbered_to_the_last() -> None:
    made = pages(ACTS["draft"])
    for number, page in enumerate(made, 1):
        assert f"{number} / {len(made)}" in " ".join(page)


def test_a_draft_says_so_on_every_page() -> None:
    made = pages(ACTS["draft"])
    assert {"PROJET", "EXEMPLE FICTIF"} <= set(made[0])
    for page in made:
        assert "PROJET – ne vaut pas signature – exemple fictif" in " ".join(page)


def test_act_ready_to_sign_shows_no_draft_words() -> None:
    said = "\n".join(line for page in pages(ACTS["final"]) for line in page)
    assert "PROJET" not in said
    assert "exemple fictif" not in said


def test_only_our_fonts_are_used() -> None:
    reader = PdfReader(io.BytesIO(to_pdf(rendered())))
    used = {
        font.get_object()["/BaseFont"].split("+")[-1]
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert used <= FONTS
    assert len(used) > 3


def test_fonts_of_a_template_saved_by_libreoffice_are_removed(tmp_path: Path) -> None:
    again = resaved(template_bytes())
    saved, shipped = rendered(templates=laid_over(tmp_path, again)), rendered()
    made, ours = read_package(saved), read_package(shipped)
    assert texts_of(saved) == texts_of(shipped)
    assert [name for name in made if "/fonts/" in name] == [n for n in ours if "/fonts/" in n]
    assert made["word/fontTable.xml"] == ours["word/fontTable.xml"]
    assert made["docProps/core.xml"] == ours["docProps/core.xml"]
