"""A locator map in Word: shapes of Office, valid, drawn by LibreOffice as told."""

import io
import re
import tempfile
from pathlib import Path

import pypdfium2
from docx import Document as WordDocument
from docx.oxml import parse_xml
from lxml import etree
from openxml_audit import OpenXmlValidator
from pypdf import PdfReader

from docgen.charts.map import ZONE_STYLES
from docgen.charts.specification import Repere, RoleZone
from docgen.ooxml import W, read_package, write_package
from docgen.rendering.docx.parts.map import map_run
from tests.charts.maps import HOLE, MAP, OWN
from tests.support.libreoffice import to_pdf

WORD = W.strip("{}")
SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def run(carte=MAP):
    """Return the run of a map, parsed as it stands in a document."""
    return etree.fromstring(f'<w:p xmlns:w="{WORD}">{map_run(carte)}</w:p>')


def shapes(carte=MAP):
    """Return the shapes of a map by name, and how many have that name."""
    found = {}
    for one in run(carte).iter(f"{SHAPE}wsp"):
        found.setdefault(one.find(f"{SHAPE}cNvPr").get("name"), []).append(one)
    return found


def document(*cartes):
    """Return a Word file that holds maps, one a paragraph."""
    made = WordDocument()
    for carte in cartes:
        paragraph = f'<w:p xmlns:w="{WORD}">{map_run(carte)}</w:p>'
        made.element.body.insert(0, parse_xml(paragraph))
    data = io.BytesIO()
    made.save(data)
    parts = read_package(data.getvalue())
    return write_package({**parts, "word/stylesWithEffects.xml": parts["word/styles.xml"]})


def complaints(data):
    """Return what a validator of Office files says of a Word file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "document.docx")
        path.write_bytes(data)
        return [str(error) for error in OpenXmlValidator().validate(path).errors]


def points(shape):
    """Return the corners of a shape's paths, in points of the map."""
    return [(int(p.get("x")) / 20, int(p.get("y")) / 20) for p in shape.iter(f"{A}pt")]


def colours(data):
    """Return the colours of the first page that LibreOffice prints, and how often each is."""
    page = pypdfium2.PdfDocument(to_pdf(data))[0]
    picture = page.render(scale=2).to_pil().convert("RGB")
    return {f"#{r:02X}{g:02X}{b:02X}": n for n, (r, g, b) in picture.getcolors(1 << 24)}


def test_each_role_is_one_shape_with_all_its_outlines():
    (commune,) = shapes()[RoleZone.COMMUNE]
    assert points(commune) == [*OWN, *HOLE]
    assert len(commune.findall(f".//{A}path")) == 1
    fill = commune.find(f"{SHAPE}spPr/{A}solidFill/{A}srgbClr").get("val")
    assert f"#{fill}" == ZONE_STYLES[RoleZone.COMMUNE].fill


def test_borders_are_lines_that_enclose_nothing():
    for one in shapes()["limites"]:
        assert {path.get("fill") for path in one.iter(f"{A}path")} == {"none"}
        assert one.find(f".//{A}close") is None


def test_a_map_is_as_large_as_told_and_says_itself():
    inline = run().find(f".//{WP}inline")
    extent, told = inline.find(f"{WP}extent"), inline.find(f"{WP}docPr")
    assert (extent.get("cx"), extent.get("cy")) == (str(200 * 12700), str(122 * 12700))
    assert told.get("descr") == MAP.alternative


def test_numbers_differ_within_a_map_and_between_maps():
    other = MAP.model_copy(update={"cle": "carte-autre"})
    found = [
        re.findall(r'<(?:wp:docPr|wps:cNvPr) id="(\d+)"', map_run(one)) for one in (MAP, other)
    ]
    assert len({*found[0], *found[1]}) == len(found[0]) + len(found[1])
    assert all(0 < int(number) < 2**31 for numbers in found for number in numbers)


def test_the_same_map_always_makes_the_same_run():
    assert map_run(MAP) == map_run(MAP.model_copy())


def test_a_name_cannot_break_the_drawing():
    spoilt = Repere(nom="A<b>&\"{size}'", x=50.0, y=50.0)
    texts = [one.text for one in run(MAP.model_copy(update={"reperes": (spoilt,)})).iter(f"{W}t")]
    assert texts == [spoilt.nom]


def test_a_map_needs_neither_towns_nor_ring():
    bare = MAP.model_copy(update={"reperes": (), "cercle": None})
    assert not {"cercle", "villes"} & shapes(bare).keys()
    assert complaints(document(bare)) == []


def test_word_finds_nothing_to_mend():
    other = MAP.model_copy(update={"cle": "carte-autre"})
    assert complaints(document(MAP, other)) == []


def test_libreoffice_draws_every_role_and_every_name():
    data = document(MAP)
    found = colours(data)
    for role in (RoleZone.AUTRE, RoleZone.VOISINE, RoleZone.COMMUNE):
        assert found.get(ZONE_STYLES[role].fill, 0) > 200
    assert found.get(ZONE_STYLES[RoleZone.DEPARTEMENT].outline, 0) > 100
    text = PdfReader(io.BytesIO(to_pdf(data))).pages[0].extract_text()
    assert {"Exemple-la-Ville", "L’Imaginée"} <= set(text.split())
