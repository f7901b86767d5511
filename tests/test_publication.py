"""Files appear whole or not at all, whatever stops the process or the disk."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path, PurePosixPath

import pytest

from docgen.errors import WorkplaceError
from docgen.publication import JOURNAL, STAGING, publish, replace_file
from tests.conftest import ROOT

PLACES = [PurePosixPath(f"convention/convention-{key}.pdf") for key in ("2026", "2027", "2028")]
OLD = {PLACES[0]: b"ancien", PLACES[1]: b"ancien"}
NEW = dict.fromkeys(PLACES, b"nouveau")
LATER = dict.fromkeys(PLACES, b"plus tard")


def published(output):
    """Return what stands in a folder: bytes by place."""
    found = (path for path in output.rglob("*") if path.is_file())
    return {PurePosixPath(path.relative_to(output)): path.read_bytes() for path in found}


def refusal(files, output):
    """Return what is said when a publication is refused."""
    with pytest.raises(WorkplaceError) as told:
        publish(files, output)
    [problem] = told.value.problems
    assert problem.code == "disque"
    return problem


def test_a_set_is_put_in_place(tmp_path):
    assert publish(NEW, tmp_path / "un/deux") == ""
    assert published(tmp_path / "un/deux") == NEW


def test_what_is_published_again_takes_the_place_of_what_was(tmp_path):
    publish({**OLD, PurePosixPath("autre.pdf"): b"reste"}, tmp_path)
    publish(NEW, tmp_path)
    assert published(tmp_path) == {**NEW, PurePosixPath("autre.pdf"): b"reste"}


def test_nothing_to_publish_makes_no_folder(tmp_path):
    publish({}, tmp_path / "output")
    assert not (tmp_path / "output").exists()


CHILD = """
import os, signal, sys
from pathlib import Path
from docgen.publication import publish
from tests.test_publication import NEW

left = int(sys.argv[2])
EVENTS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"}

def watch(event, arguments):
    global left
    if event in EVENTS and ".pyc" not in str(arguments[0]):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)
publish(NEW, Path(sys.argv[1]))
os.write(1, str(int(sys.argv[2]) - left).encode())
"""
"""A process that publishes, and is killed as it asks the system for its n-th change."""


def killed_after(count, output):
    """Publish, to be killed after some steps; return how many steps there were if it was not."""
    ended = subprocess.run(
        [sys.executable, "-c", CHILD, str(output), str(count)],
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        stdout=subprocess.PIPE,
        check=False,
    )
    assert ended.returncode in (0, -signal.SIGKILL)
    return int(ended.stdout or 0)


def forked(count, output):
    """Do the same without starting Python anew: a child of this process is killed."""
    child = os.fork()
    if not child:
        sys.argv = ["", str(output), str(count)]
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        exec(CHILD, {})
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_killed_at_any_step_the_next_run_completes_the_set_or_takes_it_back(tmp_path):
    steps = killed_after(1000, tmp_path / "entier")
    assert steps > 15
    said = set()
    for count in range(steps):
        output = tmp_path / str(count)
        publish(OLD, output)
        assert forked(count, output) == -signal.SIGKILL
        promised = (output / STAGING / JOURNAL).exists()
        begun = (output / STAGING).exists()
        left = {
            place: data for place, data in published(output).items() if not place.match(".d*/*")
        }
        assert promised or left in (OLD, NEW)
        said.add(told := publish({}, output))
        assert published(output) == (NEW if promised else left)
        assert ("terminée" in told, "annulée" in told) == (promised, begun and not promised)
        assert publish(LATER, output) == ""
        assert published(output) == LATER
    assert {("terminée" in told, "annulée" in told) for told in said} == {
        (False, False),
        (False, True),
        (True, False),
    }


def test_a_file_of_another_program_in_the_folder_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("à garder")
    publish(NEW, tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "à garder"


@pytest.mark.parametrize(
    ("spoil", "where", "reason"),
    [
        (lambda out: out.write_text(""), ".", "il existe déjà"),
        (lambda out: (out / PLACES[1]).mkdir(parents=True), PLACES[1], "c’est un dossier"),
        (lambda out: (out.mkdir(), (out / "convention").write_text("")), "convention", "il existe"),
        (lambda out: out.symlink_to(out), ".", "il existe déjà"),
        (lambda out: (out.mkdir(), (out / STAGING).write_text("")), STAGING, "ce n’est pas"),
    ],
)
def test_a_place_that_is_taken_is_named_and_nothing_changes(tmp_path, spoil, where, reason):
    output = tmp_path / "output"
    spoil(output)
    before = sorted(tmp_path.rglob("*"))
    problem = refusal(NEW, output)
    assert problem.file == str(output / where)
    assert reason in problem.message
    assert {path for path in tmp_path.rglob("*") if path.is_file()} <= set(before)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("where", [".", "convention"])
def test_a_folder_without_the_right_to_write_is_named_and_nothing_changes(tmp_path, where):
    publish(OLD, tmp_path)
    (tmp_path / where).chmod(0o500)
    problem = refusal(NEW, tmp_path)
    (tmp_path / where).chmod(0o700)
    assert "droits insuffisants" in problem.message
    assert published(tmp_path) == OLD


def test_a_disk_that_may_not_be_written_is_named():
    assert "/proc" in refusal(NEW, Path("/proc/output")).file


def test_a_full_disk_takes_the_whole_set_back(tmp_path):
    publish(OLD, tmp_path)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        problem = refusal({**NEW, PLACES[2]: b"x" * 2000}, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert "fichier trop gros" in problem.message
    assert "rien n’a été changé" in problem.hint
    assert published(tmp_path) == OLD
    assert not (tmp_path / STAGING).exists()


def test_two_publications_at_once_follow_each_other(tmp_path):
    sets = [dict.fromkeys(PLACES, bytes([65 + rank]) * 50_000) for rank in range(4)]
    said = []
    threads = [
        threading.Thread(target=lambda files=files: said.append(publish(files, tmp_path)))
        for files in sets
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == [""] * 4
    assert published(tmp_path) in sets


def test_one_file_is_replaced_whole_with_its_rights(tmp_path):
    path = tmp_path / "2027.yaml"
    path.write_text("ancien")
    path.chmod(0o604)
    replace_file(path, b"nouveau")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"nouveau", 0o604)
    assert list(tmp_path.iterdir()) == [path]


def test_one_file_that_cannot_be_replaced_is_left_as_it_was(tmp_path):
    (tmp_path / "dossier").mkdir()
    with pytest.raises(WorkplaceError, match="c’est un dossier"):
        replace_file(tmp_path / "dossier", b"nouveau")
    assert list(tmp_path.iterdir()) == [tmp_path / "dossier"]


@pytest.mark.parametrize("delay", [0, 0.4])
def test_ctrl_c_ends_the_command_in_french_with_nothing_written(project, delay):
    running = subprocess.Popen(
        [sys.executable, "-m", "docgen", "convention"],
        cwd=project.root,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    before = project.files
    while (
        running.poll() is None and "libpango" not in Path(f"/proc/{running.pid}/maps").read_text()
    ):
        time.sleep(0.01)
    time.sleep(delay)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert "Traceback" not in err
    assert (running.returncode, out) == (130, "")
    assert err.strip() == "Interrompu\u00a0: rien n’a été écrit à moitié."
    assert project.files == before
