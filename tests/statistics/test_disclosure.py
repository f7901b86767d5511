"""All sheets together reveal nothing that the source hides.

An invented département has a complete truth, hidden as the source hides it, and prints all that
`disclosure` allows. A simulated reader then narrows every cell by sums, differences, intervals and
the source's own rule. Naive sheets prove that this reader can find a hidden cell.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from docgen.statistics.disclosure import (
    ARRONDISSEMENTS,
    EDITIONS_DIFFERENTES,
    NOMBREUX,
    PAS_DE_DEPARTEMENT,
    PublishedSum,
    compare_commune,
    departement_rates,
    printable_series,
    tenths,
)
from docgen.statistics.indicators import Niveau, indicateur
from docgen.statistics.secrecy import Absent, Diffuse, NonDiffuse
from docgen.statistics.series import Base, Edition, Point, Serie

YEARS = (2023, 2024, 2025)
EDITION = Edition(date(2026, 6, 25), 2026, YEARS)
CITY, PARTS = "13055", ("13201", "13202", "13203")
WHOLE, AFD, REST = "usage-stupefiants", "usage-stupefiants-afd", "usage-stupefiants-hors-afd"
KEPT = (WHOLE, AFD, "cambriolages")
MANY = 10**6


@dataclass(frozen=True)
class World:
    """An invented département: its true values, the hidden cells, its base."""

    truth: dict
    hidden: frozenset
    communes: tuple
    epcis: dict
    base: int
    zeros: bool = True
    """Whether the source publishes a cell after three years without a fact."""

    @property
    def territories(self):
        return (*self.communes, *PARTS) if CITY in self.communes else self.communes

    def total(self, members, cle, year):
        return sum(self.truth[code, cle, year] for code in members)

    def series(self, code):
        """Return the series of a territory, as in the file of communes."""
        return tuple(
            Serie(indicateur(cle), code, tuple(self._point(code, cle, y) for y in YEARS), EDITION)
            for cle in KEPT
        )

    def _point(self, code, cle, year):
        count = self.truth[code, cle, year]
        value = NonDiffuse() if (code, cle, year) in self.hidden else Diffuse(count, Decimal(1))
        return Point(year, value, Base(1000, 2023))

    @property
    def departement(self):
        """Return the series of the département, with its published counts."""
        return tuple(self._of_departement(cle) for cle in (*KEPT, REST))

    def _of_departement(self, cle):
        points = []
        for year in YEARS:
            count = self.total(self.communes, cle, year)
            rate = (Decimal(1000 * count) / self.base).quantize(Decimal("0.0000001"))
            points.append(Point(year, Diffuse(count, rate), Base(self.base, 2023)))
        return Serie(indicateur(cle), "13", tuple(points), EDITION)

    @property
    def restes(self):
        """Return the sums that communes publish, without arrondissements."""
        return {(cle, year): self._reste(cle, year) for cle in KEPT for year in YEARS}

    @property
    def taux(self):
        """Return the rates of the département that may be printed."""
        return {one.indicateur.cle: departement_rates(one, self.restes) for one in self.departement}

    def _reste(self, cle, year):
        hidden = [code for code in self.communes if (code, cle, year) in self.hidden]
        shown = [code for code in self.communes if code not in hidden]
        return PublishedSum(self.total(shown, cle, year), len(hidden))

    @property
    def secrets(self):
        """Return the cells that nobody may find.

        Parts of a whole that is published as 0 are excluded, for the source reveals them.
        """
        never_published = {(code, REST, year) for code in self.communes for year in YEARS}
        return {
            (code, cle, year)
            for code, cle, year in self.hidden | never_published
            if not any(
                self.truth[whole] == 0 and whole not in self.hidden
                for whole in self._wholes(code, cle, year)
            )
        }

    @staticmethod
    def _wholes(code, cle, year):
        where = (code, CITY) if code in PARTS else (code,)
        labels = (cle, WHOLE) if cle in {AFD, REST} else (cle,)
        yield from (
            (place, label, year)
            for place in where
            for label in labels
            if (place, label) != (code, cle) and label != REST
        )

    @property
    def sums(self):
        """Yield every whole with its parts."""
        for year in YEARS:
            for cle in (*KEPT, REST):
                yield ("13", cle, year), [(code, cle, year) for code in self.communes]
                if CITY in self.communes:
                    yield (CITY, cle, year), [(code, cle, year) for code in PARTS]
                for epci, members in self.epcis.items():
                    yield (epci, cle, year), [(code, cle, year) for code in members]
            for code in ("13", *self.epcis, *self.territories):
                yield (code, WHOLE, year), [(code, AFD, year), (code, REST, year)]

    @property
    def rule(self):
        """Return what the rule reveals: a hidden cell, and its sum over three years, are at most 5.

        They are at least 1 where the source publishes zeros.
        """
        least, cells, windows = int(self.zeros), {}, []
        for code, cle, year in self.hidden:
            cells[code, cle, year] = 0, 5
            years = [(code, cle, y) for y in YEARS if year - 2 <= y <= year]
            windows.append((("window", code, cle, year), years))
            cells["window", code, cle, year] = least, 5
        return cells, windows


def attack(world, known, knows_the_rule=False):
    """Return the secrets that a reader finds, from the intervals of what is printed."""
    cells, windows = world.rule if knows_the_rule else ({}, [])
    bounds, before = cells | known, None
    while bounds != before:
        before = dict(bounds)
        for whole, parts in (*world.sums, *windows):
            _narrow(bounds, whole, parts)
    return {cell for cell in world.secrets if cell in bounds and bounds[cell][0] == bounds[cell][1]}


def _narrow(bounds, whole, parts):
    """Narrow a whole by its parts, and each part by the whole and the others."""
    low, high = (sum(bounds.get(part, (0, MANY))[end] for part in parts) for end in (0, 1))
    held = bounds.get(whole, (0, MANY))
    bounds[whole] = held = max(held[0], low), min(held[1], high)
    for part in parts:
        least, most = bounds.get(part, (0, MANY))
        others = (low - least, high - most)
        found = max(least, held[0] - others[1]), min(most, held[1] - others[0])
        low, high = low - least + found[0], high - most + found[1]
        bounds[part] = found


def interval(rate, base):
    """Return the first and the last count that are printed as a rate."""
    counts = [n for n in range(base // 50) if tenths(n, base) == 10 * rate]
    return counts[0], counts[-1]


def printed(world):
    """Return the interval of each cell, from the sheets of all communes."""
    known = {}
    for code in world.territories:
        for serie in printable_series(world.series(code)):
            _print(known, serie)
        for year in YEARS:
            compared = compare_commune(world.series(code), world.departement, year, world.taux)
            for line in compared.lignes:
                if line.departement is not None:
                    cell = ("13", line.indicateur.cle, year)
                    known[cell] = interval(line.departement, world.base)
    return known


def _print(known, serie):
    for point in serie.points:
        if isinstance(point.valeur, Diffuse):
            cell = (serie.territoire, serie.indicateur.cle, point.annee)
            known[cell] = (point.valeur.nombre, point.valeur.nombre)


# The law

FACTS = st.integers(0, 12) | st.just(0) | st.integers(0, 300)
FEW = st.integers(0, 3) | st.just(0)


@st.composite
def worlds(draw):
    """Draw a département with a few communes, perhaps a city with arrondissements, and two EPCI."""
    plain = tuple(f"1300{n}" for n in range(1, draw(st.integers(2, 5))))
    communes = (*plain, CITY) if draw(st.booleans()) else plain
    truth = {}
    for code in (*plain, *PARTS):
        for year in YEARS:
            truth[code, AFD, year], truth[code, REST, year] = draw(FACTS), draw(FEW)
            truth[code, WHOLE, year] = truth[code, AFD, year] + truth[code, REST, year]
            truth[code, "cambriolages", year] = draw(FACTS | FEW)
    for cle in (*KEPT, REST):
        for year in YEARS:
            truth[CITY, cle, year] = sum(truth[code, cle, year] for code in PARTS)
    territories = (*communes, *PARTS) if CITY in communes else communes
    zeros = draw(st.booleans())
    hidden = frozenset(
        (code, cle, year)
        for code in territories
        for cle in KEPT
        for year in YEARS
        if not released(truth, code, cle, year, zeros)
    )
    half = draw(st.integers(1, len(communes)))
    epcis = {"200000001": communes[:half], "200000002": communes[half:]}
    base = draw(st.sampled_from([36_000, 76_000, 80_001, 100_000, 120_000, 397_352]))
    return World(truth, hidden, communes, {k: v for k, v in epcis.items() if v}, base, zeros)


def released(truth, code, cle, year, zeros):
    """Whether the source publishes a cell: more than five facts in three years, or none."""
    window = sum(truth[code, cle, y] for y in YEARS if year - 2 <= y <= year)
    return window > 5 or (zeros and window == 0)


@given(worlds())
def test_printed_values_reveal_no_hidden_cell(world):
    assert attack(world, printed(world)) == set()


@given(worlds())
def test_departement_rates_reveal_nothing_more_to_who_knows_the_rule(world):
    """What the rule and the source's own values reveal together is not docgen's to hide."""
    known = printed(world)
    without = {cell: held for cell, held in known.items() if cell[0] != "13"}
    assert attack(world, known, True) == attack(world, without, True)


@given(worlds())
def test_attack_bounds_hold_the_truth(world):
    everything = {
        cell: (count, count) for cell, count in world.truth.items() if cell not in world.hidden
    }
    bounds = dict(everything)
    for whole, parts in world.sums:
        _narrow(bounds, whole, parts)
    for cell, (least, most) in bounds.items():
        if cell in world.truth and cell[0] in world.territories:
            assert least <= world.truth[cell] <= most


# The reader is able: each of these sheets is naive, and is caught


def invented(counts, base=100_000, epcis=None):
    """Return a département of communes with the same counts each year, hidden by the rule.

    A commune has three counts: drug use by AFD, other drug use, burglaries.
    """
    truth, hidden = {}, set()
    for code, (afd, rest, burglaries) in counts.items():
        values = {WHOLE: afd + rest, AFD: afd, REST: rest, "cambriolages": burglaries}
        for year in YEARS:
            truth |= {(code, cle, year): n for cle, n in values.items()}
    for code in counts:
        cells = [(code, cle, year) for cle in KEPT for year in YEARS]
        hidden |= {cell for cell in cells if not released(truth, *cell, zeros=True)}
    communes = tuple(code for code in counts if code not in PARTS)
    return World(truth, frozenset(hidden), communes, epcis or {}, base)


VILLAGE = {"13001": (10, 3, 38), "13002": (9, 4, 30), "13003": (9, 4, 1)}
"""Three communes, of which the third has hidden burglaries."""


def test_departement_count_would_reveal_a_commune():
    world = invented(VILLAGE)
    known = printed(world)
    naive = {("13", "cambriolages", 2025): (69, 69)}
    assert attack(world, known) == set()
    assert ("13003", "cambriolages", 2025) in attack(world, known | naive)


def test_epci_sum_would_reveal_a_commune():
    world = invented(VILLAGE, epcis={"200000001": ("13002", "13003")})
    naive = {("200000001", "cambriolages", 2024): (31, 31)}
    assert ("13003", "cambriolages", 2024) in attack(world, printed(world) | naive)


def test_part_beside_its_whole_would_reveal_the_other_part():
    world = invented(VILLAGE)
    known = printed(world)
    for serie in world.series("13001"):
        _print(known, serie)
    assert ("13001", REST, 2025) in attack(world, known)


def test_sheets_of_arrondissements_would_reveal_the_last_one():
    places = {"13201": (9, 0, 8), "13202": (9, 0, 8), "13203": (9, 0, 1), CITY: (27, 0, 17)}
    world = invented(VILLAGE | places)
    known = printed(world)
    assert attack(world, known) == set()
    for code in PARTS:
        for serie in world.series(code):
            if serie.indicateur.cle == "cambriolages":
                _print(known, serie)
    assert ("13203", "cambriolages", 2025) in attack(world, known)


def test_rate_whose_interval_ends_at_the_published_sum_reveals_zeros():
    # 0,7 ‰ of 100 000 stands for 65 to 74; communes publish 74 together.
    world = invented({"13001": (10, 3, 44), "13002": (9, 4, 30), "13003": (9, 4, 0)})
    hidden = {("13003", "cambriolages", year) for year in YEARS}
    world = replace(world, hidden=world.hidden | hidden)
    naive = {("13", "cambriolages", 2025): interval(Decimal("0.7"), world.base)}
    assert naive["13", "cambriolages", 2025] == (65, 74)
    assert ("13003", "cambriolages", 2025) in attack(world, printed(world) | naive)
    [line] = [
        line
        for line in compare_commune(
            world.series("13001"), world.departement, 2025, world.taux
        ).lignes
        if line.indicateur.cle == "cambriolages"
    ]
    assert line.departement is None


def test_rate_on_a_small_base_would_reveal_a_commune():
    world = invented(VILLAGE, base=5_000)
    naive = {("13", "cambriolages", 2025): interval(Decimal("13.8"), world.base)}
    assert ("13003", "cambriolages", 2025) in attack(world, printed(world) | naive)


@pytest.mark.parametrize(("publie", "cache", "tenth"), [(70, 5, "0.8"), (74, 0, "0.7")])
def test_rule_would_reveal_a_cell_at_an_interval_end(publie, cache, tenth):
    """The only hidden cell is 0 to 5: 0,8 ‰ of 100 000 begins at 75, and 0,7 ‰ ends at 74."""
    world = invented({"13001": (10, 3, publie), "13002": (9, 4, 0)})
    cell = ("13002", "cambriolages", 2025)
    world = replace(
        world, truth=world.truth | {cell: cache}, hidden=world.hidden | {cell}, zeros=False
    )
    naive = {("13", "cambriolages", 2025): interval(Decimal(tenth), world.base)}
    assert cell in attack(world, printed(world) | naive, True)
    assert cell not in attack(world, printed(world), True)


# The rules, one by one


def rate_of(count, base, reste):
    """Return the rate of a département that is printed beside communes, or None."""
    point = Point(2025, Diffuse(count, Decimal(1000 * count) / base), Base(base, 2023))
    serie = Serie(indicateur("cambriolages"), "13", (point,), EDITION)
    return departement_rates(serie, {("cambriolages", 2025): reste})[2025]


BASES = st.integers(80_001, 2_700_000) | st.integers(80_001, 120_000)


@given(BASES, st.integers(0, 2_000), st.integers(1, 60), st.booleans(), st.sampled_from([4, 5]))
def test_hidden_cell_keeps_two_values_whatever_rate_is_printed(base, publie, caches, a, b):
    """The reader knows that a hidden cell holds a to b, and the sum that communes publish."""
    sums = {}
    for rest in range(a * caches, b * caches + 1):
        rate = rate_of(publie + rest, base, PublishedSum(publie, caches))
        sums.setdefault(rate, []).append(rest)
    assert None not in sums or len(sums) == 1  # That it is left out tells nothing.
    for possible in sums.values():
        others = range(a * (caches - 1), b * (caches - 1) + 1)
        kept = [v for v in range(a, b + 1) if any(rest - v in others for rest in possible)]
        assert len(kept) >= 2


@given(BASES, st.integers(0, 2_000), st.integers(0, NOMBREUX - 1))
def test_rate_does_not_depend_on_a_few_hidden_cells(base, publie, caches):
    most = 5 * caches
    printable_rates = {
        rate_of(publie + rest, base, PublishedSum(publie, caches)) for rest in range(most + 1)
    }
    assert len(printable_rates) == 1


def test_rate_is_mostly_printed_in_a_departement_of_many_villages():
    kept = sum(
        rate_of(n + 400, 397_352, PublishedSum(n, 150)) is not None for n in range(1000, 5000)
    )
    assert 0.88 < kept / 4000 < 0.92


@given(worlds(), st.sampled_from(YEARS), st.sampled_from(KEPT))
def test_absence_of_a_rate_does_not_depend_on_hidden_cells(world, year, cle):
    """Otherwise, the absence would be a hint."""
    hidden = [code for code in world.communes if (code, cle, year) in world.hidden]
    assume(hidden)
    other = dict(world.truth)
    other[hidden[0], cle, year] += 7
    told = [
        compare_commune(w.series(w.communes[0]), w.departement, year, w.taux).lignes
        for w in (world, replace(world, truth=other))
    ]
    left_out = [[line.departement is None for line in lines] for lines in told]
    assert left_out[0] == left_out[1]


def test_rate_on_a_large_base_has_one_decimal():
    world = invented(VILLAGE)
    lines = compare_commune(world.series("13003"), world.departement, 2025, world.taux).lignes
    assert [(line.indicateur.cle, line.commune, line.departement) for line in lines] == [
        (WHOLE, Diffuse(13, Decimal(1)), Decimal("0.4")),
        ("cambriolages", NonDiffuse(), Decimal("0.7")),
    ]


@pytest.mark.parametrize(("base", "is_printed"), [(80_000, False), (80_001, True)])
def test_rate_needs_an_interval_of_five_counts(base, is_printed):
    world = invented(VILLAGE, base=base)
    counts = [sum(tenths(n, base) == rate for n in range(200)) for rate in range(10)]
    assert (min(counts) >= 5) is is_printed
    line = compare_commune(world.series("13001"), world.departement, 2025, world.taux).lignes[0]
    assert (line.departement is not None) is is_printed


def test_missing_base_is_computed_from_count_and_rate():
    serie = invented(VILLAGE)._of_departement("cambriolages")
    points = tuple(replace(point, base=Base(None, None)) for point in serie.points)
    assert departement_rates(replace(serie, points=points), None)[2025] == Decimal("0.7")
    nothing = Point(2025, Diffuse(0, Decimal(0)), Base(None, None))
    assert departement_rates(replace(serie, points=(nothing,)), None) == {2025: None}


def test_departement_has_no_rate_without_base_or_rate():
    serie = invented(VILLAGE)._of_departement("cambriolages")
    for value, base in [(Diffuse(71, Decimal("0.71")), 0), (Diffuse(71, None), None)]:
        point = Point(2025, value, Base(base, 2023))
        assert departement_rates(replace(serie, points=(point,)), None) == {2025: None}


def test_departement_rates_are_printed_without_a_file_of_communes():
    world = invented(VILLAGE)
    for serie in world.departement:
        assert None not in departement_rates(serie, None).values()


def test_part_of_a_departement_is_not_printed_beside_communes():
    world = invented(VILLAGE)
    [afd] = [serie for serie in world.departement if serie.indicateur.cle == AFD]
    assert set(departement_rates(afd, world.restes).values()) == {None}


def test_indicator_unpublished_for_communes_is_printed_for_the_departement():
    homicides = replace(
        invented(VILLAGE)._of_departement("cambriolages"), indicateur=indicateur("homicides")
    )
    assert Niveau.COMMUNE not in homicides.indicateur.niveaux
    assert departement_rates(homicides, {("cambriolages", 2025): PublishedSum(9, 0)})[
        2025
    ] == Decimal("0.7")


def test_departement_has_no_rate_for_an_unpublished_year():
    serie = replace(
        invented(VILLAGE)._of_departement("cambriolages"),
        points=(Point(2025, Absent(), Base(100_000, 2023)),),
    )
    assert departement_rates(serie, None) == {2025: None}


def test_editions_are_not_compared_and_the_reason_is_given():
    world = invented(VILLAGE)
    other = replace(EDITION, produite_le=date(2026, 1, 22))
    departement = [replace(serie, edition=other) for serie in world.departement]
    compared = compare_commune(world.series("13001"), departement, 2025, world.taux)
    assert compared.motif == EDITIONS_DIFFERENTES
    assert [line.departement for line in compared.lignes] == [None, None]
    assert compared.lignes[0].commune == Diffuse(13, Decimal(1))


def test_commune_is_printed_without_its_departement():
    compared = compare_commune(invented(VILLAGE).series("13001"), (), 2025, {})
    assert compared.motif == PAS_DE_DEPARTEMENT
    assert len(compared.lignes) == 2


def test_removed_series_and_arrondissements_are_not_printed():
    serie = invented(VILLAGE).series("13001")[2]
    removed = replace(serie, indicateur=indicateur("coups-et-blessures"))
    assert printable_series([serie, removed]) == (serie,)
    for code in ("13201", "69381", "75120"):
        assert printable_series([replace(serie, territoire=code)]) == ()


def test_the_three_cities_have_their_forty_five_arrondissements():
    counts = {city: len(parts) for city, parts in ARRONDISSEMENTS.items()}
    assert counts == {"13055": 16, "69123": 9, "75056": 20}
