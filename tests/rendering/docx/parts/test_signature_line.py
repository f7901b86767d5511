"""The signature lines of Word files: one for each signatory of an act to be signed."""

import io
import re
import tempfile
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import page as page_validation
import pypdfium2
import pytest
from openxml_audit import OpenXmlValidator
from PIL import Image, ImageChops
from pypdf import PdfReader
from weasyprint import HTML

from docgen.errors import TemplateError
from docgen.kinds.convention.facts import FaitsConvention
from docgen.ooxml import W, read_package, write_package
from docgen.rendering.docx.parts.signature_line import LINK, OFFICE, PART, PICTURE, VML
from docgen.rendering.docx.renderer import render_docx
from docgen.rendering.parity.words import docx_words
from tests.rendering.docx.docx_examples import (
    BODY,
    SHIPPED,
    body_of,
    clauses,
    document,
    edited,
    facts,
    final_facts,
    laid_over,
    rendered,
    signers,
    template_bytes,
    with_paragraph,
)
from tests.rendering.docx.test_lint import told as linted
from tests.support.libreoffice import to_pdf

TAG = "{{r signataires[0]|ligne_de_signature }}"
IN_OFFICE, IN_VML = f"{{{OFFICE}}}", f"{{{VML}}}"
DESCRIBED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
SPOKEN = [f"Ligne de signature de Madame Signataire {n}, présidente imaginaire" for n in (1, 2)]
IMAGE = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
BENEATH = 100
"""How many points a box of 40 mm leaves beneath the words « Date, signature et cachet »."""
GUID = re.compile(r"\{[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}\}")


def lines(data: bytes) -> list[Any]:
    """Return the signature lines of a Word file's body, as Word knows them."""
    return list(body_of(data).iter(f"{IN_OFFICE}signatureline"))


