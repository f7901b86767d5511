import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.french.typography import APOSTROPHE, pair_quotation_marks


@pytest.mark.parametrize(
    ("typed", "paired"),
    [
        ('"un"', "«un»"),
        ('"un "deux" trois"', "«un “deux” trois»"),
        ('« un "deux" trois »', "« un “deux” trois »"),
        ("“un”", "«un»"),
        ('15" et 17"', '15" et 17"'),
        ('"seul', '"seul'),
        ("« ouvert", "« ouvert"),
        ("fermé »", "fermé »"),
        ("“»“””", "“»“””"),
    ],
)
def test_marks_are_paired_by_depth(typed: str, paired: str) -> None:
    assert pair_quotation_marks(typed) == paired


@given(st.text(alphabet='a «»“”"(*', max_size=20))
def test_pairing_changes_marks_alone(text: str) -> None:
    assert re.sub("[«»“”]", '"', pair_quotation_marks(text)) == re.sub("[«»“”]", '"', text)


@given(st.text(alphabet='a «»“”"(*', max_size=20))
def test_pairing_twice_is_pairing_once(text: str) -> None:
    once = pair_quotation_marks(text)
    assert pair_quotation_marks(once) == once


@pytest.mark.parametrize(
    ("typed", "written"), [("l'élu", "l’élu"), ("l'**élu**", "l’**élu**"), ("5'30", "5'30")]
)
def test_an_apostrophe_follows_a_letter(typed: str, written: str) -> None:
    assert APOSTROPHE.apply(typed) == written
