"""What is read of the fields of a PDF that comes back."""

import io

import pytest
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, NameObject, StreamObject

from docgen.errors import ContentError
from docgen.signatures.forms import FilledField, read_form
from tests.signatures.forms import form


def read(folder, data):
    path = folder / "retour.pdf"
    path.write_bytes(data)
    return read_form(path).fields


def test_lines_are_read_as_typed_whatever_ends_them(tmp_path):
    data = form({"un": "L’été\r\n\r\n « 25 € » \rŒuvre\n", "deux": ""})
    assert read(tmp_path, data) == (
        FilledField("un", "Champ un", ("L’été", "« 25 € »", "Œuvre")),
        FilledField("deux", "Champ deux", ()),
    )


def test_characters_that_control_a_terminal_are_left_out(tmp_path):
    [field] = read(tmp_path, form({"un": "rouge\x1b[31m"}))
    assert field.lines == ("rouge[31m",)


def test_no_break_spaces_part_words_as_others_do(tmp_path):
    [field] = read(tmp_path, form({"un": "Mme\u00a0Dupont,\u202fle 5\u00a0mai\t2026"}))
    assert field.lines == ("Mme Dupont, le 5 mai 2026",)


def test_pdf_without_form_has_no_field(tmp_path):
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(10, 10)
    writer.write(out)
    assert read(tmp_path, out.getvalue()) == ()


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nrien", b"PK\x03\x04"])
def test_file_that_is_no_pdf_is_refused(tmp_path, data):
    with pytest.raises(ContentError):
        read(tmp_path, data)


def test_field_that_holds_itself_many_times_is_read_once(tmp_path):
    writer, out = PdfWriter(clone_from=io.BytesIO(form({"un": "a", "deux": "b"}))), io.BytesIO()
    [first, _] = writer.root_object["/AcroForm"]["/Fields"]
    first.get_object()[NameObject("/Kids")] = ArrayObject([first] * 50)
    writer.write(out)
    assert [field.name for field in read(tmp_path, out.getvalue())] == ["deux"]


def changed(data, change):
    """Return a PDF once its writer was changed."""
    writer, out = PdfWriter(clone_from=io.BytesIO(data)), io.BytesIO()
    change(writer)
    writer.write(out)
    return out.getvalue()


def test_fields_of_pages_that_lost_their_form_are_read(tmp_path):
    data = changed(
        form({"un": "a", "deux": "b"}), lambda writer: writer.root_object.pop("/AcroForm")
    )
    assert [(one.name, one.lines) for one in read(tmp_path, data)] == [
        ("un", ("a",)),
        ("deux", ("b",)),
    ]


@pytest.mark.parametrize(
    "held", [b"L\x90\xe9t\xe9 \x85 25 \xa0", b"\xef\xbb\xbf" + "L’été – 25 €".encode()]
)
def test_text_in_a_stream_is_decoded_as_pdf_writes_it(tmp_path, held):
    def put(writer):
        stream = StreamObject()
        stream.set_data(held)
        field = writer.root_object["/AcroForm"]["/Fields"][0].get_object()
        field[NameObject("/V")] = writer._add_object(stream)

    [field] = read(tmp_path, changed(form({"un": "a"}), put))
    assert field.lines == ("L’été – 25 €",)


def test_page_on_which_somebody_typed_is_told_with_its_fields(tmp_path):
    text = FreeText(text="Tapé par-dessus", rect=(0, 0, 9, 9))
    data = changed(form({"un": "a"}), lambda writer: writer.add_annotation(0, text))
    (tmp_path / "retour.pdf").write_bytes(data)
    assert read_form(tmp_path / "retour.pdf").marked == {1: ("un",)}
