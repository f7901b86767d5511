"""Titles in a filled page."""

from docgen.rendering.html.titles import hold_html_titles


def test_titles_and_lead_paragraphs_are_held_through_their_tags():
    page = (
        '<h2 id="a b"><span class="num">3</span> Laissés <em>sur</em> place</h2>'
        '<p class="gros chapo">Joindre le commandant.</p><p>Joindre le commandant.</p>'
    )
    assert hold_html_titles(page) == (
        '<h2 id="a b"><span class="num">3</span> Laissés\u00a0<em>sur</em>\u00a0place</h2>'
        '<p class="gros chapo">Joindre le\u00a0commandant.</p><p>Joindre le commandant.</p>'
    )
