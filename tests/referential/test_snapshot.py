"""Snapshots: written with their `edition.yaml`, verified when read."""

import hashlib

import pytest

from docgen.errors import ContentError
from docgen.referential.snapshot import MANIFEST, Origine, Snapshot, open_snapshot, to_csv

TABLE = to_csv(("code", "nom"), [("81004", "Albi ; « exemple »"), ("81218", 'dit "fictif"')])


def example(files, **more):
    """Return an invented snapshot."""
    return Snapshot("maires", Origine(jeu="exemple fictif", edition="2026-08-01"), files, **more)


def opened(folder, snapshot):
    """Return a snapshot as a project reads it back."""
    for name, data in snapshot.all_files.items():
        (folder / name).write_bytes(data)
    return open_snapshot(folder, snapshot.name, "content/maires")


def test_written_snapshot_is_read_back(tmp_path):
    found = opened(tmp_path, example({"maires.csv": TABLE}))
    assert found.origine.edition == "2026-08-01"
    assert [(row.line, row["nom"]) for row in found.rows("maires.csv")] == [
        (2, "Albi ; « exemple »"),
        (3, 'dit "fictif"'),
    ]
    assert found.read("maires.csv") == TABLE


def test_each_file_has_its_digest_and_its_rows(tmp_path):
    files = {"maires.csv": TABLE, "faits.parquet": b"PAR1", "81.json": b"{}"}
    found = opened(tmp_path, example(files, rows={"faits.parquet": 12}))
    told = {one.fichier: (one.sha256, one.lignes) for one in found.fichiers}
    assert {name: rows for name, (_, rows) in told.items()} == {
        "maires.csv": 2,
        "faits.parquet": 12,
        "81.json": None,
    }
    assert told["faits.parquet"][0] == hashlib.sha256(b"PAR1").hexdigest()


def test_the_same_snapshot_makes_the_same_bytes():
    one, other = (
        example({"a.csv": TABLE, "b.csv": TABLE}),
        example({"b.csv": TABLE, "a.csv": TABLE}),
    )
    assert one.all_files == other.all_files


def test_a_folder_without_manifest_is_no_snapshot(tmp_path):
    (tmp_path / "maires.csv").write_bytes(TABLE)
    assert open_snapshot(tmp_path, "maires", "") is None


def test_changed_file_is_refused_with_a_hint(tmp_path):
    found = opened(tmp_path, example({"maires.csv": TABLE}))
    (tmp_path / "maires.csv").write_bytes(TABLE.replace(b"Albi", b"Alba"))
    for reading in (found.read, lambda name: list(found.rows(name))):
        with pytest.raises(ContentError, match="a été modifié") as refused:
            reading("maires.csv")
        assert "docgen data import maires" in refused.value.problems[0].hint


def test_a_file_that_is_not_there_is_refused(tmp_path):
    found = opened(tmp_path, example({"maires.csv": TABLE}))
    (tmp_path / "maires.csv").unlink()
    with pytest.raises(ContentError, match="absent ou illisible"):
        found.read("maires.csv")


def test_a_file_that_the_manifest_does_not_name_is_refused(tmp_path):
    found = opened(tmp_path, example({"maires.csv": TABLE}))
    (tmp_path / "autre.csv").write_bytes(TABLE)
    with pytest.raises(ContentError, match="n’est pas celui"):
        found.read("autre.csv")


@pytest.mark.parametrize("manifest", ["", "jeu: [", "jeu: x\n", "jeu: x\nfichiers: 3\n"])
def test_a_manifest_that_is_damaged_is_refused(tmp_path, manifest):
    found = opened(tmp_path, example({"maires.csv": TABLE}))
    (tmp_path / MANIFEST).write_text(manifest)
    with pytest.raises(ContentError, match=MANIFEST):
        _ = found.origine
