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
from docgen.release import staging as yards
from docgen.release.manifest.reading import NAME, SUMS
from docgen.release.staging import fingerprint
from tests.output.test_publication import own


class StoppedError(Exception):
    """The machine stops here."""


def listed(text):
    """Return what stands in a folder of readers with one file: the file, and its two lists."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    told = {"version": 1, "versions": {"docgen": "0"}, "fichiers": []}
    told |= {"date": "2027-01-15", "commit": None, "moyens": "", "donnees": []}
    told["autres"] = [{"path": "un.txt", "sha256": digest}]
    return {"un.txt": text, SUMS: f"{digest}  un.txt\n0  {NAME}\n", NAME: json.dumps(told)}


def put(folder, text, readers="publique"):
    """Put a folder of readers with one file into a release."""
    (folder / readers).mkdir(parents=True)
    for name, said in listed(text).items():
        (folder / readers / name).write_text(said)


def open_yard(target):
    """Open the yard of a release whose project is elsewhere."""
    return yards.open_yard(target, target.with_name("projet"))


def said(folder):
    """Return what the file of a release says."""
    return (folder / "publique" / "un.txt").read_text()


def fill(yard, text):
    """Put the release to come together in a yard."""
    yard.begin()
    for name, said in listed(text).items():
        yard.write(f"publique/{name}", said.encode())


@pytest.fixture
def target(tmp_path):
    """A release that says « avant »."""
    put(tmp_path / "release", "avant")
    return tmp_path / "release"


def alone_in(folder):
    """Return what stands beside a release."""
    return [path.name for path in folder.parent.iterdir()]


def test_a_release_takes_the_place_of_the_former_and_leaves_nothing_beside_it(target):
    with open_yard(target) as yard:
        fill(yard, "après")
        yard.install()
    assert said(target) == "après"
    assert alone_in(target) == ["release"]


def test_without_an_exchange_in_one_step_two_renames_do_the_same(target, monkeypatch):
    monkeypatch.setattr(folder_exchange, "EXCHANGE", 1 << 20)  # a flag that no system knows
    with open_yard(target) as yard:
        fill(yard, "après")
        yard.install()
    assert said(target) == "après"
    assert alone_in(target) == ["release"]


def test_a_first_release_needs_no_folder_to_be_there(tmp_path):
    with open_yard(tmp_path / "ici" / "release") as yard:
        fill(yard, "un")
        yard.install()
    assert said(tmp_path / "ici" / "release") == "un"


def stop_after(work, target):
    """Stop a run once this work was done in its yard; return that yard."""
    yards = []

    def run():
        with open_yard(target) as yard:
            yards.append(yard)
            work(yard)
            raise StoppedError

    with pytest.raises(StoppedError):
        run()
    return yards[0]


def stop_in_yard(target):
    """Stop a run once its new release is put together, and keep its work."""

    def work(yard):
        (yard.made / "publique").mkdir(parents=True)
        (yard.made / "publique" / "fait.txt").write_text("fait")
        fill(yard, "après")

    return stop_after(work, target)


def test_a_run_that_stops_before_the_promise_leaves_the_former_release_and_its_own_work(target):
    yard = stop_in_yard(target)
    assert said(target) == "avant"
    with open_yard(target) as again:
        assert again.recovered == "le travail d’une publication interrompue a été repris"
        assert (again.made / "publique" / "fait.txt").read_text() == "fait"
    assert said(target) == "avant"
    assert yard.folder.is_dir()


def unlinked(*_):
    """Make a second name where the disk knows no such thing."""
    raise PermissionError(errno.EPERM, "")


def test_a_run_that_stops_before_it_made_anything_leaves_no_yard(target):
    def work(yard):
        (yard.made / "publique/infographie").mkdir(parents=True)
        (yard.made / "publique/infographie/.docgen-lot.json").write_text("{}")

    stop_after(work, target)
    assert alone_in(target) == ["release"]
    with open_yard(target) as again:
        assert again.recovered == ""


@pytest.mark.parametrize("links", [True, False], ids=["links", "copies"])
def test_a_run_that_stops_once_its_files_are_taken_keeps_its_work(target, monkeypatch, links):
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", unlinked)

    def work(yard):
        made = yard.made / "publique/infographie/neuve.pdf"
        made.parent.mkdir(parents=True)
        made.write_text("neuve")
        made.chmod(0o600)
        yard.begin()
        yard.take(made, "publique/final/infographie/neuve.pdf")
        taken = yard.fresh / "publique/final/infographie/neuve.pdf"
        assert taken.stat().st_mode & 0o777 == 0o600
        assert taken.read_text() == "neuve"

    made = stop_after(work, target).made / "publique/infographie/neuve.pdf"
    assert made.read_text() == "neuve"
    with open_yard(target) as again:
        assert again.recovered == "le travail d’une publication interrompue a été repris"


def test_a_yard_that_another_run_has_opened_meanwhile_is_left_to_it(target):
    with open_yard(target) as yard:
        shutil.rmtree(yard.folder)
        yard.folder.mkdir()
        (yard.folder / "fabrique").mkdir()
    assert (yard.folder / "fabrique").is_dir()


NOWHERE = "on ne peut pas écrire à cet endroit"


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("/proc/ici", NOWHERE),
        ("/proc/ici/release", NOWHERE),
        ("/dev/null/release", "dossier impossible à créer : « /dev/null » n’est pas un dossier"),
    ],
)
def test_a_place_where_nobody_can_write_is_told_as_such(place, why):
    with pytest.raises(WorkplaceError) as caught, open_yard(Path(place)):
        pass
    [told] = caught.value.problems
    assert told.file == place
    assert told.message.startswith(why)
    assert "« --output DOSSIER »" in told.hint
    assert "libérez" not in told.hint


def promise(yard):
    """Put the journal in place, as the last thing before the exchange."""
    told = {"docgen": 1, "empreinte": fingerprint(yard.fresh)}
    (yard.folder / JOURNAL).write_text(json.dumps(told))


def test_a_run_that_stops_before_the_exchange_is_finished_by_the_next(target):
    promise(stop_in_yard(target))
    with open_yard(target) as yard:
        assert yard.recovered == "une publication interrompue a été terminée"
        assert said(target) == "après"
        assert not yard.made.exists()


def test_a_run_that_stops_between_two_renames_is_finished_by_the_next(target):
    yard = stop_in_yard(target)
    promise(yard)
    target.rename(yard.folder / "ancienne")
    with open_yard(target):
        assert said(target) == "après"


def test_a_run_that_stops_after_the_exchange_is_only_swept(target):
    yard = stop_in_yard(target)
    promise(yard)
    shutil.move(target, yard.folder / "ancienne")
    shutil.move(yard.fresh, target)
    with open_yard(target) as again:
        assert again.recovered
        assert list(again.folder.iterdir()) == []
    assert said(target) == "après"


KEPT = ("publique/x (modifié à la main).pdf", "publique/x (modifié à la main 2).pdf")


def hold(folder, data):
    """Have a release list a paper beside its file, and hold it."""
    (folder / "publique/x.pdf").write_bytes(data)
    with (folder / "publique" / SUMS).open("a") as sums:
        sums.write("0  x.pdf\n")


def kept_files(target):
    """Return what people had changed in a release that is no more."""
    beside = target.with_name("release (gardé)")
    found = (path for path in beside.rglob("*") if path.is_file())
    return {path.relative_to(beside).as_posix(): path.read_bytes() for path in found}


def test_what_people_changed_in_the_former_release_is_kept_beside_for_its_owner(target):
    hold(target, b"annote")
    for said_first in (b"annote", b"encore"):
        (target / "publique/x.pdf").write_bytes(said_first)
        with open_yard(target) as yard:
            fill(yard, "après")
            hold(yard.fresh, own(b"neuf"))
            yard.install()
        assert (target / "publique/x.pdf").read_bytes() == own(b"neuf")
    assert kept_files(target) == dict(zip(KEPT, (b"annote", b"encore"), strict=True))
    assert target.with_name("release (gardé)").stat().st_mode & 0o777 == 0o700


def test_what_docgen_had_made_itself_is_not_kept(target):
    hold(target, own(b"avant"))
    with open_yard(target) as yard:
        fill(yard, "après")
        hold(yard.fresh, own(b"neuf"))
        yard.install()
    assert alone_in(target) == ["release"]


@pytest.mark.parametrize("step", ["promise", "first rename", "exchange", "kept"])
def test_wherever_a_run_stops_what_people_changed_is_kept_by_the_next(target, step):
    hold(target, b"annote")
    yard = stop_in_yard(target)
    hold(yard.fresh, own(b"neuf"))
    promise(yard)
    if step != "promise":
        target.rename(yard.folder / "ancienne")
    if step in ("exchange", "kept"):
        yard.fresh.rename(target)
    if step == "kept":
        yard._keep(yard.former)
    with open_yard(target):
        assert said(target) == "après"
        assert kept_files(target) == {KEPT[0]: b"annote"}


def test_a_promise_that_nothing_can_keep_is_refused_and_nothing_is_lost(target):
    yard = stop_in_yard(target)
    promise(yard)
    (yard.fresh / "publique" / SUMS).write_text("0  autre")
    with pytest.raises(WorkplaceError, match="abîmée"), open_yard(target):
        pass
    assert said(target) == "avant"


@pytest.mark.parametrize("journal", ["", "{}", '{"docgen": 2}', '{"docgen": 1, "empreinte": ""}'])
def test_a_journal_that_is_not_ours_is_refused_by_name(target, journal):
    yard = stop_in_yard(target)
    (yard.folder / JOURNAL).write_text(journal)
    with pytest.raises(WorkplaceError, match=JOURNAL), open_yard(target):
        pass
    assert said(target) == "avant"


def state(folder):
    """Return all that stands below a folder, with what files say."""
    return {path: path.is_file() and path.read_bytes() for path in folder.rglob("*")}


def refused(target, match, project=None):
    """Check that a folder is refused as the place of a release, and that nothing has changed."""
    before = state(target.parent)
    with (
        pytest.raises(WorkplaceError, match=match),
        yards.open_yard(target, project or target.with_name("projet")),
    ):
        pass
    assert state(target.parent) == before


def test_a_folder_that_holds_something_else_is_never_replaced(tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "vacances.jpg").write_text("x")
    refused(tmp_path / "photos", "autre chose qu’une publication : « vacances.jpg »")
    (tmp_path / "fichier").write_text("x")
    refused(tmp_path / "fichier", "pas un dossier")


@pytest.mark.parametrize("named", ["docgen-hors-ligne", "publique"])
def test_a_list_of_digests_alone_makes_no_release_of_a_folder(tmp_path, named):
    (tmp_path / "projet" / named).mkdir(parents=True)
    (tmp_path / "projet" / named / SUMS).write_text("0  un.txt\n")
    refused(tmp_path / "projet", f"« {named} »")


@pytest.mark.parametrize("told", ["{}", "[]", "{", '{"version": 1, "fichiers": 3}', "[" * 9999])
def test_a_folder_whose_manifest_is_not_ours_is_never_replaced(target, told):
    (target / "publique" / NAME).write_text(told)
    refused(target, "« publique »")


@pytest.mark.parametrize(
    "place", ["a-moi.txt", "a-moi/lisez.txt", "publique/note.odt", "publique/vide/", "interne/"]
)
def test_what_people_put_into_a_release_is_never_lost(target, place):
    path = target / place
    (path if place.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
    if not place.endswith("/"):
        path.write_text("x")
    refused(target, f"« {'a-moi' if place.startswith('a-moi/') else place.rstrip('/')} »")


def test_what_people_put_into_a_release_while_another_is_made_is_never_lost(target):
    with open_yard(target) as yard:
        fill(yard, "après")
        (target / "publique/note.odt").write_text("x")
        with pytest.raises(WorkplaceError, match=r"« publique/note\.odt »"):
            yard.install()
    assert said(target) == "avant"
    (target / "publique/note.odt").unlink()
    with open_yard(target) as again:
        assert not again.recovered


def test_a_folder_that_a_link_calls_public_is_never_replaced(tmp_path):
    put(tmp_path / "autre", "avant")
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "publique").symlink_to(tmp_path / "autre" / "publique")
    refused(tmp_path / "release", "« publique »")


def test_a_release_with_both_its_folders_is_replaced(target):
    put(target, "avant", "interne")
    with open_yard(target) as yard:
        fill(yard, "après")
        yard.install()
    assert [path.name for path in target.iterdir()] == ["publique"]


@pytest.mark.parametrize("project", [".", "publique", "a/b"])
def test_a_folder_that_holds_the_project_is_never_replaced(target, project):
    refused(target, "contient le projet", target / project)


@pytest.mark.parametrize("place", ["content/x", "content/fiche/x", "templates/x"])
def test_a_release_never_stands_among_what_it_is_made_from(tmp_path, place):
    refused(tmp_path / place, "parmi ce dont les documents sont faits", tmp_path)
    assert not list(tmp_path.rglob(".*"))


def test_a_release_behind_a_link_takes_the_place_of_what_the_link_leads_to(tmp_path):
    put(tmp_path / "disque/release", "avant")
    (tmp_path / "ici").mkdir()
    link = tmp_path / "ici/release"
    link.symlink_to(tmp_path / "disque/release")
    for text in ("après", "plus tard"):
        with open_yard(link) as yard:
            fill(yard, text)
            yard.install()
        assert said(tmp_path / "disque/release") == text
    assert link.is_symlink()
    assert alone_in(link) == alone_in(tmp_path / "disque/release") == ["release"]


def test_a_link_that_a_former_docgen_left_in_its_yard_is_swept(target):
    yard = stop_in_yard(target)
    (yard.folder / JOURNAL).write_text(json.dumps({"docgen": 1, "empreinte": fingerprint(target)}))
    shutil.rmtree(yard.fresh)
    yard.fresh.symlink_to(target)
    with open_yard(target) as again:
        assert again.recovered
    assert said(target) == "avant"


def test_a_second_release_waits_for_the_first_then_refuses_plainly(target, monkeypatch):
    monkeypatch.setattr(publication, "PATIENCE", 2)
    busy = pytest.raises(WorkplaceError, match="un autre docgen")
    with open_yard(target), busy, open_yard(target):
        pass
    assert said(target) == "avant"


def test_a_second_release_that_waited_goes_on_when_the_first_has_swept_its_yard(target):
    seen = []

    def second():
        with open_yard(target) as yard:
            seen.append(said(target))
            fill(yard, "plus tard")
            yard.install()

    with open_yard(target) as yard:
        thread = Thread(target=second)
        thread.start()
        fill(yard, "après")
        yard.install()
    thread.join(30)
    assert seen == ["après"]
    assert said(target) == "plus tard"
    assert alone_in(target) == ["release"]
