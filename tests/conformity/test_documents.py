"""What docgen ships passes every judge: veraPDF, page-validation, outloud, and our own gate."""

import page as page_validation
import pytest

from docgen.conformity import check_pdf
from tests.conformity.verdicts import ADOPTED, SHIPPED, broken, shipped_pdf, verdict
from tests.reading import structure

every_document = pytest.mark.parametrize("name", SHIPPED)


@every_document
def test_verapdf_finds_no_broken_rule_of_archiving_or_access(name):
    assert broken(name) == []
    assert set(verdict(name)) == {"3a", "ua1"}


@every_document
def test_page_validation_finds_no_broken_rule_of_access(name):
    report = page_validation.validate_pdf_bytes(shipped_pdf(name), profile="ua1")
    assert [failure.message for failure in report.failures] == []
    assert report.rules.total > 90


@every_document
def test_our_gate_finds_nothing(name):
    assert check_pdf(shipped_pdf(name), name) == []


@every_document
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_outloud_finds_no_error_of_meaning(name, tmp_path):
    from outloud import check  # noqa: PLC0415  # it loads a renderer that warns of its own age

    path = tmp_path / f"{name}.pdf"
    path.write_bytes(shipped_pdf(name))
    result = check(str(path), layers=["semantic"])
    assert result.error is None
    assert [one.message for one in result.findings if str(one.severity).endswith("error")] == []
    assert result.stats["elements"] > 30


def test_what_was_adopted_is_a_final_with_fields_to_sign():
    roles = [one.role for one in structure(shipped_pdf(ADOPTED)).walk()]
    assert roles.count("Form") >= 2
