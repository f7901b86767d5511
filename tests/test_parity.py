"""Both formats say the same: what is read in the finished PDF is what is read in the Word file."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from pydantic import BaseModel

from docgen.markup import MarkError, plain
from docgen.rendering.html.figures import FIGURES
from docgen.rendering.parity.words import docx_words, html_words
from tests.support import documents
from tests.support.documents import BOUND, NAMES, READY
from tests.support.reading import (
    HEADINGS,
    docx_headings,
    heard,
    low_in_html,
    low_in_word,
    pdf_words,
    settled,
)

every_document = pytest.mark.parametrize("name", NAMES)
every_single_document = pytest.mark.parametrize(
    "name", [name for name in NAMES if name not in BOUND]
)


@every_document
def test_a_document_is_final_or_bound_as_listed(name):
    document = documents.document(name)
    assert (document.final, bool(document.parts)) == (name in READY, name in BOUND)


def words_at_least(name):
    """Return how many words a document has at the least: a letter or a receipt is short."""
    return 70 if documents.document(name).kind == "renewal" else 200


@every_document
def test_words_compared_by_a_build_are_those_of_the_files(name):
    read = html_words(documents.html(name))
    assert read == docx_words(documents.docx(name))
    assert settled(read) == settled(pdf_words(documents.pdf(name)))
    assert len(read) > words_at_least(name)


KEYS = {"ancre", "hauteur", "champ", "genre", "icone", "largeur", "rangs"}
"""Fields that lead a template and are not printed."""
MARGINS = {"intitule", "mention", "note", "numeros", "repere"}
"""Fields that stand at the edges of pages, or in comments."""
SHARED = {
    "commune-pack": {"nom"},
    "memento-livret": {"nom", "court", "dit", "etat"},
    "memento-aide-memoire": {"nom", "court", "dit", "etat"},
    "modele": {"etat"},
    "renewal": {"etat", "restes_titre"},
    "bilan": {"etat", "restes_titre"},
}
"""Fields that several papers share, and that these leave to another: by document, or by kind.

The name of a field that is filled in on a screen is not printed.
The state of what is left stands in the list of a fiche; a model lists it without."""


def texts(value: object, field: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text that facts hold, after its field; words of figures are in pictures."""
    if isinstance(value, tuple):
        for item in value:
            yield from texts(item, field)
    elif isinstance(value, BaseModel) and not isinstance(value, FIGURES):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name), name)
    elif isinstance(value, str) and value:
        yield field, value


def is_said_in(text: str, words: str) -> bool:
    """Whether a text is among words, its marks read if it has any, in capitals or not."""
    with suppress(MarkError):  # a star alone is a star: no template reads marks in it
        text = plain(text)
    return " ".join(text.split()).casefold() in words.casefold()


@every_document
def test_each_text_of_the_facts_is_printed(name):
    words = " ".join(html_words(documents.html(name)))
    found = {*texts(documents.document(name).facts)}
    silent = {field for field, text in found if not is_said_in(text, words)}
    shared = SHARED.get(name, SHARED.get(documents.document(name).kind, set()))
    assert silent <= KEYS | MARGINS | shared
    assert len(found) > words_at_least(name) / 5


@every_document
def test_the_letters_of_an_ordinal_are_raised_in_both(name):
    assert low_in_html(documents.html(name)) == []
    assert low_in_word(documents.docx(name)) == []


def nested(headings: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return headings with levels that count only those that are there, blanks joined."""
    levels = sorted({level for level, _ in headings})
    return [(levels.index(level), " ".join(text.split())) for level, text in headings]


ASIDE = {
    "infographie": "titles of charts",
    "memento": "titles of boxes, which come back under every heading",
}
"""Kinds whose headings of the last level are paragraphs in Word, and why."""


@every_single_document
def test_headings_have_the_same_levels(name):
    document = documents.document(name)
    spoken = [(int(role[1]), text) for role, text in heard(documents.pdf(name)) if role in HEADINGS]
    outside = {"Sommaire", getattr(document.facts, "restes_titre", "")}
    in_pdf = [head for head in nested(spoken) if head[1] not in outside]
    in_word = nested(docx_headings(documents.docx(name)))
    in_word = [head for head in in_word if head[1] not in outside]
    if document.kind in ASIDE:
        lost = [head for head in in_pdf if head not in in_word]
        assert {level for level, _ in lost} <= {max(level for level, _ in in_pdf)}
        in_pdf = [head for head in in_pdf if head not in lost]
    assert in_pdf == in_word
    assert len(in_word) > (document.kind != "renewal")


def without_number(text: str, titles: set[str]) -> str:
    """Return a heading of Word as a PDF has it: with the number of its chapter, or below it."""
    number, _, title = text.partition(" ")
    apart = number.isdecimal() and title in titles and text not in titles
    return title if apart else text


@pytest.mark.parametrize("name", BOUND)
def test_a_bound_document_has_the_headings_of_its_parts(name):
    """The levels within a part are those that it has alone."""
    spoken = [(role, " ".join(text.split())) for role, text in heard(documents.pdf(name))]
    in_pdf = [(role, text) for role, text in spoken if role in HEADINGS]
    said = {text for _, text in in_pdf}
    in_word = [
        (level, without_number(" ".join(text.split()), said))
        for level, text in docx_headings(documents.docx(name))
    ]
    aside = [text for role, text in in_pdf if role == "H3"]  # titles of charts
    assert [text for role, text in in_pdf if role != "H3"] == [
        text for _, text in in_word if text not in aside
    ]
    titles = [text for role, text in in_pdf if role == "H1"]
    assert titles == [text for level, text in in_word if level < 2 and text in titles]
