"""`docgen renewal` and `docgen echeances`: what they write, what they refuse, how they end."""

import json
import re

import icalendar
import pytest

from tests.build.test_check_is_build import only
from tests.conftest import plain_blanks
from tests.support.documents import ROOT

pytestmark = pytest.mark.usefixtures("shared_cache")

FIRST, SECOND = "content/convention/2026.yaml", "content/convention/2027.yaml"
KEYS = {
    *("cle", "periode", "debut", "anniversaire", "limite_denonciation", "limite_prudente"),
    *("envoi_conseille", "effet_resiliation"),
}
EXAMPLE = (ROOT / "tests/exemples/adherents.yaml").read_text("utf-8")


def test_a_day_that_calls_for_nothing_names_the_next(docgen_here, project):
    answer = docgen_here("renewal", "--au", "2026-11-25")
    assert (answer.code, answer.raw) == (0, "")
    assert "aucune lettre à écrire le 25\u00a0novembre 2026" in answer.out
    assert "À partir du 24\u00a0décembre 2026\u00a0: rappel." in answer.out
    assert "d’avance\u00a0: docgen renewal --au 2026-12-24\n" in answer.out
    assert not (project.root / "output").exists()


def test_an_act_that_does_not_renew_says_its_end(docgen_here, project):
    path = project.root / FIRST
    spared = ("  reconduction:", "  preavis_denonciation:", "  empreinte:")
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(one for one in lines if not one.startswith(spared)), "utf-8")
    answer = docgen_here("renewal", "--au", "2026-11-25")
    assert (answer.code, answer.raw) == (0, "")
    assert "  Elle finit le 22\u00a0avril 2027.\n" in answer.out


def test_a_day_calls_for_its_letters_and_programs_are_told(docgen_here):
    answer = docgen_here("renewal", "--au", "2027-01-10", "--format", "pdf", "--json")
    assert answer.code == 0
    found = json.loads(answer.out)["documents"]
    assert [(one["key"], one["pages"], one["diffusion"]) for one in found] == [
        ("rappel-2026-amr81", 1, "interne"),
        ("rappel-2026-ggd81", 1, "interne"),
    ]


def test_the_circular_goes_to_each_member_and_to_the_printer(docgen_here, project):
    project.write("content/adherents.yaml", EXAMPLE)
    answer = docgen_here("renewal", "--au", "2027-03-01", "--format", "pdf")
    assert answer.code == 0
    names = sorted(path.name for path in (project.root / "output/renewal").glob("*.pdf"))
    towns = ("81004-albi", "81045-les-cabannes", "81101-le-garric")
    assert names == [
        *(f"renewal-circulaire-2026-{code}.pdf" for code in towns),
        "renewal-circulaire-2026-liasse.pdf",
        "renewal-reconduction-2026-amr81.pdf",
    ]
    assert "liasse.pdf – 3 pages" in answer.out
    assert "Reste à faire avant un document définitif : " in plain_blanks(answer.err)
    assert answer.err.endswith("    → docgen reste renewal\n")


@pytest.mark.parametrize(
    ("letter", "named"),
    [("reconduction", "la confirmation de la reconduction"), ("circulaire", "la circulaire")],
)
def test_letter_says_from_which_day_on_it_can_be_final(docgen_here, project, letter, named):
    project.write("content/adherents.yaml", EXAMPLE)
    answer = docgen_here("renewal", "--type", letter, "--au", "2027-03-01", "--format", "pdf")
    told = f"    {named} ne peut être définitive qu’à partir du 24 février 2027\n"
    assert told in plain_blanks(answer.err)


def test_day_to_wait_for_is_no_doubt_of_some_minutes(docgen_here):
    left = plain_blanks(docgen_here("reste", "renewal", "reconduction", "--au", "2026-12-01").out)
    assert "  rédacteur : 1 jour à attendre\n" in left
    assert " qu’à partir du 24 février 2027 ; dès ce jour-là :\n" in left
    assert "      docgen renewal --type reconduction --au 2027-02-24\n" in left
    assert "doute à lever" not in left


