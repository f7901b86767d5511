"""Each guard of frames, alone: what it refuses, and that it lets its neighbour pass."""

from dataclasses import replace

import pytest

from docgen.rendering.frames.frame_cache import FrameCache
from docgen.rendering.frames.frame_set import FORGET_AFTER, FrameSet
from docgen.rendering.frames.layout.engine import paint_context
from docgen.rendering.frames.layout.headers_footers import MarginBoxes, without_lines
from docgen.rendering.frames.layout.sections import split_document
from docgen.rendering.frames.output.fonts import FontEmbedder
from docgen.rendering.frames.output.painting import Fonts, paint
from docgen.rendering.frames.unsupported import UnsupportedError
from tests.rendering.frames.small import OPENING, SHEET, Small, margin_boxes
from tests.support.documents import OUR_TEMPLATES, laid_over
from tests.support.invented import DOCUMENT

PAGE = '<div class="page"><h2>Un</h2><p class="b">Deux</p><ol><li>Trois</li><li>Q</li></ol></div>'


# ---------- What looks across sections ----------

ACROSS = (
    ".page + .page { color: red }",
    ".avant ~ .page { color: red }",
    "body > :nth-child(n+4) { color: red }",
    ".page:nth-last-child(2) { color: red }",
    ".page:nth-of-type(2) { color: red }",
    ".page:first-child { color: red }",
    ".page:last-child h2 { color: red }",
    "div:only-of-type { color: red }",
    ".page:not(:first-of-type) { color: red }",
    ".page:is(.avant + *) h2 { color: red }",
    "body:has(.b) h2 { color: red }",
    ":root:has(.c) { color: red }",
    ".avant:has(+ .page) { color: red }",
    ".page { & + & { color: red } }",
    "@media print { * + * { color: red } }",
)


@pytest.mark.parametrize("rule", ACROSS)
def test_a_selector_that_looks_across_sections_is_refused(rule, tmp_path):
    with pytest.raises(UnsupportedError, match="une autre section"):
        Small(tmp_path, PAGE, rule).laid()


INSIDE = (
    "h2 + p, h2 ~ p, li:nth-child(even), li:last-child { color: red }",
    "body > .page > h2, .page:has(.b) h2, :root > body { color: red }",
    "ol { counter-reset: n } li { counter-increment: n } li::before { content: counter(n) }",
)


@pytest.mark.parametrize("rule", INSIDE)
def test_a_style_that_stays_in_its_section_is_not_refused(rule, tmp_path):
    assert len(Small(tmp_path, PAGE, rule).laid().document.pages) == 1


COUNTING = (
    "body { counter-reset: n } h2 { counter-increment: n }",
    "html { counter-reset: n } .page { counter-set: n 2 }",
    ".page { counter-reset: n }",
    ".page { display: list-item }",
    ".b::before { content: open-quote }",
)


@pytest.mark.parametrize("rule", COUNTING)
def test_what_counts_on_to_the_next_section_is_refused(rule, tmp_path):
    with pytest.raises(UnsupportedError, match="compteur"):
        Small(tmp_path, PAGE, rule).laid()


@pytest.mark.parametrize("name", ["page", "pages"])
def test_the_number_of_a_page_in_its_text_is_refused(name, tmp_path):
    with pytest.raises(UnsupportedError, match="numéro de page"):
        Small(tmp_path, PAGE, f".b::after {{ content: counter({name}) }}").laid()


@pytest.mark.parametrize("said", ["counter-reset: page 4", "counter-increment: page 2"])
def test_pages_counted_otherwise_are_refused(said, tmp_path):
    with pytest.raises(UnsupportedError, match="compteur de pages"):
        Small(tmp_path, PAGE, f"@page {{ {said} }}").laid()


OPEN = {
    "a section left open": ("<div><p>Un</p>", OPENING),
    "a section that closes another": ("<p>Un</p></div>", OPENING),
    "words left in bold": ("<p><b>Un</p></b>", OPENING),
    "sections inside an element": ("<p>Un</p>", f"{OPENING}<div>"),
    "a style sheet": ("<div><style>p { color: red }</style><p>Un</p></div>", OPENING),
    "a style sheet elsewhere": ('<div><link rel="stylesheet" href="a.css"></div>', OPENING),
    "another body": ('<body class="x"><p>Un</p></body>', OPENING),
}


