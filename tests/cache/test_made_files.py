"""A recipe leads to the files that it makes, or to none of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from docgen.cache import Store
from docgen.cache.made_files import FILES, MadeFiles
from docgen.document import Artifact
from docgen.format import Format
from tests.support.invented import DOCUMENT

RECIPE = "0" * 64
PDF = Artifact(DOCUMENT, Format.PDF, b"pdf", 2, {"signatures.json": b"{}"}, recipe=RECIPE)
DOCX = Artifact(DOCUMENT, Format.DOCX, b"docx", None, recipe=RECIPE)
FORMATS = (Format.PDF, Format.DOCX)


@pytest.fixture
def store(cache: Path) -> Store:
    return Store(cache)


def test_recipe_finds_what_was_kept(store: Store) -> None:
    MadeFiles(store).keep([PDF, DOCX])
    made = MadeFiles(store)
    assert made.get(DOCUMENT, FORMATS, RECIPE) == [PDF, DOCX]
    assert made.find(DOCUMENT, FORMATS, RECIPE) == [PDF.filed, DOCX.filed]
    assert made.get(DOCUMENT, FORMATS, "1" * 64) == []


def test_recipe_finds_nothing_unless_all_is_there(store: Store) -> None:
    MadeFiles(store).keep([PDF])
    assert MadeFiles(store).find(DOCUMENT, FORMATS, RECIPE) == []
    assert MadeFiles(store).get(DOCUMENT, FORMATS, RECIPE) == []
    MadeFiles(store).keep([DOCX])
    store.drop(FILES, DOCX.sha256)
    assert MadeFiles(store).get(DOCUMENT, FORMATS, RECIPE) == []
    assert MadeFiles(store).find(DOCUMENT, FORMATS, RECIPE) == [PDF.filed, DOCX.filed]


@pytest.mark.parametrize("made", [replace(DOCX, transient=True), replace(DOCX, recipe="")])
def test_file_that_may_come_otherwise_is_found_by_no_recipe(store: Store, made: Artifact) -> None:
    MadeFiles(store).keep([made])
    assert MadeFiles(store).find(DOCUMENT, (Format.DOCX,), RECIPE) == []
