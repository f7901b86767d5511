"""Plane geometry: areas, loops, simplified lines."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.referential.contours.geometry import (
    area,
    chain_links,
    inner_point,
    ring_contains,
    simplify_line,
)

SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]
CRESCENT = [(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0), (0.0, 8.0), (8.0, 8.0), (8.0, 1.0)]
CRESCENT += [(0.0, 1.0)]
points = st.tuples(*[st.floats(-50, 50).map(lambda number: round(number, 2))] * 2)


def distance(point, start, end):
    """Return how far a point is from a segment."""
    (x, y), (ax, ay), (bx, by) = point, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length if length else 0
    share = min(max(along, 0), 1)
    return math.dist(point, (ax + share * (bx - ax), ay + share * (by - ay)))


@given(st.lists(points, min_size=2, max_size=40), st.floats(0.01, 20))
def test_no_point_left_out_is_farther_than_the_tolerance(line, tolerance):
    kept = simplify_line(line, tolerance)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    ahead = iter(line)
    assert all(any(point == other for other in ahead) for point in kept)
    for point in line:
        gaps = [distance(point, a, b) for a, b in pairwise(kept)]
        assert min(gaps) <= tolerance + 1e-6


@given(st.lists(points, min_size=2, max_size=40), st.floats(0.01, 20))
def test_a_line_and_its_reverse_end_alike(line, tolerance):
    there, back = simplify_line(line, tolerance), simplify_line(line[::-1], tolerance)
    assert (there[0], there[-1]) == (back[-1], back[0])


def test_a_ring_that_turns_left_has_a_positive_area():
    assert area(SQUARE) == 16
    assert area(SQUARE[::-1]) == -16
    assert area([*SQUARE, SQUARE[0]]) == 16


@pytest.mark.parametrize("ring", [SQUARE, CRESCENT, CRESCENT[::-1]])
def test_inner_point_is_inside_its_ring(ring):
    assert ring_contains(ring, inner_point(ring))


def test_flat_ring_has_an_inner_point():
    assert inner_point([(1.0, 1.0), (2.0, 2.0), (1.0, 1.0)]) == pytest.approx((1.0, 1.0))


def test_chain_links_returns_closed_loops_only():
    links = [("a", "b", 1), ("b", "c", 2), ("c", "a", 3), ("x", "y", 4)]
    assert chain_links(links) == [[1, 2, 3]]


def test_loops_that_touch_at_a_point_are_two():
    links = [("a", "b", 1), ("b", "c", 2), ("c", "a", 3), ("c", "d", 4), ("d", "c", 5)]
    assert sorted(map(sorted, chain_links(links))) == [[1, 2, 3], [4, 5]]
