"""`docgen echeances`: what it prints, what it writes, how it ends."""

import json

import icalendar
import pytest

KEYS = {
    *("cle", "periode", "debut", "anniversaire", "limite_denonciation", "limite_prudente"),
    *("envoi_conseille", "effet_resiliation"),
}
SIGNED = "content/convention/2026.yaml"


def told(docgen_here, *arguments):
    """Return the deadlines that the command tells programs."""
    answer = docgen_here("echeances", "--json", *arguments)
    assert answer.code == 0
    return json.loads(answer.out)["echeances"]


def test_programs_are_told_the_deadlines_of_each_signed_convention(docgen_here):
    [one] = told(docgen_here, "--au", "2026-11-24")
    assert one.keys() >= KEYS
    assert {key: one[key] for key in KEYS} == {
        "cle": "2026",
        "periode": 0,
        "debut": "2026-04-23",
        "anniversaire": "2027-04-23",
        "limite_denonciation": "2027-02-23",
        "limite_prudente": "2027-02-22",
        "envoi_conseille": "2027-02-08",
        "effet_resiliation": "2027-02-24",
    }


def test_a_receipt_decides_what_a_notice_leads_to(docgen_here):
    [one] = told(docgen_here, "--au", "2027-01-15", "--recu-le", "2027-02-23")
    assert (one["effet_denonciation"], one["denonciation_a_temps"]) == ("2027-04-23", True)
    [late] = told(docgen_here, "--au", "2027-01-15", "--recu-le", "2027-02-24")
    assert (late["effet_denonciation"], late["denonciation_a_temps"]) == (None, False)
    assert late["effet_resiliation"] == "2027-05-24"


def test_before_the_signature_nothing_runs(docgen_here):
    [one] = told(docgen_here, "--au", "2026-04-22")
    assert [one[key] for key in sorted(KEYS - {"cle"})] == [None] * 7


def test_people_read_the_days_and_how_they_are_counted(docgen_here):
    answer = docgen_here("echeances", "--au", "2026-11-24")
    assert answer.code == 0
    assert answer.out.startswith("Convention AMR81 – GGD81 (2026), signée le 23/04/2026\n")
    assert "Comment les jours sont comptés\u00a0:" in answer.out
    assert "lu dans une source secondaire" in answer.out
    assert "(conseil, sans texte)" in answer.out


def test_the_calendar_file_is_written_whole(docgen_here, project):
    answer = docgen_here("echeances", "--au", "2026-11-24", "--ics", "agenda.ics")
    assert answer.out.endswith("agenda.ics\n")
    data = (project.root / "agenda.ics").read_bytes()
    assert len(icalendar.Calendar.from_ical(data).walk("VEVENT")) == 15


@pytest.mark.parametrize(
    "command",
    [
        ("echeances", "--ics", "absent/agenda.ics"),
        ("territoire", "exporter", "absent/territoire.xlsx"),
        ("data", "formulaire", "Brigade d’Albi", "absent/activite.xlsx"),
    ],
)
def test_missing_folder_is_refused_and_not_made(command, docgen_here, project):
    before = project.files
    answer = docgen_here(*command)
    assert (answer.code, answer.out) == (4, "")
    assert "absent : ce dossier n’existe pas" in answer.err
    assert project.files == before
    assert not (project.root / "absent").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("date: 2026-04-23", "date:"), "un acte signé porte la date de sa signature"),
        (("valeur: 2, unite: mois", "valeur: 4, unite: mois"), "ne dit pas « quatre mois »"),
        (("\nvie:\n", "\nvies:\n"), "champ inconnu ici"),
        (("  duree:", "  durees:"), "vouliez-vous dire « duree » ?"),
    ],
)
def test_uncountable_act_is_reported_and_nothing_written(change, message, docgen_here, project):
    text = (project.root / SIGNED).read_text("utf-8").replace(*change)
    project.write(SIGNED, text)
    before = project.files
    answer = docgen_here("echeances", "--ics", "agenda.ics")
    assert (answer.code, answer.out) == (1, "")
    assert message in answer.err
    assert f"{SIGNED}:" in answer.err
    assert project.files == before


@pytest.mark.parametrize("option", ["--au", "--recu-le"])
def test_a_day_out_of_reach_is_a_mistake_of_usage(option, docgen_here):
    answer = docgen_here("echeances", option, "9999-12-31")
    assert answer.code == 2
    assert "année hors de portée : 9999" in answer.err


def test_a_project_without_a_signed_convention_has_no_deadline(docgen_here, project):
    (project.root / SIGNED).unlink()
    answer = docgen_here("echeances")
    assert (answer.code, answer.out, answer.err) == (0, "Aucune convention signée.\n", "")
