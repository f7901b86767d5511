"""Reading of opening hours, in both forms of the official file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.french.wording import JOURS
from docgen.importing.ministere.opening_hours import COLUMNS, read_columns, read_text
from docgen.referential.communes.unites import DAYS, FERIES, Plage
from tests.referential.communes.test_unites import weeks

MORNING, EVENING = Plage(480, 720), Plage(840, 1080)


def as_text(week, mark):
    """Return hours in the format of the column `horaires_accueil`."""
    names = {**{day: day.capitalize() for day in JOURS}, FERIES: "Jours Fériés"}
    return "".join(
        f"{mark}{names[day]} : "
        + " ".join("-".join(f"{at // 60}h{at % 60:02}" for at in plage) for plage in week[day])
        for day in DAYS
        if week.get(day)
    )


def as_columns(week):
    """Return hours in the columns `lundi_plage1_debut` and so on."""
    values = dict.fromkeys(COLUMNS, "")
    for day, plages in week.items():
        prefix = "jours_feries" if day == FERIES else day
        for number, plage in enumerate(plages, start=1):
            for end, at in zip(("debut", "fin"), plage, strict=True):
                values[f"{prefix}_plage{number}_{end}"] = f"{at // 60}h{at % 60}"
    return values


@given(weeks, st.sampled_from([" ", "$"]))
def test_both_forms_say_the_same(week, mark):
    known = {day: plages for day, plages in week.items() if day in JOURS or plages}
    expected = known if any(known.values()) else {}
    assert read_text(as_text(week, mark)) == read_columns(as_columns(week)) == expected


@pytest.mark.parametrize("text", ["", "  ", "$"])
def test_no_text_says_nothing(text):
    assert read_text(text) == {}


def test_missing_day_is_closed_and_holidays_are_unknown():
    read = read_text("Lundi : 8h00-12h00 14h00-18h00")
    assert read == {**dict.fromkeys(JOURS, ()), "lundi": (MORNING, EVENING)}


def test_day_may_be_closed_explicitly():
    read = read_text("Lundi : 8h00-12h00 Mardi : fermé Jours fériés : Fermée")
    assert (read["lundi"], read["mardi"], read[FERIES]) == ((MORNING,), (), ())


def test_always_open_is_every_day():
    assert read_text("24h/24 - 7j/7") == dict.fromkeys(DAYS, (Plage(0, 1440),))


@pytest.mark.parametrize("hour", ["8h00", "08h00", "8h0", "8h", "08:00"])
def test_an_hour_is_written_in_many_ways(hour):
    values = {"lundi_plage1_debut": hour, "lundi_plage1_fin": "12h00"}
    assert read_columns(values)["lundi"] == (MORNING,)


def test_round_hours_do_not_take_the_next_hour_for_minutes():
    assert read_text("Lundi : 8h-12h 14h-18h")["lundi"] == (MORNING, EVENING)


def test_hours_that_touch_are_one():
    assert read_text("Lundi : 14h00-18h00 8h00-14h00")["lundi"] == (Plage(480, 1080),)


@pytest.mark.parametrize(
    "text",
    [
        "sur rendez-vous",
        "Lundi : sur rendez-vous",
        "Lundi : 8h00-12h00 (été)",
        "Lundi : 12h00-8h00",
        "Lundi : 8h00-12h00 11h00-14h00",
        "Lundi : 8h60-12h00",
        "Lundi : 8h00-25h00",
        "Lundi : 8h00-12h00 Lundi : 14h00-18h00",
    ],
)
def test_a_text_that_says_anything_else_is_not_read(text):
    with pytest.raises(ValueError, match=r".+"):
        read_text(text)


@pytest.mark.parametrize("values", [{"lundi_plage1_debut": "8h00"}, {"lundi_plage2_fin": "x"}])
def test_a_time_without_its_other_end_is_not_read(values):
    with pytest.raises(ValueError, match=r"^x?$"):
        read_columns(values)
