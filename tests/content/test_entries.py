"""Lists of YAML files that change entry by entry, all other lines byte for byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.content.entries import EntriesText
from docgen.content.source import parse_source

LIST = """\
# En tête.
liste:
  # La première.
  - nom: a
    ville: "Albi"  # chef-lieu
    lignes:
      - un
      - deux
    chef: {nom: b, rang: c}

  # La seconde.
  - nom: d
    chef:
      nom: e
      # dedans
      rang: f
fin: oui
"""
OLD = [
    {"nom": "a", "ville": "Albi", "lignes": ["un", "deux"], "chef": {"nom": "b", "rang": "c"}},
    {"nom": "d", "chef": {"nom": "e", "rang": "f"}},
]


def updated(text, old, new, key="liste"):
    edited = EntriesText(text, "essai.yaml", key)
    edited.update(old, new)
    written = str(edited)
    assert parse_source(written, "essai.yaml").data[key] == new
    return written


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({"ville": "Le Garric"}, '"Albi"', '"Le Garric"'),
        ({"ville": None}, '    ville: "Albi"  # chef-lieu\n', ""),
        ({"lignes": ["trois"]}, "\n      - un\n      - deux", "\n    - trois"),
        ({"chef": {"nom": "b", "rang": "z"}}, "rang: c", 'rang: "z"'),
        ({"chef": {"nom": "b"}}, ", rang: c", ""),
        ({"chef": {"rang": "c"}}, "chef: {nom: b, rang: c}", "chef:\n      rang: c"),
        ({"chef": None}, "\n    chef: {nom: b, rang: c}", ""),
        ({"tel": "17"}, "rang: c}\n", "rang: c}\n    tel: '17'\n"),
    ],
)
def test_a_field_changes_and_other_lines_stay(changes, before, after):
    first = {key: value for key, value in {**OLD[0], **changes}.items() if value is not None}
    for ending in ("\n", "\r\n"):
        text = updated(LIST.replace("\n", ending), OLD, [first, OLD[1]])
        assert text == LIST.replace(before, after, 1).replace("\n", ending)


GROUPS = (
    "liste:\n- nom: a\n  chefs:\n  - nom: b\n    rang: c\n  - nom: d\n    rang: e\n  ville: f\n"
)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_list_changes_wholly_when_the_next_field_goes(ends):
    old = [
        {"nom": "a", "chefs": [{"nom": "b", "rang": "c"}, {"nom": "d", "rang": "e"}], "ville": "f"}
    ]
    new = [{"nom": "a", "chefs": [{"nom": "un nom long", "rang": "g"}]}]
    written = updated(GROUPS.replace("\n", ends), old, new)
    after = "liste:\n- nom: a\n  chefs:\n  - nom: un nom long\n    rang: g\n"
    assert written == after.replace("\n", ends)


def test_only_field_of_a_group_changes_when_on_lines():
    text = "liste:\n- nom: a\n  chef:\n    nom: >-\n      b\n      c\n"
    old, new = [{"nom": "a", "chef": {"nom": "b c"}}], [{"nom": "a", "chef": {"nom": "d"}}]
    assert updated(text, old, new) == "liste:\n- nom: a\n  chef:\n    nom: d\n"


def test_first_field_of_a_group_changes_when_on_several_lines():
    text = "liste:\n- nom: a\n  chef:\n    nom: >-\n      b\n      c\n\n    rang: d\n"
    old, new = [{"nom": "a", "chef": {"nom": "b c", "rang": "d"}}], {"nom": "e f", "rang": "d"}
    written = updated(text, old, [{"nom": "a", "chef": new}])
    assert written == "liste:\n- nom: a\n  chef:\n    nom: e f\n\n    rang: d\n"


def test_entry_comes_after_the_comments_of_one_that_goes():
    text = "liste:\n- nom: a\n- nom: b\n  # de b\n"
    written = updated(text, [{"nom": "a"}, {"nom": "b"}], [{"nom": "a"}, {"nom": "c"}])
    assert written == "liste:\n- nom: a\n- nom: c\n"


def test_two_entries_of_one_name_keep_their_words():
    old = [{"nom": "a", "mot": "un"}, {"nom": "a", "mot": "deux"}]
    text = updated("liste: []\n", [], old)
    new = [*old, {"nom": "b"}]
    assert updated(text, old, new) == f"{text}- nom: b\n"


def test_entries_come_and_go_beside_comments():
    new = {"nom": "c", "ville": "Gaillac"}
    lines = "  - nom: c\n    ville: Gaillac\n"
    assert updated(LIST, OLD, [OLD[0], new, OLD[1]]) == LIST.replace(
        "rang: c}\n", f"rang: c}}\n{lines}"
    )
    first, rest = LIST.split("  - nom: a", 1)[0], LIST.split("rang: c}\n")[1]
    assert updated(LIST, OLD, OLD[1:]) == first + rest
    assert "# La seconde.\n" in updated(LIST, OLD, [])


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("liste: []  # vide\n", "liste:  # vide\n- a\n"),
        ("liste:\nfin: oui\n", "liste:\n- a\nfin: oui\n"),
        ("liste: [b, c]", "liste:\n- a"),
        ("# rien\n", "# rien\nliste:\n- a\n"),
        ("autre: oui\n", "autre: oui\nliste:\n- a\n"),
        ("{}\n", "liste:\n- a\n"),
    ],
)
def test_a_list_in_brackets_or_missing_is_written_in_lines(text, after):
    assert updated(text, [], ["a"]) == after


FIELDS = {
    "nom": st.sampled_from("abcd"),
    "mot": st.sampled_from([None, "oui", "1", "a: b", "é # x", "'"]),
    "lignes": st.lists(st.sampled_from("xy")),
    "chef": st.sampled_from([{}, {"nom": "x"}, {"nom": "y", "rang": "z"}, {"rang": "1"}]),
}
ENTRIES = st.lists(
    st.fixed_dictionaries(FIELDS).map(lambda one: {key: one[key] for key in FIELDS if one[key]}),
    unique_by=lambda one: one["nom"],
)


@given(ENTRIES, ENTRIES)
def test_any_list_becomes_any_other(old, new):
    written = updated("liste: []\n", [], old)
    again = EntriesText(written, "essai.yaml", "liste")
    again.update(old, new)
    found = parse_source(str(again), "essai.yaml").data["liste"]
    assert {one["nom"]: one for one in found} == {one["nom"]: one for one in new}