@pytest.mark.parametrize("name", OPEN)
def test_a_section_that_is_not_a_whole_is_refused(name, tmp_path):
    section, opening = OPEN[name]
    with pytest.raises(UnsupportedError, match="pas un tout"):
        Small(tmp_path, section, opening=opening).laid()


# ---------- Pages that depend on their rank ----------


@pytest.mark.parametrize("page", [":first", ":left", ":right", ":blank", ":nth(2)", "a:first"])
def test_a_page_that_depends_on_its_rank_is_refused(page, tmp_path):
    css = f".page {{ page: a }} @page {page} {{ margin-left: 20mm }}"
    with pytest.raises(UnsupportedError, match="dépend de son rang"):
        Small(tmp_path, PAGE, css).laid()


def test_a_page_of_another_name_may_depend_on_its_rank(tmp_path):
    css = ".page { page: a } .avant { display: none } @page b:first { margin-left: 20mm }"
    assert Small(tmp_path, PAGE, css).laid()


ON_A_SIDE = (
    ".page { break-before: verso }",
    ".page { break-before: left }",
    ".page { break-after: recto }",
    ".b { break-before: right }",
    "tr { break-after: left }",
)


@pytest.mark.parametrize("rule", ON_A_SIDE)
def test_break_that_depends_on_the_sheet_side_is_refused(rule, tmp_path):
    table = "<table><tr><td>Un</td></tr></table>"
    with pytest.raises(UnsupportedError, match="dépend de son rang"):
        Small(tmp_path, PAGE.replace("<ol>", f"{table}<ol>"), rule).laid()


@pytest.mark.parametrize("side", ["recto", "right", "page", "auto"])
def test_section_may_begin_on_the_front_of_a_sheet(side, tmp_path):
    css = f".avant {{ display: none }} .page {{ break-before: {side} }}"
    laid = Small(tmp_path, PAGE, css).laid()
    assert len(laid.document.pages) == 1
    assert laid.front == (side in ("recto", "right"))


def document_of(*sections):
    """Return a document of these sections, split."""
    head = '<head><link rel="stylesheet" href="document.css"></head>'
    html = "".join(f"<!-- section -->{section}" for section in sections)
    opening = OPENING.replace("<head></head>", head)
    return split_document(f"{opening}{html}</body></html>", [], "81004")


FRONT = ".avant { display: none } div { break-before: page } .recto { break-before: recto }"


def test_section_that_would_begin_on_a_back_is_refused(tmp_path):
    page, front = "<div><p>Un</p></div>", '<div class="recto"><p>Deux</p></div>'
    templates = laid_over(tmp_path, {"petit/document.css": SHEET + FRONT})
    frame_set = FrameSet(templates, FrameCache(None, ""))
    base = frame_set._fetcher.base_url("petit")
    assert len(frame_set._sections(document_of(page, page, front), base)) == 3
    with pytest.raises(UnsupportedError, match="au dos d’une autre"):
        frame_set._sections(document_of(page, front), base)


# ---------- Boxes whose width depends on what they hold, or that stand beside a float ----------

