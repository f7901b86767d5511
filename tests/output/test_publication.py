"""Files appear whole or not at all, whatever stops the process or the disk."""

import errno
import fcntl
import functools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path, PurePosixPath

import pytest

from docgen.build.pipeline import build
from docgen.cli.main import STOPPED
from docgen.document import Internal
from docgen.errors import Severity, WorkplaceError
from docgen.format import Format, dump_signature_fields
from docgen.output import publication
from docgen.output.publication import (
    DONE_STAGING,
    JOURNAL,
    STAGING,
    complete_publication,
    publish,
    recover,
    replace_file,
)
from docgen.request import Request
from tests.conftest import EXAMPLE, ROOT
from tests.output.killed import (
    NEW,
    PLACES,
    STALE,
    killed_after,
    own,
    publishing,
    publishing_privately,
    recovering,
    small_disk,
    taking_back,
)
from tests.support.shared import folder_of_the_run

OLD = {PLACES[0]: own(b"ancien"), PLACES[1]: own(b"ancien")}
LATER = dict.fromkeys(PLACES, own(b"plus tard"))


def published(output):
    """Return what stands in a folder: bytes by place."""
    found = (path for path in output.rglob("*") if path.is_file())
    return {PurePosixPath(path.relative_to(output)): path.read_bytes() for path in found}


def refusal(files, output):
    """Return what is said when a publication is refused."""
    with pytest.raises(WorkplaceError) as told:
        publish(files, output)
    [problem] = told.value.problems
    assert problem.code in {"disque", "etranger", "occupe"}
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


def seen(output):
    """Return what people see in a folder: all that is not docgen's own."""
    return {place: data for place, data in published(output).items() if not place.match(".d*/*")}


BEFORE = {**OLD, PLACES[1]: b"annote", STALE: b"corrige"}
"""What stands there before: an old file, one that people have changed, and one that they have and
that the new set removes."""
BY_HAND = {
    PurePosixPath("convention/convention-2027 (modifié à la main).pdf"): b"annote",
    PurePosixPath("convention/convention-2027 (corrigé à la main).signatures.json"): b"corrige",
}
AFTER = {**NEW, **BY_HAND}
"""What stands there then."""


def holds_what_people_did(output):
    """Whether nothing that people have changed was lost, under whatever name it stands."""
    return set(BY_HAND.values()) <= set(seen(output).values())


def test_kill_at_any_step_is_completed_or_undone(tmp_path):
    publish(BEFORE, tmp_path / "entier")
    steps = killed_after(1000, tmp_path / "entier", publishing)
    assert steps > 15
    said = set()
    for count in range(steps):
        output = tmp_path / str(count)
        publish(BEFORE, output)
        assert not killed_after(count, output, publishing)
        promised = (output / STAGING / JOURNAL).exists()
        begun = (output / STAGING).exists()
        left = seen(output)
        assert promised or left in (BEFORE, AFTER)
        assert holds_what_people_did(output)
        said.add(told := publish({}, output))
        assert published(output) == (AFTER if promised else left)
        assert ("terminée" in told, "annulée" in told) == (promised, begun and not promised)
        assert publish(LATER, output, [STALE]) == ""
        assert published(output) == {**LATER, **BY_HAND}
    assert {("terminée" in told, "annulée" in told) for told in said} == {
        (False, False),
        (False, True),
        (True, False),
    }


def interrupted(output, *, promised):
    """Leave behind what a run leaves that was killed, before or after it promised its set."""
    shutil.copytree(killed_run(promised), output, dirs_exist_ok=True)


@functools.cache
def killed_run(promised):
    """Return the output folder of a run that was killed; no test may change it."""
    output = folder_of_the_run()
    for count in range(100):
        publish(BEFORE, output)
        killed_after(count, output, publishing)
        begun = (output / STAGING / "2").exists()
        if begun and (output / STAGING / JOURNAL).exists() == promised:
            return output
        shutil.rmtree(output)
    raise AssertionError("no step leaves this behind")


