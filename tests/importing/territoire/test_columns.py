"""The guide of the workbook: it names every column, and says what is internal."""

import re

from docgen.importing.spreadsheet.typed_cells import MARKS
from docgen.importing.spreadsheet.writing import read_guide
from docgen.importing.territoire.columns import COMMUNE_COLUMNS, UNIT_COLUMNS
from docgen.importing.territoire.workbook import GUIDE
from tests.conftest import ROOT

PARTLESS = "nulle part"


def part(heading):
    """Return the paragraphs below a heading."""
    _, _, after = "\n".join(read_guide(GUIDE)).partition(f"# {heading}\n")
    return after.partition("\n# ")[0].casefold()


def test_each_column_says_where_it_is_printed():
    said = part("Où c’est imprimé aujourd’hui")
    heads = {
        one.title.partition(" : ")[0].casefold()
        for one in (*UNIT_COLUMNS, *COMMUNE_COLUMNS)
        if not one.locked
    }
    assert {head for head in heads if head not in said} == set()
    assert "vérifié le, vérifié par, commentaire : internes, jamais imprimés." in said


def test_guide_says_nowhere_only_of_what_no_document_reads():
    """A column that documents read since is no longer told as printed nowhere."""
    sources = [
        path.read_text("utf-8")
        for room in ("kinds", "referential")
        for path in (ROOT / "src/docgen" / room).rglob("*.py")
        if path.name != "local_files.py"
    ]
    (nowhere,) = (
        one for one in part("Où c’est imprimé aujourd’hui").splitlines() if PARTLESS in one
    )
    for column in (*UNIT_COLUMNS, *COMMUNE_COLUMNS):
        if column.key and not column.locked:
            field = column.steps[0]
            read = any(re.search(rf"[.\"]{field}\b", source) for source in sources)
            title = column.title.partition(" : ")[0].casefold()
            assert (title in nowhere) <= (not read), column.title
            assert read or title in nowhere or column.key == "commentaire", column.title


def test_guide_explains_erasing_and_what_is_internal():
    assert "--effacer" in part("Effacer")
    assert "content/territoire/ hors de tout dépôt public" in part("Rendre")
    analysis = " ".join((ROOT / "docs/analysis/territoire.md").read_text("utf-8").split())
    assert "keep that folder out of public repositories" in analysis


def test_guide_lists_the_other_words_for_yes():
    assert "« x »" in part("Remplir")
    assert "x" in MARKS