def test_members_that_are_wrong_are_not_told_to_be_none(docgen_here, project):
    project.write("content/adherents.yaml", "adherents:\n  - Abli\n")
    answer = docgen_here("renewal", "--type", "circulaire", "--au", "2027-03-01")
    assert (answer.code, answer.out) == (1, "")
    assert "« Abli »" in answer.err
    assert "vouliez-vous dire 81004 Albi," in answer.err
    assert "aucun adhérent" not in answer.err


def test_a_member_from_elsewhere_is_told_once_and_written_to(docgen_here, project):
    project.write("content/adherents.yaml", "adherents:\n  - 81101\n  - 01001\n")
    arguments = ("--type", "circulaire", "--au", "2027-03-01", "--format", "pdf")
    answer = docgen_here("renewal", *arguments)
    assert answer.code == 0
    assert answer.err.count("hors du département") == 1
    assert "content/adherents.yaml:3" in answer.err
    assert "liasse.pdf – 2 pages" in answer.out


def test_circular_without_members_warns_when_due_and_fails_when_asked(docgen_here, project):
    due = docgen_here("renewal", "--au", "2027-03-01", "--format", "pdf")
    assert due.code == 0
    assert "[avertissement] content/adherents.yaml : aucun adhérent" in due.err
    asked = docgen_here("renewal", "--type", "circulaire", "--au", "2027-03-01")
    assert (asked.code, asked.out) == (1, "")
    assert "content/adherents.yaml : aucun adhérent" in asked.err


def test_a_late_denunciation_is_refused_and_nothing_is_written(docgen_here, project):
    answer = docgen_here(
        *("renewal", "--type", "denonciation", "--de", "amr81", "--au", "2027-02-24")
    )
    assert (answer.code, answer.out) == (1, "")
    assert "content/convention/2026.yaml:366:25" in answer.err
    assert "trop tard" in answer.err
    assert not (project.root / "output").exists()


def test_mistakes_of_all_files_come_in_one_pass(docgen_here, project):
    project.write("content/adherents.yaml", "adherents: [81101, 81101, 99999]\n")
    project.write("content/emetteurs.yaml", "emetteurs: [{partie: amr81}]\n")
    answer = docgen_here(*("renewal", "--type", "circulaire", "--de", "x", "--au", "2027-03-02"))
    assert answer.code == 1
    told = [line.partition(" : ")[0] for line in answer.err.splitlines() if line[0] != " "]
    assert told == [
        *("content/adherents.yaml:1:20", "content/adherents.yaml:1:27"),
        "content/emetteurs.yaml:1:13",
    ]


def alter(project, name, old, new):
    """Change words of a file."""
    text = (project.root / name).read_text("utf-8")
    assert old in text
    project.write(name, text.replace(old, new))


DENOUNCE = ("renewal", "--type", "Dénonciation", "--au", "2027-02-08", "--format", "docx", "--json")
AMENDMENT = "content/renewal/avenant.yaml"


def test_what_a_letter_lacks_is_told_with_its_command(docgen_here):
    letter = docgen_here("renewal", "--type", "rappel", "--format", "docx", "--au", "2027-01-10")
    assert "→ docgen reste renewal rappel" in letter.err
    asked = docgen_here("reste", "renewal", "rappel")
    assert "1 point" in plain_blanks(asked.out)
    whole = docgen_here("reste", "renewal", "--tout")
    for answer in (asked, whole):
        assert "content/emetteurs.yaml:16" in answer.out
        assert "      docgen check content/emetteurs.yaml\n" in answer.out
    assert "      docgen check content/renewal/avenant.yaml\n" in whole.out
    assert not [line for line in whole.out.splitlines() if line.rstrip().endswith("–")]


def test_letters_of_the_day_are_named_to_what_is_left(docgen_here):
    letters = docgen_here("renewal", "--format", "docx", "--au", "2027-01-10")
    assert "→ docgen reste renewal rappel\n" in letters.err


def test_letter_whose_text_is_not_there_is_told(docgen_here, project):
    (project.root / AMENDMENT).unlink()
    answer = docgen_here("renewal", "--type", "avenant", "--de", "amr81", "--au", "2027-02-08")
    assert (answer.code, answer.out) == (1, "")
    assert f"{AMENDMENT} : ce texte est demandé, et il n’est pas là" in answer.err


