"""The pages of a booklet or of a sheet in Word, broken and filled as those of its PDF.

A template marks by styles what the layout decides: « DG Procédure », the title of a chart; « DG
Rubrique », that of a part of a chapter; « DG Encadré intervalle », the room above a remark; « DG
Étape intervalle », the room above each step of a chart but the first; « DG Notes », the title of
lines to write on; « DG Carnet », the end of the section of a page of notes; « DG Tableau rang »,
the first words of each row of a table that may go on over the page.  Where they are not as many as
in the layout, or nothing was laid out, the template keeps its own breaks, without lines.
"""

import copy
from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree

from docgen.document import LaidBlock, PageLayout
from docgen.ooxml import W
from docgen.rendering.docx.parts.headers_footers import text_width
from docgen.rendering.docx.parts.properties import properties_of, set_property, value_of
from docgen.rendering.docx.parts.runs import bookmark_name

MARKS: Final = {
    "air": "dg procédure",
    "rubrique": "dg rubrique",
    "encadre": "dg encadré intervalle",
    "suite": "dg étape intervalle",
    "rang": "dg tableau rang",
    "lignes": "dg notes",
    "reserve": "dg carnet",
}
"""The style that marks each kind of block."""
MM: Final = 1440 / 25.4
SHARED_ROOM: Final = 0.8
"""How much of the room above titles Word has of that of the PDF: its lines may break elsewhere."""
DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
ARROW: Final = f".//{DRAWING}positionV/{DRAWING}posOffset"
LEAST, HEIGHT, EMU = 20, 180, 635
"""In twips, the least height of a paragraph, and that of an arrow; how many EMU a twip has."""
FEWEST_LINES: Final = 2
"""One line alone is no room for notes."""
RULE: Final = (
    '<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="454" w:hRule="exact"/></w:trPr><w:tc><w:tcPr>'
    '<w:tcW w:type="dxa" w:w="{width}"/><w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0"'
    ' w:color="A9B1BC"/></w:tcBorders></w:tcPr><w:p/></w:tc></w:tr>'
)
RULES: Final = (
    f'<w:tbl xmlns:w="{W[1:-1]}"><w:tblPr><w:tblW w:type="dxa" w:w="{{width}}"/>'
    '<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>'
    "{rows}</w:tbl>"
)
PAGE: Final = (
    f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:rPr><w:rStyle w:val="{{style}}"/></w:rPr>'
    '<w:t xml:space="preserve"> (p.\u00a0</w:t></w:r><w:fldSimple w:instr=" PAGEREF {name} \\h ">'
    '<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr><w:t>{page}</w:t></w:r></w:fldSimple>'
    '<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr><w:t>)</w:t></w:r></w:p>'
)
"""The page of a link: « (p. 8) »."""
REFERENCE, LIGHT_REFERENCE = "dg renvoi", "dg renvoi suite"
"""The styles of what the PDF adds to the words of a document, and of « (suite) » if it has one."""
CHART, CHART_AGAIN, STATE, GAP = "dg procédure", "dg procédure suite", "dg état", "dg intervalle"
"""The styles of the title of a chart, of the same over the page, of states, of a low paragraph."""
GOES_ON: Final = " (suite)"
TITLE: Final = (
    f'<w:p xmlns:w="{W[1:-1]}"><w:pPr><w:pStyle w:val="{{style}}"/></w:pPr>'
    '<w:r><w:rPr><w:rStyle w:val="{run}"/></w:rPr><w:t/></w:r></w:p>'
)
BETWEEN: Final = (
    f'<w:p xmlns:w="{W[1:-1]}"><w:pPr><w:pStyle w:val="{{style}}"/><w:pageBreakBefore/>'
    '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
)
"""What stands between the two parts of a table, for Word makes one of two that touch."""
ADDED: Final = (
    f'<w:r xmlns:w="{W[1:-1]}"><w:rPr><w:rStyle w:val="{{run}}"/></w:rPr>'
    '<w:t xml:space="preserve">{words}</w:t></w:r>'
)


