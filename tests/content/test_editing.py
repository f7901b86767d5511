"""Changes to the text of a YAML file: only what is named changes, wherever it stands."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.content.editing import YamlText, quote
from docgen.content.source import parse_source
from docgen.errors import ContentError

TEXT = """\
a: un   # premier
groupe:
  texte: >-
    Deux mots
    sur deux lignes.

  # un commentaire
  b: {c: 1, d: "deux"}
liste:
- x: 1
  y:
- {z: 3}
"""
WIDE = "mot " * 40 + "fin"


def edited(text, change):
    """Return a text after a change, which docgen can read."""
    changes = YamlText(text, "essai.yaml")
    change(changes)
    assert parse_source(str(changes), "essai.yaml")
    return str(changes)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (lambda yaml: yaml.replace(("a",), "deux"), "a: un   #", "a: deux   #"),
        (lambda yaml: yaml.replace(("groupe", "b", "d"), "2"), '"deux"', "2"),
        (lambda yaml: yaml.replace(("liste", 0, "y"), "2"), "y:\n", "y: 2\n"),
        (lambda yaml: yaml.add((), "e", "4", "a"), "# premier\n", "# premier\ne: 4\n"),
        (
            lambda yaml: yaml.add(("groupe",), "e", "4", "texte"),
            "deux lignes.\n",
            "deux lignes.\n  e: 4\n",
        ),
        (lambda yaml: yaml.add(("liste", 1), "e", "4"), "{z: 3}", "{z: 3, e: 4}"),
        (
            lambda yaml: yaml.put(("groupe",), "b", {"c": "5", "e": None}, "texte"),
            '{c: 1, d: "deux"}',
            "{c: 5}",
        ),
        (
            lambda yaml: yaml.put((), "groupe", {"b": None, "e": "4"}, "a"),
            '  b: {c: 1, d: "deux"}\n',
            "  e: 4\n",
        ),
    ],
)
def test_only_the_named_value_changes(change, before, after, ends):
    text = TEXT.replace("\n", ends)
    assert before in TEXT
    assert edited(text, change) == TEXT.replace(before, after).replace("\n", ends)


def test_field_is_added_below_the_last_line_of_a_text():
    for text in ("a: >-\n  un\n", "a: |\n  un", "a: un\n  deux", 'a: "un\n\n  deux"\n'):
        made = edited(text, lambda yaml: yaml.add((), "b", "2"))
        assert parse_source(made, "essai.yaml").data["b"] == "2"
        assert made.startswith(text.rstrip("\n"))


def test_value_of_several_lines_is_not_replaced():
    with pytest.raises(ContentError, match="« texte: » à écrire sur une seule ligne"):
        edited(TEXT, lambda yaml: yaml.replace(("groupe", "texte"), "x"))


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("- a: 1\n  b: {c: 1,\n    d: 2}  # trois\n  e: 4\n", "- a: 1\n  e: 4\n"),
        ("- b: 1\n  a: 1\n", "- a: 1\n"),
        ("- a: 1\n  b:\n    c: |\n      un\n    d:\n    - x\n# z\n", "- a: 1\n# z\n"),
        ("- a: 1\n  b:\n", "- a: 1\n"),
        ("- a: 1\n  b: 2", "- a: 1"),
        ("- {a: 1, b: {c: 1}, e: 4}\n", "- {a: 1, e: 4}\n"),
        ("- {b: {c: 1}, e: 4}\n", "- {e: 4}\n"),
        ("- {a: 1,\n   b: 2}\n", "- {a: 1}\n"),
        ("- a: 1\n", "- a: 1\n"),
        ("- a: >-\n    un\n  b:\n    c: 2\n    # d’un mot\n  # e\n", "- a: >-\n    un\n  # e\n"),
    ],
)
def test_field_is_taken_out_with_its_value(written, left, ends):
    written, left = written.replace("\n", ends), left.replace("\n", ends)
    assert edited(written, lambda yaml: yaml.take_out((0,), "b")) == left


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ({"a": "2", "b": "3", "c": "4"}, "g:\n  a: 2\n  b: 3\n  c: 4\n"),
        ({"c": "4", "b": "3"}, "g:\n  a: 1\n  b: 3\n  c: 4\n"),
        ({"b": None, "c": "4"}, "g:\n  a: 1\n  c: 4\n"),
    ],
)
def test_last_field_without_value_is_filled_or_taken_out(fields, left):
    written = "g:\n  a: 1\n  b:\n"
    assert edited(written, lambda yaml: yaml.put((), "g", fields, "")) == left


def test_several_changes_do_not_move_each_other():
    def change(yaml):
        yaml.add((), "e", "4", "a")
        yaml.replace(("a",), "un mot plus long")
        yaml.add(("liste", 1), "e", "4")

    made = parse_source(edited(TEXT, change), "essai.yaml").data
    assert (made["a"], made["e"], made["liste"][1]) == (
        "un mot plus long",
        "4",
        {"z": "3", "e": "4"},
    )


def test_value_in_braces_has_one_blank_before_it():
    made = edited("a: {b: }   # dit\n", lambda yaml: yaml.replace(("a", "b"), "3"))
    assert made == "a: {b: 3}   # dit\n"


@pytest.mark.parametrize("words", ["null", "~"])
def test_words_that_yaml_reads_as_nothing_are_quoted(words):
    made = edited(TEXT, lambda yaml: yaml.rewrite(("a",), words))
    assert parse_source(made, "essai.yaml").data["a"] == words


def test_quoted_words_are_read_back():
    words = 'L’« élu » : "un" \\ # {deux}'
    made = edited(TEXT, lambda yaml: yaml.replace(("a",), quote(words)))
    assert parse_source(made, "essai.yaml").data["a"] == words


STYLES = st.sampled_from(
    [
        "- id: {}\n  etat: propose\n",
        "- etat: 'propose'  # à voir\n  id: {}\n",
        '-\n    etat: "propose"\n    id: {}\n',
        "- {{id: {}, etat: propose}}\n",
        "- {{ etat: propose,\n    id: {} }}\n",
        "- {{id: {},\n    etat: propose\n  }}\n",
        "# un commentaire : etat: propose\n- etat: propose\n  texte: >-\n    un\n\n  id: {}\n",
    ]
)


@given(st.lists(STYLES, min_size=1, max_size=6), st.data(), st.text("aé'\"\\:#{}", min_size=1))
def test_stamps_keep_the_other_values_in_any_style(styles, data, who):
    text = "".join(style.format(f"c{rank}") for rank, style in enumerate(styles))
    before = deepcopy(parse_source(text, "essai.yaml").data)
    ranks = st.lists(st.sampled_from(range(len(styles))), min_size=1, unique=True)
    changes = YamlText(text, "essai.yaml")
    for rank in data.draw(ranks):
        after = data.draw(st.sampled_from(sorted(before[rank].keys() - {"adoption"})))
        changes.replace_word((rank, "etat"), "adopte")
        changes.put((rank,), "adoption", {"par": quote(who), "le": "2026-03-01"}, after)
        before[rank] |= {"etat": "adopte", "adoption": {"par": who, "le": "2026-03-01"}}
    assert parse_source(str(changes), "essai.yaml").data == before
    assert str(changes).count("#") == text.count("#") + who.count("#") * str(before).count("'par'")


LISTS = """\
texte:
  - >-
    Une première ligne qui va jusqu'au bout, ou presque, pour être pleine à craquer de mots utiles
    une deuxième ligne, qui ne change pas et que personne ne doit remplir de nouveau,
    une troisième.
  # un commentaire
  - court
