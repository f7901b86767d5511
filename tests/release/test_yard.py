"""The folder of a release is the former one or the new one, whenever a run is stopped."""

import json
import shutil
from threading import Thread

import pytest

from docgen import publication
from docgen.errors import WorkplaceError
from docgen.release import yard as yards
from docgen.release.yard import JOURNAL, SUMS, fingerprint, open_yard


class StoppedError(Exception):
    """The machine stops here."""


def put(folder, text):
    """Put a folder of readers with one file into a release."""
    (folder / "publique").mkdir(parents=True)
    (folder / "publique" / "un.txt").write_text(text)
    (folder / "publique" / SUMS).write_text(f"{text}  un.txt\n")


def said(folder):
    """Return what the file of a release says."""
    return (folder / "publique" / "un.txt").read_text()


def fill(yard, text):
    """Put the release to come together in a yard."""
    yard.begin()
    yard.write("publique/un.txt", text.encode())
    yard.write(f"publique/{SUMS}", f"{text}  un.txt\n".encode())


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
    monkeypatch.setattr(yards, "EXCHANGE", 1 << 20)  # a flag that no system knows
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


def stop_in_yard(target):
    """Stop a run once its new release is put together, and keep its work."""
    with pytest.raises(StoppedError), open_yard(target) as yard:  # noqa: PT012
        (yard.made / "publique").mkdir(parents=True)
        (yard.made / "publique" / "fait.txt").write_text("fait")
        fill(yard, "après")
        raise StoppedError
    return yard


def test_a_run_that_stops_before_the_promise_leaves_the_former_release_and_its_own_work(target):
    yard = stop_in_yard(target)
    assert said(target) == "avant"
    with open_yard(target) as again:
        assert not again.recovered
        assert (again.made / "publique" / "fait.txt").read_text() == "fait"
    assert said(target) == "avant"
    assert yard.folder.is_dir()


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


def test_a_promise_that_nothing_can_keep_is_refused_and_nothing_is_lost(target):
    yard = stop_in_yard(target)
    promise(yard)
    (yard.fresh / "publique" / SUMS).write_text("autre")
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


def test_a_folder_that_holds_something_else_is_never_replaced(tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "vacances.jpg").write_text("x")
    with pytest.raises(WorkplaceError, match="autre chose"), open_yard(tmp_path / "photos"):
        pass
    (tmp_path / "fichier").write_text("x")
    with pytest.raises(WorkplaceError, match="pas un dossier"), open_yard(tmp_path / "fichier"):
        pass
    assert sorted(alone_in(tmp_path / "photos")) == ["fichier", "photos"]


def test_a_second_release_waits_for_the_first_then_refuses_plainly(target, monkeypatch):
    monkeypatch.setattr(publication, "PATIENCE", 2)
    refused = pytest.raises(WorkplaceError, match="un autre docgen")
    with open_yard(target), refused, open_yard(target):
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
