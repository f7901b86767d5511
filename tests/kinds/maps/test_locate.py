"""Where a commune is: its département, its unit, landmarks, in points and in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.charts.ink import Box
from docgen.charts.map import label
from docgen.charts.specification import RoleZone
from docgen.french.typography import prose
from docgen.importing.contours.convert import convert
from docgen.importing.input_file import ImportOptions
from docgen.kinds.maps.landmarks import (
    MAX_TOWNS,
    MIN_DISTANCE,
    PREFECTURES,
    MapFrame,
    Town,
    choose_landmarks,
    landmark_candidates,
    own_reperes,
)
from docgen.kinds.maps.locate import TINY, Contours, alternative
from docgen.referential.contours.geometry import area, bounds, ring_contains
from tests.importing.contours.outlines import collection, feature, square, tarn
from tests.importing.trial_import import FRANCE, SHARED, TrialImport

WIDTH = 236.0
NEEDS_SHARED = pytest.mark.skipif(not SHARED.is_dir(), reason="real files are not here")


def read(folder, data):
    trial = TrialImport(
        folder, convert, data, "c.geojson", options=ImportOptions(provenance="Imaginaire")
    )
    return Contours(trial.opened)


@pytest.fixture(scope="module")
def squares(tmp_path_factory):
    return read(tmp_path_factory.mktemp("squares"), collection(tarn()))


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    data = (SHARED / "communes-81.geojson").read_bytes()
    return read(tmp_path_factory.mktemp("real"), data)


def located(contours, code, unit=(), width=WIDTH):
    return contours.locate(FRANCE.communes.get(code), unit, FRANCE.communes, width)


def zone(carte, role):
    (found,) = [one for one in carte.zones if one.role is role]
    return found


def surface(carte, role):
    """Return the area of a role, in square points, holes taken away."""
    return abs(sum(area(ring) for ring in zone(carte, role).contours))


def test_map_has_four_zones_that_cover_the_departement(squares):
    codes = [one.code for one in FRANCE.communes.in_departement("81")]
    carte = located(squares, codes[100], codes[95:106])
    assert [one.role for one in carte.zones] == [
        *(RoleZone.AUTRE, RoleZone.VOISINE, RoleZone.COMMUNE, RoleZone.DEPARTEMENT)
    ]
    assert surface(carte, RoleZone.AUTRE) == surface(carte, RoleZone.DEPARTEMENT)
    each = surface(carte, RoleZone.DEPARTEMENT) / 314
    assert surface(carte, RoleZone.COMMUNE) == pytest.approx(each, rel=0.05)
    assert surface(carte, RoleZone.VOISINE) == pytest.approx(10 * each, rel=0.05)


def test_the_borders_inside_a_zone_are_told_once(squares):
    codes = [one.code for one in FRANCE.communes.in_departement("81")]
    carte = located(squares, codes[100], codes[101:104])
    assert len(zone(carte, RoleZone.VOISINE).limites) == 2
    borders = [frozenset(line) for line in zone(carte, RoleZone.AUTRE).limites]
    assert len(borders) == len(set(borders))
    assert zone(carte, RoleZone.COMMUNE).limites == ()


@pytest.mark.parametrize("width", [100.0, 236.0, 482.0])
def test_everything_is_within_the_frame(squares, width):
    carte = located(squares, "81004", width=width)
    assert carte.largeur == width
    assert carte.hauteur <= 0.85 * width + 0.1
    points = [p for one in carte.zones for line in (*one.contours, *one.limites) for p in line]
    assert all(0 <= x <= carte.largeur and 0 <= y <= carte.hauteur for x, y in points)
    boxes = [label(repere).box for repere in carte.reperes]
    assert all(box.left >= 0 and box.right <= carte.largeur for box in boxes)


def test_commune_alone_in_its_unit_has_no_neighbours(squares):
    carte = located(squares, "81004", ["81004", "31555"])
    assert RoleZone.VOISINE not in {one.role for one in carte.zones}


def test_what_has_no_outline_has_no_map(squares):
    assert located(squares, "31555") is None
    assert located(squares, "75056") is None
    assert located(squares, "81004")


def test_commune_without_outline_has_no_map(tmp_path):
    contours = read(tmp_path, collection(tarn()[:-1]))
    first, *_, last = FRANCE.communes.in_departement("81")
    assert located(contours, first.code)
    assert located(contours, last.code) is None


def test_the_same_commune_always_has_the_same_map(squares):
    assert located(squares, "81004") == located(squares, "81004")


def test_a_commune_too_small_to_be_seen_is_ringed(tmp_path):
    features = tarn()
    x, y = square(9)[0]
    small = [[x, y], [x + 0.004, y], [x + 0.004, y + 0.004], [x, y + 0.004], [x, y]]
    features[9] = feature(features[9]["properties"]["code"], small)
    contours = read(tmp_path, collection(features))
    carte = located(contours, features[9]["properties"]["code"])
    assert 0 < surface(carte, RoleZone.COMMUNE) < TINY
    (cx, cy, radius) = carte.cercle
    ring = zone(carte, RoleZone.COMMUNE).contours[0]
    assert all((px - cx) ** 2 + (py - cy) ** 2 < radius**2 for px, py in ring)
    assert located(contours, features[20]["properties"]["code"]).cercle is None


# Landmarks


@NEEDS_SHARED
def test_well_known_towns_of_the_tarn_are_landmarks(real):
    names = [one.nom for one in located(real, "81124").reperes if not one.propre]
    assert names[:6] == ["Albi", "Castres", "Gaillac", "Graulhet", "Lavaur", "Carmaux"]
    assert names[6:] == ["Pont-de-Larn"]
    assert [one.nom for one in located(real, "81004").reperes if one.propre] == ["Albi"]


@NEEDS_SHARED
def test_own_name_leaves_the_prefecture_its_own(real):
    names = {one.nom: one.propre for one in located(real, "81218").reperes}
    assert (names["Puygouzon"], names["Albi"]) == (True, False)


@NEEDS_SHARED
def test_no_other_town_stands_close_below_the_own_name(real):
    names = [one.nom for one in located(real, "81218", width=153.0).reperes]
    assert "Graulhet" not in names


@NEEDS_SHARED
@pytest.mark.parametrize("code", ["81101", "81218"])
def test_own_name_stands_clear_of_its_commune(real, code):
    carte = located(real, code, width=153.0)
    [own] = [label(one).box for one in carte.reperes if one.propre]
    left, top, right, bottom = bounds(zone(carte, RoleZone.COMMUNE).contours[0])
    assert not Box(left - 1.4, top - 1.4, right + 1.4, bottom + 1.4).meets(own)


@NEEDS_SHARED
@pytest.mark.parametrize("width", [160.0, WIDTH])
def test_no_name_is_written_over_another_nor_over_the_commune(real, width):
    communes = FRANCE.communes.in_departement("81")[::6]
    assert len(communes) > 50
    for commune in communes:
        carte = located(real, commune.code, width=width)
        boxes = [label(one).box for one in carte.reperes]
        assert not any(a.meets(b) for i, a in enumerate(boxes) for b in boxes[:i])
        outline = zone(carte, RoleZone.COMMUNE).contours[0]
        middles = [((box.left + box.right) / 2, (box.top + box.bottom) / 2) for box in boxes]
        assert not any(ring_contains(outline, middle) for middle in middles)
        assert 3 <= len(boxes) <= MAX_TOWNS + 1


def test_own_name_stands_askew_when_its_unit_is_all_around():
    """The unit's communes cross the names without a corner of theirs inside."""
    bands = [(0, 53, 100, 57), (110, 53, WIDTH, 57), (80, 60, 140, 200), (90, 0, 98, 50)]
    unit = [[(a, b), (c, b), (c, d), (a, d)] for a, b, c, d in bands]
    within = MapFrame(Box(0, 0, WIDTH, 200), WIDTH, unit=unit)
    [own] = own_reperes("Valclair", (105, 55), Box(100, 50, 110, 60), within)
    box = label(own).box
    assert round(box.left, 1) == 100
    assert box.bottom < 50


