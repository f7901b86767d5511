"""What holds for every PDF that docgen makes, read from the finished file of each layout."""

import io
import itertools
import re
import zipfile
from dataclasses import replace
from functools import cache

import pytest
import weasyprint
from pypdf import PdfReader

from docgen.build.render import render_documents
from docgen.content.source import read_source
from docgen.format import Format
from docgen.kinds import KINDS
from docgen.kinds.commune_pack.sommaire import OWN_PAGES
from docgen.kinds.modele.composition import TEAR_OFF_TITLE
from docgen.rendering import Templates
from tests.support import documents
from tests.support.documents import BOUND, CONVENTIONS, NAMES, OUR_TEMPLATES, READ, READY, ROOT
from tests.support.reading import (
    HEADINGS,
    attached,
    bookmarks,
    heard,
    lines_by_page,
    links,
    pages_text,
    pdf_words,
    plain_bytes,
    settled,
    structure,
)

COPY, DRAFT, FINAL = CONVENTIONS
"""An act of which a part is known, one not agreed yet, one to be signed."""
DRAFTS = tuple(name for name in NAMES if name not in READY)
BOOKLET = "memento-livret"
COVERED = (*BOUND, BOOKLET)
"""The documents whose first page is a cover."""
TALLEST = 42
"""How far below its top, in points, the first line of a heading stands at most."""
TOP_OF_BODY, BOTTOM_OF_BODY = 66, 842 - 62
"""Between them stands the body of a page, in points from above."""

every_document = pytest.mark.parametrize("name", READ)
every_single_document = pytest.mark.parametrize("name", [n for n in READ if n not in BOUND])
every_convention = pytest.mark.parametrize("name", CONVENTIONS)


def plain(text: str) -> str:
    """Return a text with ordinary blanks only."""
    return " ".join(text.split())


@cache
def reader(name: str) -> PdfReader:
    """Return a document open for reading, which takes pypdf long."""
    return PdfReader(io.BytesIO(documents.pdf(name)))


# ---------- The file and its properties ----------


@every_document
def test_a_stream_is_as_long_as_it_says(name):
    data = documents.pdf(name)
    found = [*re.finditer(rb"/Length (\d+)[^R>]*?>>\s*stream\n", data)]
    assert len(found) == data.count(b"endstream")
    for stream in found:
        end = stream.end() + int(stream[1])
        assert data[end : end + 10] == b"\nendstream"


