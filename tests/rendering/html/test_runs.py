"""Marked text as HTML: what is bold, italic, raised or a link, and nothing else."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from docgen.conformity import check_pdf
from docgen.markup import escape_marks
from docgen.rendering.html.typography import breakable_address, rich_html
from tests.conformity.printing import printed
from tests.support.reading import html_text, links

SAID = {
    "simple": "simple",
    "le **plan** d’actions": "le <strong>plan</strong> d’actions",
    "conduit lui-même": 'conduit <span class="tenu">lui-même</span>',
    "un pré-diagnostic": 'un <span class="tenu">pré-diagnostic</span>',
    "(BI4/Institutionnel, 3/information)": '(<span class="tenu">BI4/Institutionnel</span>, '
    '<span class="tenu">3/information</span>)',
    "tapez www.exemple.fr/a/b": "tapez www.exemple.fr/a/b",
    "mot *latin*": "mot <em>latin</em>",
    "**gras *et italique***": "<strong>gras </strong><strong><em>et italique</em></strong>",
    "le 1er mai": "le 1<sup>er</sup> mai",
    "la 2e fois, au XXIe siècle": "la 2<sup>e</sup> fois, au XXI<sup>e</sup> siècle",
    "**ARTICLE 1er**": "<strong>ARTICLE 1</strong><strong><sup>er</sup></strong>",
    r"3 \* 4": "3 * 4",
    "un < b ¶ **deux**": "un &lt; b <br><strong>deux</strong>",
    "Dupré & fils, a < b > c": "Dupré &amp; fils, a &lt; b &gt; c",
    "<b>pas une balise</b>": "&lt;b&gt;pas une balise&lt;/b&gt;",
    "dit \"oui\" et 'non'": "dit &#34;oui&#34; et &#39;non&#39;",
    "**<script>**": "<strong>&lt;script&gt;</strong>",
    "{{ 7 }} &amp;": "{{ 7 }} &amp;amp;",
    "[ici](https://exemple.fr/?a=1&b='2')": '<a class="lien" '
    'href="https://exemple.fr/?a=1&amp;b=&#39;2&#39;">ici</a>',
    "[le **1er** *mot*](#a-1)": '<a class="lien" href="#a-1">le <strong>1</strong>'
    "<strong><sup>er</sup></strong> <em>mot</em></a>",
    "[a](#b)[c](#d)": '<a class="lien" href="#b">a</a><a class="lien" href="#d">c</a>',
    r"\[a\](b) et \{droit:c}": "[a](b) et {droit:c}",
    "": "",
}


@pytest.mark.parametrize("text", SAID)
def test_marks_become_elements_and_the_rest_is_escaped(text):
    assert rich_html(text) == SAID[text]


def test_what_is_made_is_not_escaped_again():
    assert rich_html("**&**").__html__() == "<strong>&amp;</strong>"


@given(st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs", "Cc"])))
def test_every_character_is_printed_whatever_it_is(text):
    assert html_text(str(rich_html(escape_marks(text)))) == text


LONG = " ".join(["l’article L. 541-3 du code fictif"] * 4)


def test_links_of_a_page_lead_somewhere_and_conform():
    text = f"Voir [{LONG}](https://exemple.fr/a), [écrire](mailto:a@exemple.fr) ou [lire](#haut)."
    pdf = printed(f'<body><h1 id="haut">Titre</h1><p>{rich_html(text)}</p></body>')
    assert check_pdf(pdf, "essai.pdf") == []
    [page] = PdfReader(io.BytesIO(pdf)).pages
    notes = [note.get_object() for note in page["/Annots"]]
    found = [(note["/Contents"], note.get("/A", {}).get("/URI")) for note in notes]
    assert set(found) == {
        (LONG, "https://exemple.fr/a"),
        ("écrire", "mailto:a@exemple.fr"),
        ("lire", None),
    }
    assert len(found) == 4  # the first goes on to a second line
    assert [link.says for link in links(pdf)] == ["lire"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("un.nom@exemple.sous.fr", "un.nom@<wbr>exemple<wbr>.sous<wbr>.fr"),
        ("à joindre par la brigade <17>.", "à joindre par la brigade &lt;17&gt;."),
    ],
)
def test_address_is_broken_after_its_sign_or_before_dots(text, html):
    assert breakable_address(text) == html
