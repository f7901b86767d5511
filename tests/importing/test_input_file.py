"""An input file: its encoding, its rows, its problems."""

import csv
import gzip
import hashlib

import pytest

from docgen.errors import ContentError, Severity
from docgen.importing import input_file as given
from docgen.importing.input_file import MAX_PROBLEMS_SHOWN, InputFile, raise_errors


def file(tmp_path, data):
    """Return an input file of these bytes."""
    path = tmp_path / "donnees.csv"
    path.write_bytes(data)
    return InputFile(path, "donnees.csv")


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_text_is_read_in_either_coding(tmp_path, coding):
    one = file(tmp_path, "nom;lieu\nÉlise;CHÂTEAU-L’ÉVÊQUE\n".encode(coding))
    assert one.text == "nom;lieu\nÉlise;CHÂTEAU-L’ÉVÊQUE\n"
    assert one.all_problems == ()


@pytest.mark.parametrize("coding", ["cp1252", "latin-1"])
def test_text_encoded_twice_is_repaired_with_a_warning(tmp_path, coding):
    one = file(tmp_path, "nom;rue\nAgnès;Café\n".encode().decode(coding).encode())
    assert one.text == "nom;rue\nAgnès;Café\n"
    assert [problem.severity for problem in one.all_problems] == [Severity.AVERTISSEMENT]


def test_text_encoded_twice_with_losses_is_refused(tmp_path):
    one = file(tmp_path, "nom;rue\nAgnÃ¨s;Ã?\nx;SABARTHÃ©S ☐\n".encode())
    assert "Ã" in one.text
    with pytest.raises(ContentError):
        raise_errors([one])
    assert [problem.line for problem in one.all_problems] == [2, 3]


def test_undecodable_letter_is_reported_at_its_line(tmp_path):
    one = file(tmp_path, b"nom;rue\nAgn\x81s;x\n")
    assert "\ufffd" in one.text
    assert [(problem.line, problem.code) for problem in one.all_problems] == [(2, "codage")]


def test_gzip_is_unpacked(tmp_path):
    assert file(tmp_path, gzip.compress(b"a;b\n", mtime=0)).data == b"a;b\n"


@pytest.mark.parametrize("cut", [12, -4])
def test_gzip_that_is_not_whole_is_refused(tmp_path, cut):
    with pytest.raises(ContentError, match="archive gzip"):
        _ = file(tmp_path, gzip.compress(b"a;b\n" * 100, mtime=0)[:cut]).data


def test_endless_archive_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(given, "MAX_BYTES", 1000)
    with pytest.raises(ContentError, match="trop gros"):
        _ = file(tmp_path, gzip.compress(b"0" * 2000, mtime=0)).data


def test_too_large_file_is_refused_packed_or_not(tmp_path, monkeypatch):
    monkeypatch.setattr(given, "MAX_BYTES", 1000)
    assert len(file(tmp_path, b"0" * 1000).data) == 1000
    for data in (b"0" * 1001, b"\x1f\x8b" + b"0" * 999):
        with pytest.raises(ContentError, match="trop gros"):
            _ = file(tmp_path, data).data


def test_a_file_may_be_let_be_larger(tmp_path, monkeypatch):
    monkeypatch.setattr(given, "MAX_BYTES", 10)
    one = file(tmp_path, b"0" * 1000)
    one.limit_size(1000, "")
    assert len(one.data) == 1000


def test_the_digest_is_that_of_the_bytes_that_were_read(tmp_path):
    stored = gzip.compress(b"a;b\n", mtime=0)
    one = file(tmp_path, stored)
    assert one.importe.sha256 == hashlib.sha256(stored).hexdigest()
    assert one.data
    one.path.write_bytes(b"changed meanwhile")
    assert one.importe.sha256 == hashlib.sha256(stored).hexdigest()


def test_digest_is_read_from_disk_when_data_is_not(tmp_path):
    assert file(tmp_path, b"a;b\n").importe.sha256 == hashlib.sha256(b"a;b\n").hexdigest()


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ContentError, match="il n’existe pas"):
        _ = InputFile(tmp_path / "absent.csv", "absent.csv").data


def test_every_row_has_its_line(tmp_path):
    table = file(tmp_path, b'a;b\n1;"x\ny"\n\n2;z\n').table()
    assert [(row.line, row["a"]) for row in table.rows()] == [(3, "1"), (5, "2")]


def test_row_of_another_width_is_an_error_and_is_skipped(tmp_path):
    one = file(tmp_path, b"a;b\n1;2;3\n4;5\n")
    assert [row["a"] for row in one.table().rows()] == ["4"]
    assert [problem.line for problem in one.all_problems] == [2]


def test_a_row_without_a_value_is_none(tmp_path):
    one = file(tmp_path, b"a;b\n1;2\n;\n ; \n;;;\n3;4\n")
    assert [row.line for row in one.table().rows()] == [2, 6]
    assert one.all_problems == ()


def test_another_table_is_reported_in_one_sentence(tmp_path):
    one = file(tmp_path, b"a;b;c;d;e\n")
    with pytest.raises(ContentError) as raised:
        one.table().expect(("code", "nom"), ())
    assert [problem.line for problem in raised.value.problems] == [1]
    assert "a, b, c, d…" in str(raised.value)
    assert "code, nom…" in str(raised.value)


def test_column_without_a_title_is_reported_by_its_place(tmp_path):
    one = file(tmp_path, b"code;\n")
    with pytest.raises(ContentError, match="colonne 2 sans titre"):
        one.table().expect(("code",), ())