def test_wrong_letter_stops_no_other(docgen_here, project):
    only(project, "convention", "renewal")
    alter(project, AMENDMENT, "un accord écrit entre", "un accord oral entre")
    answer = docgen_here(*DENOUNCE, "--de", "amr81")
    assert answer.code == 0
    for command in (["renewal", "--type", "avenant", "--de", "amr81"], ["check"]):
        answer = docgen_here(*command)
        assert (answer.code, answer.out) == (1, "")
        assert f"{AMENDMENT}:12:12 : appuis[0].texte" in answer.err


def test_wrong_letter_of_the_day_is_told(docgen_here, project):
    project.write("content/adherents.yaml", EXAMPLE)
    alter(project, "content/renewal/reconduction.yaml", "{date:limite}", "{date:limit}")
    answer = docgen_here("renewal", "--au", "2027-03-01", "--format", "docx", "--json")
    assert answer.code == 1
    told = json.loads(answer.out)
    assert {one["key"].partition("-")[0] for one in told["documents"]} == {"circulaire"}
    wrong = {one["file"] for one in told["problems"] if one["severity"] == "erreur"}
    assert wrong == {"content/renewal/reconduction.yaml"}


@pytest.mark.parametrize("command", [["check"], ["renewal", "--type", "circulaire"]])
def test_members_of_a_party_that_no_act_has_are_refused(docgen_here, project, command):
    only(project, "convention", "renewal")
    project.write("content/adherents.yaml", EXAMPLE.replace("amr81", "amr31"))
    answer = docgen_here(*command)
    assert (answer.code, answer.out) == (1, "")
    assert "content/adherents.yaml:2:9 : partie : aucune convention signée" in answer.err
    assert "vouliez-vous dire « amr81 » ?" in answer.err


def test_circular_is_of_the_first_party_by_default(docgen_here, project):
    project.write("content/adherents.yaml", EXAMPLE.replace("partie: amr81\n", ""))
    asked = ("renewal", "--type", "circulaire", "--au", "2027-03-01", "--format", "docx", "--json")
    answer = docgen_here(*asked)
    assert answer.code == 0
    assert len(json.loads(answer.out)["documents"]) == 4
    answer = docgen_here(*asked, "--de", "ggd81")
    assert (answer.code, "« --de amr81 »" in answer.err) == (1, True)


def test_each_other_party_is_written_to(docgen_here, project):
    alter(
        project, FIRST, "    - id: ggd81\n", "    - id: pref81\n" + PREFECTURE + "    - id: ggd81\n"
    )
    alter(project, FIRST, "    - partie: ggd81\n", SIGNER + "    - partie: ggd81\n")
    answer = docgen_here(*DENOUNCE, "--de", "amr81")
    assert answer.code == 0, answer.err
    keys = [one["key"] for one in json.loads(answer.out)["documents"]]
    assert keys == [f"denonciation-2026-amr81-{one}" for one in ("pref81", "ggd81")]


PREFECTURE = """\
      sigle: Préfecture
      nom: Préfecture du Tarn (exemple fictif)
"""
SIGNER = """\
    - partie: pref81
      nom: Monsieur Fictif EXEMPLE
      qualite: préfet
"""


def two_acts(project, *, ended=True):
    """Sign a second act on the day on which the first one ends, if it is said to."""
    words = (project.root / FIRST).read_text("utf-8")
    project.write(SECOND, words.replace("date: 2026-04-23", "date: 2027-04-23"))
    if ended:
        project.write(FIRST, words.replace("\nvie:\n", "\nvie:\n  fin: 2027-04-23\n"))


@pytest.mark.parametrize(
    ("asked", "made"),
    [
        (("--type", "rappel", "--au", "2026-12-26"), "rappel-2026"),  # the second is to come
        (("--type", "denonciation", "--de", "amr81", "--au", "2027-06-01"), "denonciation-2027"),
        (("--type", "circulaire", "--au", "2028-03-01"), "circulaire-2027"),
        (("--au", "2028-01-05"), "rappel-2027"),
        (("--type", "resiliation", "--de", "amr81", "--au", "2027-04-20"), "resiliation-2026"),
        (
            (
                *("--type", "resiliation", "--de", "amr81", "--au", "2027-04-20"),
                *("--recu-le", "2027-04-23"),
            ),
            "resiliation-2027",
        ),
    ],
)
def test_letters_are_about_the_act_in_force(docgen_here, project, asked, made):
    project.write("content/adherents.yaml", EXAMPLE)
    two_acts(project, ended="2026" not in made)
    answer = docgen_here("renewal", *asked, "--format", "docx", "--json")
    assert answer.code == 0, answer.err
    documents = json.loads(answer.out)["documents"]
    assert {one["key"].rpartition("-")[0] for one in documents} == {made}


