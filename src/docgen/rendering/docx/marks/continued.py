"""What goes on over the page in Word, named again there as in the PDF.

A step that begins a page has the title of its chart above it, a row the head of its table: each is
followed by « (suite) ».  These words are the layout's, not the document's: they have the style of
what the PDF adds, which the comparison of words and that of corrections pass over.
"""

import copy
from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree

from docgen.ooxml import W
from docgen.rendering.docx.parts.properties import properties_of, set_property, value_of

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
