"""The pages that show what changes from one act to another."""

from dataclasses import replace
from itertools import pairwise

import pytest

from docgen.avenant.act_text import AlineaText, RowText
from docgen.avenant.differences import find_differences
from docgen.kinds.convention.redline import (
    lead_to_heading,
    redline_blocks,
    table_rows,
    touched_blocks,
)
from tests.avenant.texts import ACT, alineas, changed, without


def pieces(new, clause="article-3", old=ACT):
    """Return the blocks of a clause: what became of each, and its words with their signs."""
    blocks = redline_blocks(find_differences(old, new))
    start = [bloc.ancre for bloc in blocks].index(clause)
    told = []
    for bloc in blocks[start:]:
        if told and bloc.genre == "titre":
            break
        told.append((bloc.sort, "".join(map(signed, bloc.morceaux))))
    return told


def signed(piece):
    text = f"**{piece.texte}**" if piece.gras else piece.texte
    return {"supprimé": f"[-{text}]", "ajouté": f"[+{text}]"}.get(piece.sort, text)


def text(words, old="Les parties se taisent."):
    """Return the words of an alinéa that become others."""
    before = changed("article-3", alineas=(AlineaText(old),))
    return pieces(changed("article-3", alineas=(AlineaText(words),)), old=before)[1]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("un deux trois quatre", "un deux 3 quatre", "un deux [-trois][+3] quatre"),
        ("un deux", "un deux trois", "un deux [+trois]"),
        ("un deux trois", "deux trois", "[-un] deux trois"),
        ("un deux trois quatre", "1 deux 3 quatre", "[-un deux trois][+1 deux 3] quatre"),
        ("un deux trois", "un **deux** trois", "un [-deux][+**deux**] trois"),
    ],
)
def test_words_that_come_and_go_are_told_apart(old, new, told):
    assert text(new, old) == ("modifié", told)


def test_a_clause_that_stays_has_no_sign():
    assert pieces(ACT) == [("", "Secret"), ("", "Les parties se taisent.")]


def test_a_clause_comes_or_goes_whole():
    gone = pieces(without("article-3"))
    assert gone == [("supprimé", "[-Secret]"), ("supprimé", "[-Les parties se taisent.]")]
    assert pieces(ACT, old=without("article-3"))[0] == ("ajouté", "[+Secret]")


def test_a_whole_clause_has_one_word_and_one_bar():
    blocks = [b for b in redline_blocks(find_differences(without("article-3"), ACT)) if b.sort]
    assert [(bloc.mot, bloc.suite) for bloc in blocks] == [("", True), ("ajouté", False)]


def test_a_heading_that_moves_says_so():
    clauses = (*ACT.clauses[:-2], *reversed(ACT.clauses[-2:]))
    moved = replace(ACT, clauses=clauses)
    blocks = redline_blocks(find_differences(ACT, moved))
    assert [bloc.ancre for bloc in blocks if bloc.sort == "déplacé"] in (
        ["article-2"],
        ["article-3"],
    )


def test_headings_never_skip_a_level():
    new = without("section-1.1", "axe-1", "objectif-1", "action-1.1")
    for old, now in ((ACT, new), (new, ACT)):
        levels = [b.niveau for b in redline_blocks(find_differences(old, now)) if b.niveau]
        assert all(b <= a + 1 for a, b in pairwise(levels))


def test_words_that_are_not_known_are_said_to_be_missing():
    unknown = changed("article-3", alineas=(), manquant=True)
    assert pieces(unknown, old=unknown)[1] == ("", "Texte non fourni.")
    assert pieces(ACT, old=unknown)[1:] == [
        ("supprimé", "[-Texte non fourni.]"),
        ("ajouté", "[+Les parties se taisent.]"),
    ]


def test_parties_are_shown_where_they_change():
    old = replace(ACT, parties=(RowText("a", ("A", "Madame A")), RowText("b", ("B", ""))))
    new = replace(old, parties=(RowText("a", ("A", "Madame C")), RowText("b", ("B", ""))))
    assert pieces(new, "parties", old) == [
        ("", "Parties"),
        ("modifié", "A, Madame [-A][+C]"),
        ("", "B"),
    ]
    assert not [b for b in redline_blocks(find_differences(old, old)) if b.ancre == "parties"]


def test_the_table_of_changes_counts_them_by_clause():
    new = changed("article-1", titre="Buts", alineas=alineas("Les parties :", "– se voir."))
    rows = table_rows(find_differences(ACT, new))
    assert [(row.clause, row.ancre, row.change) for row in rows] == [
        (
            "ARTICLE\u00a01er – Buts",
            "article-1",
            "intitulé modifié, 1 alinéa modifié, 1 alinéa supprimé",
        )
    ]


def test_the_table_shows_the_alineas_that_change():
    [row] = table_rows(find_differences(ACT, changed("article-3", titre="Silence")))
    assert ["".join(map(signed, one)) for one in row.alineas] == ["[-Secret][+Silence]"]
    assert lead_to_heading(row).clause == f"[{row.clause}](#article-3)"


def test_table_names_a_clause_that_comes_once():
    [row] = table_rows(find_differences(without("article-3"), ACT))
    assert ["".join(map(signed, one)) for one in row.alineas] == ["[+Les parties se taisent.]"]


def test_the_table_quotes_few_words_that_become_others():
    old = changed("article-3", alineas=(AlineaText("Un préavis de trois mois."),))
    for words, told in (
        ("quatre mois.", "\u00a0: «\u00a0trois\u00a0» devient «\u00a0quatre\u00a0»"),
        ("", ""),
    ):
        new = changed("article-3", alineas=(AlineaText(f"Un préavis de {words}"),))
        [row] = table_rows(find_differences(old, new))
        assert row.change == f"1 alinéa modifié{told}"


def test_only_clauses_that_change_are_printed_under_their_headings():
    new = changed("action-1.1", alineas=(AlineaText("Se voir deux fois."),))
    blocks = touched_blocks(redline_blocks(find_differences(ACT, new)))
    headings = [bloc.ancre for bloc in blocks if bloc.genre == "titre"]
    assert headings == ["article-1", "section-1.1", "axe-1", "objectif-1", "action-1.1"]
    assert not touched_blocks(redline_blocks(find_differences(ACT, ACT)))


def test_table_leads_to_the_first_alinea_that_changes():
    differences = find_differences(ACT, changed("article-3", alineas=(AlineaText("Rien."),)))
    [row] = table_rows(differences)
    [target] = [bloc for bloc in redline_blocks(differences) if bloc.ancre == row.ancre]
    assert (target.genre, row.ancre) == ("paragraphe", "article-3-change")
    assert lead_to_heading(row).ancre == "article-3"  # the Word file has its page
    gone = row.model_copy(update={"change": "supprimé"})
    assert lead_to_heading(gone).ancre == ""  # its heading goes when all changes are accepted
