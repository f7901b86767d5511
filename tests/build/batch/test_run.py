"""A batch as people run it: all told before anything is made, each pack whole, however it ends."""

import hashlib
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

import pytest

from docgen.cli.main import STOPPED
from docgen.ooxml import read_package
from tests.conftest import ENGLISH_MACHINE, ROOT, plain_blanks
from tests.kinds.commune_pack.packs import final_by_now, shortened
from tests.support.documents import shipped

HERE, THERE, POLICE = "81101", "81218", "81065"
CODES = (HERE, THERE, POLICE)
TOWNS = {HERE: "le-garric", THERE: "puygouzon", POLICE: "castres"}
ASKED = tuple(word for code in CODES for word in ("--insee", code))
SOME = ("--insee", THERE, "--insee", POLICE)
"""So many communes that a batch may be ended after the first; `test_same_files` lays them out."""
WORD = ("--format", "docx", "--final")
PLACE = "output/commune-pack"
NEVER = "{% if intitule == 'Dossier de la commune – Puygouzon' %}{{ 1 // 0 }}{% endif %}"
"""What makes a template fail for one commune."""


@pytest.fixture
def project(project):
    """Our content, whose packs are final and hold three fiches only."""
    final_by_now(project.workspace)
    return project


def packs(project):
    """Return every pack of a project, by name."""
    paths = sorted(project.root.glob(f"{PLACE}/*.docx"))
    return {path.name: path.read_bytes() for path in paths}


def failing(project):
    """Make a project in which the pack of one commune cannot be made."""
    name = "commune-pack/document.html.j2"
    text = shipped(name)
    assert text.count("{{ convention.chapo }}") == 1
    spoiled = text.replace("{{ convention.chapo }}", NEVER + "{{ convention.chapo }}")
    project.write(f"templates/{name}", spoiled)


def named(code):
    """Return the name of a pack."""
    return f"commune-pack-{code}-{TOWNS[code]}.docx"


# ---------- Everything is checked first ----------


def test_all_mistakes_are_told_and_nothing_is_made(project, docgen_here):
    for name, old, new in (
        ("commune-pack/dossier.yaml", "visiteur: referent-elu", "visiteur: personne"),
        ("fiche/action-4-1.yaml", "diffusion: publique", "diffusion: secrète"),
        ("memento/05-eau.yaml", "famille:", "famile:"),
    ):
        path = project.root / "content" / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
    answer = docgen_here("commune-pack", *ASKED, *WORD, "--keep-going", "--json")
    assert answer.code == 1
    told = {one["file"] for one in json.loads(answer.out)["problems"]}
    assert told >= {
        "content/commune-pack/dossier.yaml",
        "content/fiche/action-4-1.yaml",
        "content/memento/05-eau.yaml",
    }
    assert not (project.root / "output").exists()


def test_unknown_commune_stops_the_batch(project, docgen_here):
    answer = docgen_here("commune-pack", *ASKED, "--insee", "Le Gariq", *WORD)
    assert answer.code == 1
    assert "Le Gariq" in answer.err
    assert packs(project) == {}


def test_a_batch_without_a_commune_is_a_mistake_of_usage(docgen_here):
    answer = docgen_here("commune-pack", *WORD)
    assert answer.code == 2
    assert "dites pour quelles communes" in answer.err


def test_finals_are_refused_with_all_that_is_left(project, docgen_here):
    shutil.copytree(ROOT / "content", project.root / "content", dirs_exist_ok=True)  # drafts again
    shortened(project.workspace)
    answer = docgen_here("commune-pack", "--insee", HERE, *WORD, "--json")
    assert answer.code == 1
    problems = json.loads(answer.out)["problems"]
    refused = [one for one in problems if one["severity"] == "erreur"]
    assert any("referentiel/droit/penal.yaml" in one["file"] for one in refused)
    assert any("content/fiche/" in one["file"] for one in refused)
    assert "Non fabriqué, car pas encore définitif : commune-pack-81101-le-garric" in answer.err
    assert packs(project) == {}


