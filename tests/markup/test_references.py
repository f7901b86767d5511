"""Cross references: what a text refers to, and the same text once it is answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.markup import (
    MarkError,
    Reference,
    Run,
    escaped,
    linked,
    misnamed,
    plain,
    read_runs,
    references,
    resolve,
)

KNOWN = {"droit": ("depot-delai", "depot-amende"), "fiche": ("action-4.1", "sip"), "role": ()}


def test_a_reference_has_a_genre_a_key_perhaps_a_form_and_a_place():
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
    answers = {"droit": linked("art. 3 *", "https://exemple.fr"), "role": escaped("le *SIP*")}
    text = resolve(r"**{droit:x}** : {role:y}, \{role:y}", lambda one: answers[one.genre])
    assert read_runs(text) == (
        Run("art. 3 *", bold=True, link="https://exemple.fr"),
        Run(" : le *SIP*, {role:y}"),
    )


@pytest.mark.parametrize("text", ["{droit}", "{droit: x}", "a {droit:x"])
def test_a_reference_that_is_badly_written_is_no_reference(text):
    for read in (references, lambda text: resolve(text, str)):
        with pytest.raises(MarkError, match="renvoi mal écrit"):
            read(text)


MISNAMED = {
    "{droi:depot-delai}": ("genre de renvoi inconnu : « droi »", "« droit »"),
    "{xyz:depot-delai}": ("genre de renvoi inconnu : « xyz »", "admis : droit, fiche, role"),
    "{droit:depot-delais}": ("n’existe pas : « {droit:depot-delais} »", "« depot-delai »"),
    "{droit:dépôt-amende.ref}": ("n’existe pas", "« depot-amende »"),
    "{role:sip}": ("n’existe pas : « {role:sip} »", ""),
}


@pytest.mark.parametrize("text", MISNAMED)
def test_a_reference_to_nothing_is_told_with_what_was_meant(text):
    [found] = misnamed(f"a {text} b", KNOWN)
    message, hint = MISNAMED[text]
    assert message in found.message
    assert hint in found.hint
    assert found.reference.position == 2


def test_every_wrong_reference_is_told_and_no_right_one():
    text = "{fiche:sip} {fiche:a} {droit:depot-delai.lettres} {x:b}"
    assert [str(one.reference) for one in misnamed(text, KNOWN)] == ["{fiche:a}"]


PIECES = st.sampled_from((
    *("{droit:a-b}", "{fiche:action-4.1}", "{droit:x.ref}", r"\{droit:x}", r"\*", "\\", "{{ 7 }}"),
    *("a", " ", "**", "*", "[b](#c)", "[d](https://exemple.fr/{e})", "1er", "é", "[sic]", "]", "{"),
))  # fmt: skip


TEXTS = st.lists(PIECES, max_size=12).map("".join)


def readable(text):
    """Whether every mark of a text can be read."""
    try:
        return bool(read_runs(text))
    except MarkError:
        return False


@given(TEXTS.filter(readable))
def test_references_answered_by_themselves_leave_a_text_as_it_was(text):
    assert resolve(text, str) == text


@given(TEXTS.filter(readable))
def test_an_answered_text_refers_to_nothing_and_says_the_same_else(text):
    said = resolve(text, lambda one: linked(f"<{one}>", "#ici"))
    assert references(said) == ()
    runs = [run for run in read_runs(said) if run.link == "#ici"]
    assert "".join(run.text for run in runs) == "".join(f"<{one}>" for one in references(text))
    assert plain(resolve(text, lambda one: escaped(str(one)))) == plain(text)
