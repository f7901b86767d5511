"""Which letter a day calls for, and why another is refused: the worked tables are tests."""

import re
from datetime import date, timedelta

import pytest

from docgen.deadlines import Duree, Terme, Unite, Vie
from docgen.errors import ContentError
from docgen.kinds.renewal.content import GenreLettre
from docgen.kinds.renewal.occasion import due, next_due
from tests.conftest import plain_blanks
from tests.kinds.renewal.letters import words_of, written

ARTICLE_6 = "article\u00a06"
YEAR = Terme(Duree(1, Unite.ANS), ARTICLE_6)
NOTICE = Terme(Duree(2, Unite.MOIS), ARTICLE_6)
VIE = Vie(date(2026, 4, 23), YEAR, YEAR, NOTICE, Terme(Duree(3, Unite.MOIS), "article\u00a08"))
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "letters"),
    [
        (date(2026, 4, 22), ()),
        (date(2026, 12, 23), ()),
        (date(2026, 12, 24), ("rappel",)),
        (date(2027, 2, 23), ("rappel",)),
        (date(2027, 2, 24), ("reconduction", "circulaire")),
        (date(2027, 4, 22), ("reconduction", "circulaire")),
        (date(2027, 4, 23), ()),
        (date(2031, 2, 23), ("rappel",)),  # a Sunday: nothing is moved
        (date(2032, 2, 24), ("reconduction", "circulaire")),
    ],
)
def test_a_day_calls_for_its_letters(day, letters):
    assert due(VIE, day) == letters


def test_no_day_is_between_two_letters_of_a_period():
    days = [date(2026, 12, 24) + n * DAY for n in range(120)]
    assert all(due(VIE, day) for day in days)


def test_a_convention_that_ends_calls_for_nothing():
    ended = Vie(VIE.signature, YEAR, YEAR, NOTICE, None, fin=date(2027, 4, 23))
    assert due(ended, date(2027, 1, 10)) == ()
    assert next_due(ended, date(2026, 11, 1)) is None


def test_the_next_letters_are_known_ahead():
    assert next_due(VIE, date(2026, 11, 25)) == (date(2026, 12, 24), (GenreLettre.RAPPEL,))
    later = next_due(VIE, date(2027, 3, 1))
    assert later == (date(2027, 12, 24), (GenreLettre.RAPPEL,))


def refused(type_, au, **more):
    with pytest.raises(ContentError) as error:
        written(type_, au, **more)
    return error.value.problems


@pytest.mark.parametrize("received", [date(2027, 2, 8), date(2027, 2, 22), date(2027, 2, 23)])
def test_a_denunciation_in_time_ends_at_the_anniversary(received):
    [letter] = written("denonciation", date(2027, 2, 8), de="amr81", recu=received)
    told = "court jusqu’au 22 avril 2027 inclus ; elle ne sera pas reconduite le 23 avril 2027."
    assert told in words_of(letter.facts)
    assert "subsidiaire" not in words_of(letter.facts)
    late = [one for one in letter.notices if one.code == "echeance"]
    assert len(late) == (received == date(2027, 2, 23))


def test_a_denunciation_too_late_is_refused_with_its_reason():
    [problem] = refused("denonciation", date(2027, 2, 20), de="amr81", recu=date(2027, 2, 24))
    assert problem.file == "content/convention/2026.yaml"
    assert problem.field == "vie.preavis_denonciation"
    assert problem.message.startswith("trop tard : reçue le 24\u00a0février 2027")
    assert "« --type resiliation » y met fin le 24\u00a0mai 2027" in problem.hint


def test_a_late_denunciation_asks_for_termination_in_the_alternative():
    late = {"de": "amr81", "recu": date(2027, 2, 24), "subsidiaire": True}
    [letter] = written("denonciation", date(2027, 2, 24), **late)
    text = words_of(letter.facts)
    assert "À titre subsidiaire" in text
    assert "préavis de trois mois, le 24 mai 2027 à 24 h" in text
    assert "dans les conditions convenues" in text


@pytest.mark.parametrize(
    ("received", "end"),
    [
        (date(2026, 11, 24), "24 février 2027"),
        (date(2026, 11, 30), "28 février 2027"),
        (date(2026, 8, 31), "30 novembre 2026"),
        (date(2027, 1, 23), "23 avril 2027"),
        (date(2027, 11, 30), "29 février 2028"),
        (date(2027, 11, 29), "29 février 2028"),
        (date(2027, 12, 31), "31 mars 2028"),
    ],
)
def test_a_termination_says_the_day_that_it_takes_effect(received, end):
    [letter] = written("resiliation", received, de="ggd81", recu=received)
    assert f"la convention prend fin le {end} à 24 h" in words_of(letter.facts)