def test_ending_act_does_not_stop_letters_of_another(docgen_here, project):
    two_acts(project)
    path = project.root / FIRST
    path.write_text(path.read_text("utf-8").replace("fin: 2027-04-23", "fin: 2027-06-30"), "utf-8")
    asked = ("--type", "denonciation", "--de", "amr81", "--au", "2027-06-01", "--format", "docx")
    answer = docgen_here("renewal", *asked, "--json")
    assert [one["key"] for one in json.loads(answer.out)["documents"]] == [
        "denonciation-2027-amr81"
    ]


def test_where_no_act_is_in_force_each_says_why(docgen_here, project):
    two_acts(project)
    path = project.root / SECOND
    path.write_text(
        path.read_text("utf-8").replace("date: 2027-04-23", "date: 2027-05-10"), "utf-8"
    )
    answer = docgen_here("renewal", "--type", "avenant", "--de", "amr81", "--au", "2027-05-02")
    assert (answer.code, answer.out) == (1, "")
    ended, coming = (line for line in answer.err.splitlines() if line[0] != " ")
    assert ended.startswith(f"{FIRST}:")
    assert "la convention a pris fin le 23 avril 2027" in ended
    assert coming.startswith(f"{SECOND}:")
    assert "la convention n’est signée que le 10 mai 2027" in coming


def test_a_day_calls_for_letters_act_by_act(docgen_here, project):
    """One act is to be told as renewed, another may still be denounced: each gets its letter."""
    two_acts(project, ended=False)
    path = project.root / SECOND
    path.write_text(
        path.read_text("utf-8").replace("date: 2027-04-23", "date: 2026-06-30"), "utf-8"
    )
    answer = docgen_here("renewal", "--au", "2027-03-10", "--format", "docx", "--json")
    assert answer.code == 0
    assert {one["key"] for one in json.loads(answer.out)["documents"]} == {
        *("rappel-2027-amr81", "rappel-2027-ggd81", "reconduction-2026-amr81")
    }


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("date: 2026-04-23", "date:"), "un acte signé porte la date de sa signature"),
        (("  duree: {", "  durees: {"), "vouliez-vous dire « duree » ?"),
    ],
)
def test_a_convention_without_date_or_duration_is_refused(docgen_here, project, change, message):
    path = project.root / "content/convention/2026.yaml"
    project.write(FIRST, path.read_text("utf-8").replace(*change))
    answer = docgen_here("renewal", "--au", "2027-01-10")
    assert (answer.code, answer.out) == (1, "")
    assert message in answer.err


def test_a_project_without_signed_convention_says_so(docgen_here, project):
    (project.root / "content/convention/2026.yaml").unlink()
    answer = docgen_here("renewal", "--type", "rappel", "--au", "2027-01-10")
    assert (answer.code, answer.out) == (1, "")
    assert "content/convention : aucune convention signée" in answer.err


@pytest.mark.parametrize(
    "arguments", [["--subsidiaire"], ["--type", "bail"], ["--au", "0001-01-01"]]
)
def test_what_no_command_line_means_is_a_usage_error(docgen_here, arguments):
    assert docgen_here("renewal", *arguments).code == 2


def test_a_final_of_a_draft_is_withheld(docgen_here):
    answer = docgen_here(
        *("renewal", "--type", "avenant", "--de", "amr81", "--au", "2027-01-10", "--final")
    )
    assert answer.code == 1
    assert "renewal-avenant-2026-amr81 (il reste 2 points)" in answer.err


