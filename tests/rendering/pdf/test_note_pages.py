"""Pages of notes that fill the sheets of a booklet, and rules under the end of a text."""

import pytest
from weasyprint import HTML

from docgen.rendering.pdf.note_pages import complete_booklet

STYLE = "<style>@page { size: 148mm 210mm; margin: 15mm } body, div, p { margin: 0 }</style>"
RULES = "<div data-lignes><p style='height: 0; border-top: 0 solid black'></p></div>"


def completed(body):
    layout = HTML(string=f"{STYLE}{body}").render()
    complete_booklet(layout)
    return layout


def rules(body):
    [page] = completed(body).pages
    return [box for box in page._page_box.descendants() if box.border_top_width]


@pytest.mark.parametrize(("pages", "made"), [(4, 4), (5, 8), (6, 8), (7, 8)])
def test_pages_of_notes_make_a_booklet_a_multiple_of_four(pages, made):
    sheet = "<div style='break-after: page'>x</div>"
    reserve = "<div data-reserve style='break-after: page'>x</div>" * 3
    layout = completed(f"{sheet * (pages - 1)}{reserve}<div>the back</div>")
    assert len(layout.pages) == made


def test_rules_stand_below_the_text_and_above_the_foot():
    drawn = rules(f"<div style='height: 100mm'>x</div>{RULES}")
    heights = [box.position_y * 25.4 / 96 for box in drawn]
    assert heights == pytest.approx([123, 131, 139, 147, 155, 163, 171, 179, 187])


def test_no_rule_where_a_chart_follows_on_the_page():
    assert rules(f"<div style='height: 20mm'>x</div>{RULES}<ol data-suite><li>y</ol>") == []


def test_no_rule_where_little_room_is_left():
    assert rules(f"<div style='height: 141mm'>x</div>{RULES}") == []
