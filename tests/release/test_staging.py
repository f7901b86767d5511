"""The folder of a release is the former one or the new one, whenever a run is stopped."""

import errno
import hashlib
import json
import shutil
from pathlib import Path
from threading import Thread

import pytest

from docgen.errors import WorkplaceError
from docgen.output import folder_exchange, publication
from docgen.output.folder_exchange import JOURNAL
from docgen.release.manifest.reading import NAME, SUMS
from docgen.release.staging import fingerprint, open_release
from docgen.workspace import GITIGNORE
from tests.output.test_publication import own


class StoppedError(Exception):
    """The machine stops here."""


def files_of(text):
    """Return the files of a folder of readers: one text and two lists."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    told = {"version": 1, "versions": {"docgen": "0"}, "fichiers": []}
    told |= {"date": "2027-01-15", "commit": None, "moyens": "", "donnees": [], "droit": {}}
    told["autres"] = [{"path": "un.txt", "sha256": digest}]
    return {"un.txt": text, SUMS: f"{digest}  un.txt\n0  {NAME}\n", NAME: json.dumps(told)}


def add_release(folder, text, readers="publique"):
    """Add a folder of readers with one file to a release."""
    (folder / readers).mkdir(parents=True)
    for name, content in files_of(text).items():
        (folder / readers / name).write_text(content)


def open_staging(target):
    """Open the staging folder of a release whose project is elsewhere."""
    return open_release(target, target.with_name("projet"))


def text_of(folder):
    """Return the text of the file of a release."""
    return (folder / "publique" / "un.txt").read_text()


def stage(staging, text):
    """Write a new release into a staging folder."""
    staging.begin()
    for name, content in files_of(text).items():
        staging.write(f"publique/{name}", content.encode())


@pytest.fixture
def target(tmp_path):
    """A release that says « avant »."""
    add_release(tmp_path / "release", "avant")
    return tmp_path / "release"


def names_beside(folder):
    """Return the names beside a release, its own included."""
    return [path.name for path in folder.parent.iterdir()]


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "two renames"])
def test_release_replaces_former_and_leaves_nothing_beside(target, monkeypatch, exchange):
    if not exchange:
        monkeypatch.setattr(folder_exchange, "EXCHANGE", 1 << 20)  # a flag that no system knows
    with open_staging(target) as staging:
        stage(staging, "après")
        staging.install()
    assert text_of(target) == "après"
    assert names_beside(target) == ["release"]


def test_first_release_makes_its_folder(tmp_path):
    with open_staging(tmp_path / "ici" / "release") as staging:
        stage(staging, "un")
        staging.install()
    assert text_of(tmp_path / "ici" / "release") == "un"


def stop_after(work, target):
    """Stop a run once this work was done in its staging folder; return that."""
    opened = []

    def run():
        with open_staging(target) as staging:
            opened.append(staging)
            work(staging)
            raise StoppedError

    with pytest.raises(StoppedError):
        run()
    return opened[0]


def stop_when_staged(target):
    """Stop a run once its new release is put together, and keep its work."""

    def work(staging):
        (staging.work / "publique").mkdir(parents=True)
        (staging.work / "publique" / "fait.txt").write_text("fait")
        stage(staging, "après")

    return stop_after(work, target)


def test_new_folder_around_a_release_is_hidden_from_git(tmp_path):
    target = tmp_path / "output/release"
    with open_staging(target) as staging:
        stage(staging, "première")
        staging.install()
    assert (tmp_path / "output" / GITIGNORE).exists()
    assert sorted(path.name for path in target.rglob("*") if path.is_file()) == [
        *sorted(files_of(""))
    ]


def test_interrupt_before_commit_keeps_release_and_staging(target):
    staging = stop_when_staged(target)
    assert text_of(target) == "avant"
    with open_staging(target) as again:
        assert again.recovered == "le travail d’une publication interrompue a été repris"
        assert (again.work / "publique" / "fait.txt").read_text() == "fait"
    assert text_of(target) == "avant"
    assert staging.folder.is_dir()


def refuse_link(*_):
    """Make a second name where the disk knows no such thing."""
    raise PermissionError(errno.EPERM, "")


def test_interrupt_before_any_work_leaves_no_staging_folder(target):
    def work(staging):
        (staging.work / "publique/infographie").mkdir(parents=True)
        (staging.work / "publique/infographie/.docgen-lot.json").write_text("{}")

    stop_after(work, target)
    assert names_beside(target) == ["release"]
    with open_staging(target) as again:
        assert again.recovered == ""


@pytest.mark.parametrize("links", [True, False], ids=["links", "copies"])
def test_interrupt_after_files_are_taken_keeps_work(target, monkeypatch, links):
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", refuse_link)

    def work(staging):
        made = staging.work / "publique/infographie/neuve.pdf"
        made.parent.mkdir(parents=True)
        made.write_text("neuve")
        made.chmod(0o600)
        staging.begin()
        staging.take(made, "publique/final/infographie/neuve.pdf")
        taken = staging.new / "publique/final/infographie/neuve.pdf"
        assert taken.stat().st_mode & 0o777 == 0o600
        assert taken.read_text() == "neuve"

    made = stop_after(work, target).work / "publique/infographie/neuve.pdf"
    assert made.read_text() == "neuve"
    with open_staging(target) as again:
        assert again.recovered == "le travail d’une publication interrompue a été repris"


def test_staging_folder_of_another_run_is_left_alone(target):
    with open_staging(target) as staging:
        shutil.rmtree(staging.folder)
        staging.folder.mkdir()
        (staging.folder / "fabrique").mkdir()
    assert (staging.folder / "fabrique").is_dir()


NOWHERE = "on ne peut pas écrire à cet endroit"


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("/proc/ici", NOWHERE),
        ("/proc/ici/release", NOWHERE),
        ("/dev/null/release", "dossier impossible à créer : « /dev/null » n’est pas un dossier"),
    ],
)
def test_unwritable_place_is_reported(place, why):
    with pytest.raises(WorkplaceError) as caught, open_staging(Path(place)):
        pass
    [told] = caught.value.problems
    assert told.file == place
    assert told.message.startswith(why)
    assert "« --output DOSSIER »" in told.hint
    assert "libérez" not in told.hint


def promise(staging):
    """Put the journal in place, as the last thing before the exchange."""
    told = {"docgen": 1, "empreinte": fingerprint(staging.new)}
    (staging.folder / JOURNAL).write_text(json.dumps(told))


def test_interrupt_before_exchange_is_finished_by_next_run(target):
    promise(stop_when_staged(target))
    with open_staging(target) as staging:
        assert staging.recovered == "une publication interrompue a été terminée"
        assert text_of(target) == "après"
        assert not staging.work.exists()


def test_interrupt_between_renames_is_finished_by_next_run(target):
    staging = stop_when_staged(target)
    promise(staging)
    target.rename(staging.folder / "ancienne")
    with open_staging(target):
        assert text_of(target) == "après"


def test_interrupt_after_exchange_is_cleared_by_next_run(target):
    staging = stop_when_staged(target)
    promise(staging)
    shutil.move(target, staging.folder / "ancienne")
    shutil.move(staging.new, target)
    with open_staging(target) as again:
        assert again.recovered
        assert list(again.folder.iterdir()) == []
    assert text_of(target) == "après"


KEPT = ("publique/x (modifié à la main).pdf", "publique/x (modifié à la main 2).pdf")


def list_file(folder, data):
    """Have a release list a paper beside its file, and hold it."""
    (folder / "publique/x.pdf").write_bytes(data)
    with (folder / "publique" / SUMS).open("a") as sums:
        sums.write("0  x.pdf\n")


def kept_files(target):
    """Return what people had changed in a release that is no more."""
    beside = target.with_name("release (gardé)")
    found = (path for path in beside.rglob("*") if path.is_file())
    return {path.relative_to(beside).as_posix(): path.read_bytes() for path in found}


def test_edited_files_are_kept_beside_for_their_owner(target):
    list_file(target, b"annote")
    for said_first in (b"annote", b"encore"):
        (target / "publique/x.pdf").write_bytes(said_first)
        with open_staging(target) as staging:
            stage(staging, "après")
            list_file(staging.new, own(b"neuf"))
            staging.install()
        assert (target / "publique/x.pdf").read_bytes() == own(b"neuf")
    assert kept_files(target) == dict(zip(KEPT, (b"annote", b"encore"), strict=True))
    assert target.with_name("release (gardé)").stat().st_mode & 0o777 == 0o700


def test_files_of_docgen_itself_are_not_kept(target):
    list_file(target, own(b"avant"))
    with open_staging(target) as staging:
        stage(staging, "après")
        list_file(staging.new, own(b"neuf"))
        staging.install()
    assert names_beside(target) == ["release"]


@pytest.mark.parametrize("step", ["promise", "first rename", "exchange", "kept"])
def test_interrupted_exchange_keeps_edited_files(target, step):
    list_file(target, b"annote")
    staging = stop_when_staged(target)
    list_file(staging.new, own(b"neuf"))
    promise(staging)
    if step != "promise":
        target.rename(staging.folder / "ancienne")
    if step in ("exchange", "kept"):
        staging.new.rename(target)
    if step == "kept":
        staging._keep_edited(staging.former)
    with open_staging(target):
        assert text_of(target) == "après"
        assert kept_files(target) == {KEPT[0]: b"annote"}


def test_damaged_staging_is_refused_and_nothing_is_lost(target):
    staging = stop_when_staged(target)
    promise(staging)
    (staging.new / "publique" / SUMS).write_text("0  autre")
    with pytest.raises(WorkplaceError, match="abîmée"), open_staging(target):
        pass
    assert text_of(target) == "avant"


@pytest.mark.parametrize("journal", ["", "{}", '{"docgen": 2}', '{"docgen": 1, "empreinte": ""}'])
def test_foreign_journal_is_refused_by_name(target, journal):
    staging = stop_when_staged(target)
    (staging.folder / JOURNAL).write_text(journal)
    with pytest.raises(WorkplaceError, match=JOURNAL), open_staging(target):
        pass
    assert text_of(target) == "avant"


def state(folder):
    """Return all that stands below a folder, with what files say."""
    return {path: path.is_file() and path.read_bytes() for path in folder.rglob("*")}


def assert_refused(target, match, project=None):
    """Check that a folder is refused as the place of a release, and that nothing has changed."""
    before = state(target.parent)
    with (
        pytest.raises(WorkplaceError, match=match),
        open_release(target, project or target.with_name("projet")),
    ):
        pass
    assert state(target.parent) == before


def test_folder_with_other_files_is_never_replaced(tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "vacances.jpg").write_text("x")
    assert_refused(tmp_path / "photos", "autre chose qu’une publication : « vacances.jpg »")
    (tmp_path / "fichier").write_text("x")
    assert_refused(tmp_path / "fichier", "pas un dossier")


@pytest.mark.parametrize("named", ["docgen-hors-ligne", "publique"])
def test_folder_with_digests_alone_is_no_release(tmp_path, named):
    (tmp_path / "projet" / named).mkdir(parents=True)
    (tmp_path / "projet" / named / SUMS).write_text("0  un.txt\n")
    assert_refused(tmp_path / "projet", f"« {named} »")


@pytest.mark.parametrize("told", ["{}", "[]", "{", '{"version": 1, "fichiers": 3}', "[" * 9999])
def test_folder_with_a_foreign_manifest_is_never_replaced(target, told):
    (target / "publique" / NAME).write_text(told)
    assert_refused(target, "« publique »")


@pytest.mark.parametrize(
    "place", ["a-moi.txt", "a-moi/lisez.txt", "publique/note.odt", "publique/vide/", "interne/"]
)
def test_file_added_to_a_release_is_never_lost(target, place):
    path = target / place
    (path if place.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
    if not place.endswith("/"):
        path.write_text("x")
    assert_refused(target, f"« {'a-moi' if place.startswith('a-moi/') else place.rstrip('/')} »")


def test_file_added_during_a_release_is_never_lost(target):
    with open_staging(target) as staging:
        stage(staging, "après")
        (target / "publique/note.odt").write_text("x")
        with pytest.raises(WorkplaceError, match=r"« publique/note\.odt »"):
            staging.install()
    assert text_of(target) == "avant"
    (target / "publique/note.odt").unlink()
    with open_staging(target) as again:
        assert not again.recovered


def test_folder_with_a_linked_public_folder_is_never_replaced(tmp_path):
    add_release(tmp_path / "autre", "avant")
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "publique").symlink_to(tmp_path / "autre" / "publique")
    assert_refused(tmp_path / "release", "« publique »")


def test_release_with_both_folders_is_replaced(target):
    add_release(target, "avant", "interne")
    with open_staging(target) as staging:
        stage(staging, "après")
        staging.install()
    assert [path.name for path in target.iterdir()] == ["publique"]


@pytest.mark.parametrize("project", [".", "publique", "a/b"])
def test_folder_with_the_project_is_never_replaced(target, project):
    assert_refused(target, "contient le projet", target / project)


@pytest.mark.parametrize("place", ["content/x", "content/fiche/x", "templates/x"])
def test_release_inside_content_or_templates_is_refused(tmp_path, place):
    assert_refused(tmp_path / place, "parmi ce dont les documents sont faits", tmp_path)
    assert not list(tmp_path.rglob(".*"))


def test_release_behind_a_link_replaces_its_target(tmp_path):
    add_release(tmp_path / "disque/release", "avant")
    (tmp_path / "ici").mkdir()
    link = tmp_path / "ici/release"
    link.symlink_to(tmp_path / "disque/release")
    for text in ("après", "plus tard"):
        with open_staging(link) as staging:
            stage(staging, text)
            staging.install()
        assert text_of(tmp_path / "disque/release") == text
    assert link.is_symlink()
    assert names_beside(link) == names_beside(tmp_path / "disque/release") == ["release"]


def test_link_in_the_staging_folder_is_removed(target):
    staging = stop_when_staged(target)
    (staging.folder / JOURNAL).write_text(
        json.dumps({"docgen": 1, "empreinte": fingerprint(target)})
    )
    shutil.rmtree(staging.new)
    staging.new.symlink_to(target)
    with open_staging(target) as again:
        assert again.recovered
    assert text_of(target) == "avant"


def test_second_release_waits_then_refuses(target, monkeypatch):
    monkeypatch.setattr(publication, "LOCK_TRIES", 2)
    busy = pytest.raises(WorkplaceError, match="un autre docgen")
    with open_staging(target), busy, open_staging(target):
        pass
    assert text_of(target) == "avant"


def test_waiting_release_goes_on_once_the_first_has_finished(target):
    seen = []

    def second():
        with open_staging(target) as staging:
            seen.append(text_of(target))
            stage(staging, "plus tard")
            staging.install()

    with open_staging(target) as staging:
        thread = Thread(target=second)
        thread.start()
        stage(staging, "après")
        staging.install()
    thread.join(30)
    assert seen == ["après"]
    assert text_of(target) == "plus tard"
    assert names_beside(target) == ["release"]
