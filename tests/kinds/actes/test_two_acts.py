"""Two signed acts of the same parties: docgen guesses no law, and says that it counts both."""

import pytest

from tests.kinds.commune_pack.packs import shortened

FIRST, SECOND = "content/convention/2026.yaml", "content/convention/2027.yaml"
BOTH = f"{SECOND} sont toutes deux en vigueur, entre les mêmes parties"
PLACE = f"[avertissement] {FIRST}:350:9 : signature.date : "
HINT = f"si elle est remplacée, écrivez sous « vie: » de {FIRST} : fin: 2027-04-22"
COMMANDS = [
    ("check", "--au", "2027-05-02"),
    ("echeances", "--au", "2027-05-02"),
    ("renewal", "--au", "2027-05-02"),
    (
        *("renewal", "--type", "denonciation", "--de", "amr81", "--format", "docx"),
        *("--au", "2027-04-20", "--recu-le", "2027-05-02"),
    ),
    ("commune-pack", "--insee", "81101", "--visite", "2027-05-03", "--final"),
]


@pytest.fixture
def acts(project, shared_cache):
    shortened(project.workspace)
    words = (project.root / FIRST).read_text("utf-8")
    second = project.write(SECOND, words.replace("date: 2026-04-23", "date: 2027-04-23"))
    return project.root / FIRST, second


def overlap_lines(answer):
    return [line for line in answer.err.splitlines() if "toutes deux en vigueur" in line]


def change(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_overlapping_acts_are_reported_at_the_first_signature(acts, docgen_here, command):
    answer = docgen_here(*command)
    assert answer.code == int("--final" in command), answer.err  # of drafts, nothing is laid out
    [line] = overlap_lines(answer)
    assert line.startswith(PLACE)
    assert line.endswith(BOTH)
    assert HINT in answer.err


def test_check_tries_the_circular_of_two_acts_once(acts, docgen_here, project):
    project.write("content/adherents.yaml", "partie: amr81\nadherents: [81101]")
    answer = docgen_here("check", "--au", "2027-05-02")
    assert answer.code == 0, answer.err


@pytest.mark.parametrize("command", [*COMMANDS[1:3], ("echeances", "--au", "2027-04-23")])
def test_a_former_act_whose_end_is_noted_is_not_told(acts, docgen_here, command):
    change(acts[0], "\nvie:\n", "\nvie:\n  fin: 2027-04-23\n")
    assert overlap_lines(docgen_here(*command)) == []


@pytest.mark.parametrize("day", ["2026-12-01", "2027-04-22"])
def test_an_act_signed_ahead_is_not_in_force_yet(acts, docgen_here, day):
    assert overlap_lines(docgen_here("echeances", "--au", day)) == []


def test_acts_of_other_parties_are_no_doubt(acts, docgen_here):
    change(acts[1], "ggd81", "sdis81")
    answer = docgen_here("echeances", "--au", "2027-05-02")
    assert answer.code == 0, answer.err
    assert overlap_lines(answer) == []


def test_letter_too_late_for_one_act_serves_the_other(acts, docgen_here):
    change(acts[1], "date: 2027-04-23", "date: 2027-06-23")
    command = ("renewal", "--type", "denonciation", "--de", "amr81", "--format", "docx")
    answer = docgen_here(*command, "--au", "2028-03-20")
    assert answer.code == 1  # a part of what was asked
    assert answer.out.count("renewal-denonciation-2027-amr81") == 1
    assert "renewal-denonciation-2026" not in answer.out
    [line] = [one for one in answer.err.splitlines() if "trop tard" in one]
    assert line.startswith(f"[avertissement] {FIRST}:")
    assert "--subsidiaire" not in answer.err
    answer = docgen_here(*command, "--au", "2028-04-25")
    assert "trop tard" in answer.err
    assert "--subsidiaire" not in answer.err
