"""What differs between two times: files, editions, versions, parts of the document."""

from dataclasses import replace

from docgen.build.explain.differences import difference, sources_of, templates_of
from docgen.cache.fingerprint import Inputs, Recipe

RECIPE = Recipe(
    "0" * 64,
    "1" * 64,
    {"document": "a", "contacts": "b", "fiches/0/fiche-4-1": "c", "fiches/1/fiche-5-1": "d"},
    ("fiche",),
    ("content/fiche/action-4-1.yaml", "content/convention/2026.yaml"),
)
FILES = {
    "content/convention/2026.yaml": "1",
    "content/convention/modele.yaml": "1",
    "content/emetteurs.yaml": "1",
    "content/fiche/action-4-1.yaml": "1",
    "content/fiche/action-4-2.yaml": "1",
    "content/referentiel/maires/edition.yaml": "1",
    "content/referentiel/maires/maires.csv": "1",
    "content/territoire/roles.yaml": "1",
    "docgen/templates/_commun/base.css": "1",
    "docgen/templates/convention/document.css": "1",
    "docgen/templates/fiche/document.css": "1",
}
INPUTS = Inputs(FILES, {"cog": "2026", "maires": "2026-03-30"}, {"lxml": "6.1", "zlib": "1.3"}, "1")
MAYORS = "content/referentiel/maires/edition.yaml"


def test_sources_are_what_its_kind_reads_and_all_acts() -> None:
    other = {"content/fiche/action-4-2.yaml", "content/emetteurs.yaml"}
    assert sources_of(INPUTS, RECIPE).keys() == {
        name for name in FILES if name.startswith("content/") and name not in other
    }
    assert list(templates_of(INPUTS, RECIPE)) == [
        "docgen/templates/_commun/base.css",
        "docgen/templates/fiche/document.css",
    ]


def test_convention_is_made_from_its_own_text_and_home() -> None:
    own = "content/convention/2026.yaml"
    convention = replace(RECIPE, kinds=("convention",), sources=(own,))
    assert [*sources_of(INPUTS, convention)] == [own, "content/territoire/roles.yaml"]


def test_part_that_merely_moved_is_the_same() -> None:
    parts = {"fiches/0/fiche-3-1": "e", "fiches/1/fiche-4-1": "c", "fiches/2/fiche-5-1": "f"}
    after = replace(RECIPE, content_digests={"document": "a", "contacts": "g", **parts})
    changed = difference((RECIPE, INPUTS), (after, INPUTS)).changed_parts
    assert changed == {"contacts": "modifié", "fiche-3-1": "ajouté", "fiche-5-1": "modifié"}
    assert difference((RECIPE, INPUTS), (RECIPE, INPUTS)).is_empty


def test_changes_are_of_its_own_texts_and_of_any_template() -> None:
    gone = {"content/territoire/roles.yaml", "content/emetteurs.yaml"}
    files = {name: one for name, one in FILES.items() if name not in gone}
    signed, style = "content/convention/2027.yaml", "docgen/templates/convention/document.css"
    today = replace(INPUTS, files=files | {signed: "1", style: "2"})
    changes = difference((RECIPE, INPUTS), (RECIPE, today))
    assert changes.texts == {"content/territoire/roles.yaml": "retiré", signed: "ajouté"}
    assert changes.templates == {style: "modifié"}
    assert changes.toolchain_changed
    assert not difference(
        (RECIPE, INPUTS), (RECIPE, replace(INPUTS, files=files))
    ).toolchain_changed


def test_editions_count_where_their_manifest_has_changed() -> None:
    editions, versions = {"cog": "2027", "maires": "2026-06-30"}, {"lxml": "6.2", "zlib": "1.3"}
    today = replace(INPUTS, files=FILES | {MAYORS: "2"}, editions=editions, versions=versions)
    changes = difference((RECIPE, INPUTS), (RECIPE, today))
    assert changes.editions == {"maires": ("2026-03-30", "2026-06-30")}
    assert changes.versions == {"lxml": ("6.1", "6.2")}
    unnamed = replace(today, editions={})
    assert difference((RECIPE, INPUTS), (RECIPE, unnamed)).editions == {
        "maires": ("2026-03-30", "")
    }