# ---------- One that fails ----------


@pytest.mark.usefixtures("shared_layout")
def test_failing_pack_stops_a_batch_unless_others_go_on(project, docgen_here):
    failing(project)
    asked = ("commune-pack", *SOME, *WORD)
    answer = docgen_here(*asked)
    assert answer.code == 3
    assert "templates/commune-pack/document.html.j2" in answer.err
    assert "Puygouzon (81218) : " in plain_blanks(answer.err)
    count = "commune-pack : 0 commune faite, 1 non faite : Puygouzon (81218)"
    assert count in plain_blanks(answer.err)
    assert "Traceback" not in answer.err
    assert packs(project) == {}
    answer = docgen_here(*asked, "--keep-going", "--json")
    assert answer.code == 1
    told = json.loads(answer.out)
    assert told["version"] == 1
    [one] = told["documents"]
    assert one["path"].endswith(f"{PLACE}/{named(POLICE)}")
    assert one["sha256"] == hashlib.sha256(packs(project)[named(POLICE)]).hexdigest()
    said = (one["kind"], one["key"], one["format"], one["final"], one["diffusion"])
    assert said == ("commune-pack", POLICE, "docx", True, "partenaires")
    assert [*packs(project)] == [named(POLICE)]
    wrong = [one for one in told["problems"] if one["severity"] == "erreur"]
    assert [one["file"] for one in wrong] == ["templates/commune-pack/document.html.j2"]
    assert wrong[0]["message"].startswith("Puygouzon (81218)")
    [count] = [one["message"] for one in told["problems"] if one["code"] == "lot"]
    assert plain_blanks(count) == "1 commune faite, 1 non faite : Puygouzon (81218)"


# ---------- What is asked ----------


@pytest.mark.usefixtures("shared_layout")
def test_police_zone_is_left_out_unless_asked_for(project, docgen_here):
    unit = ("commune-pack", "--unite", "Commissariat de police de Castres", *WORD)
    answer = docgen_here(*unit)
    assert answer.code == 1
    assert "aucune de ces communes n’est dans cette zone" in answer.err
    assert docgen_here(*unit, "--zone", "tout").code == 0
    assert [*packs(project)] == [named(POLICE)]


# ---------- However it ends ----------


@pytest.mark.usefixtures("shared_layout")
def test_a_refusal_of_the_disk_says_how_many_communes_stand(project, docgen_here):
    (project.root / PLACE / named(POLICE) / "pris").mkdir(parents=True)
    answer = docgen_here("commune-pack", *SOME, "--zone", "tout", *WORD, "--jobs", "1")
    stands = [code for code in (THERE, POLICE) if (project.root / PLACE / named(code)).is_file()]
    assert (answer.code, stands) == (4, [THERE])
    said = plain_blanks(answer.err)
    assert "rien n’a été changé" not in said
    assert "1 commune est en place, ce qui est fait reste, et la suite sera faite" in said


HEARING = """
import fcntl, os, signal, sys, termios
signal.signal(signal.SIGHUP, signal.SIG_DFL)
if sys.argv[1] == "terminal":
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "docgen", "commune-pack", *sys.argv[2:]])
"""
"""Hears what these tests may be deaf to, run under `nohup`; its input may be its terminal."""


