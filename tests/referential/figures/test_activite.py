"""Figures computed from the months, each line from its own."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.referential.figures.activite import (
    ACTIVITE_COLUMNS,
    ACTIVITE_FILE,
    EXEMPLE_FICTIF,
    Activite,
    year_to_date,
)
from docgen.referential.snapshot import OpenSnapshot, Origine, Snapshot, to_csv
from docgen.statistics.variations import Variation, variation

FIELDS = dict.fromkeys(("jeu", "producteur", "source", "licence", "mention"), "fictif")


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Return a function that writes rows as a snapshot, and reads it."""

    def kept(rows):
        folder = tmp_path_factory.mktemp("activite")
        made = Snapshot(
            "activite",
            Origine(edition="2026-01", **FIELDS),
            {ACTIVITE_FILE: to_csv(ACTIVITE_COLUMNS, rows)},
        )
        for name, data in made.all_files.items():
            (folder / name).write_bytes(data)
        return Activite(OpenSnapshot(folder, "activite", "activite"))

    return kept


def rows(now, before=(), *, territory="81218", name="Vols", index="", mention=EXEMPLE_FICTIF):
    """Return the two rows of an indicator; None is a month not yet known."""
    for year, months in ((2026, now), (2025, before)):
        said = [*months, *[None] * (12 - len(months))]
        counts = ["" if month is None else str(month) for month in said]
        yield (territory, "Domaine", name, index, str(year), *counts, mention)


def test_line_is_computed_from_its_months(opened):
    activite = opened([*rows([30, 5, 40], [20, 4, 50, 8], index="27, 28")])
    releve = activite.of("81218")
    assert releve.mois == date(2026, 3, 1)
    (line,) = releve.lignes
    assert (line.domaine, line.indicateur, line.index) == ("Domaine", "Vols", "27, 28")
    assert (line.mois, line.mois_precedent) == (40, 50)
    assert (line.cumul, line.cumul_precedent) == (75, 74)
    assert line.variation_mois == Variation(-10, Decimal(-20))
    assert line.variation_cumul == Variation(1, Decimal(1))
    assert line.serie == (30, 5, 40, *[None] * 9)
    assert line.serie_precedente == (20, 4, 50, 8, *[None] * 8)


def test_no_percentage_is_computed_on_a_small_base(opened):
    (line,) = opened([*rows([3], [0])]).of("81218").lignes
    assert line.variation_mois == line.variation_cumul == Variation(3, None)


def test_unknown_months_give_unknown_sums(opened):
    activite = opened([*rows([1, 2], [1]), *rows([1], [1, 2], name="Autre")])
    first, second = activite.of("81218").lignes
    assert (first.mois_precedent, first.cumul_precedent) == (None, None)
    assert (first.cumul, first.variation_mois, first.variation_cumul) == (3, None, None)
    assert (second.mois, second.cumul, second.cumul_precedent) == (None, None, 3)
    assert (second.variation_mois, second.variation_cumul) == (None, None)


def test_a_zero_is_known(opened):
    (line,) = opened([*rows([0, 0], [0, 0])]).of("81218").lignes
    assert (line.mois, line.cumul, line.variation_cumul) == (0, 0, Variation(0, None))


def test_each_territory_has_its_own_sheet_and_its_own_month(opened):
    activite = opened([*rows([1]), *rows([1, 2], territory="Brigade d’Albi", mention="")])
    assert activite.of("Brigade d'Albi").mois == date(2026, 2, 1)
    assert activite.of("81218").mois == date(2026, 1, 1)
    assert activite.of("81004") is None
    assert (activite.of("81218").exemple_fictif, activite.of("Brigade d'Albi").exemple_fictif) == (
        True,
        False,
    )


def test_the_first_name_that_has_a_sheet_is_taken(opened):
    activite = opened([*rows([1]), *rows([7], territory="Brigade d’Albi")])
    assert activite.of("999001", "Brigade d’Albi").lignes[0].mois == 7
    assert activite.of("81218", "Brigade d’Albi").lignes[0].mois == 1
    assert activite.of("999001", "") is None
    assert activite.of() is None


def test_lines_keep_the_order_of_the_form(opened):
    names = ["C", "A", "B"]
    activite = opened([row for name in names for row in rows([1], name=name)])
    assert [line.indicateur for line in activite.of("81218").lignes] == names


COUNTS = st.integers(0, 3000)
SHEETS = st.lists(
    st.tuples(
        st.lists(COUNTS, min_size=12, max_size=12), st.lists(COUNTS, min_size=12, max_size=12)
    ),
    min_size=2,
    max_size=5,
)


@given(SHEETS, st.integers(1, 12))
def test_each_line_is_computed_from_its_own_months_alone(opened, sheets, month):
    """A real sheet had the change of the headline on another line."""
    whole = [
        row
        for rank, (now, before) in enumerate(sheets)
        for row in rows(now[:month], before, name=f"Indicateur {rank}")
    ]
    together = opened(whole).of("81218").lignes
    for rank, line in enumerate(together):
        (alone,) = opened(whole[2 * rank : 2 * rank + 2]).of("81218").lignes
        assert line == alone


@given(SHEETS, st.integers(1, 12))
def test_changes_are_those_of_the_figures_beside_them(opened, sheets, month):
    whole = [
        row
        for rank, (now, before) in enumerate(sheets)
        for row in rows(now[:month], before, name=f"Indicateur {rank}")
    ]
    for line, (now, before) in zip(opened(whole).of("81218").lignes, sheets, strict=True):
        assert line.cumul == sum(now[:month])
        assert line.cumul_precedent == sum(before[:month])
        assert line.variation_cumul == variation(line.cumul_precedent, line.cumul)
        assert line.variation_mois == variation(before[month - 1], now[month - 1])
        assert line.cumul_precedent + line.variation_cumul.ecart == line.cumul
        assert (line.variation_cumul.pourcent is None) == (line.cumul_precedent < 20)


@given(st.lists(COUNTS | st.none(), min_size=12, max_size=12), st.integers(1, 12))
def test_a_year_to_date_is_whole_or_unknown(months, month):
    found = year_to_date(months, month)
    if None in months[:month]:
        assert found is None
    else:
        assert found == sum(months[:month])
        assert month == 1 or found >= year_to_date(months, month - 1)