def test_a_termination_whose_receipt_is_not_known_names_no_day():
    [letter] = written("resiliation", date(2026, 11, 24), de="ggd81")
    assert "Le préavis court de la réception de la présente lettre" in words_of(letter.facts)
    assert "février 2027" not in words_of(letter.facts)


ACT = "content/convention/2026.yaml"
ONCE = (r"  (reconduction|preavis_denonciation): .*\n", "")


@pytest.mark.parametrize(
    ("change", "type_", "more", "end"),
    [
        (ONCE, "resiliation", {}, "22 avril 2027"),
        (("\nvie:\n", "\nvie:\n  fin: 2027-06-03\n"), "resiliation", {}, "3 juin 2027"),
        (
            ("\nvie:\n", "\nvie:\n  fin: 2027-06-02\n"),
            *("denonciation", {"subsidiaire": True}, "2 juin 2027"),
        ),
    ],
)
def test_a_termination_past_the_end_is_refused(project, change, type_, more, end):
    project.write(ACT, re.sub(*change, (project.root / ACT).read_text("utf-8")))
    received = {"de": "amr81", "recu": date(2027, 3, 3), **more}
    [problem] = refused(type_, date(2027, 3, 1), workspace=project.workspace, **received)
    assert problem.field == "vie.preavis_resiliation"
    assert plain_blanks(problem.message) == (
        "reçue le 3 mars 2027, la résiliation n’aurait d’effet que le 3 juin 2027 : la convention"
        f" finit dès le {end}"
    )


@pytest.mark.parametrize("type_", ["reconduction", "circulaire"])
def test_a_renewal_is_told_once_it_is_certain_only(type_):
    [problem] = refused(type_, date(2027, 2, 23), communes=("81101",))
    assert problem.file.startswith("lettre « ")
    assert problem.message.startswith("trop tôt : jusqu’au 23\u00a0février 2027")
    assert problem.message.endswith("(content/convention/2026.yaml:366:25)")
    for day in (date(2027, 2, 24), date(2027, 4, 30)):
        [letter] = written(type_, day, communes=("81101",))
        assert "du 23 avril 2027 au 22 avril 2028" in words_of(letter.facts)
        assert "le 23 février 2027" in words_of(letter.facts)


def test_denunciation_is_possible_on_its_last_day():
    """It may be received on it: nothing is told to be due « before » it."""
    [letter] = written("circulaire", date(2027, 3, 1), communes=("81101",))
    text = words_of(letter.facts)
    assert "devait être reçue au plus tard le 23 février 2027" in text
    assert "avant le dernier jour" not in text


def test_each_party_is_reminded_and_no_one_else():
    letters = written("rappel", date(2027, 1, 10))
    assert [letter.key for letter in letters] == ["rappel-2026-amr81", "rappel-2026-ggd81"]
    assert [str(letter.diffusion) for letter in letters] == ["interne", "interne"]


def test_days_before_the_signature_are_refused():
    [problem] = refused("resiliation", date(2026, 4, 1), de="amr81")
    assert plain_blanks(problem.message) == (
        "la convention n’est signée que le 23 avril 2026 : elle ne vaut pas le 1er avril 2026"
    )


def test_what_is_wrong_with_an_order_comes_in_one_pass():
    found = refused("denonciation", date(2027, 3, 1), de="sdis", recu=date(2027, 2, 25))
    assert [one.file for one in found] == ["--recu-le", "content/convention/2026.yaml", "--de"]


@pytest.mark.parametrize("type_", ["denonciation", "resiliation", "avenant", "recepisse"])
def test_docgen_does_not_guess_who_ends_a_convention(type_):
    [problem] = refused(type_, date(2027, 2, 8))
    assert (problem.file, problem.hint) == ("--de", "« --de amr81 » ou « --de ggd81 »")


def test_a_note_speaks_of_a_weekend_only_on_one():
    said = "Le dernier jour tombe un samedi ou un dimanche."
    for day, shown in ((date(2027, 1, 10), False), (date(2031, 1, 10), True)):
        [note, _] = written("rappel", day)
        assert (said in words_of(note.facts)) is shown


@pytest.mark.parametrize(
    ("day", "decision"),
    [
        (date(2026, 12, 24), "8 février"),
        (date(2027, 2, 8), "8 février"),
        (date(2027, 2, 9), "22 février"),
        (date(2027, 2, 23), "23 février"),
    ],
)
def test_note_asks_to_decide_while_a_letter_may_leave(day, decision):
    [note, _] = written("rappel", day)
    assert f"au plus tard le {decision} 2027" in words_of(note.facts)
