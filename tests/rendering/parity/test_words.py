"""The words of a body, read from HTML and from Word, laid side by side."""

import io
import zipfile
from dataclasses import replace

import pytest

from docgen.rendering.parity.words import (
    docx_margins,
    docx_words,
    first_drift,
    html_words,
    lost_marks,
)
from tests.support import documents
from tests.support.documents import CONVENTIONS

HTML = {
    "<p>un deux</p>": "un deux",
    "<p>un</p><p>deux</p>": "un deux",
    "<ul><li>un</li><li>deux</li></ul>": "un deux",
    "<table><tr><td>un</td><td>deux</td></tr></table>": "un deux",
    "un<br>deux": "un deux",
    "un<hr>deux": "un deux",
    "le 1<sup>er</sup> mai": "le 1er mai",
    "<strong>u</strong>n": "un",
    "<a href='#x'><span>un</span> deux</a>": "un deux",
    "<p>un@<wbr>deux<wbr>.fr</p>": "un@deux.fr",
    "Dupr&eacute; &amp; fils": "Dupré & fils",
    "un&nbsp;deux\u202ftrois": "un deux trois",
    "<style>p { color: red }</style><p>un</p>": "un",
    "<head><title>un</title></head><body>deux</body>": "deux",
    "<svg><title>un</title><text>deux</text></svg>trois": "trois",
    "<p data-hors-corps>un <b>deux</b></p>trois": "trois",
    "<p hidden>un</p>deux": "deux",
    "<div data-hors-corps><img alt=''><p>un</p></div>deux": "deux",
    "<div data-hors-corps>un</b> deux</div>trois": "trois",
    "</p>un</div>": "un",
    "<!-- un -->deux": "deux",
    "<p>un<p>deux": "un deux",
}


@pytest.mark.parametrize("html", HTML)
def test_words_of_html_are_those_of_the_body(html):
    assert html_words(html) == HTML[html].split()


def word_file(body):
    """Return a Word file with nothing but a body."""
    names = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        text = f"<w:document {names}><w:body>{body}</w:body></w:document>"
        package.writestr("word/document.xml", text)
        package.writestr("word/header1.xml", "en-tête")
    return made.getvalue()


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


WORD = {
    f"<w:p>{run('un')}{run(' deux')}</w:p>": "un deux",
    f"<w:p>{run('u')}{run('n')}</w:p>": "un",
    f"<w:p>{run('un')}</w:p><w:p>{run('deux')}</w:p>": "un deux",
    f"<w:p>{run('un')}<w:r><w:tab/></w:r>{run('deux')}</w:p>": "un deux",
    f"<w:p>{run('un')}<w:r><w:br/></w:r>{run('deux')}</w:p>": "un deux",
    f"<w:p>{run('1')}<w:r><w:noBreakHyphen/></w:r>{run('2')}</w:p>": "1-2",
    f"<w:tbl><w:tr><w:tc><w:p>{run('un')}</w:p></w:tc><w:tc><w:p>{run('deux')}</w:p></w:tc>"
    "</w:tr></w:tbl>": "un deux",
    f"<w:p><w:hyperlink>{run('un')}</w:hyperlink></w:p>": "un",
    f"<w:sdt><w:sdtContent><w:p>{run('un')}</w:p></w:sdtContent></w:sdt>": "un",
    f"<w:p><w:ins>{run('un')}</w:ins></w:p>": "un",
    f"<w:p><w:del><w:r><w:delText>x</w:delText></w:r></w:del>{run('un')}</w:p>": "un",
    f"<w:p><w:r><w:instrText>TOC</w:instrText></w:r>{run('un')}</w:p>": "un",
    "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r></w:p>"
    + f"<w:p>{run('un')}</w:p>": "un",
    f"<mc:AlternateContent><mc:Choice><w:p>{run('un')}</w:p></mc:Choice>"
    f"<mc:Fallback><w:p>{run('un')}</w:p></mc:Fallback></mc:AlternateContent>": "un",
}


@pytest.mark.parametrize("body", WORD)
def test_words_of_a_word_file_are_those_of_the_body(body):
    assert docx_words(word_file(body)) == WORD[body].split()


DRIFTS = {
    "a word changed": ("un deux trois", "un two trois", "« un » : « deux »", "« two »"),
    "a word lost": ("un deux trois", "un trois", "« un » : « deux »", "« trois »"),
    "a word more": ("un trois", "un deux trois", "« un » : « trois »", "« deux »"),
    "two words in another order": ("un deux trois", "un trois deux", "« un »", "« trois »"),
    "the last word lost": ("un deux", "un", "« un » : « deux »", "« (fin) »"),
    "a last word more": ("un", "un deux", "« un » : « (fin) »", "« deux »"),
    "the first word": ("un", "deux", "« » : « un »", "« deux »"),
    "a capital": ("Un", "un", "« Un »", "« un »"),
    "an apostrophe": ("l’acte", "l'acte", "« l’acte »", "« l'acte »"),
}


@pytest.mark.parametrize("name", DRIFTS)
def test_the_first_difference_is_told_with_the_words_before_it(name):
    pdf, docx, *quoted = DRIFTS[name]
    problem = first_drift(documents.document(CONVENTIONS[0]), pdf.split(), docx.split())
    assert problem.file == "templates/convention/document.docx"
    for words in quoted:
        assert words in problem.message.replace("«  »", "« »")


def test_the_same_words_are_no_difference():
    assert first_drift(documents.document(CONVENTIONS[0]), ["un"], ["un"]) is None


def test_the_place_is_quoted_and_not_the_whole_act():
    words = [f"mot{rank}" for rank in range(1000)]
    problem = first_drift(documents.document(CONVENTIONS[0]), words, [*words[:500], "autre"])
    assert "après « mot494 mot495 mot496 mot497 mot498 mot499 »" in problem.message
    assert len(problem.message) < 300


def test_headers_without_the_mark_are_reported():
    name = "convention-2026"
    document, data = documents.document(name), documents.docx(name)
    assert list(lost_marks(document, docx_margins(data))) == []
    [problem] = lost_marks(
        replace(document, required_margin_words=("PROJET introuvable",)), docx_margins(data)
    )
    assert "PROJET introuvable" in problem.message