@pytest.mark.parametrize("promised", [True, False])
def test_killed_while_it_recovers_the_next_run_recovers(tmp_path, promised):
    interrupted(tmp_path / "avant", promised=promised)
    shutil.copytree(tmp_path / "avant", tmp_path / "entier")
    steps = killed_after(1000, tmp_path / "entier", recovering)
    assert steps > 8
    for count in range(steps):
        output = tmp_path / str(count)
        shutil.copytree(tmp_path / "avant", output)
        assert not killed_after(count, output, recovering)
        assert holds_what_people_did(output)
        publish({}, output)
        assert published(output) == (AFTER if promised else BEFORE)


def test_what_was_promised_is_completed_before_it_is_read(tmp_path):
    output = tmp_path / "promis"
    interrupted(output, promised=True)
    assert "a été terminée" in complete_publication(output)
    assert published(output) == AFTER
    assert complete_publication(output) == ""


def test_uncommitted_set_is_left_alone_by_a_reader(tmp_path):
    output = tmp_path / "annulé"
    interrupted(output, promised=False)
    assert complete_publication(output) == ""
    assert (output / STAGING).is_dir()


def test_killed_while_it_takes_back_nothing_is_promised(tmp_path):
    publish(BEFORE, tmp_path / "entier")
    steps = killed_after(1000, tmp_path / "entier", taking_back)
    for count in range(steps):
        output = tmp_path / str(count)
        publish(BEFORE, output)
        assert not killed_after(count, output, taking_back)
        assert seen(output) == BEFORE
        assert "terminée" not in publish({}, output)
        assert published(output) == BEFORE


def test_killed_in_a_foreign_folder_the_next_run_sweeps_it(tmp_path):
    steps = killed_after(1000, tmp_path / "entier", publishing_privately)
    for count in range(steps):
        output = tmp_path / str(count)
        assert not killed_after(count, output, publishing_privately)
        publish(NEW, output, private=True)
        assert published(output) == NEW
        assert [path.name for path in output.iterdir()] == ["convention"]


def test_sweep_leaves_what_others_may_have_named_alike(tmp_path):
    for name in ("notes", "0123456789abcdef"):
        (tmp_path / f"{STAGING}-{name}").mkdir()
    (tmp_path / "ailleurs").mkdir()
    (tmp_path / "ailleurs/garde").write_bytes(b"a garder")
    (tmp_path / f"{STAGING}-fedcba9876543210").symlink_to(tmp_path / "ailleurs")
    publish(NEW, tmp_path, private=True)
    left = sorted(path.name for path in tmp_path.glob(".*"))
    assert left == [f"{STAGING}-fedcba9876543210", f"{STAGING}-notes"]
    assert (tmp_path / "ailleurs/garde").exists()


# The disk, or Ctrl-C, at each step


CALLS = ("rename", "replace", "fsync", "unlink")


def failing(monkeypatch, count, stop):
    """Have the n-th request of the system that changes names or flushes end otherwise."""
    left = [count]

    def spoilt(real):
        def ask(*arguments, **options):
            left[0] -= 1
            if left[0] == -1:
                stop()
            return real(*arguments, **options)

        return ask

    for name in CALLS:
        monkeypatch.setattr(os, name, spoilt(getattr(os, name)))
    return left


def badly():
    raise OSError(errno.EIO, "", "disque")


def steps_of(tmp_path, monkeypatch):
    """Return how many requests one publication makes."""
    publish(BEFORE, tmp_path / "entier")
    with monkeypatch.context() as patch:
        left = failing(patch, 1000, badly)
        publish(NEW, tmp_path / "entier", [STALE])
    return 1000 - left[0]


