"""What docgen ships passes every judge: veraPDF, outloud, our gate with its page-validation."""

import re

import pytest

from tests.conformity.finished import finished_problems
from tests.conformity.verdicts import (
    ADOPTED,
    SHIPPED,
    broken,
    margin_words,
    profiles,
    shipped_pdf,
    verdict,
)
from tests.support.reading import structure

every_document = pytest.mark.parametrize("name", SHIPPED)


@every_document
def test_verapdf_finds_no_broken_rule_of_archiving_or_access(name):
    assert broken(name) == []
    assert tuple(verdict(name)) == profiles(name)


@every_document
def test_our_gate_finds_nothing(name):
    assert finished_problems(shipped_pdf(name), name) == []


@every_document
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_outloud_finds_no_error_of_meaning(name, tmp_path):
    from outloud import check  # noqa: PLC0415  # it loads a renderer that warns of its own age

    path = tmp_path / f"{name}.pdf"
    path.write_bytes(shipped_pdf(name))
    result = check(str(path), layers=["semantic"])
    assert result.error is None
    errors = [one for one in result.findings if str(one.severity).endswith("error")]
    known = (is_running_text, is_table_with_heads_on_two_sides)
    assert [one.message for one in errors if not any(so(one, name) for so in known)] == []
    assert result.stats["elements"] > 10


def is_running_text(finding, name):
    """Whether outloud takes a running head or foot for prose: it knows one by its coming back.

    PDF/UA-1 (7.8) has each be an artifact, that of one page too.
    """
    if finding.rule != "TAG-002" or finding.count != 1:
        return False
    shown = re.sub(r" \d+ / \d+$", "", finding.evidence.rstrip("…"))
    marks = [" ".join(mark.split()) for mark in margin_words(name)]
    return "(suite)" in shown or any(mark.startswith(shown) or mark in shown for mark in marks)


def is_table_with_heads_on_two_sides(finding, name):
    """Whether outloud counts more heads than data in a small table that has both kinds of heads.

    Two columns and a head for each row make n + 2 heads and n data: no head is torn apart.
    """
    rows = [one for one in structure(shipped_pdf(name)).walk() if one.role == "TR"]
    heads = [[cell.role for cell in row.kids].count("TH") for row in rows]
    below = [n for n, row in zip(heads, rows, strict=True) if n < len(row.kids)]
    counted = re.fullmatch(r".*: \d+ header cells against \d+ data cells", finding.message)
    return finding.rule == "TBL-010" and bool(counted) and max(below) == 1


def test_what_was_adopted_is_a_final_with_fields_to_sign():
    roles = [one.role for one in structure(shipped_pdf(ADOPTED)).walk()]
    assert roles.count("Form") >= 2