def follow_layout(
    body: etree._Element,
    styles: Sequence[Mapping[str, str]],
    layout: PageLayout | None,
    density: str = "",
) -> None:
    """Break the pages of a body, set at a density, and fill them, as a layout does.

    `styles` are the identifiers of styles by name, of the template and of those bound into it.
    """
    marked = _marked(body, styles, density)
    blocks = layout.blocks if layout else ()
    laid_out = {kind: [block for block in blocks if block.kind == kind] for kind in MARKS}
    if layout and all(len(marked[kind]) == len(laid_out[kind]) for kind in (*SETTERS, *CONTINUED)):
        for kind, set_block in SETTERS.items():
            for paragraph, block in zip(marked[kind], laid_out[kind], strict=True):
                set_block(paragraph, block)
        for kind, go_on in CONTINUED.items():
            broken = zip(reversed(marked[kind]), reversed(laid_out[kind]), strict=True)
            for paragraph, block in broken:  # from the end: what is copied goes on from nothing
                if block.first:
                    go_on(paragraph, styles)
        for end in marked["reserve"]:
            _repeat_notes(end, len(laid_out["reserve"]))
        known = {bookmark_name(anchor): page for anchor, page in layout.pages.items()}
        _number_pages(body, known)
        _add_pages(body, known, next((one[REFERENCE] for one in styles if REFERENCE in one), ""))
    else:
        for title in marked["lignes"]:
            title.getparent().remove(title)
        for end in marked["reserve"]:
            _repeat_notes(end, 0)


def _marked(
    body: etree._Element, styles: Sequence[Mapping[str, str]], density: str
) -> dict[str, list[etree._Element]]:
    """Return the paragraphs that mark each kind of block, in one walk through the body."""
    named = [(style.get(f"{W}val"), style) for style in body.iter(f"{W}pStyle")]
    marks = {
        kind: {
            one[as_set] for one in styles for as_set in (name, f"{name} {density}") if as_set in one
        }
        for kind, name in MARKS.items()
    }
    return {
        kind: [style.getparent().getparent() for name, style in named if name in names]
        for kind, names in marks.items()
    }


def _begin(title: etree._Element, block: LaidBlock) -> None:
    """Begin a page with a title, or set it lower under what precedes."""
    if block.head:
        break_before(title)
    else:
        _lower(title, block)


def _lower(title: etree._Element, block: LaidBlock) -> None:
    spacing = title.find(f"{W}pPr/{W}spacing")
    if block.room and spacing is not None:
        before = int(spacing.get(f"{W}before", 0)) + block.room * MM * SHARED_ROOM
        spacing.set(f"{W}before", str(round(before)))


def _space(paragraph: etree._Element, block: LaidBlock) -> None:
    """Set the room between two steps, an arrow in its middle; neither between two pages."""
    if block.first:
        for run in paragraph.findall(f"{W}r"):
            paragraph.remove(run)
    spacing = paragraph.find(f"{W}pPr/{W}spacing")
    if spacing is not None:
        line = LEAST if block.first else int(spacing.get(f"{W}line", 0)) + block.room * MM
        spacing.set(f"{W}line", str(round(line)))
        for arrow in paragraph.iterfind(ARROW):
            arrow.text = str(round((line - HEIGHT) / 2 * EMU))


def _rule(title: etree._Element, block: LaidBlock) -> None:
    """Put lines to write on under their title, which goes without them."""
    if block.rules >= FEWEST_LINES:
        _lower(title, block)
        width = text_width(next(title.getroottree().iter(f"{W}sectPr")))
        rows = RULE.format(width=width) * block.rules
        title.addnext(etree.fromstring(RULES.format(width=width, rows=rows)))
    else:
        title.getparent().remove(title)


def _repeat_notes(end: etree._Element, pages: int) -> None:
    """Make the page of notes before the end of its section once, several times, or not at all."""
    page = end.getprevious()
    for _ in range(pages - 1):
        paragraph = copy.deepcopy(end)
        paragraph.find(f"{W}pPr").remove(paragraph.find(f"{W}pPr/{W}sectPr"))
        break_before(paragraph)
        end.addprevious(paragraph)
        end.addprevious(copy.deepcopy(page))
    if not pages:
        for element in (page, end):
            element.getparent().remove(element)


def _number_pages(body: etree._Element, known: Mapping[str, int]) -> None:
    """Show in each field of a page the page of its bookmark."""
    for field in body.iter(f"{W}fldSimple"):
        code = field.get(f"{W}instr", "").split()
        if code[:1] == ["PAGEREF"] and (page := known.get(code[1])):
            for text in field.iter(f"{W}t"):
                text.text = str(page)