def findings(data: bytes) -> list[str]:
    """Return what Word would have to repair in a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "document.docx")
        path.write_bytes(data)
        return [str(error) for error in OpenXmlValidator().validate(path).errors]


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_each_signatory_has_a_line_of_their_own(count: int) -> None:
    people = signers(count)
    made = rendered(final_facts(signataires=people))
    found = lines(made)
    told = [
        (one.get(f"{IN_OFFICE}suggestedsigner"), one.get(f"{IN_OFFICE}suggestedsigner2"))
        for one in found
    ]
    assert told == [(person.personne, person.qualite) for person in people]
    assert all(one.get("issignatureline") == "t" for one in found)
    assert {one.get("provid") for one in found} == {f"{{{uuid.UUID(int=0)}}}"}
    assert findings(made) == []


def test_a_line_stands_in_the_box_of_its_signatory() -> None:
    boxes = [next(one.iterancestors(f"{W}tc")) for one in lines(rendered(final_facts()))]
    assert len(set(boxes)) == 2
    assert all("Date, signature et cachet" in "".join(box.itertext()) for box in boxes)


def test_no_two_lines_are_the_same_to_word() -> None:
    made = rendered(final_facts(signataires=signers(5)))
    body, keys = body_of(made), [one.get("id") for one in lines(made)]
    assert len(set(keys)) == 5
    assert all(GUID.fullmatch(key) for key in keys)
    for tag in (f"{IN_VML}shape", DESCRIBED):
        assert len({one.get("id") for one in body.iter(tag)}) == 5
    assert len(list(body.iter(f"{IN_VML}shapetype"))) == 1


def test_signature_line_differs_by_act_only() -> None:
    def keys(key: str) -> list[str]:
        made = render_docx(document(final_facts(), key=key), SHIPPED)
        return [one.get("id") for one in lines(made.data)]

    assert keys("2027") == keys("2027")
    assert not set(keys("2027")) & set(keys("2028"))
    assert rendered(final_facts()) == rendered(final_facts())


def test_signature_line_has_alternative_text() -> None:
    body = body_of(rendered(final_facts()))
    assert [one.get("alt") for one in body.iter(f"{IN_VML}shape")] == SPOKEN
    assert [one.get("descr") for one in body.iter(DESCRIBED)] == SPOKEN


def test_a_person_without_office_has_a_line_too() -> None:
    person = signers(1)[0].model_copy(update={"qualite": ""})
    body = body_of(rendered(final_facts(signataires=(person,))))
    said = [one.get("alt") for one in body.iter(f"{IN_VML}shape")]
    assert said == ["Ligne de signature de Madame Signataire 1"]


def test_the_picture_of_all_lines_travels_once() -> None:
    parts = read_package(rendered(final_facts(signataires=signers(3))))
    assert [name for name in parts if "media" in name] == [PART]
    assert parts[PART] == SHIPPED.find(PICTURE).read_bytes()
    assert parts["word/_rels/document.xml.rels"].count(f'"{LINK}"'.encode()) == 1
    assert parts["[Content_Types].xml"].count(b'Extension="png"') == 1


@pytest.mark.parametrize("told", [facts(), final_facts(a_signer=False)], ids=["draft", "signed"])
def test_what_is_not_to_be_signed_has_no_line(told: FaitsConvention) -> None:
    made = rendered(told)
    parts = read_package(made)
    assert lines(made) == []
    assert PART not in parts
    assert not any(LINK.encode() in part for part in parts.values())


def test_lines_change_no_word_of_the_act() -> None:
    assert docx_words(rendered(final_facts())) == docx_words(rendered(final_facts(a_signer=False)))


@pytest.mark.parametrize("name", ['"/><w:p/>', "L’Hôte & Fils <x>", "{{ 7 + 7 }}", "{0} {name}"])
def test_a_name_is_told_to_the_letter(name: str) -> None:
    person = signers(1)[0].model_copy(update={"personne": name, "qualite": name})
    made = rendered(final_facts(signataires=(person,)))
    [line] = lines(made)
    assert [line.get(f"{IN_OFFICE}suggestedsigner{rank}") for rank in ("", 2)] == [name, name]
    assert line.getparent().get("alt") == f"Ligne de signature de {name}, {name}"
    assert findings(made) == []


def test_a_jurist_may_put_a_line_elsewhere_and_dress_it(tmp_path: Path) -> None:
    made = rendered(final_facts(), laid_over(tmp_path, with_paragraph(TAG)))
    assert len({one.get("id") for one in lines(made)}) == 3
    assert next(lines(made)[0].iterancestors(f"{W}tc"), None) is None
    assert findings(made) == []


def test_a_line_in_a_footer_has_its_picture_too(tmp_path: Path) -> None:
    template = edited("{{ mention }}", TAG, part="word/footer1.xml", times=3)
    made = rendered(final_facts(), laid_over(tmp_path, template))
    parts = read_package(made)
    assert LINK.encode() in parts["word/_rels/footer1.xml.rels"]
    keys = re.findall(r' id="(\{.*?\})"', (parts[BODY] + parts["word/footer1.xml"]).decode())
    assert len(set(keys)) == 3
    assert findings(made) == []


def test_a_template_with_a_picture_of_its_own_keeps_it(tmp_path: Path) -> None:
    parts = read_package(template_bytes())
    png = '<Default Extension="PNG" ContentType="image/png"/><Default '
    types = parts["[Content_Types].xml"].decode().replace("<Default ", png, 1).encode()
    template = write_package({**parts, "[Content_Types].xml": types})
    made = rendered(final_facts(), laid_over(tmp_path, template))
    assert read_package(made)["[Content_Types].xml"].lower().count(b'extension="png"') == 1


def test_a_project_may_have_a_picture_of_its_own(tmp_path: Path) -> None:
    mine = tmp_path / "templates" / PICTURE
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"another picture")
    made = rendered(final_facts(), laid_over(tmp_path, template_bytes()))
    assert read_package(made)[PART] == b"another picture"


MISTAKES = {
    "{{ signataires[0]|ligne_de_signature }}": ["modele-lettre-r", "« {{r »"],
    "{{r signataires[0]|ligne_de_signatur }}": ["modele-filtre", "« ligne_de_signature »"],
    "{{r signataires[0].nom|ligne_de_signature }}": ["modele-valeur", "demande un signataire"],
    "{{r signataires|ligne_de_signature }}": ["modele-valeur", "demande un signataire"],
    "{{r partie|ligne_de_signature }}": ["modele-champ", "« partie »"],
}


@pytest.mark.parametrize("tag", MISTAKES)
def test_a_mistake_is_told_with_its_paragraph(tag: str) -> None:
    said = linted(with_paragraph(tag))
    assert "paragraphe 1 (« {{" in said[0]
    assert all(part in said[0] for part in MISTAKES[tag])


SOUND = [TAG, "{{r (signataires|first)|ligne_de_signature }}"]
SOUND += ["{% for s in signataires %}{{r s|ligne_de_signature }}{% endfor %}"]


@pytest.mark.parametrize("tag", SOUND)
def test_what_is_right_passes(tag: str) -> None:
    assert linted(with_paragraph(tag)) == []


def test_what_is_no_signatory_is_refused(tmp_path: Path) -> None:
    template = with_paragraph("{{r parties[0]|ligne_de_signature }}")
    with pytest.raises(TemplateError, match="demande un signataire"):
        rendered(final_facts(), laid_over(tmp_path, template))


def test_the_picture_is_its_drawing_on_white() -> None:
    drawing = SHIPPED.find(PICTURE).with_suffix(".svg").as_uri()
    style = "body { margin: 0 } @page { size: 180pt 90pt; margin: 0 } img { display: block }"
    sheet = f"<style>{style}</style><img src='{drawing}'>"
    pdf = pypdfium2.PdfDocument(HTML(string=sheet).write_pdf())
    drawn = pdf[0].render(scale=600 / 72).to_pil().convert("RGB")
    pdf.close()
    with Image.open(SHIPPED.find(PICTURE)) as picture:
        assert "transparency" not in picture.info
        difference = ImageChops.difference(drawn, picture.convert("RGB")).convert("L")
    assert sum(difference.histogram()[40:]) < 0.001 * 1500 * 750


@cache
def exported() -> bytes:
    """Return a short act as LibreOffice prints it to PDF/A-2b and PDF/UA."""
    options = '{"SelectPdfVersion":{"type":"long","value":"2"},'
    options += '"PDFUACompliance":{"type":"boolean","value":"true"}}'
    return to_pdf(rendered(final_facts(blocs=clauses(articles=2))), options)


def figures(element: Any) -> Iterator[str]:
    """Yield what is said of every figure below an element of structure."""
    element = element.get_object()
    if isinstance(element, list):
        for kid in element:
            yield from figures(kid)
    elif isinstance(element, dict):
        if element.get("/S") == "/Figure":
            yield str(element.get("/Alt", ""))
        yield from figures(element["/K"]) if "/K" in element else ()


def test_libreoffice_shows_each_line_whole_in_its_box() -> None:
    pdf = pypdfium2.PdfDocument(exported())
    sheet = next(page for page in pdf if list(page.get_objects([IMAGE], max_depth=5)))
    found = [one.get_bounds() for one in sheet.get_objects([IMAGE], max_depth=5)]
    text = sheet.get_textpage()
    label = text.search("Date, signature et cachet").get_next()
    beneath = text.get_charbox(label[0])[1] - found[0][1]
    text.close()
    pdf.close()
    sizes = [(round(right - left), round(top - bottom)) for left, bottom, right, top in found]
    assert sizes == [(180, 90), (180, 90)]
    assert [round(left) for left, *_ in found] == [63, 321]
    assert 90 < beneath < BENEATH


def test_the_pdf_that_libreoffice_makes_is_accessible() -> None:
    told = page_validation.validate_pdf_bytes(exported(), profile="ua1")
    assert [failure.message for failure in told.failures] == []
    root = PdfReader(io.BytesIO(exported())).trailer["/Root"]["/StructTreeRoot"]
    assert list(figures(root)) == SPOKEN
