"""Figures in a Word file: charts that Word draws and people edit, and a map.

`{{r courbe|figure }}` makes the run that shows a figure.  A chart is more than its run:
`with_charts` adds what draws it, and the workbook of its values, for every chart that is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from jinja2.exceptions import UndefinedError
from lxml import etree
from markupsafe import Markup
from pydantic import BaseModel

from docgen.charts.printed import Chart
from docgen.charts.specification import Barres, Carte, CodeQr, Colonnes, Courbe
from docgen.document import Document
from docgen.rendering.docx_charts import chart_part, size, workbook
from docgen.rendering.docx_map import map_run
from docgen.rendering.docx_package import CONTENT_TYPES, as_xml, stories
from docgen.rendering.docx_qr import qr_run
from docgen.rendering.html_figures import NO_FIGURE

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


def with_charts(parts: Mapping[str, bytes], document: Document) -> dict[str, bytes]:
    """Return the parts of a filled document with its charts, and every drawing numbered.

    Charts are numbered as they are met; one that is shown twice is there twice, as Word has it.
    """
    made = dict(parts)
    whole = (document, *document.bound)
    charts = {chart.cle: chart for one in whole for chart in charts_in(one.facts)}
    drawings, numbers = count(1), count(1)
    for name in stories(parts):
        if b"<wp:docPr" not in parts[name]:
            continue
        root = etree.fromstring(parts[name])
        for described in root.iter(f"{{{DRAWING}/wordprocessingDrawing}}docPr"):
            described.set("id", str(next(drawings)))
        links = re.sub(r"([^/]+)$", r"_rels/\1.rels", name)
        for shown in root.iter(f"{{{DRAWING}/chart}}chart"):
            key = shown.get(f"{{{LINKS}}}id", "")
            if key.startswith(LINK):
                number = next(numbers)
                shown.set(f"{{{LINKS}}}id", f"rIdGraphique{number}")
                made |= _parts_of(charts[key.removeprefix(LINK)], number)
                made[links] = _linked(made.get(links, NO_LINKS), number)
                made[CONTENT_TYPES] = _typed(made[CONTENT_TYPES], number)
        made[name] = as_xml(root)
    return made


def charts_in(thing: Any) -> Iterator[Chart]:
    """Yield every chart that facts hold, however deep."""
    if isinstance(thing, Barres | Colonnes | Courbe):
        yield thing
    elif isinstance(thing, BaseModel):
        for name in type(thing).model_fields:
            yield from charts_in(getattr(thing, name))
    elif isinstance(thing, tuple | list):
        for one in thing:
            yield from charts_in(one)
    elif isinstance(thing, Mapping):
        for one in thing.values():
            yield from charts_in(one)


def _parts_of(chart: Chart, number: int) -> dict[str, bytes]:
    """Return the three parts of a chart: what draws it, its link, its workbook."""
    book = f"embeddings/Microsoft_Excel_Sheet{number}.xlsx"
    link = f'Id="{INSIDE}" Type="{LINKS}/package" Target="../{book}"'
    links = f'<Relationships xmlns="{PACKAGE_LINKS}"><Relationship {link}/></Relationships>'
    return {
        f"word/charts/chart{number}.xml": chart_part(chart, INSIDE),
        f"word/charts/_rels/chart{number}.xml.rels": links.encode(),
        f"word/{book}": workbook(chart),
    }


def _linked(links: bytes, number: int) -> bytes:
    """Return the links of a part with one more, to a chart."""
    root = etree.fromstring(links)
    told = {"Id": f"rIdGraphique{number}", "Type": f"{LINKS}/chart"}
    told["Target"] = f"charts/chart{number}.xml"
    etree.SubElement(root, f"{{{PACKAGE_LINKS}}}Relationship", told)
    return as_xml(root)


def _typed(types: bytes, number: int) -> bytes:
    """Return the list of the types of parts, with a chart and workbooks among them."""
    root = etree.fromstring(types)
    if not any(one.get("Extension", "").lower() == "xlsx" for one in root):
        book = {"Extension": "xlsx", "ContentType": WORKBOOK}
        root.insert(0, etree.Element(f"{{{TYPES}}}Default", book))
    told = {"PartName": f"/word/charts/chart{number}.xml", "ContentType": CHART}
    etree.SubElement(root, f"{{{TYPES}}}Override", told)
    return as_xml(root)