plat: [un, deux]
cle: "entre guillemets"
"""
LONG = parse_source(LISTS, "essai.yaml").data["texte"][0]


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (
            lambda yaml: yaml.rewrite(("texte", 0), LONG.replace("troisième", "fin")),
            "une troisième.",
            "une fin.",
        ),
        (
            lambda yaml: yaml.rewrite(("texte", 0), LONG.replace("de mots utiles", "de sens")),
            "de mots utiles",
            "de sens",
        ),
        (lambda yaml: yaml.rewrite(("texte", 1), "a: b"), "- court", '- "a: b"'),
        (lambda yaml: yaml.rewrite(("plat", 1), "d, e"), "[un, deux]", '[un, "d, e"]'),
        (lambda yaml: yaml.rewrite(("cle",), "autre"), '"entre guillemets"', '"autre"'),
        (lambda yaml: yaml.insert_item(("texte",), 1, "mot"), "ième.\n", "ième.\n  - mot\n"),
        (lambda yaml: yaml.insert_item(("texte",), 2, "mot"), "court\n", "court\n  - mot\n"),
        (lambda yaml: yaml.insert_item(("plat",), 0, "mot"), "[un", '["mot", un'),
        (lambda yaml: yaml.insert_item(("plat",), 2, "mot"), "deux]", 'deux, "mot"]'),
        (lambda yaml: yaml.remove_item(("texte", 1)), "  - court\n", ""),
        (lambda yaml: yaml.remove_item(("plat", 0)), "un, ", ""),
        (lambda yaml: yaml.remove_item(("plat", 1)), ", deux", ""),
    ],
)
def test_a_text_is_rewritten_and_an_item_comes_or_goes(change, before, after):
    assert edited(LISTS, change) == LISTS.replace(before, after, 1)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("change", "after"),
    [
        (lambda yaml: yaml.insert_item(("a",), 1, "deux"), "a:\n  - un\n  - deux"),
        (lambda yaml: yaml.add((), "b", "2"), "a:\n  - un\nb: 2"),
    ],
)
def test_last_line_ends_when_another_comes_below(change, after, ends):
    written = "a:\n  - un".replace("\n", ends)
    assert edited(written, change) == after.replace("\n", ends)


@pytest.mark.parametrize(
    ("texts", "after"),
    [
        (["un", "deux"], "- un  # u\n# d\n- deux\n"),
        (["un", "2", "deux"], "- un  # u\n- 2\n# d\n- deux\n"),
        (["1", "deux"], "- 1  # u\n# d\n- deux\n"),
        (["deux"], "# d\n- deux\n"),
        (["un", "deux", "3", "4"], "- un  # u\n# d\n- deux\n- 3\n- 4\n"),
    ],
)
def test_comments_of_a_list_stay_when_it_changes(texts, after):
    written = "a:\n- un  # u\n# d\n- deux\nb: 1\n"
    change = edited(written, lambda yaml: yaml.rewrite_list(("a",), texts))
    assert change == f"a:\n{after}b: 1\n"


@pytest.mark.parametrize(
    ("ranks", "left"), [((2, 3), "a, b"), ((0, 1), "c, d"), ((3, 1, 2), "a"), ((0, 2), "b, d")]
)
def test_items_of_a_list_on_one_line_go_together(ranks, left):
    def change(yaml):
        for rank in ranks:
            yaml.remove_item(("cle", rank))

    assert edited("cle: [a, b, c, d]\n", change) == f"cle: [{left}]\n"


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (lambda yaml: yaml.remove_item(("a", 1)), "a:\n-\n  un\n"),
        (lambda yaml: yaml.insert_item(("a",), 0, "zéro"), "a:\n- zéro\n-\n  un\n-\n  deux\n"),
    ],
)
def test_an_item_goes_with_a_dash_on_its_own_line(change, after):
    assert edited("a:\n-\n  un\n-\n  deux\n", change) == after


def test_a_long_text_is_folded():
    text = edited(LISTS, lambda yaml: yaml.rewrite(("cle",), WIDE))
    assert "cle: >-\n  mot mot" in text
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize("value", ["", "''", "~", "court", '"en deux\n  lignes"'])
def test_a_comment_after_a_folded_value_stays_one(value):
    text = edited(f"a: {value}   # note\nb: 1\n", lambda yaml: yaml.rewrite(("a",), WIDE))
    assert parse_source(text, "essai.yaml").data["a"] == WIDE
    assert "a: >-  # note\n" in text


@pytest.mark.parametrize("value", ["court", '"court"', ""])
def test_a_tab_after_a_folded_value_goes(value):
    text = edited(f"a: {value} \t\nb: 1\n", lambda yaml: yaml.rewrite(("a",), WIDE))
    assert parse_source(text, "essai.yaml").data["a"] == WIDE


@pytest.mark.parametrize(
    ("change", "texts"),
    [
        (lambda yaml: yaml.rewrite(("a", 1), WIDE), ["un", WIDE]),
        (lambda yaml: yaml.insert_item(("a",), 2, WIDE), ["un", "deux", WIDE]),
        (lambda yaml: yaml.remove_item(("a", 1)), ["un"]),
    ],
)
@pytest.mark.parametrize("deep", ["  # note\n", "\n      # note\n"])
def test_a_deep_comment_never_becomes_words_of_a_text(change, texts, deep):
    text = edited(f"a:\n- >-\n  un\n- deux\n{deep}b: 1\n", change)
    assert parse_source(text, "essai.yaml").data == {"a": texts, "b": "1"}


@pytest.mark.parametrize("value", [">-\n  Fiche\n  #4 et note", '"Fiche\n  #4 et note"'])
def test_a_number_sign_within_a_text_is_kept(value):
    text = edited(f"a: {value}\nb: 1\n", lambda yaml: yaml.add((), "c", "2", "a"))
    data = parse_source(text, "essai.yaml").data
    assert (data["a"], data["c"]) == ("Fiche #4 et note", "2")


def test_first_item_of_a_nested_list_is_refused():
    changes = YamlText("a:\n  - - un\n    - deux\n", "essai.yaml")
    with pytest.raises(ContentError, match="à la main"):
        changes.remove_item(("a", 0, 0))