def test_landmarks_are_far_from_one_another_and_few(squares):
    carte = located(squares, "81004")
    places = [(one.x, one.y) for one in carte.reperes if not one.propre]
    gaps = [
        (ax - bx) ** 2 + (ay - by) ** 2
        for rank, (ax, ay) in enumerate(places)
        for bx, by in places[:rank]
    ]
    assert min(gaps) >= (MIN_DISTANCE * WIDTH - 0.2) ** 2
    assert len(places) <= MAX_TOWNS


def test_the_prefecture_comes_before_larger_towns():
    marne = landmark_candidates(FRANCE.communes.in_departement("51"))
    assert [one.toponyme.seul for one in marne[:2]] == ["Châlons-en-Champagne", "Reims"]
    assert len(PREFECTURES) == 101
    assert {FRANCE.communes.get(code).departement.code for code in PREFECTURES} == {
        one.code for one in FRANCE.communes.departements if one.code < "975" or one.code == "976"
    }


def test_no_town_at_all_makes_no_landmark():
    assert choose_landmarks([], MapFrame(Box(0, 0, WIDTH, 200), WIDTH), ()) == ()


def test_a_name_stands_on_the_side_without_the_border():
    town = Town(FRANCE.communes.get("81163"), (100.0, 50.0))
    frame, border = Box(0, 0, WIDTH, 200), [[(120.0, y) for y in range(0, 200, 2)]]
    for limits, left in (((), False), (border, True)):
        [mark] = choose_landmarks([town], MapFrame(frame, WIDTH, limits), ())
        assert mark.repere.a_gauche is left