def test_error_at_any_step_says_what_it_leaves(tmp_path, monkeypatch):
    said = set()
    for count in range(steps_of(tmp_path, monkeypatch)):
        output = tmp_path / str(count)
        publish(BEFORE, output)
        hint = ""
        with monkeypatch.context() as patch:
            failing(patch, count, badly)
            try:
                publish(NEW, output, [STALE])
            except WorkplaceError as error:
                hint = error.problems[0].hint
        untouched, promised = "rien n’a été changé" in hint, "elle la terminera" in hint
        said.add((untouched, promised))
        assert promised == (output / STAGING / JOURNAL).exists()
        assert not untouched or published(output) == BEFORE
        assert ("terminée" in publish({}, output)) == promised
        assert published(output) == (BEFORE if untouched else AFTER)
    assert said == {(True, False), (False, True), (False, False)}


@pytest.fixture
def listening():
    """Have Ctrl-C heard, which a shell makes deaf what it starts in the background; HUP alike."""
    heard = (signal.SIGINT, signal.SIGHUP)
    before = {number: signal.signal(number, signal.default_int_handler) for number in heard}
    yield
    for number, how in before.items():
        signal.signal(number, how)


@pytest.mark.usefixtures("listening")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_ctrl_c_at_any_step_leaves_one_set(number, tmp_path, monkeypatch):
    left = []
    for count in range(steps_of(tmp_path, monkeypatch)):
        output = tmp_path / str(count)
        publish(BEFORE, output)
        with monkeypatch.context() as patch:
            failing(patch, count, lambda: signal.raise_signal(number))
            with pytest.raises(KeyboardInterrupt):
                publish(NEW, output, [STALE])
        assert signal.getsignal(number) is signal.default_int_handler
        left.append(seen(output))
        assert "terminée" not in publish({}, output)
        assert published(output) == left[-1]
    assert all(found in (BEFORE, AFTER) for found in left)
    assert (left[0], left[-1]) == (BEFORE, AFTER)


@pytest.mark.usefixtures("listening")
def test_ctrl_c_is_handled_under_nohup_after_hangup(tmp_path, monkeypatch):
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def stop():
        signal.raise_signal(signal.SIGHUP)
        signal.raise_signal(signal.SIGINT)

    for count in range(steps_of(tmp_path, monkeypatch)):
        output = tmp_path / str(count)
        publish(BEFORE, output)
        with monkeypatch.context() as patch:
            failing(patch, count, stop)
            with pytest.raises(KeyboardInterrupt):
                publish(NEW, output, [STALE])
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_what_was_recovered_is_told_when_the_rest_is_refused(tmp_path):
    interrupted(tmp_path, promised=True)
    with small_disk():
        problem = refusal({**LATER, PLACES[2]: b"x" * 2000}, tmp_path)
    assert "a été terminée" in problem.hint
    assert "rien d’autre n’a été changé" in problem.hint
    assert published(tmp_path) == AFTER


def test_edit_between_commit_and_completion_is_kept(tmp_path):
    interrupted(tmp_path, promised=True)
    shutil.rmtree(tmp_path / "convention")
    (tmp_path / "convention").mkdir()
    (tmp_path / PLACES[2]).write_bytes(b"entre-temps")
    assert "terminée" in publish({}, tmp_path)
    there = PurePosixPath("convention/convention-2028 (modifié à la main).pdf")
    assert published(tmp_path) == {**NEW, there: b"entre-temps"}


def test_each_edited_file_has_its_own_name(tmp_path):
    for said in (b"un", b"deux", b"trois"):
        publish(NEW, tmp_path)
        (tmp_path / PLACES[0]).write_bytes(said)
    publish(NEW, tmp_path)
    publish(NEW, tmp_path)
    names = ("modifié à la main", "modifié à la main 2", "modifié à la main 3")
    kept = (PurePosixPath(f"convention/convention-2026 ({name}).pdf") for name in names)
    assert published(tmp_path) == {
        **NEW,
        **dict(zip(kept, (b"un", b"deux", b"trois"), strict=True)),
    }


