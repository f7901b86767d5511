"""What changed in a paragraph is told by its words."""

from pathlib import Path

import pytest

from docgen.corrections.changes import Status, TextChange, WrittenPlace, compare
from docgen.corrections.printed import FormattedText, Paragraph, WordText
from docgen.corrections.reading_back import ReadBack
from docgen.corrections.wording import hint_to_write, report_lines, words_changed


def word(*paragraphs):
    return WordText(paragraphs, (), (), None, (), {}, {}, tracked=False)


PARTED = "alinéa coupé en deux après « vraiment. »"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("dure trois ans.", "dure deux ans.", [("trois", "deux")]),
        ("le maire vient", "le maire vient vite", [("vient", "vient vite")]),
        ("a b c d e f", "a x c d y f", [("b", "x"), ("e", "y")]),
        ("Action\u00a04 – Dire « oui »", 'Action 4 - Dire "oui"', [("–", "-")]),
        ("un mot", "", [("un mot", "")]),
        ("tout autre", "rien de commun", [("tout autre", "rien de commun")]),
    ],
)
def test_changed_words_are_told_with_no_more(before, after, told):
    assert words_changed(before, after) == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (("Il vient vraiment. Il part.",), ("Il vient vraiment.", "Il part."), PARTED),
        (("Il vient.", "Il part."), ("Il vient. Il part.",), "deux alinéas réunis"),
    ],
)
def test_paragraphs_parted_or_joined_are_told_as_such(old, new, told):
    sides = (tuple(Paragraph((FormattedText(text),), "n") for text in side) for side in (old, new))
    change = TextChange(*sides, "Objet", 2, Status.EXACT)
    read = ReadBack(Path("r.docx"), "fiche-a", ("a.yaml",), (change,), (), (), (), False, True)
    assert list(report_lines(read))[-1] == f"    {told}"


def test_no_report_tells_words_of_nothing_around_what_came():
    new = Paragraph((FormattedText("Un mot de plus."),), "normal")
    added = TextChange((), (new,), "Objet", 2)
    read = ReadBack(Path("r.docx"), "fiche-a", ("a.yaml",), (added,), (), (), (), False, True)
    assert "    ajouté : « Un mot de plus. »" in report_lines(read)


def test_paragraph_before_a_change_is_cut_between_words():
    new = Paragraph((FormattedText("Un mot."),), "normal")
    added = TextChange((), (new,), "", 2, previous="mot " * 14 + "moti coupé")
    read = ReadBack(Path("r.docx"), "fiche-a", ("a.yaml",), (added,), (), (), (), False, True)
    assert f"Après « {'mot ' * 14}moti… »" in report_lines(read)


def test_report_tells_where_and_among_which_words():
    old, new = (
        Paragraph((FormattedText(f"On vient le {day} de mai."),), "n") for day in ("3", "4")
    )
    place = WrittenPlace("etapes", "a.yaml", 7, ("etapes", 1, "texte"), "Étape 2, « Venir »")
    change = TextChange((old,), (new,), "", 12, Status.EXACT, place)
    read = ReadBack(Path("r.docx"), "fiche-a", ("a.yaml",), (change,), (), (), (), False, True)
    assert list(report_lines(read))[1:] == [
        "",
        "Étape 2, « Venir »",
        "  a.yaml:7:1",
        "    « 3 » → « 4 », dans « On vient le 3 de mai. »",
    ]


def test_emphasis_is_told_where_a_blank_changed_too():
    old = Paragraph((FormattedText("Une fois, à l’article\N{NBSP}6."),), "n")
    new = Paragraph((FormattedText("Une fois", bold=True), FormattedText(", à l’article 6.")), "n")
    read = ReadBack(
        Path("r.docx"),
        "fiche-a",
        ("a.yaml",),
        (TextChange((old,), (new,), "", 2),),
        (),
        (),
        (),
        False,
        True,
    )
    assert "    gras ou italique changé : « Une fois »" in report_lines(read)


def test_paragraph_to_add_takes_the_place_of_no_text():
    new = Paragraph((FormattedText("Un mot de plus."),), "normal")
    change = TextChange((), (new,), place=WrittenPlace("corps", "a.yaml", 7))
    assert hint_to_write(change).startswith("à ajouter près de a.yaml:7:1, si c’est voulu")


def test_heading_is_told_without_the_mark_of_its_state():
    heading = Paragraph((FormattedText("Objet"), FormattedText(" proposé", state=True)), "h", (), 1)
    before, after = (word(heading, Paragraph((FormattedText(one),), "n")) for one in ("Un", "Deux"))
    [change] = compare(before, after).changes
    assert change.below == "Objet"
