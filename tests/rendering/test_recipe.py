"""What a file is made from, in one digest: whatever may change a byte changes it, nothing else."""

import shutil
from dataclasses import replace

import pytest
from weasyprint.text.ffi import pango

from docgen.cache import Store
from docgen.cache.fingerprint import CODE, code_files, versions
from docgen.document import ActComparison, ActVersion
from docgen.rendering.fitting import fit_pages
from docgen.rendering.html.templates import Templates
from docgen.rendering.recipe import digest, toolchain_digest
from docgen.workspace import shipped_templates
from tests.conftest import run_elsewhere
from tests.support import documents
from tests.support.documents import OUR_TEMPLATES, laid_over
from tests.support.invented import DOCUMENT

ONE = documents.document("convention-complete")
TOLD = digest(ONE, OUR_TEMPLATES)


def test_the_same_document_has_the_same_digest_in_another_process():
    program = (
        "from tests.support import documents as d; from docgen.rendering.recipe import digest;"
        "print(digest(d.document('convention-complete'), d.OUR_TEMPLATES))"
    )
    assert run_elsewhere(program) == TOLD


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Autre titre"},
        {"final": False},
        {"key": "autre"},
        {"required_margin_words": ("Autre mention",)},
        {"anchors": "yousign"},
        {"canonical": "acte: autre"},
        {"subject": "Autre"},
        {"facts": ONE.facts.model_copy(update={"intitule": "Autre"})},
        {"parts": {"ici": (ONE,)}},
        {"companions": {"message.txt": b"autre"}},
        {"comparison": ActComparison(ActVersion(ONE, ()), ActVersion(ONE, ()), "A – B", None)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_a_document_says_changes_it(change):
    assert digest(replace(ONE, **change), OUR_TEMPLATES) != TOLD


def test_what_a_part_says_changes_the_whole():
    whole = replace(ONE, parts={"ici": (ONE,)})
    other = replace(ONE, parts={"ici": (replace(ONE, title="Autre"),)})
    assert digest(whole, OUR_TEMPLATES) != digest(other, OUR_TEMPLATES)


@pytest.mark.parametrize("file", ["convention/document.css", "_commun/fonts/SourceSans3-Bold.ttf"])
def test_a_template_or_a_font_of_the_project_changes_it(file, tmp_path):
    assert digest(ONE, laid_over(tmp_path, {file: b"autre"})) != TOLD


def test_recipe_depends_on_names_below_the_templates_only(tmp_path):
    shutil.copytree(shipped_templates(), tmp_path / "ailleurs")
    there = Templates((tmp_path / "ailleurs",))
    assert digest(ONE, there) == TOLD
    (tmp_path / "ailleurs/fiche/plus.svg").write_text("<svg/>")
    here = toolchain_digest(there)
    (tmp_path / "ailleurs/fiche/plus.svg").rename(tmp_path / "ailleurs/infographie/plus.svg")
    assert toolchain_digest(there) != here


def test_a_template_that_changes_while_a_process_runs_is_seen(tmp_path):
    templates = laid_over(tmp_path, {"convention/document.css": "p { top: 0 }"})
    before = toolchain_digest(templates)
    (tmp_path / "templates/convention/document.css").write_text("p { top: 1px }")
    assert toolchain_digest(templates) != before


def test_density_is_kept_under_templates_as_they_were_opened(tmp_path, cache):
    file = "fiche/document.html.j2"
    templates = laid_over(tmp_path, {file: "<html><body>{{ document.density }}</body></html>"})
    templates.store = Store(cache)
    page = replace(DOCUMENT, densities=("large", "petite"))
    before = digest(page, templates)
    (tmp_path / "templates" / file).write_text("<html><body>Autre</body></html>")
    fit_pages(page, templates)
    assert digest(page, templates) == before


def test_recipe_follows_linked_folders_and_ignores_caches(tmp_path):
    templates = laid_over(tmp_path, {"convention/document.css": "p { top: 0 }"})
    before = toolchain_digest(templates)
    (tmp_path / "templates/convention/perdu.svg").symlink_to("nulle-part.svg")
    (tmp_path / "templates/__pycache__").mkdir()
    (tmp_path / "templates/__pycache__/essai.pyc").write_bytes(b"")
    assert toolchain_digest(templates) == before
    (tmp_path / "dessins").mkdir()
    (tmp_path / "dessins/plus.svg").write_text("<svg/>")
    (tmp_path / "templates/convention/dessins").symlink_to(tmp_path / "dessins")
    assert toolchain_digest(templates) != before


def test_the_code_is_part_of_it():
    sources = {path.relative_to(CODE).as_posix() for path in code_files()}
    assert {
        "rendering/recipe.py",
        "kinds/commune_pack/choosing_fiches.py",
        "document.py",
    } <= sources
    assert {path.rpartition(".")[2] for path in sources} == {"py"}


def test_recipe_covers_the_libraries_of_layout():
    known = versions()
    assert {"weasyprint", "lxml", "docxtpl", "segno", "pango", "harfbuzz", "zlib"} <= known.keys()
    assert all(known.values())
    number = pango.pango_version()
    assert known["pango"] == f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    assert known["harfbuzz"].count(".") == 2
