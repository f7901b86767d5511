"""Lines that may be more or fewer: their box is as high as it is anyway."""

import zlib

import pytest

from docgen.rendering.frames.output.painting import Fonts
from tests.rendering.frames.small import Small

SHORT, LONG, LONGER = (
    "court",
    "voici deux lignes, voici deux lignes",
    "voici trois lignes et plus " * 4 + "fin",
)
CELL = "<table><tr><td>{}</td><td>autre</td></tr></table><p>suite</p>"
ROW = f"<table><tr><td>{{}}</td><td>{LONG}</td></tr></table><p>suite</p>"
PAIR = "<table><tr><td>{0}</td><td>{0}</td></tr></table><p>suite</p>"
TABLE = "table { width: 100%; table-layout: fixed } td { vertical-align: top; line-height: 12pt }"
BOX = "<div><p class=b>{}</p></div><p>suite</p>"
LINES = "div { width: 40mm } .b { line-height: 12pt; margin: 0 }"
HELD = {
    "cell": (CELL, f"{TABLE} table {{ width: 60mm }} td {{ height: 26pt }}"),
    "block": (BOX, f"{LINES} .b {{ min-height: 26pt }}"),
    "row as high as another of its cells": (ROW, f"{TABLE} table {{ width: 60mm }}"),
}
NOT_HELD = {
    "cell that its lines make as high as they are": (CELL, f"{TABLE} table {{ width: 60mm }}"),
    "cell in whose middle they stand": (
        CELL,
        f"{TABLE} table {{ width: 60mm }} td {{ height: 26pt; vertical-align: middle }}",
    ),
    "block that its lines make as high as they are": (BOX, LINES),
}


def small(tmp_path, html, css, words):
    return Small(tmp_path, f"<section>{html.format(words)}</section>", css=css)


def lines(frame):
    return [len(slot.line_slot.heights) for slot in frame.slots.values()]


def body(filled):
    [page] = filled.pages
    return zlib.decompress(page.body)


@pytest.mark.parametrize("name", HELD)
@pytest.mark.parametrize(("first", "then"), [(SHORT, LONG), (LONG, SHORT)])
def test_line_count_may_change_in_a_box_of_fixed_height(name, first, then, tmp_path):
    fonts, (html, css) = Fonts(), HELD[name]
    frame = small(tmp_path / "a", html, css, first).frame(fonts)
    other = small(tmp_path / "b", html, css, then)
    own = other.frame(fonts)
    assert lines(frame) != lines(own)
    filled = frame.fill(frame.contents_of(other.section))
    assert body(filled) == body(own.fill(own.contents_of(other.section)))


@pytest.mark.parametrize("name", HELD)
def test_lines_that_would_make_their_box_higher_are_refused(name, tmp_path):
    html, css = HELD[name]
    frame = small(tmp_path / "a", html, css, SHORT).frame(Fonts())
    assert frame.fill(frame.contents_of(small(tmp_path / "b", html, css, LONGER).section)) is None


@pytest.mark.parametrize("name", NOT_HELD)
def test_line_count_may_not_change_where_others_would_move(name, tmp_path):
    html, css = NOT_HELD[name]
    frame = small(tmp_path / "a", html, css, SHORT).frame(Fonts())
    assert frame.fill(frame.contents_of(small(tmp_path / "b", html, css, LONG).section)) is None


def test_row_whose_cells_all_lose_lines_is_refused(tmp_path):
    css = f"{TABLE} table {{ width: 60mm }}"
    frame = small(tmp_path / "a", PAIR, css, LONG).frame(Fonts())
    assert frame.fill(frame.contents_of(small(tmp_path / "b", PAIR, css, SHORT).section)) is None