def test_missing_unknown_and_repeated_columns_are_reported_at_once(tmp_path):
    one = file(tmp_path, b"code;nom;nom;sexe\n")
    with pytest.raises(ContentError):
        one.table().expect(("code", "nom", "prenom"), ())
    assert {problem.field for problem in one.all_problems} == {"nom", "prenom", "sexe"}


@pytest.mark.parametrize("header", [b"rien\n", b"\na;b\n", b";" * 10_000])
def test_other_text_is_refused_as_a_table(tmp_path, header):
    with pytest.raises(ContentError, match="tableau attendu"):
        file(tmp_path, header).table()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "fichier vide"),
        (b"\xef\xbb\xbf\r\n", "fichier vide"),
        (b"PK\3\4\0\0 x.csv code;nom", "archive ZIP"),
        (b"PK\3\4\0\0 xl/workbook.xml", "c’est un classeur"),
        (b"PK\3\4\0\0 mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "c’est un classeur"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "mot de passe"),
        ("code;nom\n".encode("utf-16"), "UTF-16"),
        (b"%PDF-1.7\ncode;nom", "PDF"),
        (b"\n<!DOCTYPE html><p>Erreur; r\xc3\xa9essayez", "page web"),
        (b'<?xml version="1.0"?>\n<html><p>Erreur', "page web"),
        (b'<?xml version="1.0"?>\n<ARTICLE/>', "fichier XML"),
        (b"<ARTICLE><ID>LEGIARTI000006834444</ID></ARTICLE>", "un article de la base LEGI, seul"),
        (b"code;nom\n8\x001;x\n", "ou il est abîmé"),
    ],
)
def test_other_file_type_is_recognised(tmp_path, data, said):
    with pytest.raises(ContentError, match=said) as raised:
        file(tmp_path, data).table()
    (problem,) = raised.value.problems
    assert problem.hint
    assert "\0" not in str(raised.value)


LONG = b"x" * (csv.field_size_limit() + 1)
QUOTES, SIZE = "guillemets mal fermés", "valeur de plus de 131072 caractères"


@pytest.mark.parametrize(
    ("line", "said"),
    [(b'"abc;def', QUOTES), (b'a;"b"x;c', QUOTES), (b"a;" + LONG, SIZE), (b'"' + LONG, SIZE)],
)
def test_malformed_line_is_reported_where_it_begins(tmp_path, line, said):
    as_header, as_row = file(tmp_path, line + b"\nx;y\n"), b"a;b\n1;2\n" + line + b"\n"
    with pytest.raises(ContentError):
        as_header.table()
    assert [(p.line, p.message) for p in as_header.all_problems] == [(1, said)]
    one = file(tmp_path, as_row)
    assert [row["a"] for row in one.table().rows()] == ["1"]
    assert [(p.line, p.message) for p in one.all_problems] == [(3, said)]


def test_a_table_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(given, "MAX_LINES", 3)
    assert len(list(file(tmp_path, b"a;b\n1;2\n3;4\n").table().rows())) == 2
    for more in (b"5;6\n", b"\n"):
        with pytest.raises(ContentError, match="plus de 3 lignes"):
            list(file(tmp_path, b"a;b\n1;2\n3;4\n" + more).table().rows())


def test_a_message_that_quotes_a_whole_file_is_cut(tmp_path):
    one = file(tmp_path, b"")
    one.error("code", "x" * 100_000, 1, "y" * 100_000, "z" * 100_000)
    one.warn("code", "x" * 100_000, 1, "z" * 100_000)
    assert all(len(str(problem)) < 2000 for problem in one.all_problems)


def test_the_nearest_column_does_not_depend_on_chance(tmp_path):
    one = file(tmp_path, b"prenom;pr\xc3\xa9nom;PRENOM;nom\n")
    with pytest.raises(ContentError):
        one.table().expect(("Prénom ", "nom"), ())
    assert one.all_problems[0].hint == "vouliez-vous dire « PRENOM » ?"


def test_lines_are_counted_by_their_ends_alone(tmp_path):
    """The second half of « Å », read as Latin-1, is a line end for Unicode only."""
    one = file(tmp_path, "nom;rue\nÃ\x85land ☐\nÃ\x85land ☐;Ã\x85\n".encode())
    assert "Ã" in one.text
    assert [problem.line for problem in one.all_problems] == [2, 3]


def test_problems_of_one_sort_are_counted_beyond_a_few(tmp_path):
    one = file(tmp_path, b"")
    for line in range(MAX_PROBLEMS_SHOWN + 7):
        one.error("code", "faux", line)
        one.warn("code", "douteux", line)
    assert len(one.all_problems) == 2 * (MAX_PROBLEMS_SHOWN + 1)
    assert "et 7 autres" in one.all_problems[-1].message
    assert (
        one.all_problems[-1].line == MAX_PROBLEMS_SHOWN
    )  # where those begin that are only counted
    with pytest.raises(ContentError):
        raise_errors([one])


def test_messages_are_printable_on_one_line(tmp_path):
    one = file(tmp_path, b"a;b\n")
    one.warn("code", "Mairie\r\nfausse \x1b[2J\u202e", column="a\nb")
    one.error("code", "x\u2028y\x9b")
    told = [(problem.message, problem.field) for problem in one.all_problems]
    assert told == [("Mairie fausse \ufffd[2J\ufffd", "a b"), ("x y\ufffd", "")]
