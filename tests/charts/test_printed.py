"""Values are rounded once, as on paper, and every series has a point under every label."""

from decimal import Decimal

import pytest
from hypothesis import given

from docgen.charts.printed import (
    as_printed,
    axis_labels,
    hidden_ranks,
    labels,
    main_and_others,
    rounded,
    value_text,
    values,
)
from docgen.charts.specification import Courbe, EtatValeur, Trace
from tests.charts.figures import ABSENT, HIDDEN, charts, colonnes, courbe, point, told, trace


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        ("6.25", 1, "6.3"),
        ("6.249", 1, "6.2"),
        ("0.5", 0, "1"),
        ("1364.4", 0, "1364"),
        ("2", 2, "2.00"),
    ],
)
def test_a_half_rounds_up(value: str, decimals: int, printed: str) -> None:
    assert str(rounded(Decimal(value), decimals)) == printed


def test_a_number_is_worded_in_french() -> None:
    assert value_text(point("2025", "1364.5")) == "1\u202f364,5"
    assert value_text(point("2025", HIDDEN)) == ""


def test_a_label_that_one_series_lacks_is_absent_from_it() -> None:
    short = trace("commune", [1, 2], ["2024", "2025"])
    long = trace("Tarnelle", [3, 4, 5], ["2023", "2024", "2025"])
    printed = as_printed(Courbe(traces=(short, long), **told("essai")))
    assert labels(printed) == ("2024", "2025", "2023")
    assert [p.etat for p in printed.traces[0].points][-1] is EtatValeur.ABSENT


def test_absent_years_at_either_end_are_left_out() -> None:
    printed = as_printed(courbe("essai", [ABSENT, 3, ABSENT, HIDDEN, ABSENT]))
    assert labels(printed) == ("2017", "2018", "2019")


@given(charts())
def test_what_is_printed_is_printed_the_same_again(chart: Courbe) -> None:
    printed = as_printed(chart)
    assert as_printed(printed) == printed


@given(charts())
def test_states_stay_and_no_value_is_invented(chart: Courbe) -> None:
    for before, after in zip(chart.traces, as_printed(chart).traces, strict=True):
        known = {p.libelle: p for p in before.points}
        for one in after.points:
            assert one.etat is known[one.libelle].etat
            wanted = known[one.libelle].valeur
            assert one.valeur == (None if wanted is None else rounded(wanted, chart.decimales))


def test_the_main_series_is_the_first_that_is_no_reference() -> None:
    first = Trace(nom="Tarnelle", points=(), reference=True)
    second, third = Trace(nom="commune", points=()), Trace(nom="France fictive", points=())
    chart = Courbe(traces=(first, second, third), **told("essai"))
    assert main_and_others(chart) == (second, (first, third))


def test_hidden_points_have_no_value() -> None:
    [one] = courbe("essai", [1, HIDDEN, ABSENT, 0]).traces
    assert [*values([one])] == [1, 0]
    assert hidden_ranks(one) == [1]


def test_an_axis_names_months_by_their_initials() -> None:
    assert axis_labels(colonnes("essai", [1, 2, 3])) == ("J", "F", "M")
    assert axis_labels(courbe("essai", [1, 2])) == ("2016", "2017")
