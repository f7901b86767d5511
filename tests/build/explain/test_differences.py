"""What of a document is another, in people's eyes."""

from __future__ import annotations

from dataclasses import replace

from docgen.build.explain.differences import touched
from docgen.cache.fingerprint import Recipe

BEFORE = Recipe(
    "0" * 64,
    "1" * 64,
    {"document": "a", "contacts": "b", "fiches/0/fiche-4-1": "c", "fiches/1/fiche-5-1": "d"},
    ("commune-pack",),
    ("content/commune-pack/dossier.yaml",),
)


def test_a_part_that_merely_moved_is_the_same() -> None:
    said = {"fiches/0/fiche-3-1": "e", "fiches/1/fiche-4-1": "c", "fiches/2/fiche-5-1": "f"}
    after = replace(BEFORE, content_digests={"document": "a", "contacts": "g", **said})
    assert touched(BEFORE, after) == ("contacts", "fiche-3-1", "fiche-5-1")
    assert touched(BEFORE, BEFORE) == ()
