"""The hatched band at the edge of every page of a draft, drawn in the headers of its Word file.

A header is as the pages that show it: the band has their height.  Pages without a header, such as
a cover, draw their own.  LibreOffice draws a shape of its own in a header only within a group.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from docgen.document import Document
from docgen.ooxml import (
    BODY,
    BODY_LINKS,
    DRAWING,
    OFFICE_RELATIONS,
    Part,
    W,
    as_bytes,
    as_tree,
    as_xml,
)
from docgen.rendering.docx.parts.shapes import OFFICE

ID: Final = f"{{{OFFICE_RELATIONS}}}id"
EMU_OF_TWIP: Final = 635
WIDTH: Final = 216000
"""The width of the band in EMU: 6 mm."""
PITCH: Final = 144000
INK: Final = 16200
"""In EMU, how far its lines are one from the next, and how thick: as in the PDF."""
LINE: Final = '<a:moveTo><a:pt x="{}" y="{}"/></a:moveTo><a:lnTo><a:pt x="{}" y="{}"/></a:lnTo>'
FIRST_NUMBER: Final = 920001
"""The number of the first drawing; each band takes two."""
RUN: Final = (
    f'<w:r xmlns:w="{W[1:-1]}" xmlns:wp="{DRAWING}/wordprocessingDrawing"'
    f' xmlns:a="{DRAWING}/main" xmlns:wpg="{OFFICE}Group" xmlns:wps="{OFFICE}Shape"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing>'
    '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{number}"'
    ' behindDoc="1" locked="0" layoutInCell="0" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionV>'
    '<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
    '<wp:docPr id="{number}" name="Bande de projet"/><wp:cNvGraphicFramePr/><a:graphic>'
    f'<a:graphicData uri="{OFFICE}Group"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext {size}/><a:chOff x="0" y="0"/><a:chExt {size}/></a:xfrm>'
    '</wpg:grpSpPr><wps:wsp><wps:cNvPr id="{next}" name="Bande"/><wps:cNvSpPr/><wps:spPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:custGeom><a:avLst/><a:gdLst/><a:ahLst/>'
    '<a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path {path} fill="none">{lines}'
    '</a:path></a:pathLst></a:custGeom><a:noFill/><a:ln w="{ink}"><a:solidFill>'
    '<a:srgbClr val="9C3B1F"/></a:solidFill></a:ln></wps:spPr>'
    "<wps:bodyPr/></wps:wsp></wpg:wgp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    "</mc:Choice></mc:AlternateContent></w:r>"
)


def with_draft_band(parts: Mapping[str, Part], document: Document) -> dict[str, Part]:
    """Return the parts of a document, its headers with the band if its pages are of a draft."""
    if not dict(document.facts).get("projet", not document.final):
        return dict(parts)
    heights = dict(_heights(as_tree(parts[BODY])))
    targets = {
        f"word/{link.get('Target')}": heights[link.get("Id")]
        for link in etree.fromstring(as_bytes(parts[BODY_LINKS]))
        if link.get("Id") in heights
    }
    banded: dict[str, Part] = {}
    for rank, (name, height) in enumerate(sorted(targets.items())):
        header = etree.fromstring(as_bytes(parts[name]))
        header.find(f".//{W}p").append(_band(FIRST_NUMBER + 2 * rank, height))
        banded[name] = as_xml(header)
    return {**parts, **banded}


def _heights(body: etree._Element) -> Iterator[tuple[str, int]]:
    """Yield the relationship of each header with the height of its pages, in twips."""
    for section in body.iter(f"{W}sectPr"):
        for size in section.findall(f"{W}pgSz"):
            for reference in section.findall(f"{W}headerReference"):
                yield reference.get(ID), int(size.get(f"{W}h"))


def _band(number: int, height: int) -> etree._Element:
    tall = height * EMU_OF_TWIP
    sizes = {"size": f'cx="{WIDTH}" cy="{tall}"', "path": f'w="{WIDTH}" h="{tall}"'}
    lines = "".join(_lines(tall))
    run = RUN.format(number=number, next=number + 1, ink=INK, lines=lines, **sizes)
    return etree.fromstring(run)


def _lines(tall: int) -> Iterator[str]:
    """Yield the lines that rise across a band, cut at its top and at its foot."""
    for foot in range(PITCH, tall + WIDTH, PITCH):
        low, high = min(foot, tall), max(foot - WIDTH, 0)
        yield LINE.format(foot - low, low, foot - high, high)
