"""A YAML file as read: its values, their places, and what is refused."""

import os
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from docgen.content.source import MAX_BYTES, MAX_DEPTH, Mark, parse_source, read_source
from docgen.errors import ContentError


def refused(text):
    """Return the problems of a text."""
    return reading(lambda: parse_source(text, "essai.yaml"))[1]


def refused_file(path, data):
    """Return the problems of a file of these bytes."""
    path.write_bytes(data)
    return reading(lambda: read_source(path, "essai.yaml"))[1]


def reading(read):
    """Return what a reading gives, and its problems."""
    try:
        source = read()
    except ContentError as error:
        return None, error.problems
    return source, source.problems


@pytest.mark.parametrize(
    "written",
    ["01004", "0o17", "oui", "NO", "on", "12:30", "1e3", "2026-04-23", "1_000", ".5", "="],
)
def test_a_scalar_stays_as_it_is_written(written):
    assert parse_source(f"valeur: {written}\n", "essai.yaml").data == {"valeur": written}


@pytest.mark.parametrize("written", ["", "~", "null"])
def test_empty_scalar_is_none(written):
    assert parse_source(f"valeur: {written}\n", "essai.yaml").data == {"valeur": None}


@pytest.mark.parametrize("written", ['""', "''", '"~"', "'null'"])
def test_quoted_value_is_text(written):
    assert parse_source(f"valeur: {written}\n", "essai.yaml").data == {"valeur": written[1:-1]}


def test_every_value_and_key_has_its_place():
    source = parse_source("a:\n  - b: un\n    c: [x, y]\n", "essai.yaml")
    assert source.values == {
        (): Mark(1, 1),
        ("a",): Mark(2, 3),
        ("a", 0): Mark(2, 5),
        ("a", 0, "b"): Mark(2, 8),
        ("a", 0, "c"): Mark(3, 8),
        ("a", 0, "c", 0): Mark(3, 9),
        ("a", 0, "c", 1): Mark(3, 12),
    }
    assert source.keys == {("a",): Mark(1, 1), ("a", 0, "b"): Mark(2, 5), ("a", 0, "c"): Mark(3, 5)}


def test_place_of_an_absent_value_is_that_of_its_parent():
    source = parse_source("a:\n  b: un\n", "essai.yaml")
    assert source.place(("a", "absent")) == (("a",), Mark(2, 3))
    assert source.key_place(("a", "absent")) == Mark(1, 1)
    assert source.place(("absent",)) == ((), Mark(1, 1))


def test_combining_accents_are_normalised():
    text = "pre\u0301ambule: e\u0301te\u0301\n"
    assert parse_source(text, "essai.yaml").data == {"préambule": "été"}


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    path = tmp_path / "essai.yaml"
    path.write_bytes("\ufeffacte: signe\n".encode())
    source = read_source(path, "essai.yaml")
    assert (source.data, source.keys[("acte",)]) == ({"acte": "signe"}, Mark(1, 1))


def test_ends_of_line_of_windows_are_read(tmp_path):
    path = tmp_path / "essai.yaml"
    path.write_bytes(b"a: un\r\nb: deux\r\n")
    source = read_source(path, "essai.yaml")
    assert (source.data, source.keys[("b",)]) == ({"a": "un", "b": "deux"}, Mark(2, 1))


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ("acte: signé\n".encode("latin-1"), (1, 11)),
        ("a: un\nété: signé\n".encode("cp1252"), (2, 1)),
        ("éé: \n".encode() + b"\xff", (2, 1)),
        ("é: ".encode() + b"\xe9\n", (1, 4)),
        ("acte: signe\n".encode("utf-16"), (1, 1)),
        (b"a: \xed\xa0\x80\n", (1, 4)),
    ],
)
def test_other_encoding_is_reported_at_its_first_byte(tmp_path, data, place):
    [problem] = refused_file(tmp_path / "essai.yaml", data)
    assert (problem.code, problem.line, problem.column) == ("encodage", *place)
    assert "UTF-8" in problem.hint


