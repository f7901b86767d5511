"""Labels do not touch lines, marks or each other where there is room for them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.charts.ink import Box, words
from docgen.charts.layout.placing import LabelPlacer, spaced, spread

FRAME = Box(0, 0, 100, 50)


def test_the_first_free_place_is_taken() -> None:
    room = LabelPlacer(FRAME, [((0, 25), (100, 25))])
    on_the_line, above = words("747", 40, 27), words("747", 40, 15)
    assert room.place([on_the_line, above]) == above


def test_a_place_that_is_taken_is_no_longer_free() -> None:
    room = LabelPlacer(FRAME, [])
    first, second = words("747", 40, 15), words("1 364", 42, 16)
    assert room.place([first]) == first
    assert room.overlaps(second.box) > 0


def test_outside_the_drawing_is_the_worst_place() -> None:
    room = LabelPlacer(FRAME, [((0, 25), (100, 25))])
    outside, crossed = words("747", 98, 15), words("747", 40, 27)
    assert room.place([outside, crossed]) == crossed


@pytest.mark.parametrize(
    ("segment", "crossed"),
    [
        (((0, 0), (100, 50)), True),
        (((45, 10), (45, 40)), True),
        (((0, 45), (100, 45)), False),
        (((90, 0), (90, 50)), False),
        (((45, 25), (45, 25)), True),
    ],
)
def test_a_line_crosses_what_it_enters(segment, crossed: bool) -> None:
    assert bool(LabelPlacer(FRAME, [segment]).overlaps(Box(40, 20, 60, 30))) is crossed


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(1, 20)), max_size=5))
def test_blocks_keep_apart_and_inside(blocks: list[tuple[float, float]]) -> None:
    wanted, heights = [place for place, _ in blocks], [height for _, height in blocks]
    tops = spread(wanted, heights, 0, 120)
    placed = sorted(zip(tops, heights, strict=True))
    for (top, height), (below, _) in pairwise(placed):
        assert below >= top + height - 1e-9
    assert all(top >= -1e-9 and top + height <= 120 + 1e-9 for top, height in placed)


def test_blocks_that_have_room_stay_where_they_would_be() -> None:
    assert spread([10, 50], [12, 12], 0, 100) == [10, 50]


@given(st.integers(1, 40), st.floats(3, 40), st.floats(4, 30))
def test_labels_of_an_axis_never_touch(count: int, pace: float, wide: float) -> None:
    centres = [rank * pace for rank in range(count)]
    kept = spaced(centres, [wide] * count, gap=2)
    assert kept[-1] == count - 1
    assert all(centres[b] - centres[a] >= wide + 2 - 1e-9 for a, b in pairwise(kept))


@pytest.mark.parametrize(
    ("pace", "kept"),
    [(30, list(range(10))), (12, [0, 3, 6, 9]), (8, [0, 3, 6, 9]), (4, [0, 9]), (1, [9])],
)
def test_ten_years_are_written_at_even_steps(pace: float, kept: list[int]) -> None:
    assert spaced([rank * pace for rank in range(10)], [16] * 10, gap=6) == kept
