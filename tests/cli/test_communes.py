"""A code that is also a postal code: what is made is told, and asked at a terminal."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ENGLISH_MACHINE, NIGHT, plain_blanks

pytestmark = pytest.mark.usefixtures("shared_cache")

ASKED = ("infographie", "--insee", "81120", "--format", "docx")
MADE = "output/infographie/infographie-81120-labruguiere.docx"
ANOTHER = "→ pour une autre, écrivez son nom ou son code : --insee"


def at_terminal(project, *arguments, answers=""):
    """Run `docgen` at a terminal of its own; return its exit code and what is on the screen."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "docgen", *arguments],
        cwd=project.root,
        env={**os.environ, **ENGLISH_MACHINE},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, answers.encode())
    screen = b""
    try:
        while part := os.read(ours, 1 << 16):
            screen += part
    except OSError:  # the terminal ends with the process
        pass
    finally:
        os.close(ours)
    return process.wait(60), plain_blanks(screen.decode()).replace("\r\n", "\n")


def test_a_postal_code_is_told_below_what_was_made(project, docgen_here):
    answer = docgen_here(*ASKED, "--oui")
    assert answer.code == 0
    assert answer.out.startswith(f"{MADE} – Labruguière")
    last = answer.err.splitlines()[-2:]
    assert "81120 est pris pour le code INSEE de Labruguière ; c’est aussi" in last[0]
    assert ANOTHER in last[1]
    name = last[1].partition("--insee ")[2]
    again = docgen_here("infographie", "--insee", name, "--format", "docx")
    assert (again.code, "labruguiere" in again.out, ANOTHER in again.err) == (0, False, False)


@pytest.mark.parametrize(
    ("arguments", "answers", "code", "asked"),
    [
        (ASKED, "peut-être\noui\n", 0, True),
        (ASKED, "n\n", 1, True),
        ((*ASKED, "--oui"), "", 0, False),
        (("infographie", "--insee", "Labruguière", "--format", "docx"), "", 0, False),
        (("droit", "--pour", "infographie", "--insee", "81120"), "non\n", 1, True),
        *(
            ((name, "exporter", "c.xlsx", "--insee", "81120"), "non\n", 1, True)
            for name in (("cahier", "droit") if NIGHT else ())
        ),
    ],
)
def test_a_postal_code_is_asked_about_at_a_terminal(project, arguments, answers, code, asked):
    ended, screen = at_terminal(project, *arguments, answers=answers)
    assert (ended, "Est-ce Labruguière ? [oui/non]" in screen) == (code, asked)
    assert ("répondez oui ou non" in screen) is ("peut-être" in answers)
    assert (project.root / MADE).exists() is (code == 0)
    assert ("n’est pas la commune voulue : rien n’a été fait" in screen) is (code == 1)


def test_a_postal_code_ends_the_other_commands_too(docgen_here):
    for command in (("fiche", "4.1"), ("memento", "--aide-memoire"), ("commune-pack",)):
        err = docgen_here(*command, "--insee", "81120", "--final").err
        assert ANOTHER in err.splitlines()[-1], command


@pytest.mark.parametrize("whole", [("--departement", "81"), ("--tout",)])
@pytest.mark.parametrize("some", ["--insee", "--epci", "--unite"])
def test_some_communes_and_all_of_a_place_are_refused(docgen_here, some, whole):
    answer = docgen_here("commune-pack", some, "Alban", *whole)
    assert answer.code == 2
    assert f"« {some} » dit quelques communes" in plain_blanks(answer.err)
