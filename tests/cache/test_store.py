"""An entry is whole or absent, whoever writes, whatever the disk does."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from docgen.cache.store import HEAD, Store, default_folder
from tests.conftest import ROOT

WRITER = """
import sys
from pathlib import Path
from docgen.cache.store import Store

store = Store(Path(sys.argv[1]), limit=400_000)
for number in range(200):
    data = str(number % 10).encode() * 5000
    store.put("essai", str(number % 10), data)
    assert store.get("essai", str(number % 10)) in (data, None)
assert not store.problems
"""
"""Writes and reads the same ten entries again and again, in a cache that is always nearly full."""


def entries(store: Store) -> list[Path]:
    """Return the files of a cache."""
    return sorted(path for path in store.folder.rglob("*") if path.is_file())


@pytest.fixture
def store(cache: Path) -> Store:
    """A cache of ten kilobytes."""
    return Store(cache, limit=10_000)


def test_entry_is_found_by_room_and_key(store: Store) -> None:
    store.put("essai", "une clé", b"donnees")
    assert store.get("essai", "une clé") == b"donnees"
    assert store.get("essai", "une autre") is None
    assert store.get("autre", "une clé") is None
    store.put("essai", "une clé", b"nouvelles")
    assert store.get("essai", "une clé") == b"nouvelles"


@pytest.mark.parametrize("spoil", ["one bit", "cut", "empty", "longer", "not ours"])
def test_damaged_entry_is_removed(store: Store, spoil: str) -> None:
    store.put("essai", "clé", b"donnees" * 50)
    [path] = entries(store)
    data = bytearray(path.read_bytes())
    data[HEAD + 3] ^= 1 if spoil == "one bit" else 0
    told = {"cut": data[:-20], "empty": b"", "longer": data + b"x", "not ours": b"x" * 200}
    path.write_bytes(told.get(spoil, data))
    assert store.get("essai", "clé") is None
    assert entries(store) == []
    store.put("essai", "clé", b"donnees")
    assert store.get("essai", "clé") == b"donnees"


def test_folder_and_entries_are_their_owners_alone(tmp_path: Path) -> None:
    store = Store(tmp_path / "nouveau" / "docgen")
    store.put("essai", "a", b"interne")
    assert store.folder.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in entries(store)] == [0o600]
    assert store.problems == []


def test_longest_unused_entry_is_evicted_first(store: Store) -> None:
    for day, key in enumerate("abcde"):
        store.put("essai", key, key.encode() * 1500)
        os.utime(entries_of(store, key), (day, day))
    assert store.get("essai", "a")  # used just now
    store.put("essai", "f", b"f" * 3000)
    store.evict()
    kept = [key for key in "abcdef" if store.get("essai", key)]
    assert kept == ["a", "d", "e", "f"]
    assert store.size().size <= store.limit


def entries_of(store: Store, letter: str) -> Path:
    """Return the file of the entry that holds a letter."""
    return next(path for path in entries(store) if letter.encode() * 99 in path.read_bytes())


def test_size_stays_near_the_limit(store: Store) -> None:
    for number in range(100):
        store.put("essai", str(number), os.urandom(900))
        assert sum(path.stat().st_size for path in entries(store)) < 1.2 * store.limit


def test_clear_returns_size_and_leaves_foreign_files(store: Store) -> None:
    store.put("essai", "a", b"123")
    (store.folder / "note.txt").write_text("à moi")
    old = store.folder / "v0" / "essai"
    old.mkdir(parents=True)
    (old / "vieux").write_text("d’avant")
    told = store.clear()
    assert (told.entries, told.size) == (1, HEAD + 3)
    assert [path.name for path in entries(store)] == ["note.txt"]
    assert store.clear().entries == 0


def test_disk_error_is_one_warning(tmp_path: Path) -> None:
    (tmp_path / "plein").write_text("ce n’est pas un dossier")
    store = Store(tmp_path / "plein" / "docgen")
    for key in "ab":
        store.put("essai", key, b"donnees")
        assert store.get("essai", key) is None
    [problem] = store.problems
    assert problem.code == "cache"
    assert "--no-cache" in problem.hint
    assert store.size().entries == 0


def test_half_written_entry_is_absent(store: Store) -> None:
    store.put("essai", "a", b"donnees")
    [path] = entries(store)
    path.rename(path.with_name(".123-abc"))  # as a process leaves it that is killed while it writes
    assert store.get("essai", "a") is None
    assert store.clear().entries == 1


def test_full_disk_is_one_warning_and_leaves_no_half_entry(tmp_path: Path) -> None:
    script = """
import resource, signal, sys
from pathlib import Path
from docgen.cache.store import Store

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
store = Store(Path(sys.argv[1]))
store.put("essai", "petit", b"a" * 5000)
store.put("essai", "gros", b"b" * 50_000)
store.put("essai", "apres", b"c")
assert [problem.code for problem in store.problems] == ["cache"]
assert [len(store.get("essai", key) or b"") for key in ("petit", "gros", "apres")] == [5000, 0, 0]
"""
    command = [sys.executable, "-c", script, str(tmp_path / "plein")]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    assert subprocess.run(command, env=env, check=False).returncode == 0
    assert len(entries(Store(tmp_path / "plein"))) == 1


def test_read_only_cache_is_read(store: Store) -> None:
    script = """
import ctypes, os, sys
from pathlib import Path
from docgen.cache.store import Store

store = Store(Path(sys.argv[1]))
assert store.get("essai", "a") == b"donnees"
store.put("essai", "b", b"autres")
assert [problem.code for problem in store.problems] == ["cache"]
assert store.get("essai", "b") is None
"""
    store.put("essai", "a", b"donnees")
    where = shlex.quote(str(store.folder))
    inside = f"mount --bind {where} {where} && mount -o remount,ro,bind {where} && "
    inside += shlex.join([sys.executable, "-c", script, str(store.folder)])
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", inside]
    assert subprocess.run(command, env=env, check=False).returncode == 0


def test_processes_write_while_cache_is_cleared(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path / "commun")]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    store, cleared = Store(tmp_path / "commun"), 0
    with subprocess.Popen(command, env=env) as one, subprocess.Popen(command, env=env) as other:
        while one.poll() is None or other.poll() is None:
            cleared += store.clear().entries
    assert (one.returncode, other.returncode) == (0, 0)
    assert cleared


def test_processes_write_and_read_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path / "commun")]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    running = [subprocess.Popen(command, env=env) for _ in range(3)]
    assert [one.wait() for one in running] == [0, 0, 0]


def test_default_folder_follows_xdg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/ailleurs")
    assert default_folder() == Path("/ailleurs/docgen")
    for unfit in ("", "relatif"):
        monkeypatch.setenv("XDG_CACHE_HOME", unfit)
        monkeypatch.setenv("HOME", "/maison")
        assert default_folder() == Path("/maison/.cache/docgen")


def test_large_entries_go_before_small_ones(cache: Path) -> None:
    store = Store(cache, limit=250_000)
    store.put("essai", "petite", b"a" * 1000)
    os.utime(entries(store)[0], (1, 1))
    for key in "bcd":
        store.put("essai", key, key.encode() * 110_000)
    store.evict()
    assert store.get("essai", "petite")
    assert sum(store.get("essai", key) is not None for key in "bcd") < 3