def test_a_name_stands_higher_when_both_sides_are_taken():
    town = Town(FRANCE.communes.get("81163"), (100.0, 50.0))
    right, left = ([(x, 52.0), (x + 20, 52.0), (x, 60.0)] for x in (104.0, 70.0))
    for unit, where in (((right,), (True, False)), ((right, left), (False, True))):
        within = MapFrame(Box(0, 0, WIDTH, 200), WIDTH, unit=unit)
        [mark] = choose_landmarks([town], within, ())
        assert (mark.repere.a_gauche, mark.repere.plus_haut) == where


def test_names_are_away_from_a_straight_border():
    town = Town(FRANCE.communes.get("81163"), (190.0, 50.0))
    border = [[(2.0, 2.0), (WIDTH - 2, 2.0), (WIDTH - 2, 198.0), (2.0, 198.0)]]
    within = MapFrame(Box(2, 2, WIDTH - 2, 198), WIDTH, border)
    [mark] = choose_landmarks([town], within, ())
    own = own_reperes("Valclair", (231, 195), Box(228, 192, WIDTH - 2, 198), within)
    for box in map(label, (mark.repere, *own)):
        assert box.box.right <= WIDTH - 2 - 4.2


# In words


def test_the_words_say_where_the_commune_is(squares):
    commune, albi = FRANCE.communes.get("81233"), FRANCE.communes.get("81004")
    said = alternative(commune, (0.1, -0.2), (albi, (0.3, -12.6)))
    assert said == (
        "Carte du Tarn. Position de Terre-de-Bancalié\u00a0: au centre du département, "
        "à 13\u00a0km au sud d’Albi."
    )
    assert located(squares, "81233").alternative.startswith("Carte du Tarn. Position de Terre-")


@pytest.mark.parametrize(
    ("within", "away", "said"),
    [
        ((0.9, 0), (9, 0), ": dans l’est du département, à 9\u00a0km à l’est "),
        ((0, 0.9), (0, 0.2), ": dans le nord du département, à 1\u00a0km au nord "),
        ((-0.6, 0.6), (-7, 7), ": dans le nord-ouest du département, à 10\u00a0km au nord-ouest "),
        ((-0.9, 0), (5, -5), ": dans l’ouest du département, à 7\u00a0km au sud-est "),
    ],
)
def test_directions_are_those_of_the_compass(within, away, said):
    garric, cabannes = FRANCE.communes.get("81101"), FRANCE.communes.get("81045")
    words = alternative(garric, within, (cabannes, away))
    assert words.startswith("Carte du Tarn. Position du Garric")
    assert said in words
    assert words.endswith("des Cabannes.")


@given(st.tuples(*[st.floats(-1, 1)] * 2), st.tuples(*[st.floats(-300, 300)] * 2))
def test_the_words_are_typographically_right_already(within, away):
    commune, albi = FRANCE.communes.get("81233"), FRANCE.communes.get("81004")
    said = alternative(commune, within, (albi, away))
    assert prose(said) == said


def test_the_largest_town_is_told_from_no_smaller_one(squares):
    said = located(squares, "81004").alternative
    assert said.endswith("du département.")