def test_bilan_prints_lines_to_fill_in(docgen_here, project):
    answer = docgen_here("bilan", "--annee", "2026", "--format", "pdf", "--json")
    assert answer.code == 0
    told = json.loads(answer.out)
    one, sheet = told["documents"]
    assert (one["key"], one["final"], one["diffusion"]) == ("2026", False, "partenaires")
    assert sheet["key"].startswith("2026")
    assert {problem["file"] for problem in told["problems"]} == {"content/bilan/2026.yaml"}


def test_bilan_refuses_unknown_year_and_empty_final(docgen_here):
    missing = docgen_here("bilan", "--annee", "2025")
    assert (missing.code, missing.out) == (1, "")
    assert "2025 : aucun texte de ce nom dans content/bilan/" in missing.err
    assert (
        "cp content/bilan/2026.yaml content/bilan/2025.yaml ; puis « annee: 2025 »" in missing.err
    )
    final = docgen_here("bilan", "--annee", "2026", "--final")
    assert final.code == 1
    assert "bilan-2026 (il reste 20 points)" in final.err


# Deadlines


def deadlines(docgen_here, *arguments):
    """Return the deadlines that the command tells programs."""
    answer = docgen_here("echeances", "--json", *arguments)
    assert answer.code == 0
    return json.loads(answer.out)["echeances"]


def test_programs_are_told_the_deadlines_of_each_signed_convention(docgen_here):
    [one] = deadlines(docgen_here, "--au", "2026-11-24")
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
    [one] = deadlines(docgen_here, "--au", "2027-01-15", "--recu-le", "2027-02-23")
    assert (one["effet_denonciation"], one["denonciation_a_temps"]) == ("2027-04-22", True)
    [late] = deadlines(docgen_here, "--au", "2027-01-15", "--recu-le", "2027-02-24")
    assert (late["effet_denonciation"], late["denonciation_a_temps"]) == (None, False)
    assert late["effet_resiliation"] == "2027-05-24"


def test_programs_are_told_the_last_day_of_an_act(docgen_here, project):
    text = (project.root / FIRST).read_text("utf-8")
    once = re.sub("  (reconduction|preavis_denonciation): .*\n", "", text)
    assert [one["fin"] for one in deadlines(docgen_here)] == [None]
    for written, end in (
        (once, "2027-04-22"),
        (ends(once), "2027-04-22"),
        (ends(text), "2027-06-03"),
    ):
        project.write(FIRST, written)
        assert [one["fin"] for one in deadlines(docgen_here)] == [end]


def ends(text):
    return text.replace("\nvie:\n", "\nvie:\n  fin: 2027-06-03\n")


def test_before_the_signature_nothing_runs(docgen_here):
    [one] = deadlines(docgen_here, "--au", "2026-04-22")
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
    text = (project.root / FIRST).read_text("utf-8").replace(*change)
    project.write(FIRST, text)
    before = project.files
    answer = docgen_here("echeances", "--ics", "agenda.ics")
    assert (answer.code, answer.out) == (1, "")
    assert message in answer.err
    assert f"{FIRST}:" in answer.err
    assert project.files == before


@pytest.mark.parametrize(
    ("option", "day", "message"),
    [
        ("--au", "9999-12-31", "année hors de portée : 9999"),
        ("--recu-le", "31/02/2026", "cette date n’existe pas : « 31/02/2026 »"),
    ],
)
def test_a_day_out_of_reach_is_a_mistake_of_usage(option, day, message, docgen_here):
    answer = docgen_here("echeances", option, day)
    assert answer.code == 2
    assert message in plain_blanks(answer.err)


@pytest.mark.parametrize("asked", [(), ("--type", "rappel")])
def test_receipt_of_a_letter_that_counts_from_none_is_refused(docgen_here, project, asked):
    answer = docgen_here("renewal", *asked, "--au", "2026-12-24", "--recu-le", "2026-12-30")
    assert answer.code == 2
    expected = "« --recu-le » va avec « --type denonciation » ou « --type resiliation »"
    assert expected in plain_blanks(answer.err)
    assert not (project.root / "output").exists()


def test_project_without_a_signed_convention_has_no_deadline_or_letter(docgen_here, project):
    (project.root / FIRST).unlink()
    for command in ("echeances", "renewal"):
        answer = docgen_here(command)
        assert (answer.code, answer.out, answer.err) == (0, answer.out, "")
        assert answer.out.startswith("Aucune convention signée")
