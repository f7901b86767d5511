"""Marks of emphasis in a text, and what is left when they are taken away."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.markup import Run, plain, read_runs


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", ()),
        ("le plan", (Run("le plan"),)),
        ("le **plan** d’actions", (Run("le "), Run("plan", bold=True), Run(" d’actions"))),
        ("*ici*", (Run("ici", italic=True),)),
        ("***ici***", (Run("ici", bold=True, italic=True),)),
        ("**a *b* c**", (Run("a ", True), Run("b", True, True), Run(" c", True))),
        (r"2 \* 3", (Run("2 * 3"),)),
        (r"**2\*3**", (Run("2*3", bold=True),)),
        ("a\\b", (Run("a\\b"),)),
        ("a****b", (Run("ab"),)),
        ("le 1er mai", (Run("le 1"), Run("er", raised=True), Run(" mai"))),
        ("XXIe", (Run("XXI"), Run("e", raised=True))),
        ("**2e** fois", (Run("2", True), Run("e", True, raised=True), Run(" fois"))),
        ("{{ x }} <b>&amp;", (Run("{{ x }} <b>&amp;"),)),
    ],
)
def test_a_text_is_a_row_of_runs(text, runs):
    assert read_runs(text) == runs


@pytest.mark.parametrize(
    "text", ["2.1er", "a1er", "1ers-", "12ème", "1era", "Ie", "VERS", "L’Ier2"]
)
def test_what_only_looks_like_an_ordinal_is_not_raised(text):
    assert plain(text) == text
    assert [run.text for run in read_runs(text) if run.raised] in ([], ["ers"])


@pytest.mark.parametrize(
    "ordinal", ["1er", "1re", "2e", "3es", "1ers", "Ier", "Ire", "IIe", "XXes"]
)
def test_an_ordinal_has_its_letters_raised(ordinal):
    [number, letters] = read_runs(ordinal)
    assert (number.raised, letters.raised) == (False, True)
    assert number.text + letters.text == ordinal


@pytest.mark.parametrize(
    ("text", "mark"), [("**a", "**"), ("a*", "*"), ("*a**", "**"), ("**a* b", "**"), ("***", "**")]
)
def test_a_mark_that_is_never_closed_is_told(text, mark):
    with pytest.raises(ValueError, match="jamais refermé") as told:
        read_runs(text)
    assert f"« {mark} »" in str(told.value)


TEXTS = st.text("ab *\\1er{<é’\u202f", max_size=30)


@given(TEXTS)
def test_any_text_is_read_or_refused_in_french(text):
    try:
        runs = read_runs(text)
    except ValueError as error:
        runs = ()
        assert "ouvert et jamais refermé" in str(error)  # noqa: PT017
    assert all(run.text for run in runs)
    assert all(left != right for left, right in pairwise(runs))


@given(TEXTS)
def test_a_text_whose_asterisks_are_escaped_says_itself(text):
    assert plain(text.replace("\\", "").replace("*", "\\*")) == text.replace("\\", "")


@given(st.text("ab 1er’", max_size=20))
def test_marks_around_a_text_change_its_dress_and_not_its_words(text):
    runs = read_runs(f"**{text}**")
    assert plain(f"**{text}**") == text
    assert all(run.bold and not run.italic for run in runs)
