"""Figures in a Word file: charts that Word draws and people edit, and a map.

`{{r courbe|figure }}` makes the run that shows a figure.  A chart is more than its run:
`with_charts` adds what draws it, and the workbook of its values, for every chart that is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from jinja2.exceptions import UndefinedError
from lxml import etree
from markupsafe import Markup
from pydantic import BaseModel

from docgen.charts.printed import Chart
from docgen.charts.specification import Barres, Carte, CodeQr, Colonnes, Courbe
from docgen.charts.word.chart import chart_part, size, workbook
from docgen.document import Document
from docgen.ooxml import CONTENT_TYPES, Part, as_tree, packed, stories
from docgen.rendering.docx.parts.map import map_run
from docgen.rendering.docx.parts.qr import qr_run
from docgen.rendering.html.figures import NO_FIGURE

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "application/vnd.openxmlformats-officedocument"
CHART = f"{OFFICE}.drawingml.chart+xml"
WORKBOOK = f"{OFFICE}.spreadsheetml.sheet"
NO_LINKS = f'<Relationships xmlns="{PACKAGE_LINKS}"/>'.encode()
LINK = "rIdGraphique-"
"""What a run calls its chart until the chart has a number: this, and the key of the chart."""
INSIDE = "rId1"
"""What a chart calls its workbook."""
DESCRIBED = f"{{{DRAWING}/wordprocessingDrawing}}docPr"
SHOWN = f"{{{DRAWING}/chart}}chart"
POINT = 12700
"""A point in EMU, the unit of DrawingML."""
RUN = Markup(
    f'<w:r><w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing" distT="0" distB="0"'
    ' distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="1" name="{name}"'
    f' descr="{{words}}"/><wp:cNvGraphicFramePr/><a:graphic xmlns:a="{DRAWING}/main">'
    f'<a:graphicData uri="{DRAWING}/chart"><c:chart xmlns:c="{DRAWING}/chart" xmlns:r="{LINKS}"'
    f' r:id="{LINK}{{key}}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
)


def figure_run(figure: Any) -> Markup:
    """Return the run that shows a figure; raise UndefinedError when it is none."""
    match figure:
        case Carte():
            return map_run(figure)
        case CodeQr():
            return qr_run(figure)
        case Barres() | Colonnes() | Courbe():
            wide, high = (round(length * POINT) for length in size(figure))
            told = {"name": figure.titre, "words": figure.alternative, "key": figure.cle}
            return RUN.format(wide=wide, high=high, **told)
        case _:
            raise UndefinedError(NO_FIGURE)


def with_charts(parts: Mapping[str, Part], document: Document) -> dict[str, Part]:
    """Return the parts of a filled document with its charts, and every drawing numbered.

    Charts are numbered as they are met; one that is shown twice is there twice, as Word has it.
    """
    made = dict(parts)
    whole = (document, *document.bound)
    charts = {chart.cle: chart for one in whole for chart in charts_in(one.facts)}
    drawings, numbers = count(1), count(1)
    drawn: list[tuple[str, int, Chart]] = []
    for name in stories(parts):
        part = parts[name]
        if isinstance(part, bytes) and b"<wp:docPr" not in part:
            continue
        root = as_tree(part)
        for described in root.iter(DESCRIBED):
            described.set("id", str(next(drawings)))
        for shown in root.iter(SHOWN):
            key = shown.get(f"{{{LINKS}}}id", "")
            if key.startswith(LINK):
                number = next(numbers)
                shown.set(f"{{{LINKS}}}id", f"rIdGraphique{number}")
                drawn.append((name, number, charts[key.removeprefix(LINK)]))
        made[name] = root
    return made | _drawn(made, drawn) if drawn else made


def charts_in(thing: Any) -> Iterator[Chart]:
    """Yield every chart that facts hold, however deep."""
    ahead = [thing]
    while ahead:
        match ahead.pop():
            case Barres() | Colonnes() | Courbe() as chart:
                yield chart
            case BaseModel() as facts:
                ahead += [one for _, one in facts if not isinstance(one, str)][::-1]
            case tuple() | list() as several:
                ahead += [one for one in several if not isinstance(one, str)][::-1]
            case Mapping() as named:
                ahead += [*named.values()][::-1]


def _parts_of(chart: Chart, number: int) -> dict[str, Part]:
    """Return the three parts of a chart: what draws it, its link, its workbook."""
    book = f"embeddings/Microsoft_Excel_Sheet{number}.xlsx"
    link = f'Id="{INSIDE}" Type="{LINKS}/package" Target="../{book}"'
    links = f'<Relationships xmlns="{PACKAGE_LINKS}"><Relationship {link}/></Relationships>'
    return {
        f"word/charts/chart{number}.xml": chart_part(chart, INSIDE),
        f"word/charts/_rels/chart{number}.xml.rels": packed(links.encode()),
        f"word/{book}": workbook(chart),
    }


def _drawn(parts: Mapping[str, Part], drawn: Iterable[tuple[str, int, Chart]]) -> dict[str, Part]:
    """Return what charts add to a file: their parts, the links to them, their types.

    Each is told by the part that shows it and its number.
    """
    made: dict[str, Part] = {}
    types = as_tree(parts[CONTENT_TYPES])
    for name, number, chart in drawn:
        made |= _parts_of(chart, number)
        place = re.sub(r"([^/]+)$", r"_rels/\1.rels", name)
        links = as_tree(made.get(place, parts.get(place, NO_LINKS)))
        _link(links, number)
        made[place] = links
        _type(types, number)
    return {**made, CONTENT_TYPES: types}


def _link(links: etree._Element, number: int) -> None:
    """Add to the links of a part one more, to a chart."""
    told = {"Id": f"rIdGraphique{number}", "Type": f"{LINKS}/chart"}
    told["Target"] = f"charts/chart{number}.xml"
    etree.SubElement(links, f"{{{PACKAGE_LINKS}}}Relationship", told)


def _type(types: etree._Element, number: int) -> None:
    """Add a chart and workbooks to the list of the types of parts."""
    if not any(one.get("Extension", "").lower() == "xlsx" for one in types):
        book = {"Extension": "xlsx", "ContentType": WORKBOOK}
        types.insert(0, etree.Element(f"{{{TYPES}}}Default", book))
    told = {"PartName": f"/word/charts/chart{number}.xml", "ContentType": CHART}
    etree.SubElement(types, f"{{{TYPES}}}Override", told)
