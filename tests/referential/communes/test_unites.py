"""Units open to the public, as printed; every unit here is invented."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.french.typography import prose
from docgen.french.wording import JOURS
from docgen.referential.communes.unites import (
    DAYS,
    FERIES,
    UNITES_COLUMNS,
    UNITES_FILE,
    Plage,
    Unites,
    opening_lines,
    read_plages,
    telephone,
    write_plages,
)
from docgen.referential.snapshot import OpenSnapshot, Origine, Snapshot, to_csv

MORNING, EVENING = Plage(8 * 60, 12 * 60), Plage(14 * 60, 18 * 60)
ALL_DAY = Plage(0, 24 * 60)

ends = st.lists(st.integers(0, 96), min_size=2, max_size=6, unique=True).map(sorted)
days = ends.map(
    lambda at: tuple(Plage(15 * one, 15 * two) for one, two in zip(at[::2], at[1::2], strict=False))
)
weeks = st.fixed_dictionaries(
    {day: st.sampled_from([(), (MORNING,), (MORNING, EVENING)]) | days for day in JOURS},
    optional={FERIES: st.sampled_from([(), (MORNING,)]) | days},
)


def days_of_line(line):
    """Return the days at the beginning of a line."""
    named = re.split(r"\d", line)[0].lower()
    named = named.replace("tous les jours", "du lundi au dimanche")
    found = [FERIES] * named.count("jours fériés")
    for first, last in re.findall(r"du (\w+) au (\w+)", named):
        found += JOURS[JOURS.index(first) : JOURS.index(last) + 1]
    rest = re.sub(r"du \w+ au \w+", "", named)
    return found + re.findall("|".join(JOURS), rest)


def plages_of_line(line):
    """Return the hours at the end of a line."""
    said = line.replace("\u00a0", "")
    if said.endswith("24h sur 24"):
        return (ALL_DAY,)
    times = [int(h) * 60 + int(m or 0) for h, m in re.findall(r"(\d+)h(\d*)", said)]
    return tuple(map(Plage, times[::2], times[1::2]))


def plain(told):
    return [line.replace("\u00a0", " ") for line in told]


@given(weeks)
def test_every_open_day_has_its_hours_exactly_once(week):
    told = opening_lines(week)
    pairs = [(day, plages_of_line(line)) for line in told for day in days_of_line(line)]
    assert sorted(pairs) == sorted(item for item in week.items() if item[1])


@given(weeks)
def test_opening_lines_are_minimal_and_typographically_right(week):
    told = opening_lines(week)
    assert len({plages_of_line(line) for line in told}) == len(told)
    assert [prose(line) for line in told] == list(told)


@given(days)
def test_hours_are_read_as_they_were_written(plages):
    assert read_plages(write_plages(plages)) == plages


def week(*hours, feries=None):
    """Return hours from those of Monday to Sunday."""
    found = dict(zip(JOURS, hours, strict=True))
    return found if feries is None else {**found, FERIES: feries}


BOTH, SUNDAY = (MORNING, EVENING), (Plage(540, 720), Plage(900, 1080))


def test_days_alike_share_a_line():
    assert plain(opening_lines(week(*[BOTH] * 6, SUNDAY, feries=SUNDAY))) == [
        "Du lundi au samedi, 8 h à 12 h et 14 h à 18 h",
        "Dimanche et jours fériés, 9 h à 12 h et 15 h à 18 h",
    ]


def test_days_apart_are_named_and_closed_days_are_not():
    some = week((), (Plage(510, 720),), (), (Plage(510, 720),), (), (), ())
    assert plain(opening_lines(some)) == ["Mardi et jeudi, 8 h 30 à 12 h"]


def test_a_whole_week_is_every_day():
    assert plain(opening_lines(week(*[BOTH] * 7))) == ["Tous les jours, 8 h à 12 h et 14 h à 18 h"]
    always = week(*[(ALL_DAY,)] * 7, feries=(ALL_DAY,))
    assert plain(opening_lines(always)) == ["Tous les jours, jours fériés compris, 24 h sur 24"]


def test_a_unit_that_no_one_described_is_not_closed():
    assert opening_lines({}) == opening_lines(week(*[()] * 7)) == ()


@pytest.mark.parametrize(
    ("stored", "printed"),
    [
        ("+33563000000", "05 63 00 00 00"),
        ("+262262000000", "02 62 00 00 00"),
        ("+687 00 00 00", "+687 00 00 00"),
        ("", ""),
    ],
)
def test_a_telephone_is_printed_by_pairs_and_never_cut(stored, printed):
    assert telephone(stored) == printed.replace(" ", "\u00a0")


def opened(tmp_path, **values):
    """Return a snapshot of one invented unit."""
    row = [values.get(column, "") for column in UNITES_COLUMNS]
    origine = dict.fromkeys(("jeu", "edition", "producteur", "source", "licence", "mention"), "x")
    made = Snapshot("unites", Origine(**origine), {UNITES_FILE: to_csv(UNITES_COLUMNS, [row])})
    for name, data in made.all_files.items():
        (tmp_path / name).write_bytes(data)
    return OpenSnapshot(tmp_path, "unites", "unites")


def test_a_unit_is_read_whole(tmp_path):
    told = {"id_service": "999001", "nom": "Brigade d’Exemple-Fictif", "voie": "1 rue Fictive"}
    told |= {"code_postal": "81000", "commune": "Exemple-Fictif", "telephone": "+33563000000"}
    told |= {"longitude": "2.15", "latitude": "43.92"}
    told |= dict.fromkeys(JOURS, "08:00-12:00")
    found = Unites(opened(tmp_path, **told)).get("999001")
    assert found.nom == "Brigade d’Exemple-Fictif"
    assert found.adresse == ("1 rue Fictive", "81000 Exemple-Fictif")
    assert found.telephone == "05\u00a063\u00a000\u00a000\u00a000"
    assert plain(found.horaires) == ["Tous les jours, 8 h à 12 h"]


def test_missing_facts_of_a_unit_are_empty(tmp_path):
    units = Unites(opened(tmp_path, id_service="999001", nom="exemple fictif"))
    found = units.get("999001")
    assert (found.adresse, found.telephone, found.horaires) == ((), "", ())
    assert units.get("999002") is None
    assert set(DAYS) < set(UNITES_COLUMNS)
