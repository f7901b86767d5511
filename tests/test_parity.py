"""Both formats say the same: what is read in the finished PDF is what is read in the Word file."""

import pytest

from docgen.document import Facts
from docgen.markup import plain
from docgen.rendering.words import docx_words, html_words
from tests import documents
from tests.documents import NAMES
from tests.reading import HEADINGS, docx_outline, heard, pdf_words, settled

every_document = pytest.mark.parametrize("name", NAMES)


@every_document
def test_the_finished_pdf_says_the_words_of_the_word_file_in_the_same_order(name):
    assert settled(pdf_words(documents.pdf(name))) == settled(docx_words(documents.docx(name)))


@every_document
def test_the_words_that_a_build_compares_are_those_of_the_finished_files(name):
    read = html_words(documents.html(name))
    assert read == docx_words(documents.docx(name))
    assert settled(read) == settled(pdf_words(documents.pdf(name)))
    assert len(read) > 200


def texts(facts: object) -> set[str]:
    """Return every text that facts hold."""
    if isinstance(facts, Facts):
        return {text for name in type(facts).model_fields for text in texts(getattr(facts, name))}
    if isinstance(facts, tuple):
        return {text for one in facts for text in texts(one)}
    return {facts} if isinstance(facts, str) and facts else set()


def said_in(text: str, words: str) -> bool:
    return " ".join(plain(text).split()) in words


@every_document
def test_every_text_of_the_facts_is_in_both_files_or_in_neither(name):
    facts = documents.document(name).facts
    pdf = " ".join(html_words(documents.html(name)))
    docx = " ".join(docx_words(documents.docx(name)))
    found = {text: (said_in(text, pdf), said_in(text, docx)) for text in texts(facts)}
    assert {text for text, (in_pdf, in_docx) in found.items() if in_pdf != in_docx} == set()
    silent = {text for text, (in_pdf, _) in found.items() if not in_pdf}
    names = {bloc.genre for bloc in facts.blocs} | {bloc.ancre for bloc in facts.blocs}
    fields = {one.champ for one in facts.signataires} | {"absent"}
    margins = {facts.mention, facts.intitule, facts.repere}
    assert silent <= names | fields | margins | {bloc.genre for bloc in facts.avant}


@every_document
def test_headings_have_the_same_levels(name):
    data = documents.pdf(name)
    in_pdf = [
        (int(role[1]), " ".join(text.split())) for role, text in heard(data) if role in HEADINGS
    ]
    in_word = []
    for line in docx_outline(documents.docx(name)).splitlines():
        style, _, text = line.partition("] ")
        if style == "[Title":
            in_word.append((1, " ".join(text.split())))
        elif style.startswith("[Heading "):
            level = int(style.removeprefix("[Heading ")[0])
            in_word.append((level + 1, " ".join(text.split())))
    outside = {(2, "Sommaire"), (2, documents.document(name).facts.restes_titre)}
    assert [one for one in in_pdf if one not in outside] == [
        one for one in in_word if one not in outside
    ]