def _add_pages(body: etree._Element, known: Mapping[str, int], style: str) -> None:
    """Name the page of each link to a bookmark, but in a line that ends with it."""
    for code in [*body.iter(f"{W}instrText")] if style else ():
        name = (code.text or "").partition('\\l "')[2].partition('"')[0]
        paragraph = next(code.iterancestors(f"{W}p"))
        if name not in known or next(paragraph.iter(f"{W}fldSimple"), None) is not None:
            continue
        ends = code.getparent().itersiblings(f"{W}r")
        end = next(
            run for run in ends if run.find(f"{W}fldChar[@{W}fldCharType='end']") is not None
        )
        added = etree.fromstring(PAGE.format(style=style, name=name, page=known[name]))
        for run in reversed(added):
            end.addnext(run)


# What goes on over the page is named again there, as in the PDF.  A step that begins a page has the
# title of its chart above it, a row the head of its table: each is followed by « (suite) ».  These
# words are the layout's, not the document's: they have the style of what the PDF adds, which the
# comparison of words and that of corrections pass over.


def break_before(paragraph: etree._Element) -> None:
    """Begin a page with a paragraph."""
    set_property(properties_of(paragraph), "pageBreakBefore")


def continue_chart(paragraph: etree._Element, styles: Sequence[Mapping[str, str]]) -> None:
    """Begin a page with a step of a chart, under the title of the chart where a style is for it."""
    if next(paragraph.iterancestors(f"{W}tr"), None) is not None:
        return
    names = _styles_with(styles, CHART, CHART_AGAIN, REFERENCE)
    before = paragraph.itersiblings(f"{W}p", preceding=True)
    title = next(
        (one for one in before if names and value_of(one, "pPr", "pStyle") == names[CHART]), None
    )
    if title is None:
        break_before(paragraph)
        return
    states = {identifier for name, identifier in names.items() if name.startswith(STATE)}
    runs = (run for run in title.iter(f"{W}r") if value_of(run, "rPr", "rStyle") not in states)
    words = "".join("".join(run.itertext(f"{W}t")) for run in runs).strip()
    again = etree.fromstring(TITLE.format(style=names[CHART_AGAIN], run=names[REFERENCE]))
    again.find(f"{W}r/{W}t").text = words + GOES_ON
    paragraph.addprevious(again)
    break_before(again)


def continue_table(paragraph: etree._Element, styles: Sequence[Mapping[str, str]]) -> None:
    """Begin a page with the row of a paragraph, under the head of its table."""
    names = _styles_with(styles, GAP, REFERENCE)
    row = next(paragraph.iterancestors(f"{W}tr"), None)
    if row is None or not names:
        return
    table = row.getparent()
    moved = [row, *row.itersiblings(f"{W}tr")]
    again = copy.deepcopy(table)
    for copied in again.findall(f"{W}tr"):
        if copied.find(f"{W}trPr/{W}tblHeader") is None:
            again.remove(copied)
    for run in again.iter(f"{W}r"):
        set_property(properties_of(run), "rStyle", names[REFERENCE])
    for properties in again.iter(f"{W}pPr"):
        set_property(properties, "outlineLvl", "9")  # it is named in the outline already
    for head in [*again.iter(f"{W}p")][:1]:
        run = names.get(LIGHT_REFERENCE, names[REFERENCE])
        head.append(etree.fromstring(ADDED.format(run=run, words=GOES_ON)))
    again.extend(moved)
    between = etree.fromstring(BETWEEN.format(style=names[GAP]))
    table.addnext(between)
    between.addnext(again)


def _styles_with(styles: Sequence[Mapping[str, str]], *names: str) -> Mapping[str, str]:
    """Return the first styles among which all of these are."""
    return next((one for one in styles if one.keys() >= set(names)), {})


SETTERS: Final = {
    "air": _begin,
    "rubrique": _begin,
    "encadre": _begin,
    "suite": _space,
    "lignes": _rule,
}
"""What sets each kind of block that a template has as many of as the layout."""
CONTINUED: Final = {"suite": continue_chart, "rang": continue_table}
"""What names again, at the head of a page, what a step or a row belongs to."""
