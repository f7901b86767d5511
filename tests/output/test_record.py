"""What stands is known by its digest, and read only when its marks differ."""

import os
from pathlib import Path

import pytest

from docgen.cache import Store
from docgen.cache.fingerprint import Inputs, Recipe
from docgen.document import Artifact
from docgen.format import Format
from docgen.output.record import Record
from tests.support.invented import DOCUMENT

RECIPE = Recipe("0" * 64, "1" * 64, {"titre": "2" * 16}, ("fiche",), ("content/fiche/a.yaml",))


def inputs(number: int) -> Inputs:
    """Return inputs of invented files."""
    return Inputs({"content/fiche/a.yaml": f"{number:064}"}, {}, {}, "4" * 64)


def artifact(data: bytes) -> Artifact:
    """Return a file of an invented document."""
    return Artifact(DOCUMENT, Format.DOCX, data, None)


def noted(store: Store, output: Path, data: bytes, number: int) -> Path:
    """Put a file in place under some inputs, note it, and return its place."""
    made = artifact(data)
    path = output / made.path
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    Record(store, inputs(number), "/projet").note(output, made, RECIPE)
    return path


@pytest.fixture
def store(cache: Path) -> Store:
    return Store(cache)


def test_file_stands_while_its_bytes_are_the_same(store: Store, tmp_path: Path) -> None:
    path, sha256 = noted(store, tmp_path, b"un", 1), artifact(b"un").sha256
    for change in (lambda: None, lambda: os.utime(path, (1, 1))):
        change()
        assert Record(store).stands(path, sha256)
    path.write_bytes(b"autre")
    assert not Record(store).stands(path, sha256)
    path.unlink()
    assert not Record(store).stands(path, sha256)


def test_file_is_current_only_under_its_last_inputs(store: Store, tmp_path: Path) -> None:
    path, sha256 = noted(store, tmp_path, b"un", 1), artifact(b"un").sha256
    assert Record(store, inputs(1)).is_current(path, sha256)
    assert not Record(store, inputs(2)).is_current(path, sha256)
    assert not Record(store).is_current(path, sha256)


def test_first_making_lasts_until_another_file_takes_the_place(
    store: Store, tmp_path: Path
) -> None:
    for data, number, times in (
        (b"un", 1, (1, 1)),
        (b"un", 2, (1, 2)),
        (b"deux", 3, (3, 3)),
        (b"un", 4, (4, 4)),
    ):
        path = noted(store, tmp_path, data, number)
        known = Record(store).at(path)
        assert known
        assert (known.first.inputs, known.last.inputs) == tuple(inputs(n).digest for n in times)
    assert known.former
    assert known.former.inputs == inputs(3).digest


def test_file_of_another_docgen_is_not_noted(store: Store, tmp_path: Path) -> None:
    path = noted(store, tmp_path, b"un", 1)
    Record(store, inputs(2)).note(tmp_path, artifact(b"deux"), RECIPE)
    known = Record(store).at(path)
    assert known
    assert known.sha256 == artifact(b"un").sha256