@every_document
def test_the_properties_name_the_document_in_french(name):
    document, pdf = documents.document(name), reader(name)
    assert pdf.root_object["/Lang"] == "fr"
    assert pdf.root_object["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert pdf.metadata.title == document.title
    assert pdf.metadata.author == document.author
    assert pdf.metadata.subject == document.subject
    assert pdf.metadata.creation_date is None
    assert pdf.xmp_metadata.dc_title["x-default"] == document.title


def test_a_draft_says_so_in_its_properties():
    assert {reader(name).metadata.subject for name in (COPY, DRAFT)} == {"Projet"}
    assert reader(FINAL).metadata.subject != "Projet"


@every_document
def test_page_labels_are_the_numbers_printed(name):
    pdf = reader(name)
    assert pdf.root_object["/PageLabels"]["/Nums"] == [0, {"/S": "/D"}]
    total = len(pages_to_send(name))
    for number, text in enumerate(pages_text(documents.pdf(name)), 1):
        if (number == 1 and name in COVERED) or name in documents.LETTERS:
            continue  # a cover has no number, nor has a letter: it holds on one page
        margins = [line for line in text.strip().split("\n") if not line.endswith("(suite)")]
        foot = plain(margins[-1])  # the margins are drawn last, the head of a side among them
        if number > total or (name == BOOKLET and number == total):  # its back cover
            assert not re.search(r"(^| )\d{1,2}( / \d+)?$", foot)  # a year is none
        elif name == BOOKLET and number % 2 == 0:
            assert foot.startswith(f"{number} ")  # on the outer side of a left page
        else:
            assert re.search(f"(^| ){number}( / {total} |( / {total})?$)", foot)


def pages_to_send(name: str) -> list[str]:
    """Return the texts of the pages of a document, without the sheet that a town hall takes off."""
    pages = [plain(text) for text in pages_text(documents.pdf(name))]
    sent = [text for text in pages if TEAR_OFF_TITLE.upper() not in text]
    assert sent == pages[: len(sent)]  # the sheet is last
    assert len(pages) - len(sent) == (documents.document(name).kind == "modele")
    return sent


@every_document
def test_no_page_is_empty(name):
    for lines in lines_by_page(documents.pdf(name)):
        assert [text for top, text in lines if TOP_OF_BODY < top < BOTTOM_OF_BODY]


@every_document
def test_fonts_are_ours_embedded_and_readable_as_text(name):
    fonts = [
        font.get_object()
        for one in reader(name).pages
        for font in one["/Resources"]["/Font"].values()
    ]
    assert fonts
    for font in fonts:
        [inner] = font["/DescendantFonts"]
        assert re.match(r"/[A-Z]{6}\+Source-(Sans-3|Serif-4)", font["/BaseFont"])
        assert {"/FontFile2", "/FontFile3"} & inner.get_object()["/FontDescriptor"].keys()
        characters = font["/ToUnicode"].get_data()
        assert b"beginbfchar" in characters
        assert not re.search(rb"> <(00a0|00ad|2010|2011)>", characters)  # copied as plain ones


# ---------- What every page says of the document ----------


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_says_so_on_every_page(name):
    mark = plain(documents.document(name).facts.repere)
    assert "PROJET" in mark
    for text in pages_text(documents.pdf(name)):
        assert mark in plain(text)


def test_a_final_says_nowhere_that_it_is_a_draft():
    assert not [text for text in pages_text(documents.pdf(FINAL)) if "projet" in text.casefold()]


def test_an_invented_example_says_so_on_every_page():
    for text in pages_text(documents.pdf(FINAL)):
        assert "exemple fictif" in text


@pytest.mark.parametrize("name", [COPY, DRAFT])
def test_a_real_act_says_nowhere_that_it_is_an_example(name):
    for text in pages_text(documents.pdf(name)):
        assert "fictif" not in text.casefold()


def test_a_transcription_says_on_every_page_what_it_transcribes():
    said = "Copie incomplète de l’acte du 23 avril 2026"
    for text in pages_text(documents.pdf(COPY)):
        assert said in plain(text)


# ---------- What a file may not betray ----------


def unsaid(name: str) -> list[str]:
    """Return what sources say to those who write them, and their document to nobody."""
    kind, said = KINDS[documents.document(name).kind], []
    for path in documents.sources(name):
        said += re.findall(r"(?m)^\s*#+\s*(.{12,})$", path.read_text("utf-8"))
        said += [remark.what for remark in kind.remarks(read_source(path, path.name).data)]
    return said


def everything_in(data: bytes) -> list[bytes]:
    """Return all that a PDF holds, unpacked, and all that the files inside it hold."""
    found = [plain_bytes(data)]
    for inside in attached(data).values():
        found.append(inside)
        if inside.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(inside)) as package:
                found += [package.read(part) for part in package.namelist()]
    return found


@every_document
def test_no_remark_comment_or_path_is_anywhere_in_the_bytes(name):
    held = everything_in(documents.pdf(name))
    spoken = settled(pdf_words(documents.pdf(name)))
    for remark in unsaid(name):
        assert settled(remark.split()) not in spoken
        for encoding in ("utf-8", "utf-16-be"):
            assert not [part for part in held if remark.encode(encoding) in part]
    for private in (b"file:", b"/home/", b"/work", b"/tmp", bytes(ROOT), b"base.css", b".j2"):
        assert not [part for part in held if private in part]


