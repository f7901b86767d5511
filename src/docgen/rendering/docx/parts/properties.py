"""The properties of paragraphs and runs in Word, at their places in the schema; styles by lineage.

Word reads a property out of its place as damage (ECMA-376, CT_PPr and CT_RPr).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from docgen.ooxml import W

VALUE: Final = f"{W}val"
PARAGRAPH_PROPERTIES: Final = re.findall(
    r"\w+",
    """pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers
    pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE
    autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents
    suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr
    sectPr pPrChange""",
)
RUN_PROPERTIES: Final = re.findall(
    r"\w+",
    """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint
    noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect
    bdr shd fitText vertAlign rtl cs em""",
)
"""Without the language, which follows: that of a tag is wrong."""
PLACES: Final = {
    f"{W}{holder}": {f"{W}{name}": place for place, name in enumerate(names)}
    for holder, names in (("pPr", PARAGRAPH_PROPERTIES), ("rPr", RUN_PROPERTIES))
}


def value_of(element: etree._Element, *names: str) -> str:
    """Return the value of what is below an element under these names, "" where nothing is."""
    node = element.find("/".join(f"{W}{name}" for name in names))
    return "" if node is None else node.get(VALUE, "")


def properties_of(element: etree._Element) -> etree._Element:
    """Return the properties of a paragraph or a run, new ones if it has none."""
    properties = element.find(f"{element.tag}Pr")
    if properties is None:
        properties = etree.Element(f"{element.tag}Pr")
        element.insert(0, properties)
    return properties


def set_property(properties: etree._Element, name: str, value: str = "") -> etree._Element:
    """Give properties one of this name, in place of a former; return it."""
    node = etree.Element(f"{W}{name}", {VALUE: value} if value else {})
    for former in properties.findall(node.tag):
        properties.remove(former)
    places = PLACES[properties.tag]
    before = sum(1 for one in properties if places.get(one.tag, len(places)) < places[node.tag])
    properties.insert(before, node)
    return node


def styles_by_id(root: etree._Element) -> dict[str, etree._Element]:
    """Return the styles of a document by their identifiers."""
    return {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}


def default_style(styles: Mapping[str, etree._Element]) -> str:
    """Return the identifier of the style of a paragraph that names none, "" without one."""
    paragraphs = (name for name, one in styles.items() if one.get(f"{W}type") == "paragraph")
    return next((name for name in paragraphs if styles[name].get(f"{W}default") == "1"), "")


def lineage(styles: Mapping[str, etree._Element], name: str) -> Iterator[etree._Element]:
    """Yield a style, then each that it is based on, the nearest first."""
    seen = set[str]()
    while name in styles and name not in seen:
        seen.add(name)
        yield styles[name]
        name = value_of(styles[name], "basedOn")
