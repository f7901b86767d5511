"""A Word file tells which document it was, and which paragraph each of its paragraphs was."""

import re

import pytest
from lxml import etree

from docgen.ooxml import BODY, W, read_package
from docgen.rendering.docx.marks.paragraphs import digest_of_words, printed_paragraphs
from docgen.rendering.docx.marks.source_marks import CUSTOM, NAME, SourceMark, read_source_mark
from docgen.rendering.docx.renderer import render_docx
from tests.support import documents
from tests.support.documents import OUR_TEMPLATES

NAMES = {"kind": "convention", "key": "2026", "layout": "document", "place": "", "asked": ""}


def parts_of(name):
    return read_package(documents.docx(name))


def test_every_paragraph_that_says_something_has_its_bookmark():
    parts = parts_of("convention-2026")
    body = etree.fromstring(parts[BODY])
    spoken = list(printed_paragraphs(body))
    marks = {}
    for start in body.iter(f"{W}bookmarkStart"):
        if match := NAME.fullmatch(start.get(f"{W}name")):
            marks[start.getparent()] = (int(match[1]), match[2])
    assert [marks[one] for one, _ in spoken] == [
        (rank, digest_of_words(text)) for rank, (_, text) in enumerate(spoken)
    ]
    listed = read_source_mark(parts).digests
    assert listed == tuple(digest_of_words(text) for _, text in spoken)


def test_bookmarks_have_their_own_numbers():
    body = etree.fromstring(parts_of("convention-2026")[BODY])
    for end in ("Start", "End"):
        numbers = [mark.get(f"{W}id") for mark in body.iter(f"{W}bookmark{end}")]
        assert len(numbers) == len(set(numbers))


def test_a_file_names_its_document():
    assert read_source_mark(parts_of("convention-2026")).names == NAMES


def test_the_property_alone_names_the_document():
    bare = {CUSTOM: parts_of("convention-2026")[CUSTOM]}
    assert read_source_mark(bare) == SourceMark(NAMES)


def test_a_letter_tells_what_was_asked():
    asked = read_source_mark(parts_of("renewal-denonciation-2026-ggd81")).names["asked"]
    assert '"au":"2027-03-01"' in asked
    assert '"recu":"2027-03-02"' in asked


@pytest.mark.parametrize(
    "damage",
    [
        lambda xml: re.sub(rb'objects="\d+ ', b'objects="', xml),
        lambda xml: re.sub(rb'objects="', b'objects="\xc2\xb2', xml),
        lambda xml: re.sub(rb'objects="', b'objects="' + b"9" * 5000, xml),
        lambda xml: re.sub(rb'key="2026"', b"", xml),
    ],
)
def test_a_damaged_mark_is_none(damage):
    parts = parts_of("convention-2026")
    [name] = [one for one, part in parts.items() if b"<document" in part and b"objects=" in part]
    assert damage(parts[name]) != parts[name]
    assert read_source_mark({name: damage(parts[name])}) is None


def test_a_property_without_a_key_names_nothing():
    part = parts_of("convention-2026")[CUSTOM]
    bare = re.sub(rb"convention\|[^<]*", b"memento", part)
    assert bare != part
    assert read_source_mark({CUSTOM: bare}) is None


def test_a_file_without_marks_has_none():
    document = documents.document("convention-2026")
    data = render_docx(document, OUR_TEMPLATES, marked=False).data
    assert read_source_mark(read_package(data)) is None


def test_a_digest_ignores_typography():
    assert digest_of_words("l\u2019\u00e9tat\u00a0: oui") == digest_of_words("l'\u00e9tat : oui")