def started(project, *arguments, scraps="", terminal="", **streams):
    """Start `docgen commune-pack` in a process of its own, in a group of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", HEARING, terminal, *arguments],
        cwd=project.root,
        env={**os.environ, **ENGLISH_MACHINE, "TMPDIR": scraps or tempfile.gettempdir()},
        start_new_session=True,
        **streams,
    )


def await_pack(project, running):
    """Wait until the first pack of a batch stands."""
    deadline = time.monotonic() + 60
    while not packs(project) and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)


@pytest.mark.usefixtures("shared_layout")
def test_killed_batch_leaves_whole_packs_and_goes_on(project, docgen_here):
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = started(project, *SOME, *WORD, "--jobs", "1", **quiet)
    await_pack(project, running)
    os.killpg(running.pid, signal.SIGKILL)
    assert running.wait(60) == -signal.SIGKILL
    standing = packs(project)
    assert standing
    for data in standing.values():
        assert "word/document.xml" in read_package(data)
    answer = docgen_here("commune-pack", *SOME, *WORD, "--json")
    assert answer.code == 0
    made = packs(project)
    assert len(json.loads(answer.out)["documents"]) == len(made)
    assert len(made) > len(standing)
    assert {name: made[name] for name in standing} == standing
    assert not [name for name in project.files if "docgen-" in name]


@pytest.mark.usefixtures("shared_layout")
@pytest.mark.parametrize("heard", [(signal.SIGHUP, signal.SIGHUP), (signal.SIGINT,)])
def test_closed_terminal_ends_a_batch_as_ctrl_c(heard, project):
    """A terminal that is closed sends its signal, and so does its shell."""
    with tempfile.TemporaryDirectory(prefix="dg-") as mine:  # a short name, for sockets
        running = started(
            project,
            *("--unite", "Brigade d’Alban", *WORD, "--jobs", "2"),
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            scraps=mine,
        )
        await_pack(project, running)
        for number in heard:
            os.killpg(running.pid, number)
        _, told = running.communicate(timeout=60)
        assert (running.returncode, [*Path(mine).iterdir()]) == (130, [])
    assert plain_blanks(told.decode()).strip() == plain_blanks(STOPPED)
    assert not [name for name in project.files if "docgen-" in name]


@pytest.mark.usefixtures("shared_layout")
@pytest.mark.parametrize(
    ("phase", "where"),
    [("vérification", ("--departement", "81")), ("fabrication", ("--unite", "Brigade d’Alban"))],
)
def test_a_batch_ends_alike_when_its_own_terminal_is_gone(phase, where, project):
    """Nothing can be told any more, not even what click and docgen say of an interruption."""
    ours, theirs = pty.openpty()
    asked = (*where, "--format", "docx", "--jobs", "2")
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    running = started(project, *asked, terminal="terminal", **streams)
    os.close(theirs)
    shown = b""
    while phase.encode() not in shown:
        shown += os.read(ours, 4096)
    os.close(ours)
    assert running.wait(60) == 130


@pytest.mark.parametrize("deaf", [False, True])
def test_under_nohup_a_closed_terminal_is_not_heard(deaf, docgen_here):
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN if deaf else signal.SIG_DFL)
    try:
        assert docgen_here("--version").code == 0
        assert (signal.getsignal(signal.SIGHUP) is signal.SIG_IGN) == deaf
        assert signal.getsignal(signal.SIGHUP) is not signal.SIG_DFL  # or it would end the tests
        with nullcontext() if deaf else pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGHUP)
        signal.raise_signal(signal.SIGHUP)  # heard once
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_second_interruption_does_not_wait_for_the_first(project):
    wanted = ("--format", "pdf", "--rendu", "direct", "--jobs", "2")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = started(project, "--unite", "Brigade d’Alban", *wanted, **quiet)
    deadline = time.monotonic() + 60
    while not any(name.endswith(".pdf") for name in project.files) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    # The second may come when Python itself is ending, which then ends by the signal.
    assert process.wait(60) in (130, -signal.SIGINT)


@pytest.mark.usefixtures("shared_layout")
def test_progress_is_shown_on_a_terminal_only(project, docgen_here):
    ours, theirs = pty.openpty()
    alone = (*SOME[:2], *WORD, "--jobs", "1")
    process = started(project, *alone, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        shown += piece
    out, _ = process.communicate(timeout=60)
    os.close(ours)
    assert process.returncode == 0
    text = shown.decode()
    assert "vérification\u00a0: 1 / 1" in text
    assert "fabrication\u00a0: 1 / 1" in text
    assert "\r\x1b[K" in text
    assert b"\x1b" not in out
    told = docgen_here("commune-pack", *alone).raw
    assert "\x1b" not in told
    assert "vérification" not in told