TEXT = "<p>Libre</p>"
WIDTHS = {
    "a block": (f"<div>{TEXT}</div>", True),
    "a block of a width": (f'<div style="width: 30mm">{TEXT}</div>', True),
    "a float": (f'<div style="float: left">{TEXT}</div>', False),
    "a float of a width": (f'<div style="float: left; width: 30mm">{TEXT}</div>', True),
    "placed": (f'<div style="position: absolute">{TEXT}</div>', False),
    "placed, of a width": (f'<div style="position: absolute; width: 30mm">{TEXT}</div>', True),
    "columns": (f'<div style="columns: 2">{TEXT}</div>', False),
    "a flexible box": (f'<div style="display: flex">{TEXT}</div>', False),
    "a grid": (f'<div style="display: grid">{TEXT}</div>', False),
    "a table": ("<table><tr><td>Libre</td></tr></table>", False),
    "a fixed table": (
        '<table style="table-layout: fixed; width: 60mm"><tr><td>Libre</td></tr></table>', True,
    ),
    "a heading that a fixed table repeats": (
        '<table style="table-layout: fixed; width: 60mm"><thead><tr><th><h2>Libre</h2></th></tr>'
        '</thead><tr><td style="height: 60mm">a</td></tr><tr><td>b<p>c</p></td></tr></table>',
        False,
    ),
    "a fixed table without a width": (
        '<table style="table-layout: fixed"><tr><td>Libre</td></tr></table>', False,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WIDTHS)
def test_a_place_is_never_as_wide_as_what_it_holds(name, tmp_path):
    section, free = WIDTHS[name]
    assert ("Libre" in Small(tmp_path, f"<div>{section}</div>").free()) == free


@pytest.mark.parametrize("said", ["uppercase", "lowercase", "capitalize", "full-width"])
def test_words_that_are_transformed_are_in_no_place(said, tmp_path):
    section = f'<p style="text-transform: {said}">12</p><p>Libre</p>'
    assert Small(tmp_path, section).free() >= {"Libre"}
    assert "12" not in Small(tmp_path, section).free()


ELSEWHERE = {
    "in a block of a link": '<a href="https://exemple.fr"><p>Libre</p></a>',
    "outlined": '<p>Un <span style="outline: 1pt solid">Libre</span></p>',
    "hidden": '<p style="visibility: hidden">Libre</p>',
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_words_told_or_painted_elsewhere_are_in_no_place(name, tmp_path):
    assert "Libre" not in Small(tmp_path, f"<div>{ELSEWHERE[name]}<p>Deux</p></div>").free()


def test_words_that_a_style_repeats_are_refused(tmp_path):
    section = '<div><p id="un">Un</p><p><a href="#un">Voir</a></p></div>'
    with pytest.raises(UnsupportedError, match="répète un style"):
        Small(tmp_path, section, "a::after { content: target-text(attr(href)) }").laid()


FLOAT = '<div style="float: left; width: 20mm; height: 10mm"></div>'
BESIDE = {
    "beside": (f"{FLOAT}<p>Libre</p>", False),
    "below": (f'{FLOAT}<p style="clear: both">Libre</p>', True),
    "away": (f'{FLOAT}<p style="margin-left: 20mm">Libre</p>', True),
    "partly": (f'{FLOAT}<p style="margin-left: 19mm">Libre</p>', False),
    "above": (f"<p>Libre</p>{FLOAT}", True),
}


@pytest.mark.parametrize("name", BESIDE)
def test_a_place_never_stands_beside_a_float(name, tmp_path):
    section, free = BESIDE[name]
    assert ("Libre" in Small(tmp_path, f"<div>{section}</div>").free()) == free


# ---------- Running heads ----------

DRESSES = (
    "word-spacing: 3pt", "letter-spacing: 1pt", "border-left: 1pt solid", "text-indent: 4pt",
    "border-top: 1pt dashed", "opacity: 0.5", 'font-feature-settings: "tnum"',
    "font-stretch: condensed", "transform: rotate(3deg)", "border-radius: 2pt; color: red",
    "outline: 1pt solid", "text-shadow: 1pt 1pt red; font-kerning: none", "margin-left: 2mm",
    "padding-left: 2mm", "direction: rtl", "hyphenate-character: '+'",
)  # fmt: skip


@pytest.mark.parametrize("said", DRESSES)
def test_two_running_heads_that_differ_in_anything_are_two(said, tmp_path):
    css = f"""
    @page a {{ @top-left {{ content: "x"; width: 40mm; border-color: blue }} }}
    @page b {{ @top-left {{ content: "x"; width: 40mm; border-color: blue; {said} }} }}
    @page c {{ @top-left {{ content: "x"; width: 40mm; border-color: blue }} }}
    .a {{ page: a }} .b {{ page: b }} .c {{ page: c }} .avant {{ display: none }}
    """
    section = "".join(f'<div class="{name}"><p>{name}</p></div>' for name in "abc")
    first, second, third = map(without_lines, margin_boxes(Small(tmp_path, section, css).laid()))
    assert first.dress != second.dress
    assert first.dress == third.dress


def test_a_running_head_that_leaves_its_page_is_refused(tmp_path):
    css = "@page { @top-left { content: string(titre); white-space: nowrap } }"
    laid = Small(tmp_path, "<p>Libre</p>", f"{css} .avant {{ string-set: titre content() }}").laid()
    [box] = map(without_lines, margin_boxes(laid))
    heads = MarginBoxes(fonts := Fonts())
    paint(laid.document, fonts)
    assert heads.painted(box, paint_context(laid), {"titre": "Court"}, 1, 1)
    with pytest.raises(UnsupportedError, match="sort de sa page"):
        heads.painted(box, paint_context(laid), {"titre": "Long" * 40}, 1, 1)


# ---------- What is painted ----------

PAINTED = {
    "a gradient": ("background: linear-gradient(red, blue)", "dégradé"),
    "a round gradient": ("background: radial-gradient(red, blue)", "dégradé"),
    "a mask": ("background: linear-gradient(rgba(0, 0, 0, 0), blue)", "masque"),
    "a group": ("opacity: 0.5", "peint avec un autre"),
}


@pytest.mark.parametrize("name", PAINTED)
def test_gradient_or_mask_is_refused(name, tmp_path):
    said, why = PAINTED[name]
    with pytest.raises(UnsupportedError, match=why):
        Small(tmp_path, PAGE, f".b {{ {said} }}").frame(Fonts())


def test_what_is_painted_in_a_colour_is_not_refused(tmp_path):
    css = ".b { background: rgba(0, 0, 255, 0.5); border: 1pt solid red }"
    assert Small(tmp_path, PAGE, css).glyphs(Fonts())


def test_a_sign_that_no_font_holds_is_refused_and_forgotten(tmp_path):
    fonts = Fonts()
    before = FontEmbedder(fonts, OUR_TEMPLATES).fonts_of(Small(tmp_path, PAGE).glyphs(fonts))
    strange = Small(tmp_path, "<div><p>Un \U00012000</p></div>").glyphs(fonts)
    with pytest.raises(UnsupportedError, match="étrangers"):
        FontEmbedder(fonts, OUR_TEMPLATES).fonts_of(strange)
    assert (
        FontEmbedder(fonts, OUR_TEMPLATES).fonts_of(Small(tmp_path, PAGE).glyphs(fonts)) == before
    )


# ---------- One frame for one style sheet ----------


def test_the_same_words_with_another_style_sheet_are_another_section(tmp_path):
    files = {f"{kind}/document.css": SHEET for kind in ("un", "deux")}
    files["deux/document.css"] += "p { margin-left: 20mm }"
    frame_set = FrameSet(laid_over(tmp_path, files), FrameCache(None, ""))
    bodies = set()
    for kind in ("un", "deux"):
        base = frame_set._fetcher.base_url(kind)
        [(filled, _)] = frame_set._sections(document_of("<div><p>Un</p></div>"), base)
        bodies.add(filled.pages[0].body)
    assert len(bodies) == 2
    assert frame_set.built == 2


def test_what_slots_were_filled_with_is_forgotten_in_time(tmp_path):
    templates = laid_over(tmp_path, {"petit/document.css": SHEET})
    frame_set = FrameSet(templates, FrameCache(None, ""))
    link = '<link rel="stylesheet" href="document.css">'
    held = []
    for rank in range(FORGET_AFTER):
        body = f"<body><!-- section --><p>Commune {rank % 5}</p></body>"
        html = f'<!DOCTYPE html><html lang="fr"><head><title>Un</title>{link}</head>{body}</html>'
        frame_set.render(replace(DOCUMENT, templates_of="petit"), html)
        [family] = frame_set._families.values()
        held.append(sum(len(slot.filled) for one in family.frames for slot in one.slots.values()))
    assert (max(held), held[-1]) == (4, 0)


def test_a_line_inside_a_line_is_refused(tmp_path):
    with pytest.raises(UnsupportedError, match="ligne dans une ligne"):
        Small(tmp_path, "<p>Libre</p>", "p::first-line { color: red }").frame(Fonts())
