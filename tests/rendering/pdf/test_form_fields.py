"""Text fields of PDFs: what fills them in, and what the file is afterwards."""

import io
from functools import cache

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter
from pypdfium2 import raw

from docgen.conformity import check_pdf
from docgen.rendering.pdf.form_fields import FONT_FILE, _letters
from tests.conformity.battery import CONSTRUCTS
from tests.conformity.printing import printed
from tests.support.documents import OUR_TEMPLATES

WORDS = "L’été, « 25 € » d’amende ;\nl’œuvre de Noël – où ? ŸŒÀÉÈÇ"
"""What people type in French."""


@cache
def blank():
    words, css = CONSTRUCTS["text-field"]
    return printed(words.replace("h2", "h1"), css)


def filled(words):
    """Return the file with words typed into its field."""
    writer = PdfWriter(clone_from=io.BytesIO(blank()))
    for page in writer.pages:
        writer.update_page_form_field_values(page, {"notes": words}, auto_regenerate=False)
    writer.set_need_appearances_writer(state=False)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_field_has_a_name_a_label_and_several_lines():
    [field] = PdfReader(io.BytesIO(blank())).get_fields().values()
    assert (field.name, field["/TU"], field["/Ff"]) == ("notes", "Notes", 1 << 12)


def test_field_has_the_value_that_its_line_prints():
    words = (
        '<h1>Jour</h1><div id="le" data-champ="Jour" data-valeur="3\xa0décembre"><p>{}</p></div>'
    )
    data = printed(words.format("3\xa0décembre"), "")
    reader = PdfReader(io.BytesIO(data))
    assert reader.get_fields()["le"].value == "3\xa0décembre"
    assert "décembre" in reader.pages[0].extract_text()
    assert [problem.message for problem in check_pdf(data, "x.pdf")] == []


def test_each_field_is_drawn_by_a_stream_of_its_own():
    one = '<p>Nom</p><div id="{0}" data-champ="Nom"><p aria-hidden="true">&nbsp;</p></div>'
    data = printed(one.format("un") + one.format("deux"), "")
    [page] = PdfReader(io.BytesIO(data)).pages
    drawn = [field.get_object()["/AP"].raw_get("/N").idnum for field in page["/Annots"]]
    assert len(set(drawn)) == 2


def test_filled_field_holds_what_was_typed_and_stays_conform():
    data = filled(WORDS)
    assert PdfReader(io.BytesIO(data)).get_fields()["notes"].value == WORDS
    [used] = _fonts_drawn(data)
    assert "/FontFile2" in used["/FontDescriptor"]
    assert [problem.message for problem in check_pdf(data, "x.pdf")] == []


def typed(words):
    """Return the file with words typed into its field, as PDFium does in Chrome and Android."""
    pdf = pypdfium2.PdfDocument(blank())
    pdf.init_forms()
    form = pdf.formenv.raw
    page = pdf[0]
    left, _, _, top = PdfReader(io.BytesIO(blank())).pages[0]["/Annots"][0].get_object()["/Rect"]
    place = (form, page.raw, 0, float(left) + 5, float(top) - 5)
    raw.FORM_OnLButtonDown(*place)
    raw.FORM_OnLButtonUp(*place)
    for letter in words:
        raw.FORM_OnChar(form, page.raw, ord(letter), 0)
    raw.FORM_ForceToKillFocus(form)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_french_typed_in_chrome_has_the_font_of_the_file():
    data = typed("L’œuvre d’été – 25 €")
    assert PdfReader(io.BytesIO(data)).get_fields()["notes"].value == "L’œuvre d’été – 25 €"
    names = {font["/BaseFont"] for font in _fonts_drawn(data) if "/FontDescriptor" in font}
    assert names == {"/ACODGN+SourceSans3-Regular"}
    assert [problem.message for problem in check_pdf(data, "x.pdf")] == []


def _fonts_drawn(data):
    [page] = PdfReader(io.BytesIO(data)).pages
    drawn = page["/Annots"][0].get_object()["/AP"]["/N"]
    return [font.get_object() for font in drawn["/Resources"]["/Font"].values()]


@pytest.mark.parametrize("letter", "éàçœŒ€’«»–Ÿ")
def test_font_of_fields_has_a_width_for_each_french_letter(letter):
    _, widths, _ = _letters(OUR_TEMPLATES.find(FONT_FILE).read_bytes())
    missing = widths[0x81 - 32]
    assert widths[letter.encode("cp1252")[0] - 32] != missing
