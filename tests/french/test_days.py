"""Days as people write them."""

from datetime import date

import pytest

from docgen.french.days import day_parts, read_day, read_handwritten_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-03", date(2026, 12, 3)),
        ("03/12/2026", date(2026, 12, 3)),
        (" 3.12.2026 ", date(2026, 12, 3)),
        ("1er août 2026", date(2026, 8, 1)),
        ("3 DÉCEMBRE 2026", date(2026, 12, 3)),
        ("31/02/2026", None),
        ("12/2026", None),
        ("03/12/26", None),
        ("3 brumaire 2026", None),
        ("2026-1-1", None),
        ("", None),
        (None, None),
    ],
)
def test_day_is_read_as_people_write_it(text: object, day: date | None) -> None:
    assert read_day(text) == day


def test_day_that_does_not_exist_is_written_as_a_day() -> None:
    assert day_parts("31/02/2026") == (2026, 2, 31)
    assert day_parts("hier") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3/12/26", date(2026, 12, 3)),
        ("27 nov. 2026", date(2026, 11, 27)),
        ("le 27 novembre 2026", date(2026, 11, 27)),
        ("Vendredi 27 novembre 2026", date(2026, 11, 27)),
        ("ven. 1er janv 2027", date(2027, 1, 1)),
        ("jeudi 27 novembre 2026", None),
        ("2026-12-03", date(2026, 12, 3)),
        ("27 jui 2026", None),
        ("31/02/26", None),
        ("27/11", None),
        ("hier", None),
    ],
)
def test_handwritten_day_is_read(text: str, day: date | None) -> None:
    assert read_handwritten_day(text) == day