ODT = b"PK\3\4" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("data", "name", "said", "hint"),
    [
        (b"PK\3\4", "2029.yaml", "c’est un fichier Word ou un classeur", "rendez-lui son nom"),
        (b"PK\3\4", "le texte.docx", "c’est un fichier Word", "docgen reprendre 'le texte.docx'"),
        (b"%PDF-1.7", "2029.pdf", "c’est un PDF", "docgen extract 2029.pdf"),
        (b"\xd0\xcf\x11\xe0", "2029.yaml", "un ancien fichier Word ou Excel", "enregistrez-le"),
        (ODT, "2029.yaml", "c’est un fichier LibreOffice", "enregistrez-le en « .docx »"),
        (rb"{\rtf1\ansi", "2029.yaml", "c’est un texte mis en forme (RTF)", "recopiez ses mots"),
    ],
)
def test_a_file_that_holds_no_text_is_told(tmp_path, data, name, said, hint):
    (tmp_path / name).write_bytes(data + b"\xff" * 9)
    with pytest.raises(ContentError) as refused:
        read_source(tmp_path / name, name)
    [problem] = refused.value.problems
    assert said in problem.message
    assert hint in problem.hint


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_refused(tmp_path, encoding):
    problems = refused_file(tmp_path / "essai.yaml", "a: b\n".encode(encoding))
    assert {problem.code for problem in problems} <= {"encodage", "caractere"}
    assert all(problem.line for problem in problems)


