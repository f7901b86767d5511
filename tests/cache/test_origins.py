"""What explains a file is kept as long as the file counts."""

from __future__ import annotations

import os
from pathlib import Path

from docgen.cache import Origins, Store
from docgen.cache.entries import Entries
from docgen.cache.fingerprint import Inputs, Recipe

RECIPE = Recipe("0" * 64, "1" * 64, {"titre": "2" * 16}, ("fiche",), ("content/fiche/a.yaml",))
PLACE, SHA256 = Path("/projet/output/fiche/a.docx"), "3" * 64


def inputs(number: int) -> Inputs:
    """Return inputs of invented files."""
    return Inputs({"content/fiche/a.yaml": f"{number:064}"}, {}, {}, "4" * 64)


def test_what_explains_a_file_that_stands_does_not_age_before_it(cache: Path) -> None:
    for number in (1, 2):
        Origins(Entries(Store(cache)), inputs(number)).learn(PLACE, SHA256, RECIPE)
    files = [path for path in cache.rglob("*") if path.is_file()]
    for path in files:
        os.utime(path, (1, 1))
    assert Origins(Entries(Store(cache)), inputs(3)).learnt(PLACE, SHA256)
    assert len(files) == 5
    assert not [path for path in files if path.stat().st_mtime == 1]


def test_what_a_file_was_first_made_from_is_remembered_until_another_takes_its_place(
    cache: Path,
) -> None:
    def learn(sha256: str, number: int) -> None:
        Origins(Entries(Store(cache)), inputs(number)).learn(PLACE, sha256, RECIPE)

    def known() -> tuple[str, str]:
        made = Origins(Entries(Store(cache)), None).made(PLACE, SHA256)
        assert made
        return made.first.inputs, made.last.inputs

    learn(SHA256, 1)
    learn(SHA256, 2)
    assert known() == (inputs(1).digest, inputs(2).digest)
    learn("5" * 64, 3)
    learn(SHA256, 4)
    assert known() == (inputs(4).digest, inputs(4).digest)
