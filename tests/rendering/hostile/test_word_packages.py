"""A Word template hands on nothing that Word would run, ask for or fetch."""

import tracemalloc
import zipfile

import pytest

from docgen.errors import TemplateError
from docgen.kinds.convention.facts import FaitsConvention
from docgen.ooxml import read_package
from docgen.rendering.docx.lint import lint_docx
from docgen.rendering.docx.lint_package import open_package
from tests.rendering.docx.docx_examples import document, laid_over, render_docx
from tests.rendering.hostile.word_packages import (
    ALLOWED,
    BY_TAGS,
    CASES,
    hostile,
    lying_zip,
    packed,
)
from tests.support import documents

PACK = "commune-pack-81101-final"
NAME = "templates/convention/document.docx"


@pytest.mark.parametrize("case", CASES)
def test_hostile_word_template_is_refused_by_lint_and_when_opened(case):
    change, code = CASES[case]
    data = hostile(change)
    problems = lint_docx(data, FaitsConvention, NAME)
    assert f"modele-{code}" in {problem.code for problem in problems}
    assert all(problem.hint for problem in problems)
    with pytest.raises(TemplateError, match=NAME):
        open_package(data, NAME)


@pytest.mark.parametrize("case", ["ddeauto-cut", "picture-outside", "vba-part"])
def test_hostile_word_template_is_refused_when_built(case, tmp_path):
    change, code = CASES[case]
    with pytest.raises(TemplateError) as raised:
        render_docx(document(), laid_over(tmp_path, hostile(change)))
    assert {(one.file, one.code) for one in raised.value.problems} == {(NAME, f"modele-{code}")}


@pytest.mark.parametrize(
    ("data", "code"), [(b"%PDF-1.7", "fichier"), (hostile(CASES["vba-part"][0]), "partie")]
)
def test_bound_template_is_named(data, code, tmp_path):
    opened = []
    templates = documents.laid_over(tmp_path, {"fiche/document.docx": data})
    templates.on_open = opened.append
    with pytest.raises(TemplateError) as raised:
        render_docx(documents.document(PACK), templates)
    assert {one.file for one in raised.value.problems} == {"templates/fiche/document.docx"}
    assert f"modele-{code}" in {one.code for one in raised.value.problems}
    assert opened[-1] == "fiche/document.docx"


def test_field_that_tags_make_is_refused_when_built(tmp_path):
    data = hostile(BY_TAGS)
    assert lint_docx(data, FaitsConvention, NAME) == []
    with pytest.raises(TemplateError, match="champ de Word refusé : « DDE c:/x »") as raised:
        render_docx(document(), laid_over(tmp_path, data))
    assert "PAGE, PAGEREF" in raised.value.problems[0].hint


def test_field_is_refused_at_its_place():
    [problem] = lint_docx(hostile(CASES["dde-header"][0]), FaitsConvention, NAME)
    assert "en-tête 1, paragraphe 1 (« 1 ») : champ de Word refusé : « DDE cmd »" in problem.message
    assert "PAGE, PAGEREF" in problem.hint


def test_switch_of_a_link_that_is_refused_is_named():
    [problem] = lint_docx(hostile(CASES["link-switch-unknown"][0]), FaitsConvention, NAME)
    assert "retirez « \\file:///c:/x »" in problem.hint


@pytest.mark.parametrize("case", ALLOWED)
def test_what_word_writes_by_itself_is_allowed(case):
    assert lint_docx(hostile(ALLOWED[case]), FaitsConvention, NAME) == []


@pytest.mark.parametrize("told", [1000, 40_000_000, 900_000_000])
def test_zip_that_lies_is_refused_in_little_memory(told):
    data = lying_zip(100_000_000, told)
    tracemalloc.start()
    with pytest.raises(ValueError, match="Word"):
        read_package(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 120_000_000


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_zip_that_word_would_not_read_is_refused(method):
    with pytest.raises(ValueError, match="pas un fichier Word"):
        read_package(packed(method))