def test_a_file_that_is_too_big_is_not_parsed(tmp_path):
    [problem] = refused_file(tmp_path / "essai.yaml", b"a: b\n" * (MAX_BYTES // 5 + 1))
    assert problem.code == "taille"


def test_a_file_just_small_enough_is_read(tmp_path):
    path = tmp_path / "essai.yaml"
    path.write_bytes(b"a: " + b"b" * (MAX_BYTES - 3))
    assert read_source(path, "essai.yaml").data == {"a": "b" * (MAX_BYTES - 3)}


def test_a_list_of_communes_may_be_as_long_as_france(tmp_path):
    path = tmp_path / "territoire/communes.yaml"
    path.parent.mkdir()
    path.write_bytes(b"a: " + b"b" * MAX_BYTES)
    assert read_source(path, "communes.yaml").data == {"a": "b" * MAX_BYTES}


def test_a_device_without_end_is_not_read_to_its_end():
    with pytest.raises(ContentError) as raised:
        read_source(Path("/dev/zero"), "zero")
    assert raised.value.problems[0].code in ("taille", "lecture")


@pytest.mark.parametrize("char", ["\0", "\a", "\x1b", "\x7f", "\x85", "\u200b", "\ufffe", "\u202e"])
def test_unprintable_character_is_named_at_its_place(tmp_path, char):
    [problem] = refused_file(tmp_path / "essai.yaml", f"a: un\nb: de{char}ux\n".encode())
    assert (problem.code, problem.line, problem.column) == ("caractere", 2, 6)
    assert f"U+{ord(char):04X}" in problem.message


def test_all_unprintable_characters_are_reported_in_one_pass():
    problems = refused("a: \u0410\nb: \U0001f600\n")
    assert [problem.line for problem in problems] == [1, 2]


@pytest.mark.parametrize("escape", [r"\ud800", r"\0", r"\x07", r"\u200b", r"\uDFFF", r"\e"])
def test_an_escape_brings_in_nothing_unprintable(escape):
    [problem] = refused(f'a: un\nb: "x{escape}"\n')
    assert (problem.line, bool(problem.message)) == (2, True)
    assert problem.code in ("caractere", "yaml")


def test_an_escape_too_far_for_unicode_is_refused():
    [problem] = refused('a: "\\UFFFFFFFF"\n')
    assert (problem.code, problem.line) == ("yaml", 1)


def test_nesting_is_read_as_deep_as_needed_and_no_deeper():
    assert parse_source("[" * MAX_DEPTH + "x" + "]" * MAX_DEPTH, "essai.yaml").data
    for deeper in (MAX_DEPTH + 1, 100_000):
        [problem] = refused("[" * deeper + "x" + "]" * deeper)
        assert (problem.message, problem.line) == ("trop de niveaux imbriqués", 1)


def test_a_bomb_of_aliases_does_not_go_off():
    names = "abcdefghi"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{new}: &{new} [{', '.join(['*' + old] * 9)}]" for old, new in pairwise(names)]
    problems = refused("\n".join(lines))
    assert {problem.code for problem in problems} == {"renvoi"}


@pytest.mark.parametrize("text", ["", "\n", "# rien\n", "\ufeff"])
def test_empty_file_is_reported_as_empty(tmp_path, text):
    [problem] = refused_file(tmp_path / "essai.yaml", text.encode())
    assert (problem.code, problem.line, problem.column) == ("vide", 1, 1)


SYNTAX_ERRORS = [
    ("a: @b\n", 1, 4, "caractère interdit en début de valeur"),
    ("a: b: c\n", 1, 5, "deux-points inattendus"),
    ("a: b\nc\nd: e\n", 2, 1, "il manque les deux-points après la clé"),
    ("a: b\n  c: d\n", 2, 4, "deux-points inattendus"),
    ("a:\n  - b\n c: d\n", 3, 2, "clé ou tiret attendu ici"),
    ("a: 'b' c\n", 1, 8, "clé ou tiret attendu ici"),
    ("a: [b\nc: d\n", 1, 4, "crochet « ] » attendu"),
    ("a: {b: c\nd: e\n", 1, 4, "accolade « } » attendue"),
    ("a: {b: c, d:}\n", 1, 12, "deux-points inattendus"),
    ("a: 'b\n", 1, 4, "guillemet ouvert et jamais refermé"),
    ('a: b\nc: "d\ne: f\ng: h\n', 2, 4, "guillemet ouvert et jamais refermé"),
    ("a:\n  - 'b\n  - c\n", 2, 5, "guillemet ouvert et jamais refermé"),
    ('a: "b\nc: d\ne: "f"\n', 1, 4, "guillemet ouvert ici, et refermé seulement ligne 3"),
    ("a: 'b\nc: l'eau\n", 1, 4, "guillemet ouvert ici, et refermé seulement ligne 2"),
    ('a:\n  - "b\n  - "*c*"\n', 2, 5, "guillemet ouvert ici, et refermé seulement ligne 3"),
    ('a: ["b, c]\nd: ""\n', 1, 5, "guillemet ouvert ici, et refermé seulement ligne 2"),
    ("a: 'b\n---\n'", 1, 4, "guillemet ouvert et jamais refermé avant « --- » ou « ... »"),
    ("a: - b\n", 1, 4, "tiret de liste inattendu"),
    ("a: ? b\n", 1, 4, "« ? » en début de valeur"),
    ("a: * b\n", 1, 5, "« * » ou « & » en début de valeur"),
    ('a: "\\q"\n', 1, 5, "barre oblique inverse « \\ » non reconnue"),
    ('a: "\\xZZ"\n', 1, 7, "code de caractère incomplet après « \\ »"),
    ('a: "\\UFFFFFFFF"\n', 1, 7, "code de caractère qui n’existe pas"),
    ("a: !<b\n", 1, 7, "« ! » en début de valeur"),
    ("a: !b!c d\n", 1, 4, "« ! » en début de valeur"),
    ("%b c d\n", 1, 3, "« % » en début de ligne"),
    ("a: >b\n", 1, 5, "texte inattendu après « > » ou « | »"),
    ("a: [\n", 1, 5, "valeur attendue ici"),
    ("- a\nb: c\n", 2, 1, "tiret de liste attendu ici"),
    ("[a]\nb: c\n", 2, 1, "texte inattendu ici"),
    ("a:\n\tb: c\n", 2, 1, "tabulation dans le retrait"),
    ("a:\n  b:\n  \t- c\n", 3, 3, "tabulation dans le retrait"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), SYNTAX_ERRORS)
def test_syntax_error_is_reported_in_french_at_its_place(text, line, column, message):
    [problem] = refused(text)
    assert (problem.line, problem.column, problem.message) == (line, column, message)
    assert problem.hint


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: None, "il n’existe pas"),
        (lambda path: path.mkdir(), "c’est un dossier"),
        (lambda path: path.symlink_to(path), "lien qui mène à lui-même"),
        (os.mkfifo, "ce n’est pas un fichier ordinaire"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, make, reason):
    path = tmp_path / "essai.yaml"
    make(path)
    with pytest.raises(ContentError) as raised:
        read_source(path, "essai.yaml")
    [problem] = raised.value.problems
    assert problem.code == "lecture"
    assert reason in problem.message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file_is_reported(tmp_path):
    path = tmp_path / "essai.yaml"
    path.write_text("a: b\n")
    path.chmod(0)
    with pytest.raises(ContentError, match="droits insuffisants"):
        read_source(path, "essai.yaml")


YAML_LIKE = st.text(
    st.sampled_from("abé:-# \n\t[]{},&*!|>'\"\\?%@`~0\r<=.\u2028\ufeff") | st.characters(),
    max_size=60,
)


def points_inside(mark, text):
    """Whether a mark is at a character of a text, or just after the last of a line."""
    lines = f"{text}\n".split("\n")
    return 1 <= mark.line <= len(lines) and 1 <= mark.column <= len(lines[mark.line - 1]) + 1


@given(YAML_LIKE)
@example("? [a]\n: b\n")
@example("a: !!python/object/apply:os.system [x]")
@example("%YAML 9.9\n---\na: b")
@example("%TAG ! tag:x,2000:\n---\n!a b")
@example("a: b\n---\nc: d")
@example("a: |\n\tb")
@example("\r")
@example("a: b\rc: d\r? :")
@example("- \x85- a: [")
@example("<<: a\n<<: b")
@example("[" * 5000)
@example("{" * 5000)
@example("- " * 5000)
@example("? " * 5000)
@example("? " + "[" * 50)
@example("? " + "[" * 3000 + "]" * 3000)
@example("a: 'b")
def test_any_text_is_read_or_refused_at_a_place(text):
    source, problems = reading(lambda: parse_source(text, "essai.yaml"))
    marks = [*source.values.values(), *source.keys.values()] if source else []
    marks += [Mark(problem.line, problem.column) for problem in problems]
    assert source or problems
    assert [mark for mark in marks if not points_inside(mark, text)] == []
    assert all(problem.message for problem in problems)


@given(st.binary(max_size=80) | YAML_LIKE.map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(b"%PDF")
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "octets.yaml"
    path.write_bytes(data)
    source, problems = reading(lambda: read_source(path, "essai.yaml"))
    assert source or problems
    placed = [problem for problem in problems if problem.code != "format"]  # of the whole file
    assert all(problem.line and problem.column for problem in placed)


PLAIN = st.text("abcé", min_size=1, max_size=5)
DATA = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN, inner, max_size=3),
    max_leaves=8,
)


