"""What whoever sends a letter is told before signing it: what is blank, and days that are far."""

from datetime import date

import pytest

from docgen.errors import Severity
from docgen.kinds.actes.project import next_effect
from tests.conftest import plain_blanks
from tests.kinds.renewal.letters import words_of, written
from tests.support.documents import HERE

DAY = date(2026, 11, 25)
SENDERS = "content/emetteurs.yaml"


def notices_of(type_, au=DAY, **more):
    [letter] = written(type_, au, de="amr81", **more)
    assert {one.severity for one in letter.notices} <= {Severity.AVERTISSEMENT}
    return [(one.file, one.code, one.message) for one in (*letter.left, *letter.notices)]


def filled(project):
    """Write the address of the association: exemple fictif."""
    path = project.root / SENDERS
    text = path.read_text("utf-8")
    path.write_text(
        text.replace(
            "adresse: []\n    ville:\n", "adresse: [1 rue Fictive]\n    ville: 81000 Albi\n"
        )
    )


def test_a_letter_with_blanks_says_which_file_would_fill_them():
    [senders, blank] = notices_of("resiliation")
    assert senders[:2] == (SENDERS, "manquant")
    assert "pour « amr81 » : adresse et ville" in senders[2]
    assert blank[:2] == ("content/renewal/resiliation.yaml", "blanc")
    assert "projets en cours à ce jour" in blank[2]


def test_the_place_told_is_the_line_to_fill_in(project):
    lines = (project.root / SENDERS).read_text("utf-8").splitlines()
    [letter] = written("denonciation", date(2027, 2, 8), project.workspace, de="amr81")
    [one] = letter.left
    assert lines[(one.line or 0) - 1] == "    adresse: []"
    path = project.root / SENDERS
    path.write_text(path.read_text("utf-8").replace("adresse: []", "adresse: [1 rue Fictive]"))
    [letter] = written("denonciation", date(2027, 2, 8), project.workspace, de="amr81")
    [one] = letter.left
    assert lines[(one.line or 0) - 1] == "    ville:"
    assert one.message.endswith(": ville")


def test_nothing_is_told_of_an_address_that_is_written(project):
    filled(project)
    assert notices_of("denonciation", date(2027, 2, 8), workspace=project.workspace) == []


def test_a_denunciation_past_its_sending_day_is_handed_over(project):
    filled(project)
    days = (date(2027, 2, 9), date(2027, 2, 22), date(2027, 2, 23))
    letters = [written("denonciation", day, project.workspace, de="amr81") for day in days]
    limit = "elle doit être reçue le 23 février 2027 au plus tard, à 24 h"
    message = f"l’envoi était conseillé le 8 février 2027 au plus tard ; {limit}"
    for day, [letter] in zip(days, letters, strict=True):
        [notice] = letter.notices
        assert plain_blanks(notice.message) == message
        command = f"docgen renewal --type recepisse --de amr81 --au {day}"
        assert plain_blanks(notice.hint) == f"remettez-la contre récépissé : « {command} »"
        assert "Envoi\nRemise contre récépissé\n" in words_of(letter.facts.mentions)


def test_an_addressee_without_address_is_told_of_too():
    [letter] = written("avenant", DAY, de="ggd81")
    assert [one.file for one in letter.left] == ["content/renewal/avenant.yaml", SENDERS]
    assert "« amr81 »" in letter.left[1].message


def test_without_the_file_both_parties_are_told_of(project):
    (project.root / SENDERS).unlink()
    [letter] = written("denonciation", date(2027, 2, 8), project.workspace, de="amr81")
    assert [(one.file, one.line) for one in letter.left] == [(SENDERS, None)] * 2


def test_the_blanks_of_a_form_are_what_it_is_for(project):
    filled(project)
    assert notices_of("recepisse", workspace=project.workspace) == []


@pytest.mark.parametrize(("day", "far"), [(date(2026, 12, 10), False), (date(2026, 12, 11), True)])
def test_receipt_over_fifteen_days_away_is_told_with_its_command(day, far):
    [letter] = written("resiliation", DAY, de="amr81", recu=day)
    found = [one for one in letter.notices if one.file == "--recu-le"]
    assert bool(found) is far
    if far:
        command = (
            "docgen renewal --type resiliation --de amr81 --recu-le 2026-12-11 --au 2026-12-09"
        )
        assert "16 jours plus tard" in found[0].message
        assert command in plain_blanks(found[0].hint)


def test_future_receipt_is_worded_as_a_condition():
    [letter] = written("resiliation", DAY, de="amr81", recu=date(2027, 2, 24))
    text = words_of(letter.facts)
    assert "étant reçue" not in text
    assert (
        "Si la présente lettre est reçue le 24 février 2027, la convention prend fin le 24 mai 2027"
        " à 24 h ; à défaut, trois mois après le jour de sa réception."
    ) in text
    [letter] = written("resiliation", DAY, de="amr81", recu=DAY)
    assert (
        "étant reçue le 25 novembre 2026, la convention prend fin le 25 février 2027"
        in words_of(letter.facts)
    )


def test_a_denunciation_says_one_end_in_one_sentence():
    day = date(2027, 2, 8)
    [letter] = written("denonciation", day, de="amr81")
    text = words_of(letter.facts)
    assert "jusqu’au 22 avril 2027 inclus ; elle ne sera pas reconduite le 23 avril 2027." in text
    assert (text.count("22 avril 2027"), text.count("23 avril 2027")) == (1, 1)
    [letter] = written("denonciation", day, de="amr81", subsidiaire=True, recu=date(2027, 2, 10))
    assert "Reçue le 10 février 2027, elle mettrait alors fin à la convention" in words_of(
        letter.facts
    )


def test_words_that_the_act_does_not_say_are_told(project):
    filled(project)
    path = project.root / "content/renewal/denonciation.yaml"
    text = path.read_text("utf-8").replace("La présente clause reste", "La présente clause rest")
    path.write_text(text, "utf-8")
    [told] = notices_of("denonciation", date(2027, 2, 8), workspace=project.workspace)
    assert told[:2] == ("content/renewal/denonciation.yaml", "citation")
    assert "content/convention/2026.yaml ne dit pas ces mots" in told[2]


def test_street_of_an_undated_copy_is_to_be_confirmed():
    [letter] = written("circulaire", date(2027, 2, 24), communes=("81101",))
    assert [one.code for one in letter.notices] == ["adresse"]
    assert "annuaire sans date" in letter.notices[0].message


def test_renewal_told_ahead_of_its_certainty_is_a_draft():
    days = (date(2027, 2, 23), date(2027, 2, 24))
    early, late = (written("reconduction", date(2027, 3, 1), today=day) for day in days)
    names = [[plain_blanks(one.name) for one in made.left] for [made] in (early, late)]
    assert [*set(names[0]) - {*names[1]}] == [
        "dénonciation possible jusqu’au 23 février 2027 : ce jour passé, vérifiez qu’il n’en est"
        " venu aucune"
    ]
    assert next_effect(HERE, days[0]) == days[1]
    [own] = written("reconduction", date(2027, 3, 1), today=days[0], de="ggd81")
    [wait] = [one for one in own.left if one.code == "attente"]
    assert wait.command == "docgen renewal --type reconduction --de ggd81 --au 2027-03-01"