def test_a_long_name_is_cut_rather_than_the_promise_broken(tmp_path):
    place = PurePosixPath(f"convention/{'é' * 125}.pdf")
    publish({place: own(b"un")}, tmp_path)
    (tmp_path / place).write_bytes(b"annote")
    publish({place: own(b"deux")}, tmp_path)
    assert sorted(published(tmp_path).values()) == [own(b"deux"), b"annote"]


# What someone planted


def planted(output, journal, staged=b"intrus"):
    """Put a staging folder there that docgen has not made."""
    (output / STAGING).mkdir(parents=True)
    (output / STAGING / "0").write_bytes(staged)
    data = journal if isinstance(journal, bytes) else json.dumps(journal).encode()
    (output / STAGING / JOURNAL).write_bytes(data)


def naming(*puts, drops=()):
    return {"docgen": 1, "puts": list(puts), "drops": list(drops)}


@pytest.mark.parametrize(
    "journal",
    [
        naming("../dehors"),
        naming("convention/../../dehors"),
        naming("{root}/dehors"),
        naming("lien/dehors"),
        naming(drops=["../garde"]),
        naming(drops=["lien/garde"]),
        naming(f"{STAGING}/{JOURNAL}"),
        naming(f"{DONE_STAGING}/x"),
        naming(""),
        naming("."),
        naming("a\0b"),
        naming("\ud800"),
        naming(7),
        naming(["x"]),
        {"docgen": 2, "puts": [], "drops": []},
        {"puts": [], "drops": []},
        ["convention/x.pdf"],
        None,
        b"",
        b"{",
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_a_planted_journal_is_refused_by_name_and_writes_nowhere(tmp_path, journal):
    output = tmp_path / "output"
    (tmp_path / "ailleurs").mkdir()
    for kept in ("garde", "ailleurs/garde"):
        (tmp_path / kept).write_bytes(b"a garder")
    output.mkdir()
    (output / "lien").symlink_to(tmp_path / "ailleurs")
    if isinstance(journal, dict):
        journal = json.loads(json.dumps(journal).replace("{root}", str(tmp_path)))
    planted(output, journal)
    before = published(tmp_path)
    problem = refusal(NEW, output)
    assert (problem.file, problem.code) == (str(output / STAGING / JOURNAL), "etranger")
    assert "mettez-le de côté" in problem.hint
    assert published(tmp_path) == before


@pytest.mark.parametrize("name", [STAGING, DONE_STAGING, f"{STAGING}/{JOURNAL}", f"{STAGING}/0"])
def test_link_in_place_of_staging_is_refused(tmp_path, name):
    output, trap = tmp_path / "output", tmp_path / "piege"
    planted(tmp_path / "x", naming("convention/a.pdf"))
    (tmp_path / "x" / STAGING).rename(trap)
    planted(output, naming("convention/a.pdf"))
    link = output / name
    if link.is_dir():
        shutil.rmtree(link)
    link.unlink(missing_ok=True)
    link.symlink_to(trap if link.parent == output else trap / link.name)
    before = published(trap)
    problem = refusal(NEW, output)
    assert (problem.file, problem.code) == (str(link), "etranger")
    assert published(trap) == before
    assert not (output / "convention").exists()


def test_a_journal_that_would_be_waited_for_is_refused(tmp_path):
    (tmp_path / STAGING).mkdir()
    os.mkfifo(tmp_path / STAGING / JOURNAL)
    assert refusal(NEW, tmp_path).code == "etranger"


def test_a_folder_of_the_set_that_leads_elsewhere_is_refused(tmp_path):
    (tmp_path / "ailleurs").mkdir()
    (tmp_path / "output").mkdir()
    (tmp_path / "output/convention").symlink_to(tmp_path / "ailleurs")
    assert "hors du dossier de sortie" in refusal(NEW, tmp_path / "output").message
    assert published(tmp_path) == {}


def test_link_in_place_of_file_is_replaced(tmp_path):
    (tmp_path / "convention").mkdir()
    (tmp_path / "garde").write_bytes(b"a garder")
    (tmp_path / PLACES[0]).symlink_to(tmp_path / "garde")
    publish(NEW, tmp_path)
    assert published(tmp_path) == {**NEW, PurePosixPath("garde"): b"a garder"}


def test_foreign_folder_is_not_recovered(tmp_path):
    planted(tmp_path, naming("convention/a.pdf"))
    assert publish(NEW, tmp_path, private=True) == ""
    assert seen(tmp_path) == NEW
    assert not (tmp_path / "convention/a.pdf").exists()
    assert [path.name for path in tmp_path.glob(".*")] == [STAGING]


# Files to be removed, and places that refuse


def test_drops_go_with_the_set(tmp_path):
    publish({**OLD, STALE: dump_signature_fields([])}, tmp_path)
    publish(NEW, tmp_path, [STALE, PurePosixPath("absent/x")])
    assert published(tmp_path) == NEW
    assert not (tmp_path / "absent").exists()


def test_a_folder_is_never_removed(tmp_path):
    (tmp_path / STALE).mkdir(parents=True)
    publish(NEW, tmp_path, [STALE])
    assert (tmp_path / STALE).is_dir()


def test_another_disk_is_refused_before_commit(tmp_path, monkeypatch):
    publish(OLD, tmp_path)
    real = os.rename

    def rename(source, target, **options):
        if str(target).startswith(f"{tmp_path}/convention/"):
            raise OSError(errno.EXDEV, "", source, None, target)
        return real(source, target, **options)

    monkeypatch.setattr(os, "rename", rename)
    problem = refusal(NEW, tmp_path)
    assert problem.file == str(tmp_path / "convention")
    assert "il est sur un autre disque" in problem.message
    assert "sur un même disque" in problem.hint
    assert "rien n’a été changé" in problem.hint
    assert published(tmp_path) == OLD
    assert not (tmp_path / STAGING).exists()


MOUNTED = """
mount --bind "$1" "$2/convention" && exec "$0" -c "
import sys
from pathlib import Path
from tests.output.test_publication import NEW, refusal
print(refusal(NEW, Path(sys.argv[1])).message)" "$2"
"""


def may_mount():
    """Whether this machine lets us have disks of our own."""
    tried = subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False)
    return tried.returncode == 0


@pytest.mark.skipif(not may_mount(), reason="said by the test above; here the system says it")
def test_bind_mount_is_another_disk(tmp_path):
    (tmp_path / "autre").mkdir()
    publish(OLD, tmp_path / "output")
    places = [str(tmp_path / "autre"), str(tmp_path / "output")]
    ended = subprocess.run(
        ["unshare", "-m", "sh", "-c", MOUNTED, sys.executable, *places],
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "il est sur un autre disque" in ended.stdout, ended.stderr
    assert published(tmp_path) == {PurePosixPath("output", place): OLD[place] for place in OLD}


@pytest.mark.parametrize("where", [PLACES[1], STALE])
def test_unremovable_file_is_refused_before_commit(tmp_path, where, monkeypatch):
    publish(BEFORE, tmp_path)
    real = os.rmdir

    def rmdir(path, **options):
        if str(path) == str(tmp_path / where):
            raise PermissionError(errno.EPERM, "", str(path))
        return real(path, **options)

    monkeypatch.setattr(os, "rmdir", rmdir)
    problem = refusal(NEW, tmp_path) if where in NEW else refusal_of_removal(tmp_path)
    assert problem.file == str(tmp_path / where)
    assert "droits insuffisants" in problem.message
    assert published(tmp_path) == BEFORE


def refusal_of_removal(output):
    with pytest.raises(WorkplaceError) as told:
        publish(NEW, output, [STALE])
    return told.value.problems[0]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may make a file that is another's")
def test_file_of_another_user_is_refused_before_commit(tmp_path):
    publish(OLD, tmp_path)
    for folder in (tmp_path, tmp_path / "convention"):
        folder.chmod(0o1777)
    for folder in list(tmp_path.parents)[:2]:
        folder.chmod(0o755)
    child = os.fork()
    if not child:
        os.setuid(65534)
        try:
            publish(NEW, tmp_path)
        except WorkplaceError as error:
            os._exit("droits insuffisants" in str(error) and "rien n’a été" in str(error))
        os._exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
    assert published(tmp_path) == OLD


def test_locked_folder_is_not_waited_for_forever(tmp_path, monkeypatch):
    publish(OLD, tmp_path)
    monkeypatch.setattr(publication, "LOCK_TRIES", 2)
    descriptor = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    problem = refusal(NEW, tmp_path)
    os.close(descriptor)
    assert (problem.code, problem.file) == ("occupe", str(tmp_path))
    assert problem.message == "un autre docgen écrit dans ce dossier"
    assert published(tmp_path) == OLD


def test_blocked_recovery_says_that_it_will_be_completed(tmp_path):
    interrupted(tmp_path, promised=True)
    (tmp_path / PLACES[2]).unlink(missing_ok=True)
    (tmp_path / PLACES[2]).mkdir()
    problem = refusal(LATER, tmp_path)
    assert (problem.file, "elle la terminera" in problem.hint) == (str(tmp_path / PLACES[2]), True)
    (tmp_path / PLACES[2]).rmdir()
    assert "terminée" in recover(tmp_path)
    assert published(tmp_path) == AFTER


def test_file_of_another_program_stays(tmp_path):
    (tmp_path / "notes.txt").write_text("à garder")
    publish(NEW, tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "à garder"


@pytest.mark.parametrize(
    ("spoil", "where", "reason"),
    [
        (lambda out: out.write_text(""), ".", "n’est pas un dossier"),
        (lambda out: (out / PLACES[1]).mkdir(parents=True), PLACES[1], "c’est un dossier"),
        (
            lambda out: (out.mkdir(), (out / "convention").write_text("")),
            "convention",
            "n’est pas un dossier",
        ),
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
def test_unwritable_folder_is_named(tmp_path, where):
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
    with small_disk():
        problem = refusal({**NEW, PLACES[2]: b"x" * 2000}, tmp_path)
    assert "fichier trop gros" in problem.message
    assert "rien n’a été changé" in problem.hint
    assert published(tmp_path) == OLD
    assert not (tmp_path / STAGING).exists()


def test_two_publications_at_once_follow_each_other(tmp_path):
    sets = [dict.fromkeys(PLACES, own(bytes([65 + rank]) * 50_000)) for rank in range(4)]
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


def test_one_internal_file_is_its_owner_s_whatever_stood_there(tmp_path):
    path = tmp_path / "territoire.xlsx"
    path.write_text("ancien")
    path.chmod(0o644)
    replace_file(path, Internal(b"nouveau"))
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"nouveau", 0o600)


def test_a_new_file_has_the_rights_that_new_files_have(tmp_path):
    replace_file(tmp_path / "neuf", b"x")
    (tmp_path / "autre").write_text("")
    assert (tmp_path / "neuf").stat().st_mode == (tmp_path / "autre").stat().st_mode


def test_replace_file_does_not_write_through_a_link(tmp_path):
    (tmp_path / "piege").write_text("à garder")
    (tmp_path / ".2027.yaml.docgen").symlink_to(tmp_path / "piege")
    replace_file(tmp_path / "2027.yaml", b"nouveau")
    assert (tmp_path / "piege").read_text() == "à garder"


def test_replace_file_leaves_the_file_when_disk_is_full(tmp_path):
    (tmp_path / "2027.yaml").write_text("ancien")
    with small_disk(), pytest.raises(WorkplaceError) as told:
        replace_file(tmp_path / "2027.yaml", b"x" * 2000)
    [problem] = told.value.problems
    assert "rien n’a été changé" in problem.hint
    assert "de plus gros fichiers" in problem.hint  # the limit that stands for its fullness
    assert "droits" not in problem.hint
    assert "--output" not in problem.hint
    assert published(tmp_path) == {PurePosixPath("2027.yaml"): b"ancien"}


def test_replace_file_leaves_the_file_after_an_error(tmp_path):
    (tmp_path / "dossier").mkdir()
    with pytest.raises(WorkplaceError, match="c’est un dossier"):
        replace_file(tmp_path / "dossier", b"nouveau")
    assert list(tmp_path.iterdir()) == [tmp_path / "dossier"]


@pytest.mark.usefixtures("listening")
@pytest.mark.parametrize("delay", [0, 0.4])
def test_ctrl_c_ends_the_command_in_french_with_nothing_written(project, delay):
    running = subprocess.Popen(
        [sys.executable, "-m", "docgen", "convention", "--no-cache"],
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
    assert err.strip() == STOPPED
    assert project.files == before


WITHIN = """
import sys
from docgen.cli import main

def interrupt(frame, event, _):
    if event == "call" and frame.f_code.co_filename == "<string>":
        sys.setprofile(None)
        raise KeyboardInterrupt

sys.argv = ["docgen", "check"]
sys.setprofile(interrupt)
main()
"""
"""Is interrupted while a class is made of a text, as dataclasses are."""


def test_ctrl_c_while_a_class_is_defined_ends_the_command(project):
    project.write("within.py", WITHIN)
    ended = subprocess.run(
        [sys.executable, "-m", "within"],
        cwd=project.root,
        env={**os.environ, "PYTHONPATH": f"{ROOT}/src:{project.root}"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (130, "")
    assert ended.stderr.strip() == STOPPED


# What a build leaves beside what it makes


def built(project, *request, **fields):
    """Build the fictional convention, which is final; return the outcome and the files made."""
    made = build(project.workspace, "convention", (), Request(*request, **fields))
    return made, {path.name for path in (project.root / "output/convention").iterdir()}


def test_list_of_fields_is_removed_when_pdf_has_none(project):
    path = project.holding(EXAMPLE.read_bytes(), "x.yaml")
    _, final = built(project)
    assert final == {"convention-x.pdf", "convention-x.docx", "convention-x.signatures.json"}
    (project.root / "output/convention/convention-x.txt").write_text("à garder")
    _, anchored = built(project, anchors="yousign")
    assert anchored == final - {"convention-x.signatures.json"} | {"convention-x.txt"}
    assert built(project)[1] == final | {"convention-x.txt"}
    text = path.read_text("utf-8")
    agreed = r"etat: adopte\n +adoption:\n( +(par|le): .*\n){2}"
    path.write_text(re.sub(agreed, "etat: propose\n", text, count=1), "utf-8")
    sheet = {f"convention-x-reste-a-faire.{end}" for end in ("docx", "pdf")}
    assert built(project)[1] == anchored | sheet


def test_yesterday_s_file_of_another_format_is_kept_and_told(project):
    project.holding(EXAMPLE.read_bytes(), "x.yaml")
    first, _ = built(project, (Format.DOCX,))
    assert first.problems == ()
    second, files = built(project, (Format.PDF,))
    [problem] = second.problems
    assert (problem.code, problem.severity) == ("perime", Severity.AVERTISSEMENT)
    assert problem.file == "output/convention/convention-x.docx"
    assert "convention-x.docx" in files
    assert built(project)[0].problems == ()


def test_file_in_place_of_folder_is_to_be_moved(tmp_path):
    (tmp_path / "convention").write_text("à garder")
    before = published(tmp_path)
    with pytest.raises(WorkplaceError) as refused:
        publish({PurePosixPath("convention/a.pdf"): b"a"}, tmp_path)
    [told] = refused.value.problems
    assert told.message.endswith("convention » n’est pas un dossier")
    assert "déplacez ce fichier" in told.hint
    assert "libérez" not in told.hint
    assert published(tmp_path) == before