@given(DATA, st.booleans())
def test_written_values_are_read_back(data, flow):
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow)
    assert parse_source(text, "essai.yaml").data == data


@pytest.mark.parametrize("text", ["a: un mot # et la suite\n", "a:\n  - un\n    mot # b\n"])
def test_words_after_a_hash_are_not_dropped(text):
    [problem] = parse_source(text, "essai.yaml").problems
    line, column = text.count("\n", 0, text.index("#")) + 1, text.split("#")[0].rfind("\n")
    assert (problem.line, problem.column) == (line, text.index("#") - column)
    assert problem.hint


@pytest.mark.parametrize(
    "text", ["a: un mot  # commentaire\n", 'a: "un" # b\n', "a: # b\n  c: d\n"]
)
def test_comments_stay_comments(text):
    assert parse_source(text, "essai.yaml").problems == []


def test_words_are_placed_in_a_folded_text():
    source = parse_source("a: >-\n  un deux\n  trois {role:x}\n  et {role\n  y}\n", "essai.yaml")
    assert source.place_of_words(("a",), "{role:x}") == Mark(3, 9)
    assert source.place_of_words(("a",), "{role y}") == Mark(4, 6)
    assert source.place_of_words(("a",), "absent") == Mark(1, 4)


@pytest.mark.parametrize(
    ("text", "steps", "place"),
    [
        ('a: "dit \\u007brole:x}"\nb: d\nc: voir {role:x} ici\n', ("a",), Mark(1, 4)),
        ('a: "dit \\u007brole:x}"\n"{role:x}": d\n', ("a",), Mark(1, 4)),
        ('[{a: "\\u007brole:x}"}, {a: "{role:x}"}]', (0, "a"), Mark(1, 6)),
        ("- - un\n  - voir {role:x}\n- fin\n", (0,), Mark(2, 10)),
    ],
)
def test_words_are_sought_in_their_own_text_only(text, steps, place):
    assert parse_source(text, "essai.yaml").place_of_words(steps, "{role:x}") == place