def test_there_is_enough_that_is_said_to_nobody():
    assert all(len(unsaid(name)) > 3 for name in CONVENTIONS)
    assert sum(bool(unsaid(name)) for name in NAMES) > len(CONVENTIONS)


@every_convention
def test_the_pdf_carries_its_source_and_its_word_version(name):
    carried = attached(documents.pdf(name))
    assert list(carried) == [f"{name}.docx", f"{name}.yaml"]
    assert carried[f"{name}.docx"] == documents.docx(name)


@every_document
def test_pdf_has_attachments_with_a_canonical_source(name):
    assert bool(attached(documents.pdf(name))) == bool(documents.document(name).canonical)


@every_convention
def test_attached_source_makes_the_same_document(name, tmp_path):
    source = tmp_path / f"{name.removeprefix('convention-')}.yaml"
    source.write_bytes(attached(documents.pdf(name))[f"{name}.yaml"])
    before = documents.document(name)
    if before.final:
        documents.give_reason(source)
    again = documents.composed(source)
    assert again.facts == before.facts


# ---------- Structure ----------


@every_document
def test_pdf_is_tagged_from_first_heading_to_last(name):
    pdf = reader(name)
    assert pdf.root_object["/MarkInfo"]["/Marked"] == True  # noqa: E712
    levels = [int(role[1]) for role, _ in heard(documents.pdf(name)) if role in HEADINGS]
    assert levels[0] == 1
    assert levels.count(1) == 1 + titles_inside(name)
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))


def titles_inside(name: str) -> int:
    """Return how many titles a document has beside its own: of sections, of what is bound."""
    document = documents.document(name)
    return len(OWN_PAGES) + len(list(document.bound)) if document.parts else 0


@every_document
def test_no_heading_paragraph_or_link_stands_inside_another(name):
    blocks = {*HEADINGS, "P"}
    for element in structure(documents.pdf(name)).walk():
        inside = {one.role for one in element.walk() if one is not element}
        if element.role in blocks:
            assert not blocks & inside
        if element.role == "Link":
            assert not {*blocks, "Link"} & inside


@every_document
def test_each_marked_content_has_one_element(name):
    data = documents.pdf(name)
    contents = list(structure(data).contents())
    assert len(contents) == len(set(contents))
    words = pdf_words(data)
    assert "Paraphes" not in words
    assert not re.search(r"\d\s?/\s?\d+$", " ".join(words))


@every_document
def test_the_edges_of_pages_are_called_header_and_footer(name):
    held, pages = plain_bytes(documents.pdf(name)), len(reader(name).pages)
    footed = len(pages_to_send(name)) if documents.document(name).final else pages
    assert held.count(b"/Subtype /Footer") >= footed * (name not in documents.LETTERS)
    assert held.count(b"/Subtype /Header") >= pages * bool(documents.document(name).facts.repere)


@every_document
def test_figure_content_is_replaced_by_alternative_text(name):
    figures = [one for one in structure(documents.pdf(name)).walk() if one.role == "Figure"]
    assert [text for role, text in heard(documents.pdf(name)) if role == "Figure"] == [
        one.entries["/Alt"] for one in figures
    ]
    assert all(list(one.contents()) for one in figures)
    document = documents.document(name)
    kinds = {document.kind, *(part.kind for part in document.bound)}
    assert bool(figures) == ("infographie" in kinds or name == "bilan-2026-final")


@every_document
def test_each_element_points_back_to_its_parent(name):
    pdf = reader(name)
    numbers = pdf.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for element in structure(documents.pdf(name)).walk():
        for number, mcid in [kid for kid in element.kids if isinstance(kid, tuple)]:
            found = parents[pdf.pages[number]["/StructParents"]].get_object()[mcid]
            assert found.indirect_reference.idnum == element.entries.indirect_reference.idnum


