"""What a build reads: any change to it is seen, and nothing else is."""

import os

import pytest
from tools.wheelhouse import runtime_names

from docgen.cache.fingerprint import LIBRARIES, read_inputs, versions
from tests.conftest import Project


def test_every_file_that_is_read_counts(project: Project) -> None:
    before = read_inputs(project.workspace)
    assert "content/convention/2026.yaml" in before.files
    assert "docgen/templates/_commun/fonts/SourceSans3-Bold.ttf" in before.files
    project.write("content/fiche/action-4-1.yaml", "id: autre")
    changed = read_inputs(project.workspace)
    differing = {name for name in before.files if before.files[name] != changed.files[name]}
    assert differing == {"content/fiche/action-4-1.yaml"}
    assert changed.digest != before.digest


def test_a_template_of_the_project_counts(project: Project) -> None:
    before = read_inputs(project.workspace)
    project.write("templates/fiche/document.css", "p { color: red }")
    after = read_inputs(project.workspace)
    assert after.files.keys() - before.files.keys() == {"templates/fiche/document.css"}
    assert after.digest != before.digest


def test_where_and_when_do_not_count(project: Project) -> None:
    before = read_inputs(project.workspace)
    for path in project.root.rglob("*"):
        os.utime(path, (86400, 86400))
    project.write("output/fiche/fiche-essai.pdf", "rien")
    moved = Project(project.root.rename(project.root.with_name("ailleurs")))
    assert read_inputs(moved.workspace) == before


def test_a_file_named_outside_of_the_project_counts(project: Project) -> None:
    outside = project.root.parent / "convention.yaml"
    outside.write_text("titre: un")
    first = read_inputs(project.workspace, [outside])
    outside.write_text("titre: deux")
    assert read_inputs(project.workspace, [outside]).digest != first.digest


def test_a_folder_that_leads_to_itself_is_read_once(project: Project) -> None:
    before = read_inputs(project.workspace)
    (project.root / "content/fiche/encore").symlink_to(project.root / "content")
    assert read_inputs(project.workspace).files.keys() == before.files.keys()


def test_what_cannot_be_read_is_no_input_at_all(project: Project) -> None:
    (project.root / "content/fiche/perdu.yaml").symlink_to("nulle-part.yaml")
    with pytest.raises(OSError, match="perdu"):
        read_inputs(project.workspace)


NEUTRAL = {
    *("aiohappyeyeballs", "aiohttp", "aiosignal", "attrs", "certifi", "frozenlist", "idna"),
    *("multidict", "propcache", "yarl"),  # pyHanko's network, which docgen does not use
    *("asn1crypto", "cryptography", "oscrypto", "pyhanko", "pyhanko-certvalidator", "tzlocal"),
    "page-validation",  # judges what is made
    *("openpyxl", "et-xmlfile"),  # read and write forms, which no document is made from
    *("click", "annotated-types", "typing-extensions", "typing-inspection", "pycparser"),
}
"""The libraries that change no byte of a document."""


def test_every_library_counts_or_changes_no_byte() -> None:
    assert runtime_names() == {*LIBRARIES, *NEUTRAL}


def test_editions_and_versions_are_told_by_name(project: Project) -> None:
    inputs = read_inputs(project.workspace)
    assert {"cog", "competence", "maires"} <= inputs.editions.keys()
    assert all(edition and '"' not in edition for edition in inputs.editions.values())
    known = versions().keys()
    assert {"pango", "harfbuzz", "zlib", "weasyprint", "docxtpl"} <= known
    assert {"fontconfig", "freetype", "fribidi"} <= known
    assert all(text[0].isdigit() for text in versions().values())
