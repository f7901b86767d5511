"""The table of a page of figures: its rows, and the row of what is wholly hidden."""

from decimal import Decimal

from docgen.charts.specification import EtatValeur, PointGraphique, Trace
from docgen.kinds.infographie.graphiques import comparison
from docgen.kinds.infographie.points import cell, count_point, rate_point
from docgen.statistics.secrecy import Diffuse, NonDiffuse, Valeur
from tests.conftest import plain_blanks


def table(*rows: tuple[str, int | None, int | None]):
    """Return the table of indicators, each with its counts of two years; None is hidden."""

    def value(count: int | None) -> Valeur:
        return NonDiffuse() if count is None else Diffuse(count, Decimal(count))

    own = [
        PointGraphique(libelle=name, etat=EtatValeur.CACHE)
        if last is None
        else rate_point(name, Decimal(last))
        for name, _, last in rows
    ]
    beside = [rate_point(name, Decimal(5)) for name, *_ in rows]
    traces = [
        Trace(nom="Valclair", points=tuple(own)),
        Trace(nom="Département-Fictif", points=tuple(beside), reference=True),
    ]
    columns = {
        str(year): [cell(count_point("", value(row[rank])), 0) for row in rows]
        for rank, year in ((1, 2024), (2, 2025))
    }
    return comparison("Titre", 2025, traces, columns, rated=False)


def test_wholly_hidden_rows_are_named_together_with_their_rates():
    made = table(("Vols", None, None), ("Coups", 7, 8), ("Tags", None, 3), ("Fraudes", None, None))
    assert [row.libelle for row in made.lignes] == ["Coups", "Tags"]
    assert made.groupee.libelle == "Non communiqué"
    assert plain_blanks(made.groupee.texte) == "vols (Département-Fictif : 5,0), fraudes (5,0)"


def test_hidden_rows_stay_where_one_or_all_are_hidden():
    for rows in ([("Vols", None, None), ("Coups", 7, 8)], [("Vols", None, None)] * 2):
        made = table(*rows)
        assert len(made.lignes) == 2
        assert made.groupee is None


def test_the_key_of_the_bars_names_a_drawn_zero():
    with_zero, without = (table(("Vols", 1, last), ("Coups", 7, 8)).zero for last in (0, 2))
    assert (with_zero, without) == ("zéro", "")


def test_key_of_a_departement_is_the_head_of_its_column():
    made = table(("Vols", 7, 8), ("Coups", 7, 8))
    assert made.departement == made.colonnes[1] == "département"
