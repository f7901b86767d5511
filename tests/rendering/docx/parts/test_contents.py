import io
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from docgen.kinds.convention.facts import Bloc
from docgen.ooxml import W, read_package, write_package
from docgen.rendering.docx.parts.properties import value_of
from docgen.rendering.docx.renderer import render_docx
from tests.rendering.docx.docx_examples import (
    BODY,
    SHIPPED,
    body_of,
    document,
    edited,
    facts,
    laid_over,
    opened,
    rendered,
    template_bytes,
)
from tests.support.libreoffice import to_pdf


def lines(data: bytes) -> list[tuple[str, str, str]]:
    """Return the style, the anchor and the words of every line of the contents."""
    found = []
    for paragraph in opened(data).paragraphs:
        if paragraph.style.name.startswith("toc "):
            codes = "".join(code.text for code in paragraph._p.iter(f"{W}instrText"))
            [anchor] = re.findall(r'HYPERLINK \\l "(\w+)" \\o "[^"]+"$', codes)
            found.append((paragraph.style.name, anchor, paragraph.text))
    return found


def headings(data: bytes) -> list[tuple[str, str]]:
    """Return the style and the words of every heading of the first three levels."""
    names = {f"Heading {level}": f"toc {level} court" for level in (1, 2, 3)}
    return [
        (names[paragraph.style.name], paragraph.text)
        for paragraph in opened(data).paragraphs
        if paragraph.style.name in names
    ]


