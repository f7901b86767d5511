"""Bounding boxes of the parts of France."""

import pytest

from docgen.importing.contours.bounding_boxes import BOXES, METROPOLE, bounding_box_of, in_france


def test_no_part_of_france_is_another_one_swapped():
    parts = (METROPOLE, *BOXES.values())
    for west, south, east, north in parts:
        for left, bottom, right, top in parts:
            apart = top < west or bottom > east or right < south or left > north
            assert apart


@pytest.mark.parametrize(
    ("code", "longitude", "latitude"),
    [
        ("81004", 2.15, 43.92),
        ("2A004", 8.7, 41.9),
        ("97411", 55.4, -20.9),
        ("98735", -149.5, -17.5),
    ],
)
def test_a_commune_is_in_its_own_part(code, longitude, latitude):
    assert bounding_box_of(code).holds(longitude, latitude)
    assert not bounding_box_of(code).holds(latitude, longitude)
    assert in_france(longitude, latitude)
    assert not in_france(latitude, longitude)


def test_berlin_is_not_in_france():
    assert not in_france(13.4, 52.5)
