"""A locator map as SVG: what is told is drawn, in order, small, and readable without colours."""

import base64
import io
import re
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader
from weasyprint import HTML

from docgen.charts.ink import BRIQUE
from docgen.charts.map import LABEL, TINY, ZONE_STYLES, draw_map, in_order, label
from docgen.charts.specification import Repere, RoleZone
from docgen.importing.contours.convert import convert
from docgen.importing.input_file import ImportOptions
from docgen.kinds.maps.locate import Contours
from tests.charts.maps import HOLE, MAP, OWN
from tests.importing.trial_import import FRANCE, SHARED, TrialImport

SVG = "{http://www.w3.org/2000/svg}"


def read(svg):
    """Return a drawing, parsed."""
    return ET.fromstring(svg)


def filled(svg, colour):
    """Return the only filled area of a colour."""
    (found,) = [one for one in read(svg).iter(f"{SVG}path") if one.get("fill") == colour]
    return found


def lines_of(path):
    """Return the lines that a path draws, in points."""
    found = []
    for start, rest in re.findall(r"M([^l]*)l([^Mz]*)", path):
        x, y = (int(number) for number in re.findall(r"-?\d+", start))
        numbers = [int(number) for number in re.findall(r"-?\d+", rest)]
        line = [(x / 10, y / 10)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            line.append((x / 10, y / 10))
        found.append(tuple(line))
    return found


def luminance(colour):
    """Return the grey that a printer makes of a colour, 0 for black, 255 for white."""
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_every_outline_is_drawn_at_its_place():
    path = filled(draw_map(MAP), ZONE_STYLES[RoleZone.COMMUNE].fill)
    assert lines_of(path.get("d")) == [OWN, HOLE]
    assert path.get("fill-rule") == "evenodd"


def test_borders_are_drawn_once_in_the_colour_of_their_zone():
    svg = draw_map(MAP)
    drawn = [one for one in read(svg).iter(f"{SVG}path") if "z" not in one.get("d")]
    told = {ZONE_STYLES[zone.role].border: list(zone.limites) for zone in MAP.zones if zone.limites}
    assert {one.get("stroke"): lines_of(one.get("d")) for one in drawn} == told


def test_the_commune_is_drawn_over_its_unit():
    assert [zone.role for zone in in_order(MAP.zones)] == [
        *(RoleZone.AUTRE, RoleZone.VOISINE, RoleZone.COMMUNE, RoleZone.DEPARTEMENT)
    ]


def test_the_commune_stands_out_in_greyscale():
    greys = {role: luminance(dress.fill) for role, dress in ZONE_STYLES.items() if dress.fill}
    commune = greys.pop(RoleZone.COMMUNE)
    assert commune < min(greys.values()) - 55
    assert abs(greys[RoleZone.VOISINE] - greys[RoleZone.AUTRE]) > 40


def test_the_map_has_a_title_and_a_description():
    root = read(draw_map(MAP))
    assert root.find(f"{SVG}title").text == "Carte de Valclair & environs"
    assert root.find(f"{SVG}desc").text == MAP.alternative


def test_a_name_stands_on_its_side_of_the_dot():
    right, left = (label(one) for one in MAP.reperes)
    assert right.box.left > MAP.reperes[0].x + 2
    assert left.box.right < MAP.reperes[1].x - 2
    texts = [one.text for one in read(draw_map(MAP)).iter(f"{SVG}text")]
    assert texts == ["Exemple-la-Ville", "L’Imaginée"] * 2  # a white halo, then the name
    assert LABEL.size >= 7.5


def test_name_of_the_commune_is_bold_and_without_a_dot():
    own = Repere(nom="Valclair", x=30, y=30, propre=True)
    root = read(draw_map(MAP.model_copy(update={"reperes": (own,)})))
    *_, name = root.iter(f"{SVG}text")
    assert (name.text, name.get("font-weight"), name.get("fill")) == ("Valclair", "600", BRIQUE)
    assert not [one for one in root.iter(f"{SVG}circle") if one.get("fill") != BRIQUE]


def test_a_dot_stands_for_a_tiny_commune_only():
    def dots(carte):
        circles = read(draw_map(carte)).iter(f"{SVG}circle")
        return [one for one in circles if one.get("fill") == BRIQUE]

    assert [one.get("r") for one in dots(MAP)] == [f"{TINY:g}"]
    assert dots(MAP.model_copy(update={"cercle": None})) == []


def test_the_same_map_always_makes_the_same_text():
    assert draw_map(MAP) == draw_map(MAP.model_copy())


def test_the_map_is_printed_with_its_names():
    data = base64.b64encode(draw_map(MAP).encode()).decode()
    page = HTML(string=f'<img alt="" src="data:image/svg+xml;base64,{data}">').write_pdf()
    text = PdfReader(io.BytesIO(page)).pages[0].extract_text()
    assert "Exemple-la-Ville" in text


@pytest.mark.skipif(not SHARED.is_dir(), reason="real files are not here")
@pytest.mark.parametrize("width", [236.0, 482.0])
def test_the_tarn_takes_60_kilobytes_at_most(tmp_path, width):
    data = (SHARED / "communes-81.geojson").read_bytes()
    opened = TrialImport(tmp_path, convert, data, "c.geojson", options=ImportOptions()).opened
    communes = FRANCE.communes
    carte = Contours(opened).locate(communes.get("81233"), ["81222"], communes, width)
    assert len(draw_map(carte).encode()) <= 60_000


def moves(page):
    """Return how many lines a page of a PDF begins."""
    return len(re.findall(rb" m\n", page.get_contents().get_data()))


def test_a_border_shorter_than_a_tenth_hides_no_other():
    """WeasyPrint ends a path at an « l » without numbers: four fifths of a map were lost so."""
    tiny = ((80.0, 60.0), (80.01, 60.01))
    zones = [zone for zone in MAP.zones if zone.role is not RoleZone.AUTRE]
    [other] = [zone for zone in MAP.zones if zone.role is RoleZone.AUTRE]
    with_tiny = other.model_copy(update={"limites": (other.limites[0], tiny, other.limites[1])})
    counts = []
    for zone in (other, with_tiny):
        svg = draw_map(MAP.model_copy(update={"zones": (*zones, zone)}))
        coded = base64.b64encode(svg.encode()).decode()
        page = HTML(string=f'<img src="data:image/svg+xml;base64,{coded}">').write_pdf()
        counts.append(moves(PdfReader(io.BytesIO(page)).pages[0]))
    assert counts[0] == counts[1]
