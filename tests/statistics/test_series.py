"""A year that a series lacks is absent, and not a zero."""

from datetime import date
from decimal import Decimal

from docgen.statistics.indicators import indicateur
from docgen.statistics.secrecy import Absent, Diffuse
from docgen.statistics.series import Base, Edition, Point, Serie

EDITION = Edition(date(2026, 6, 25), 2026, (2025,))


def test_missing_year_of_a_series_is_absent():
    held = Point(2025, Diffuse(0, Decimal(0)), Base(860, 2023))
    serie = Serie(indicateur("vols-avec-armes"), "81004", (held,), EDITION)
    assert serie.point(2025) is held
    assert serie.point(2024) == Point(2024, Absent(), Base(None, None))
