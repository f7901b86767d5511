"""`docgen renewal`: what it writes, what it refuses, how it ends."""

import json

import pytest

from docgen.cli.renewal_commands import TYPES
from docgen.kinds.renewal import Genre
from tests.documents import ROOT

EXAMPLE = (ROOT / "tests/exemples/adherents.yaml").read_text("utf-8")


def test_the_types_are_those_that_the_kind_knows():
    assert tuple(Genre) == TYPES


def test_a_day_that_calls_for_nothing_names_the_next(docgen_here, project):
    answer = docgen_here("renewal", "--au", "2026-11-25")
    assert (answer.code, answer.raw) == (0, "")
    assert "aucune lettre à écrire le 25\u00a0novembre 2026" in answer.out
    assert "À partir du 24\u00a0décembre 2026\u00a0: rappel." in answer.out
    assert not (project.root / "output").exists()


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
    assert names == [
        *(f"renewal-circulaire-2026-{code}.pdf" for code in ("81004", "81045", "81101")),
        "renewal-circulaire-2026-liasse.pdf",
        "renewal-reconduction-2026-amr81.pdf",
    ]
    assert "liasse.pdf – 3 pages" in answer.out
    assert answer.err.count("content/emetteurs.yaml:") == 1


def test_members_that_are_wrong_are_not_told_to_be_none(docgen_here, project):
    project.write("content/adherents.yaml", "adherents:\n  - Albi\n")
    answer = docgen_here("renewal", "--type", "circulaire", "--au", "2027-03-01")
    assert (answer.code, answer.out) == (1, "")
    assert "« Albi »" in answer.err
    assert "vouliez-vous dire 81004 Albi ?" in answer.err
    assert "aucun adhérent" not in answer.err


def test_a_member_from_elsewhere_is_told_once_and_written_to(docgen_here, project):
    project.write("content/adherents.yaml", "adherents:\n  - 81101\n  - 01001\n")
    arguments = ("--type", "circulaire", "--au", "2027-03-01", "--format", "pdf")
    answer = docgen_here("renewal", *arguments)
    assert answer.code == 0
    assert answer.err.count("hors du département") == 1
    assert "content/adherents.yaml:3" in answer.err
    assert "liasse.pdf – 2 pages" in answer.out


def test_without_members_the_circular_that_is_due_is_told_and_the_one_asked_for_fails(
    docgen_here, project
):
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
    assert "content/convention/2026.yaml:373:25" in answer.err
    assert "trop tard" in answer.err
    assert not (project.root / "output").exists()


def test_mistakes_of_all_files_come_in_one_pass(docgen_here, project):
    project.write("content/adherents.yaml", "adherents: [81101, 81101, 99999]\n")
    project.write("content/emetteurs.yaml", "emetteurs: [{partie: amr81}]\n")
    answer = docgen_here(
        *("renewal", "--type", "denonciation", "--de", "x", "--au", "2027-03-02"),
        *("--recu-le", "2027-03-01"),
    )
    assert answer.code == 1
    told = [line.partition(" : ")[0] for line in answer.err.splitlines() if line[0] != " "]
    assert told == [
        *("content/adherents.yaml:1:20", "content/adherents.yaml:1:27"),
        "content/emetteurs.yaml:1:13",
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("date: 2026-04-23", "date:"), "un acte signé porte la date de sa signature"),
        (("  duree: {", "  durees: {"), "vouliez-vous dire « duree » ?"),
    ],
)
def test_a_convention_without_date_or_duration_is_refused(docgen_here, project, change, message):
    path = project.root / "content/convention/2026.yaml"
    path.write_text(path.read_text("utf-8").replace(*change), "utf-8")
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


def test_the_report_of_a_year_is_made_with_lines_to_fill_in(docgen_here, project):
    answer = docgen_here("bilan", "--annee", "2026", "--format", "pdf", "--json")
    assert answer.code == 0
    told = json.loads(answer.out)
    [one] = told["documents"]
    assert (one["key"], one["final"], one["diffusion"]) == ("2026", False, "partenaires")
    assert {problem["file"] for problem in told["problems"]} == {"content/bilan/2026.yaml"}


def test_a_year_without_report_and_a_final_that_is_empty_are_refused(docgen_here):
    missing = docgen_here("bilan", "--annee", "2025")
    assert (missing.code, missing.out) == (1, "")
    assert "2025 : aucun texte de ce nom dans content/bilan/" in missing.err
    final = docgen_here("bilan", "--annee", "2026", "--final")
    assert final.code == 1
    assert "bilan-2026 (il reste 19 points)" in final.err
