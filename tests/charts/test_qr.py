"""Codes are read by a decoder that did not make them, even when they are stained."""

import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from docgen.charts.qr import QUIET_ZONE, draw_qr, modules
from docgen.charts.specification import CodeQr

DOT = 4
"""How many pixels a module is drawn with."""
ADDRESSES = (
    "https://a.fr",
    "https://monaide.cyber.gouv.fr",
    "https://mairesruraux81.fr",
    "https://exemple-fictif.fr/élus/brigade?commune=81101&visite=2026-12-03#carte",
    "https://exemple-fictif.fr/" + "une-adresse-qui-n-en-finit-pas/" * 12,
)


def picture(adresse, *spots):
    """Return a code as a picture, its dark runs painted one by one, under spots of ink."""
    side, runs = modules(adresse)
    made = Image.new("L", (side * DOT, side * DOT), 255)
    paint = ImageDraw.Draw(made)
    for x, y, length in runs:
        paint.rectangle((x * DOT, y * DOT, (x + length) * DOT - 1, (y + 1) * DOT - 1), fill=0)
    for spot in spots:
        paint.rectangle(tuple(round(share * side * DOT) for share in spot), fill=0)
    return made


def read(made):
    """Return what a decoder reads in a picture."""
    return [one.text for one in zxingcpp.read_barcodes(made)]


@pytest.mark.parametrize("adresse", ADDRESSES, ids=lambda adresse: str(len(adresse)))
def test_a_telephone_reads_the_address_back(adresse):
    assert read(picture(adresse)) == [adresse]


@pytest.mark.parametrize("adresse", ADDRESSES, ids=lambda adresse: str(len(adresse)))
def test_a_code_that_is_stained_is_still_read(adresse):
    assert read(picture(adresse, (0.45, 0.5, 0.67, 0.72))) == [adresse]


def test_a_code_whose_corner_is_torn_off_is_not():
    assert read(picture(ADDRESSES[1], (0, 0, 0.5, 0.5))) == []


def test_a_code_is_a_qr_code_of_level_q():
    [found] = zxingcpp.read_barcodes(picture(ADDRESSES[1]))
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    assert found.ec_level == "Q"


def test_four_white_modules_stand_around_a_code():
    side, runs = modules(ADDRESSES[1])
    assert QUIET_ZONE == 4
    assert {min(x for x, _, _ in runs), min(y for _, y, _ in runs)} == {4}
    assert {max(x + n for x, _, n in runs), max(y for _, y, _ in runs) + 1} == {side - 4}


def test_runs_are_maximal_and_do_not_overlap():
    _, runs = modules(ADDRESSES[3])
    ends = {}
    for x, y, length in runs:
        assert length > 0
        assert x > ends.get(y, -1)  # a white module at least lies between two runs
        ends[y] = x + length


def test_the_drawing_is_one_path_with_a_description():
    code = CodeQr(adresse=ADDRESSES[1], alternative="Code QR qui ouvre l’exemple", cote=62.0)
    side, runs = modules(code.adresse)
    drawn = draw_qr(code)
    moves = re.findall(r"M(\d+) (\d+)\.5h(\d+)", drawn)
    assert tuple(tuple(map(int, move)) for move in moves) == runs
    scale = float(re.search(r"scale\(([\d.]+)\)", drawn)[1])
    assert scale * side == pytest.approx(62, abs=0.001)
    assert "Code QR qui ouvre l’exemple" in drawn
    assert drawn == draw_qr(code)
