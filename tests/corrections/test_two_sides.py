"""What two sides change of one text since it was sent: neither undoes what the other did."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.corrections.changes import CONFLICT, OTHER_LOOK, Status, WordComparison, compare
from docgen.corrections.printed import FormattedText, Paragraph, WordText
from docgen.corrections.reading_back import ClauseChoice
from docgen.rendering.docx.marks.source_marks import SourceMark
from tests.corrections.conftest import NAME, TEXT
from tests.corrections.test_reading_back import changes, correction
from tests.corrections.test_reading_back import written as taken_back
from tests.corrections.word_edits import EditedWord

SENTENCES = [
    f"Phrase {name} du comité, où {name} se dit deux fois. Elle finit ainsi, par {name} encore."
    for name in ("alpha", "bravo", "charlie", "delta", "écho", "foxtrot", "golf", "hôtel")
]
EDITS = ("keep", "keep", "keep", "delete", "reword", "rewrite", "split", "join", "add")
PLACES = st.integers(0, 2 * len(SENTENCES))
"""The places of two paragraphs that change places, none where no such place is."""


class Piece(NamedTuple):
    """A paragraph of one side, and the sentences as sent that it comes of."""

    text: str
    ranks: tuple[int, ...] = ()
    touched: bool = True


def edited(edits: list[str], side: str) -> Iterator[Piece]:
    """Yield the paragraphs of one side, which does one thing with each sentence."""
    joined: Piece | None = None
    for rank, (text, edit) in enumerate(zip(SENTENCES, edits, strict=True)):
        if joined:
            yield Piece(f"{joined.text} {text}", (*joined.ranks, rank))
            joined = None
        elif edit == "join" and rank + 1 < len(SENTENCES):
            joined = Piece(text, (rank,))
        elif edit == "split":
            first, second = text.split(". ")
            yield Piece(f"{first}.", (rank,))
            yield Piece(second, (rank,))
        elif edit == "reword":
            yield Piece(text.replace("deux fois", f"trois fois par {side}"), (rank,))
        elif edit == "rewrite":
            yield Piece(f"Tout autre chose, {side} écrit ici le numéro {rank}.", (rank,))
        elif edit != "delete":
            yield Piece(text, (rank,), touched=False)
        if edit == "add":
            yield Piece(f"Ajout de {side}, qui suit le numéro {rank}.")


def word(pieces: list[Piece], *, marked: bool, all_marks: bool = True) -> WordText:
    """Return the Word file of paragraphs, the first of each sentence with its mark if asked.

    Of sentences that are joined, some programs keep the first mark alone.
    """
    seen: set[int] = set()
    paragraphs: list[Paragraph] = []
    for piece in pieces:
        ranks = tuple(one for one in piece.ranks if marked and one not in seen)
        seen.update(ranks)
        kept = ranks if all_marks else ranks[:1]
        paragraphs.append(Paragraph((FormattedText(piece.text),), "normal", kept))
    digests = tuple(Paragraph((FormattedText(one),), "").digest for one in SENTENCES)
    mark = SourceMark({}, digests)
    return WordText(tuple(paragraphs), (), (), mark, (), {}, {}, tracked=False)


def written(comparison: WordComparison) -> list[str]:
    """Return the text once all that nobody need see is written."""
    changes = enumerate(comparison.changes)
    taken = frozenset(rank for rank, one in changes if one.why != CONFLICT)
    return [str(one.look[0]) for one in comparison.wanted(taken)]


def sides() -> st.SearchStrategy[list[str]]:
    many = len(SENTENCES)
    return st.lists(st.sampled_from(EDITS), min_size=many, max_size=many)


@given(ours=sides(), moved=PLACES)
def test_file_as_it_was_sent_changes_nothing(ours, moved):
    sent = [Piece(text, (rank,), touched=False) for rank, text in enumerate(SENTENCES)]
    now = list(edited(ours, "nous"))
    now[moved : moved + 2] = now[moved : moved + 2][::-1]
    today = word(now, marked=False)
    assert compare(today, word(sent, marked=True)).changes == ()


@given(ours=sides(), theirs=sides(), moved=st.tuples(PLACES, PLACES), all_marks=...)
def test_words_that_one_side_changed_stay_or_are_told(ours, theirs, moved, all_marks: bool):
    today, back = list(edited(ours, "nous")), list(edited(theirs, "eux"))
    for side, place in zip((today, back), moved, strict=True):
        side[place : place + 2] = side[place : place + 2][::-1]
    file = word(back, marked=True, all_marks=all_marks)
    comparison = compare(word(today, marked=False), file)
    now = written(comparison)
    seen = [one for one in comparison.changes if one.why == CONFLICT]
    told = {one.plain for change in seen for one in (*change.old, *change.new)}
    left = {rank for one in back if not one.touched for rank in one.ranks}
    for one in today:
        if one.ranks and left.issuperset(one.ranks):
            assert now.count(one.text) == 1, "what the file did not touch is left alone"
        elif one.touched:
            assert one.text in now, "what the project changed is not overwritten"
    for one in back:
        assert one.text in {*now, *told} or not one.touched, "what came is written or told"
    ours_alone = {one.text for one in (*today, *back)}
    assert ours_alone.issuperset(now), "nothing comes of both"
    for rank, text in enumerate(SENTENCES):
        if rank in left and text not in {one.text for one in today}:
            assert text not in now, "what the project took away stays away"


@pytest.mark.parametrize(("gone", "changed"), [(0, 1), (1, 0), (3, 4), (7, 6)])
def test_paragraph_gone_beside_one_of_ours_is_taken(gone, changed):
    ours, theirs = (["keep"] * len(SENTENCES) for _ in range(2))
    ours[changed], theirs[gone] = "reword", "delete"
    today = word(list(edited(ours, "nous")), marked=False)
    [change] = compare(today, word(list(edited(theirs, "eux")), marked=True)).changes
    assert (change.before, change.new, change.why) == (SENTENCES[gone], (), "")


@pytest.mark.parametrize("moved", [0, 3])
def test_move_across_what_the_text_changed_is_told(moved):
    ours = ["keep"] * len(SENTENCES)
    ours[moved], ours[moved + 1] = "add", "reword"
    sent = [Piece(text, (rank,), touched=False) for rank, text in enumerate(SENTENCES)]
    sent[moved : moved + 2] = sent[moved : moved + 2][::-1]
    today = list(edited(ours, "nous"))
    comparison = compare(word(today, marked=False), word(sent, marked=True))
    assert {one.why for one in comparison.changes} == {CONFLICT}
    assert SENTENCES[moved + 1] in [one.after for one in comparison.changes]
    assert written(comparison) == [one.text for one in today]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ([0, 1, 3, 2, 4, 5, 6, 7], [(1,), (0,), (2,), (3,), (4,), (5,), (6,), (7,)]),
        ([0, 1, 3, 4, 5, 6, 7], [(0,), (3,), (1, 2), (4,), (5,), (6,), (7,)]),
    ],
    ids=("both move", "gone and joined"),
)
def test_move_beside_what_the_text_changed_loses_no_words(ours, theirs):
    sent = [Piece(" ".join(SENTENCES[one] for one in ranks), ranks) for ranks in theirs]
    file = word(sent, marked=True, all_marks=False)
    now = written(compare(word([Piece(SENTENCES[one]) for one in ours], marked=False), file))
    assert sorted(now) == sorted(SENTENCES[one] for one in ours)


def test_file_that_was_an_odt_knows_what_it_said(here, word):
    word.drop_part()
    word.add_frame("Les messages imaginaires")
    now = TEXT.replace("L'envoi est fait le jeudi", "L'envoi est fait le lundi")
    (here.root / NAME).write_text(now, "utf-8")
    found = correction(here, word).read(ClauseChoice())
    assert (found.changes, found.strange, found.older) == ((), (), True)
    word.reword("une période d’un an", "une période de deux ans")
    word.remove("se retrouver à la fontaine")
    text = taken_back(here, word)
    assert "le lundi" in text
    assert "de deux ans" in " ".join(text.split())
    assert "fontaine" not in text


def test_second_file_of_one_draft_undoes_nothing(here, word):
    draft, first, second = (EditedWord(word.data) for _ in range(3))
    first.remove("se retrouver à la fontaine")
    first.reword("le jeudi", "le mardi")
    first.part("Le plan comprend un seul axe", "un seul axe,")
    second.reword("une période d’un an", "une période de deux ans")
    once = taken_back(here, first)
    assert changes(here, draft) == ()
    [change] = changes(here, second)
    assert change.place.clause == "article-3"
    one = correction(here, second)
    one.write(one.read(ClauseChoice()), ClauseChoice())
    twice = (here.root / NAME).read_text("utf-8")
    clause = once.index("- id: article-3")
    assert twice.startswith(once[:clause])


def test_bold_of_the_text_since_is_not_undone_unasked(here, word):
    now = TEXT.replace("L'envoi est fait le jeudi", "L'envoi est fait le lundi")
    now = now.replace(
        "La présente convention fictive prend", "**La** présente convention fictive prend"
    )
    (here.root / NAME).write_text(now, "utf-8")
    [change] = changes(here, word)
    assert (change.status, change.why) == (Status.PROPOSE, OTHER_LOOK)
    assert taken_back(here, word) == now
