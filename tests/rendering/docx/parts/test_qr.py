"""A code in Word: one shape of Office, valid, which a decoder reads once it is painted."""

import zxingcpp
from lxml import etree
from PIL import Image, ImageDraw

from docgen.charts.specification import CodeQr
from docgen.ooxml import W
from docgen.rendering.docx.parts.shapes import qr_run
from tests.rendering.docx.parts.test_map import WP, A

WORD = W.strip("{}")
DOT = 4
EMU = 12_700
"""How many units of Office a point has."""
CODE = CodeQr(
    adresse="https://monaide.cyber.gouv.fr/?a=1&b=2", alternative="Code QR qui ouvre a & b"
)
OTHER = CodeQr(adresse="https://mairesruraux81.fr", alternative="Code QR", cote=80.0)


def run(code=CODE):
    """Return the run of a code, parsed as it stands in a document."""
    return etree.fromstring(f'<w:p xmlns:w="{WORD}">{qr_run(code)}</w:p>')


def painted(path):
    """Return the picture of a path of Office: each closed line, filled."""
    side = int(path.get("w"))
    made = Image.new("L", (side * DOT, side * DOT), 255)
    corners = []
    for step in path:
        corners += [
            (int(one.get("x")) * DOT, int(one.get("y")) * DOT) for one in step.iter(f"{A}pt")
        ]
        if step.tag == f"{A}close":
            (left, top), (right, bottom) = min(corners), max(corners)
            assert {*corners} == {(left, top), (right, top), (left, bottom), (right, bottom)}
            box = (left, top, right - 1, bottom - 1)
            ImageDraw.Draw(made).rectangle(box, fill=0)
            corners = []
    assert corners == []
    return made


def test_the_shape_is_read_back_as_the_address():
    [path] = run().iter(f"{A}path")
    [found] = zxingcpp.read_barcodes(painted(path))
    assert found.text == CODE.adresse


def test_qr_code_has_its_size_and_alternative_text():
    [frame] = run(OTHER).iter(f"{WP}extent")
    assert {frame.get("cx"), frame.get("cy")} == {str(80 * EMU)}
    [told] = run().iter(f"{WP}docPr")
    assert told.get("descr") == CODE.alternative


def test_qr_run_depends_on_the_address_only():
    assert qr_run(CODE) == qr_run(CODE)
    numbers = {one.find(f".//{WP}docPr").get("id") for one in (run(), run(OTHER))}
    assert len(numbers) == 2
