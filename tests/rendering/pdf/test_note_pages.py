"""Pages of notes that fill the sheets of a booklet, and what fills the room under a text."""

import pytest
from weasyprint import HTML

from docgen.rendering.pdf.note_pages import complete_booklet, end_bars, unmark_first_heads

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


def test_rules_of_a_title_are_seven_on_a_half_page():
    titled = RULES.replace("<p ", "<p style='height: 0; line-height: 0'>Notes</p><p ")
    layout = HTML(string=f"{STYLE}<div style='height: 60mm'>x</div>{titled}").render()
    [told] = complete_booklet(layout)
    assert (told.rules, round(told.room)) == (7, 48)
    [page] = layout.pages
    drawn = [box for box in page._page_box.descendants() if box.border_top_width]
    assert [round(box.position_y * 25.4 / 96) for box in drawn][::6] == [139, 187]


@pytest.mark.parametrize("follows", ["<ol data-suite><li>y</ol>", "<p>y</p>"])
def test_no_rule_where_something_follows_on_the_page(follows):
    assert rules(f"<div style='height: 20mm'>x</div>{RULES}{follows}") == []


def test_no_rule_where_little_room_is_left():
    assert rules(f"<div style='height: 151mm'>x</div>{RULES}") == []


@pytest.mark.parametrize(("steps", "added"), [(2, 2.74), (3, 1.23), (6, 0)])
def test_steps_of_a_chart_stand_at_one_of_two_gaps(steps, added):
    """Each link moves with its step; five millimetres are left."""
    boxes = "<li style='height: 10mm; padding: 0'><a href='http://a.fr'>x</a>" * steps
    chart = f"<div data-air><ol data-suite style='margin: 0; padding: 0'>{boxes}</ol></div>"
    [page] = completed(f"<div style='height: {180 - 10 * steps}mm'></div>{chart}").pages
    first, second = (link[2][1] * 25.4 / 96 for link in page.links[:2])
    assert second - first == pytest.approx(10 + added)


def test_chart_without_a_title_that_may_move_stays():
    steps = "<li style='height: 10mm'><a href='http://a.fr'>x</a>" * 2
    [page] = completed(f"<ol data-suite style='margin: 0; padding: 0'>{steps}</ol>").pages
    first, second = (link[2][1] * 25.4 / 96 for link in page.links)
    assert second - first == pytest.approx(10)


def test_layout_tells_what_each_block_takes():
    steps = "<ol data-suite style='margin: 0; padding: 0'><li>x<li>y</ol>"
    chart = f"<div data-air style='break-before: page'>{steps}</div>"
    text = "<div style='height: 100mm'>x</div>"
    layout = HTML(string=f"{STYLE}{text}{RULES}{chart}").render()
    told = [(one.kind, one.head, round(one.room), one.rules) for one in complete_booklet(layout)]
    assert told == [("lignes", False, 0, 9), ("air", True, 0, 0), ("suite", False, 3, 0)]


def test_titles_of_parts_take_two_millimetres_at_most():
    title = "<h3 data-rubrique style='margin: 0; font-size: 10mm; line-height: 1'>x</h3>"
    layout = HTML(string=f"{STYLE}{title * 3}").render()
    assert [round(one.room, 1) for one in complete_booklet(layout)] == [0, 2, 2]


def test_layout_tells_no_lines_of_pages_of_notes():
    notes = f"<div data-reserve style='break-before: page'>{RULES}</div>"
    layout = HTML(string=f"{STYLE}x{notes * 3}").render()
    assert [one.kind for one in complete_booklet(layout)] == ["reserve"] * 3


def test_layout_tells_which_step_and_row_go_on():
    steps = "<li style='height: 100mm'>x" * 2
    rows = "<tr><td style='height: 100mm'>x" * 2
    padded = "padding-top: 6mm; box-decoration-break: clone"
    chart = f"<ol data-suite style='margin: 0; {padded}'>{steps}</ol>"
    table = f"<table style='break-before: page'><tbody data-rangs>{rows}</table>"
    layout = HTML(string=f"{STYLE}{chart}{table}").render()
    told = [(one.kind, one.first) for one in complete_booklet(layout)]
    assert told == [("suite", True), ("rang", False), ("rang", True)]


def test_table_says_suite_on_its_second_page_only():
    rows = "<tr><td style='height: 100mm'>x" * 2
    after = "<style>th::after { content: ' (suite)' }</style>"
    pages = (
        HTML(string=f"{STYLE}{after}<table><thead><tr><th>Fait</thead>{rows}</table>")
        .render()
        .pages
    )
    unmark_first_heads(pages)
    told = [
        [one.text for one in page._page_box.descendants() if hasattr(one, "text")] for page in pages
    ]
    assert [" (suite)" in words for words in told] == [False, True]


def test_bar_ends_with_its_text_when_a_page_ends():
    block = "<p style='margin: 0; padding-bottom: 6pt; border-left: 1pt solid'>x</p>"
    broken = block.replace("margin: 0", "break-before: page; margin: 0")
    pages = (
        HTML(string=f"{STYLE}<div data-barre>{block}{block}{broken}</div>{block}").render().pages
    )
    end_bars(pages)
    rooms = [
        [box.padding_bottom for box in page._page_box.descendants() if box.border_left_width]
        for page in pages
    ]
    assert rooms == [[8, 0], [8, 8]]
