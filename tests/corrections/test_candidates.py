"""What an edit brings with it, and what docgen counts again around it (exemple fictif)."""

from dataclasses import replace

import pytest

from docgen.content.source import parse_source
from docgen.corrections.changes import WantedParagraph, compare
from docgen.corrections.edit_candidates import EditCandidates
from docgen.corrections.edits import Edits
from docgen.corrections.printed import FormattedText, Paragraph, WordText
from docgen.corrections.proof import find_spread
from docgen.corrections.reading_back import find_lost_changes
from docgen.rendering.docx.marks.source_marks import SourceMark

NAME = "content/modele/essai.yaml"
TEXT = """\
blancs:
  - {id: date, libelle: date}
  - {id: lieu, libelle: lieu}
corps:
  - Le {blanc:date}, une phrase inventée.
  - Une autre phrase, à {blanc:lieu}, le {blanc:date}.
"""


def paragraph(text):
    return Paragraph((FormattedText(text),), "normal")


def word(*texts):
    return WordText(tuple(map(paragraph, texts)), (), (), None, (), {}, {}, tracked=False)


def test_blank_goes_with_its_last_place():
    first, second = "Le [date], une phrase inventée.", "Une autre phrase, à [lieu], le [date]."
    comparison = compare(word(first, second), word(first))
    candidates = EditCandidates({NAME: parse_source(TEXT, NAME)}, comparison)
    way = next(candidates.of_change(0, Edits({})))
    assert way.removed == {(NAME, ("corps", 1)), (NAME, ("blancs", 1))}


def test_joined_paragraph_may_be_of_the_sort_of_its_second():
    first, second = "Le [date], une phrase inventée.", "Une autre phrase, à [lieu], le [date]."
    comparison = compare(word(first, second), word(first + second))
    candidates = EditCandidates({NAME: parse_source(TEXT, NAME)}, comparison)
    ways = list(candidates.of_change(0, Edits({})))
    removed = [where for way in ways for where in way.removed]
    assert removed.index((NAME, ("corps", 1))) < removed.index((NAME, ("corps", 0)))


SHEET = "Textes à vérifier : a et {} (liste de ce qui reste à faire). Chapitre {}"


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("2\tInviter sous 3 jours", "1\tInviter sous 3 jours", True),
        ("2\tInviter sous 3 jours", "1\tInviter sous 2 jours", False),
        ("2 ans de prison", "3 ans de prison", False),
        (SHEET.format("12 autres", "I"), SHEET.format("11 autres", "I"), True),
        (SHEET.format("12 autres", "I"), SHEET.format("12 autres", "II"), False),
    ],
)
def test_only_counts_change_beside_a_change(before, after, same):
    old, new = paragraph(before), paragraph(after)
    assert WantedParagraph(old.look, old).is_made(new) is same
    assert not WantedParagraph(old.look).is_made(new)
    ranks = [replace(one, style="dg rang étape fin") for one in (paragraph("2"), paragraph("1"))]
    assert WantedParagraph(ranks[0].look, ranks[0]).is_made(ranks[1])


def test_new_point_is_of_the_sort_of_its_neighbour():
    point, plain = (Paragraph((FormattedText("a"),), "normal", bullet=one) for one in (True, False))
    new = Paragraph((FormattedText("une phrase inventée"),), "normal", bullet=True)
    both = replace(word(), paragraphs=(point, new))
    [_, wanted] = compare(replace(word(), paragraphs=(plain,)), both).wanted(frozenset({0}))
    assert wanted.look == replace(new, bullet=False).look


def test_index_follows_its_texts_and_tells_its_own_changes():
    def line(text):
        return replace(paragraph(text), style="dg index")

    made = replace(word(), paragraphs=(paragraph("Chien perdu"), line("Chat"), line("Chien perdu")))
    came = replace(word(), paragraphs=(paragraph("Âne perdu"), line("Chat noir")))
    [change] = compare(made, came).changes
    assert change.after == "Âne perdu"
    assert list(find_lost_changes(made, came)) == ["Chat noir", "Chat", "Chien perdu"]


PARTY = "le Groupement fictif", "Pour le Groupement fictif, à Valclair"


@pytest.mark.parametrize(
    ("corrected", "printed", "found"),
    [
        (PARTY[1], "Pour le Groupement neuf, à Valclair", ([1], set())),
        ("Pour le Groupement neuf, à Valclair", "Pour le Groupement neuf, à Valclair", ([], {1})),
        ("Pour le Groupement ancien, à Valclair", "Pour le Groupement neuf, à Valclair", None),
        (PARTY[1], "Pour le Groupement neuf, à Paris", None),
    ],
)
def test_same_words_elsewhere_go_with_a_change(corrected, printed, found):
    changed = "le Groupement neuf"
    comparison = compare(word(*PARTY), word(changed, corrected))
    made = word(changed, printed).paragraphs
    spread = find_spread(comparison, frozenset(), 0, Edits({}), made)
    assert (spread and ([*spread.others], set(spread.changed))) == found


def test_a_sign_that_stays_elsewhere_goes_with_a_change():
    old, new = ("Fait (amende) (L. 1)", "Fait (amende)"), ("Fait (peine (L. 1)", "Fait (peine")
    comparison = compare(word(*old), word(new[0], old[1]))
    spread = find_spread(comparison, frozenset(), 0, Edits({}), word(*new).paragraphs)
    assert spread
    assert [*spread.others] == [1]


@pytest.mark.parametrize(
    ("before", "corrected", "printed", "made"),
    [
        ("3. LES ÉPAVES", "3. LES vieilles ÉPAVES", "3. LES VIEILLES ÉPAVES", True),
        ("3. LES ÉPAVES", "3. LES vieilles ÉPAVES", "3. LES VIEUX ÉPAVES", False),
        ("3. LES ÉPAVES", "3. Les vieilles épaves", "3. LES VIEILLES ÉPAVES", False),
        ("Les ÉPAVES", "Les vieilles ÉPAVES", "LES VIEILLES ÉPAVES", False),
        ("Produit qui coule", "trois Produit qui coule", "Trois produit qui coule", True),
        ("Produit qui coule", "délai qui coule", "Délai qui coule", True),
        ("Produit qui coule", "produit qui coule", "Produit qui coule", False),
        ("Un mot inventé.", "Un mot . Un autre.", "Un mot. Un autre.", True),
        ("Un mot inventé :", "Un mot . :", "Un mot. :", True),
        ("Un mot inventé.", "Un fichier .odt", "Un fichier.odt", False),
    ],
)
def test_letters_of_docgen_are_no_other_words(before, corrected, printed, made):
    [wanted] = compare(word(before), word(corrected)).wanted(frozenset({0}))
    assert wanted.is_made(paragraph(printed)) is made


@pytest.mark.parametrize("second", ["3. LES vieilles ÉPAVES", "3. Les vieilles épaves"])
def test_the_same_title_of_two_people_is_no_conflict(second):
    made = SourceMark({}, (paragraph("3. LES ÉPAVES").digest,))
    marked = replace(word(), paragraphs=(replace(paragraph(second), ranks=(0,)),), mark=made)
    assert compare(word("3. LES VIEILLES ÉPAVES"), marked).changes == ()


def test_lines_to_write_on_are_no_words_of_a_text():
    title = replace(paragraph("Notes"), style="dg notes")
    [same] = word("Un mot inventé.").paragraphs
    assert compare(word(same.text), replace(word(), paragraphs=(same, title))).changes == ()
