"""Marked text as HTML: what is bold, italic or raised, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.rendering.html_runs import rich_html
from tests.reading import html_text

SAID = {
    "simple": "simple",
    "le **plan** d’actions": "le <strong>plan</strong> d’actions",
    "mot *latin*": "mot <em>latin</em>",
    "**gras *et italique***": "<strong>gras </strong><strong><em>et italique</em></strong>",
    "le 1er mai": "le 1<sup>er</sup> mai",
    "la 2e fois, au XXIe siècle": "la 2<sup>e</sup> fois, au XXI<sup>e</sup> siècle",
    "**ARTICLE 1er**": "<strong>ARTICLE 1</strong><strong><sup>er</sup></strong>",
    r"3 \* 4": "3 * 4",
    "Dupré & fils, a < b > c": "Dupré &amp; fils, a &lt; b &gt; c",
    "<b>pas une balise</b>": "&lt;b&gt;pas une balise&lt;/b&gt;",
    "dit \"oui\" et 'non'": "dit &#34;oui&#34; et &#39;non&#39;",
    "**<script>**": "<strong>&lt;script&gt;</strong>",
    "{{ 7 }} &amp;": "{{ 7 }} &amp;amp;",
    "": "",
}


@pytest.mark.parametrize("text", SAID)
def test_marks_become_elements_and_the_rest_is_escaped(text):
    assert rich_html(text) == SAID[text]


def test_what_is_made_is_not_escaped_again():
    assert rich_html("**&**").__html__() == "<strong>&amp;</strong>"


@given(st.text(st.characters(exclude_characters="*\\\r\0", exclude_categories=["Cs", "Cc"])))
def test_every_character_is_printed_whatever_it_is(text):
    assert html_text(str(rich_html(text))) == text
