"""Operators are found wherever they stand, and nothing that only looks like one."""

import pytest

from docgen.conformity.pdf.operators import Operator, operators


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"q /a1 gs Q", ["q", "gs", "Q"]),
        (b"/Span <</MCID 3>>BDC (a) Tj EMC", ["BDC", "text", "EMC"]),
        (b"/Artifact BMC /x1 Do EMC", ["BDC", "Do", "EMC"]),
        (b"[<0011>23(a)]TJ", ["text"]),
        (b"(a\\)b (c) d) Tj (e)'", ["text", "text"]),
        (b"(q Q EMC) Tj", ["text"]),
        (b"% q /a gs\n(a)Tj", ["text"]),
        (b"[(]) 3] TJ q", ["text", "q"]),
        (b"BI /W 1 ID q Q EMC EI q", ["q"]),
        (b"<</A (BDC)>> 1 w", []),
        (b"/F1 12 Tf /Quit cs", []),
        (b"1 0 0 rg W n f*", []),
        (b"/Span/P0 BDC EMC", ["BDC", "EMC"]),
        (b"q(a)Tj Q", ["q", "text", "Q"]),
        (b"(((((too deep))))) q", ["q"]),
    ],
)
def test_operators_yields_only_those_that_checks_need(content, words):
    assert [one.word for one in operators(content)] == words


def test_marked_content_has_its_number_or_its_list_name():
    assert list(operators(b"/P <</Lang (fr) /MCID 12>> BDC")) == [Operator("BDC", b"/P", 12)]
    assert list(operators(b"/P /MC0 BDC")) == [Operator("BDC", b"/P", properties="/MC0")]
    [nested] = operators(b"/P <</A <</B 1>> /MCID 4>> BDC")
    assert nested.number == 4


def test_a_long_page_is_read_in_a_moment():
    page = b"/Span <</MCID 0>>BDC [(a)1<0011>]TJ EMC 1 0 0 1 0 0 cm\n" * 20_000
    assert sum(1 for _ in operators(page)) == 60_000


def test_a_string_that_never_ends_takes_no_longer():
    assert list(operators(b"(" * 5_000 + b"[" * 5_000 + b"<<" * 5_000)) == []
