"""Titles in a filled page."""

from docgen.rendering.html.typography import hold_html_names, hold_html_titles


def test_titles_and_lead_paragraphs_are_held_through_their_tags():
    page = (
        '<h2 id="a b"><span class="num">3</span> Laissés <em>sur</em> place</h2>'
        '<p class="gros chapo">Joindre le commandant.</p><p>Joindre le commandant.</p>'
    )
    assert hold_html_titles(page) == (
        '<h2 id="a b"><span class="num">3</span> Laissés\u00a0<em>sur</em>\u00a0place</h2>'
        '<p class="gros chapo">Joindre le\u00a0commandant.</p><p>Joindre le commandant.</p>'
    )


def test_a_mark_after_a_title_counts_as_it_is_seen():
    page = "<h1>La procédure de l’article L.\u00a0541-3&nbsp;<abbr>▲</abbr></h1>"
    assert "l’article\u00a0L.\u00a0541-3\u00a0<abbr>" in hold_html_titles(page)


def test_line_ends_within_a_name_when_it_is_long() -> None:
    held = 'à <span class="tenu">Haute-Rive</span>, en Haute-Garonne'
    assert hold_html_names("à Haute-Rive, en Haute-Garonne", 12) == held
