"""Clauses that are taken out, or added, in Word (exemple fictif)."""

import pytest
import yaml

from docgen.corrections.acceptance import MOVED, REMARK_GONE
from docgen.corrections.changes import Status
from docgen.corrections.printed import FormattedText, Paragraph
from docgen.corrections.reading_back import ClauseChoice
from docgen.corrections.wording import problems_to_see, report_lines, write_clause
from tests.conftest import plain_blanks
from tests.corrections.conftest import NAME, TEXT
from tests.corrections.test_reading_back import changes, correction, written


@pytest.fixture
def without_clause(word):
    for words in ("Correspondance fictive", "Les messages imaginaires"):
        word.remove(words)
    return word


def test_remarks_on_a_clause_go_with_it(here, without_clause):
    [change] = changes(here, without_clause)
    assert change.status is Status.PROPOSE
    assert plain_blanks(change.why) == plain_blanks(REMARK_GONE)
    text = written(here, without_clause, ClauseChoice(malgre=("article-4",)))
    assert "article-4" not in text
    assert "remarques" not in text


def test_a_clause_that_others_need_is_told(here, word):
    term = "vie:\n  duree: {valeur: 1, unite: ans, clause: article-3}\n\nremarques:"
    (here.root / NAME).write_text(TEXT.replace("remarques:", term), "utf-8")
    for words in ("Durée fictive", "est conclue pour une période"):
        word.remove(words)
    choice = ClauseChoice(malgre=("article-3",))
    found = correction(here, word).read(choice)
    [change] = found.changes
    assert plain_blanks(change.why) == "docgen le refuserait : aucune clause « article-3 »"
    [problem] = problems_to_see(found, choice)
    assert problem.line == change.place.line


@pytest.mark.parametrize(
    ("after", "number", "first"),
    [
        ("Les messages imaginaires", "ARTICLE 5", "  - id: article-5"),
        ("Chaque commune imaginaire", "ARTICLE 2 bis", "  - id: article-2-bis"),
    ],
)
def test_a_clause_to_paste_reads_where_it_is_told(here, word, after, number, first):
    word.add_after(after, "Elle dure un an.")
    word.add_heading_after(after, f"{number}\tReprise fictive")
    [change] = changes(here, word)
    told = list(report_lines(correction(here, word).read(ClauseChoice())))
    start = told.index(first)
    lines = TEXT.splitlines()
    lines[change.paste.line : change.paste.line] = told[start : start + 6]
    act = yaml.safe_load("\n".join(lines))
    names = [one["numero"] for one in act["articles"]]
    assert names.index(number) == names.index(change.paste.clause.upper().replace("-", " ")) + 1


def test_mark_of_state_is_no_part_of_a_title():
    pieces = (FormattedText("Action\u00a02.3\tVeiller"), FormattedText(" proposé", state=True))
    told = list(write_clause([Paragraph(pieces, "heading 3", level=3)]))
    assert told[0] == "- id: action-2.3"
    assert told[-1] == "  titre: Veiller"


def test_place_to_paste_is_that_of_the_text_as_written(here, word):
    word.add_after("Le plan comprend un seul axe", "Il est revu chaque année imaginaire.")
    word.add_after("Les messages imaginaires", "Elle dure un an.")
    word.add_heading_after("Les messages imaginaires", "ARTICLE 5\tReprise fictive")
    one = correction(here, word)
    written = one.write(one.read(ClauseChoice()), ClauseChoice()).read_back
    [new] = [change for change in written.changes if change.paste]
    lines = (here.root / NAME).read_text("utf-8").splitlines()
    assert len(lines) > len(TEXT.splitlines())
    assert lines[new.paste.line] == "", "the line below the clause"
    assert lines[new.place.line - 1] in TEXT
    one = correction(here, word).read(ClauseChoice()).changes[0]
    assert (one.paste, one.place) == (new.paste, new.place)


def test_a_clause_that_moves_keeps_its_identifier(here, word):
    words = ("Objet fictif", "La présente convention fictive prend", "porte sur les signes")
    for moved in [word.paragraph(one) for one in words][::-1]:
        word.paragraph("Les messages imaginaires").addnext(moved)
    found = correction(here, word).read(ClauseChoice())
    assert {one.why for one in found.changes} == {MOVED}
    told = "\n".join(report_lines(found))
    assert "id:" not in told
    assert "à ôter" not in told
    [rows] = [one.paste.rows for one in found.changes if one.paste]
    lines = TEXT.splitlines()
    assert lines[rows[0] - 1].strip() == "- id: article-1"
    assert lines[rows[1]].strip() in ("", "- id: article-2")


def test_number_with_another_blank_is_the_same(here, word):
    word.reword("ARTICLE\u00a04", "ARTICLE 4")
    word.reword("Correspondance fictive", "Courrier fictif")
    [change] = changes(here, word)
    assert change.status is Status.EXACT