def anchors(body: Any) -> list[str]:
    """Return the names of the bookmarks of a body, but for those of its paragraphs."""
    names = (mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart"))
    return [name for name in names if not name.startswith("dgp_")]


def test_contents_list_the_headings_of_three_levels() -> None:
    made = rendered()
    assert [(style, text.upper()) for style, _, text in lines(made)] == [
        (style, text.upper()) for style, text in headings(made)
    ]
    assert ("toc 1 court", "_Toc000002", "ARTICLE 1\tSujet\u00a0numéro\u00a01") in lines(made)
    assert ("toc 3 court", "_Toc000004", "AXE 1\tMieux se\u00a0connaître") in lines(made)
    assert ("toc 1 court", "_Toc000001", "\tPréambule") in lines(made)


def test_each_entry_links_to_the_bookmark_of_its_heading() -> None:
    made = rendered()
    body = body_of(made)
    assert [anchor for _, anchor, _ in lines(made)] == anchors(body)
    ids = [mark.get(f"{W}id") for mark in body.iter(f"{W}bookmarkStart")]
    assert len(set(ids)) == len(ids)
    assert {mark.get(f"{W}id") for mark in body.iter(f"{W}bookmarkEnd")} == set(ids)


def test_entries_are_links_with_tooltips_in_libreoffice() -> None:
    made = rendered()
    pages = PdfReader(io.BytesIO(to_pdf(made))).pages
    found = [note.get_object() for page in pages for note in page.get("/Annots", ())]
    said = [note["/Contents"] for note in found if "/Dest" in note]
    assert sorted(said) == sorted(" ".join(text.split()) for _, _, text in lines(made))


def test_contents_leave_out_the_colon_of_a_title() -> None:
    title = {"texte": "Emploi des conjoints\u202f:", "au_sommaire": "Emploi des conjoints"}
    blocs = (Bloc(genre="titre", niveau=1, ancre="article-1", **title),)
    assert [text for _, _, text in lines(rendered(facts(blocs=blocs)))] == [
        "\tEmploi des\u00a0conjoints"
    ]


def test_contents_spell_names_in_capitals_as_they_are_listed() -> None:
    title = {"texte": "LES ÉLUS DU TARN", "au_sommaire": "Les élus du Tarn"}
    blocs = (Bloc(genre="titre", niveau=1, ancre="article-1", **title),)
    assert [text.replace("\u00a0", " ") for _, _, text in lines(rendered(facts(blocs=blocs)))] == [
        "\tLes élus du Tarn"
    ]


def test_an_act_without_heading_has_empty_contents() -> None:
    body = body_of(rendered(facts(blocs=())))
    assert anchors(body) == []
    assert not list(body.iter(f"{W}fldChar"))


def test_contents_updated_in_word_are_written_anew(tmp_path: Path) -> None:
    parts = read_package(template_bytes())
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    line = '<w:p><w:pPr><w:pStyle w:val="TOC2"/></w:pPr><w:r><w:t>ancienne ligne</w:t></w:r></w:p>'
    body = parts[BODY].decode().replace(end, f"</w:p>{line}{line}<w:p>{end}", 1)
    mine = laid_over(tmp_path, write_package({**parts, BODY: body.encode()}))
    assert rendered(templates=mine) == rendered()


def test_bookmarks_that_word_hid_in_the_template_do_not_multiply(tmp_path: Path) -> None:
    parts = read_package(template_bytes())
    marked = "{{r bloc.texte|riche }}</w:t></w:r>"
    hidden = '<w:bookmarkStart w:id="7" w:name="_GoBack"/><w:bookmarkEnd w:id="7"/>'
    body = parts[BODY].decode().replace(marked, marked + hidden)
    mine = laid_over(tmp_path, write_package({**parts, BODY: body.encode()}))
    assert rendered(templates=mine) == rendered()


def test_a_template_without_contents_has_no_bookmarks(tmp_path: Path) -> None:
    mine = laid_over(tmp_path, edited('TOC \\o "1-3" \\h \\z \\u', "PAGE"))
    assert anchors(body_of(rendered(templates=mine))) == []


def test_styles_are_found_by_name_whatever_word_calls_them(tmp_path: Path) -> None:
    parts = read_package(template_bytes())
    for old, new in (("Heading1", "Titre1"), ("TOC1", "TM1"), ("Strong", "lev")):
        for name in (BODY, "word/styles.xml"):
            quoted = f'w:val="{old}"', f'w:val="{new}"'
            ids = f'w:styleId="{old}"', f'w:styleId="{new}"'
            said = parts[name].decode().replace(*ids).replace(*quoted)
            if old == "Strong" and name.endswith("styles.xml"):
                said = said.replace('<w:name w:val="lev"/>', '<w:name w:val="Strong"/>')
            parts[name] = said.encode()
    made = rendered(templates=laid_over(tmp_path, write_package(parts)))
    assert lines(made) == lines(rendered())
    assert b'<w:rStyle w:val="lev"/>' in read_package(made)[BODY]


def test_headings_in_tables_are_left_out(tmp_path: Path) -> None:
    mine = laid_over(tmp_path, edited('w:val="DGPartienom"', 'w:val="Heading1"', times=9))
    assert len(lines(rendered(templates=mine))) == len(lines(rendered()))


def test_entries_tell_the_pages_of_their_headings() -> None:
    rank = len(lines(rendered()))
    pages = tuple(range(1, rank + 1))
    made = render_docx(document(contents_pages=pages), SHIPPED).data
    fields = list(opened(made).element.body.iter(f"{W}fldSimple"))
    told = [(one.get(f"{W}instr"), one.find(f"{W}r/{W}t").text) for one in fields]
    assert told == [(f" PAGEREF _Toc{page:06} \\h ", str(page)) for page in pages]
    # inside a field of contents, LibreOffice would not count its own pages
    codes = [code.text.split()[0] for code in body_of(made).iter(f"{W}instrText")]
    assert set(codes) == {"HYPERLINK"}


def test_entries_have_the_looks_of_the_field_they_replace() -> None:
    made = render_docx(document(contents_pages=(7,) * len(lines(rendered()))), SHIPPED).data
    line = next(one for one in opened(made).paragraphs if one.text.startswith("ARTICLE"))
    label, *_, dots, page = [
        (run.findtext(f"{W}t") or "\t", run.find(f"{W}rPr/{W}color").get(f"{W}val"))
        for run in line._p.iter(f"{W}r")
        if run.find(f"{W}rPr/{W}color") is not None
    ]
    assert (label, dots, page) == (("ARTICLE 1", "9C3B1F"), ("\u00a0", "9AA3AD"), ("7", "1B2430"))


@pytest.mark.parametrize(
    ("density", "forced"), [("copie", 1), ("longue", 0), ("", 0), ("ample", 0)]
)
def test_only_the_clauses_of_a_short_copy_force_a_page(density: str, forced: int) -> None:
    heads = ("a1", "a2", "a3")
    blocs = tuple(
        Bloc(genre="titre", texte="Sujet", niveau=1, etiquette=f"ARTICLE {rank}", ancre=anchor)
        for rank, anchor in enumerate(heads, 1)
    )
    told = facts(signe=True, blocs=(*blocs[:2], blocs[2].model_copy(update={"etat": "absent"})))
    body = body_of(render_docx(document(told, contents_heads=heads, density=density), SHIPPED).data)
    titles = [
        one for one in body.iter(f"{W}p") if value_of(one, "pPr", "pStyle").startswith("Heading1")
    ]
    broken = [one.getparent().getparent() for one in body.iter(f"{W}pageBreakBefore")]
    assert broken == titles[:forced]
    # White above words that begin a page is lost: a rule would stand below that of the head.
    tops = [one.find(f"{W}pPr/{W}pBdr/{W}top").get(f"{W}val") for one in titles]
    assert tops == ["nil"] * 3


def test_tied_alinea_lets_the_next_article_begin_its_page() -> None:
    tied = Bloc(genre="paragraphe", texte="Ni plus, ni moins.", lie=True)
    article = Bloc(genre="titre", texte="Sujet", niveau=1, etiquette="ARTICLE 2", ancre="a2")
    told = facts(signe=True, blocs=(tied, tied, article, tied))
    body = body_of(render_docx(document(told, contents_heads=("a2",)), SHIPPED).data)
    styles = [
        value_of(one, "pPr", "pStyle")
        for one in body.iter(f"{W}p")
        if "".join(one.itertext(f"{W}t")).startswith("Ni plus")
    ]
    assert styles == ["DGCorpslie", "BodyText", "DGCorpslie"]


def test_the_bar_of_an_axis_has_air_atop_a_page() -> None:
    axis = Bloc(genre="titre", texte="Agir", niveau=3, etiquette="AXE 1", ancre="axe")
    told = document(facts(blocs=(axis, *facts().blocs)), contents_heads=("axe",))
    [style, *_] = [
        one
        for one in body_of(render_docx(told, SHIPPED).data).iter(f"{W}pStyle")
        if one.get(f"{W}val") == "Heading3" and one.getnext() is not None
    ]
    air = style.getparent().getparent().getprevious()  # white above the first words would be lost
    assert air.find(f"{W}pPr/{W}keepNext") is not None
    assert air.find(f"{W}r") is None
