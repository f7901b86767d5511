"""A value in a table is the value of the chart beside it; what is hidden is a word in both."""

from decimal import Decimal

import pytest

from docgen.charts.printed import as_printed, value_text
from docgen.charts.specification import Courbe, EtatValeur, PointGraphique, Trace
from docgen.kinds.infographie.points import (
    cell,
    count_point,
    point_in_words,
    rate_point,
    value_rate_point,
)
from docgen.statistics.secrecy import Absent, Diffuse, NonDiffuse


def drawn(point, decimals):
    trace = Trace(nom="Exemple fictif", points=(point,))
    chart = Courbe(
        cle="essai",
        titre="Essai",
        alternative="Essai",
        unite="taux",
        decimales=decimals,
        traces=(trace,),
    )
    return value_text(as_printed(chart).traces[0].points[0])


@pytest.mark.parametrize(
    ("value", "decimals", "told"),
    [("2.25", 1, "2,3"), ("2.35", 1, "2,4"), ("0.05", 1, "0,1"), ("12", 0, "12"), ("0", 0, "0")],
)
def test_a_table_rounds_as_its_chart_does(value, decimals, told):
    point = PointGraphique(libelle="2025", valeur=Decimal(value))
    assert (
        cell(point, decimals).texte
        == point_in_words(point, decimals)
        == told
        == drawn(point, decimals)
    )


def test_a_published_value_is_its_number_or_its_rate():
    value = Diffuse(nombre=9, taux=Decimal("7.85"))
    assert (count_point("2025", value).valeur, value_rate_point("2025", value).valeur) == (
        9,
        Decimal("7.9"),
    )
    assert value_rate_point("2025", Diffuse(nombre=9, taux=None)).etat is EtatValeur.ABSENT


@pytest.mark.parametrize(
    ("value", "short", "long"),
    [(NonDiffuse(), "n.c.", "non communiqué"), (Absent(), "n.d.", "non disponible")],
)
def test_what_has_no_number_is_a_word(value, short, long):
    for point in (count_point("2025", value), value_rate_point("2025", value)):
        assert point.valeur is None
        assert cell(point, 1).texte == short
        assert point_in_words(point, 1) == long


def test_a_rate_that_may_not_be_printed_is_absent():
    assert rate_point("2025", None).etat is EtatValeur.ABSENT
