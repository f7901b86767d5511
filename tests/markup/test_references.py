"""Cross references, and their replacement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.markup import (
    MarkError,
    Reference,
    Run,
    escape_marks,
    mark_link,
    plain,
    read_runs,
    references,
    replace_references,
)


def test_reference_has_genre_key_optional_form_and_position():
    text = r"Voir {fiche:action-4.1}, \{fiche:non}, {droit:depot.ref} et {role:référent-sûreté}"
    assert references(text) == (
        Reference("fiche", "action-4.1", "", 5),
        Reference("droit", "depot", "ref", text.index("{droit")),
        Reference("role", "référent-sûreté", "", text.index("{role")),
    )
    assert [str(one) for one in references(text)] == [
        "{fiche:action-4.1}",
        "{droit:depot.ref}",
        "{role:référent-sûreté}",
    ]


def test_an_answer_may_be_words_or_a_link_inside_emphasis():
    answers = {
        "droit": mark_link("art. 3 *", "https://exemple.fr"),
        "role": escape_marks("le *SIP*"),
    }
    text = replace_references(
        r"**{droit:x}** : {role:y}, \{role:y}", lambda one: answers[one.genre]
    )
    assert read_runs(text) == (
        Run("art. 3 *", bold=True, link="https://exemple.fr"),
        Run(" : le *SIP*, {role:y}"),
    )


@pytest.mark.parametrize("text", ["{droit}", "{droit: x}", "a {droit:x"])
def test_malformed_reference_is_refused(text):
    for read in (references, lambda text: replace_references(text, str)):
        with pytest.raises(MarkError, match="renvoi mal écrit"):
            read(text)


PIECES = st.sampled_from((
    *("{droit:a-b}", "{fiche:action-4.1}", "{droit:x.ref}", r"\{droit:x}", r"\*", "\\", "{{ 7 }}"),
    *("a", " ", "**", "*", "[b](#c)", "[d](https://exemple.fr/{e})", "1er", "é", "[sic]", "]", "{"),
))  # fmt: skip


TEXTS = st.lists(PIECES, max_size=12).map("".join)


def readable(text):
    """Whether a text has no malformed mark."""
    try:
        return bool(read_runs(text))
    except MarkError:
        return False


@given(TEXTS.filter(readable))
def test_references_replaced_by_themselves_leave_the_text(text):
    assert replace_references(text, str) == text


@given(TEXTS.filter(readable))
def test_replaced_references_leave_the_other_words(text):
    said = replace_references(text, lambda one: mark_link(f"<{one}>", "#ici"))
    assert references(said) == ()
    runs = [run for run in read_runs(said) if run.link == "#ici"]
    assert "".join(run.text for run in runs) == "".join(f"<{one}>" for one in references(text))
    assert plain(replace_references(text, lambda one: escape_marks(str(one)))) == plain(text)