def test_a_table_tells_which_cells_are_heads():
    found = structure(documents.pdf("modele-rapport-de-constat"))
    [_, table] = [e for e in found.walk() if e.role == "Table"][:2]
    heads = [e.entries["/A"]["/Scope"] for e in table.walk() if e.role == "TH"]
    assert heads == ["/Column"] * 5 + ["/Row"] * 10


def test_a_list_is_a_list_with_its_marks_apart():
    found = structure(documents.pdf(FINAL))
    [_, points] = [e for e in found.walk() if e.role == "L"]
    assert [[part.role for part in item.kids] for item in points.kids] == [["Lbl", "LBody"]] * 3


# ---------- Ways through the document ----------


def headings(name: str) -> list[tuple[int, str]]:
    """Return the headings of a document: depth from 0, text."""
    found = heard(documents.pdf(name))
    return [(int(role[1]) - 1, plain(text)) for role, text in found if role in HEADINGS]


@every_single_document
def test_bookmarks_are_the_headings_in_order(name):
    """The page of figures leaves its title out, which the document bears: its parts stand first."""
    [title, *parts] = headings(name)
    named = [title] if name not in documents.SPECIMENS else []
    expected = [*named, *((level - (not named), text) for level, text in parts)]
    assert [(b.level, plain(b.title)) for b in bookmarks(documents.pdf(name))] == expected


@every_single_document
def test_each_bookmark_leads_to_its_heading(name):
    lines = lines_by_page(documents.pdf(name))
    for mark in bookmarks(documents.pdf(name)):
        assert stands_below(mark.title, lines[mark.page], mark.top)


@every_document
def test_internal_links_have_a_description_and_a_target(name):
    lines = lines_by_page(documents.pdf(name))
    for link in links(documents.pdf(name)):
        assert link.says
        assert [text for top, text in lines[link.to_page] if link.to_top < top < BOTTOM_OF_BODY]


@every_convention
def test_contents_entries_link_to_headings_with_page_numbers(name):
    data = documents.pdf(name)
    lines, printed = lines_by_page(data), [plain(t) for role, t in heard(data) if role == "Link"]
    facts = documents.document(name).facts
    wanted = [bloc for bloc in facts.blocs if bloc.genre == "titre" and bloc.niveau <= 3]
    found = links(data)
    assert len(found) == len(printed) == len(wanted) > 3
    for link, text in zip(found, printed, strict=True):
        assert text == f"{plain(link.says)} {link.to_page + 1}"
        assert stands_below(link.says, lines[link.to_page], link.to_top)


def test_contents_and_pdf_are_laid_out_once(monkeypatch):
    expected, laid_out = documents.pdf(FINAL), []
    render = weasyprint.HTML.render
    monkeypatch.setattr(
        weasyprint.HTML, "render", lambda *a, **k: laid_out.append(a) or render(*a, **k)
    )
    whole = replace(documents.document(FINAL), contents_pages=())
    made = render_documents([whole], Templates(OUR_TEMPLATES.roots), tuple(Format))
    assert [one.data for one in made if one.format is Format.PDF] == [expected]
    assert len(laid_out) == 1


def stands_below(title: str, lines: list[tuple[float, str]], top: float) -> bool:
    """Whether a title begins within a line's height below a place, alone there or in a column.

    Its number may stand beside it, in a size of its own; capitals may be those of its style. On a
    cover its first line, so large that the next is out of reach, may have two words only.
    """
    found = [plain(text) for baseline, text in lines if top < baseline < top + TALLEST]
    near, words = " ".join(found).casefold(), plain(title).casefold().split()
    first = " ".join(words[:2])
    return all(word in near for word in words[:3]) or [first] == [one.casefold() for one in found]


def layouts(names):
    """Return the kind and the layout of documents."""
    return {(one.kind, one.layout) for one in map(documents.document, names)}


def test_every_kind_and_by_day_each_layout_is_looked_at():
    assert {kind for kind, _ in layouts(NAMES)} == set(KINDS)
    assert layouts(documents.EACH_LAYOUT) == layouts(NAMES)
