"""Figures in a Word file: editable charts that Word draws, maps, QR codes.

`{{r courbe|figure }}` prints the run of a figure. A chart is more than its run: `with_charts` adds
the chart part, and the workbook of its values, for every chart in the document.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from jinja2.exceptions import UndefinedError
from markupsafe import Markup
from pydantic import BaseModel

from docgen.charts.ink import BLANC, BRIQUE, FILET, PASTEL
from docgen.charts.printed import Chart
from docgen.charts.sparkline import DOT, EDGE, OUTLINE, THICKNESS, bar_boxes, line_parts
from docgen.charts.specification import Carte, CodeQr, Colonnes, Courbe, MiniBarre, MiniCourbe
from docgen.charts.word.chart import chart_part, size, workbook
from docgen.document import Document
from docgen.ooxml import (
    CONTENT_TYPES,
    DRAWING,
    OFFICE_RELATIONS,
    OFFICE_TYPES,
    PACKAGE_RELATIONS,
    POINT,
    Part,
    add_link,
    as_tree,
    compress_cached,
    declare_ending,
    declare_part,
    links_of,
    read_links,
    text_parts,
)
from docgen.rendering.docx.parts.map import map_run
from docgen.rendering.docx.parts.shapes import ShapeGroup, circle, closed_line, open_line, qr_run
from docgen.rendering.html.figures import NO_FIGURE

CHART = f"{OFFICE_TYPES}.drawingml.chart+xml"
WORKBOOK = f"{OFFICE_TYPES}.spreadsheetml.sheet"
LINK = "rIdGraphique-"
"""The relationship identifier of a chart until it is numbered: this, and its key."""
WORKBOOK_RELATIONSHIP = "rId1"
"""The relationship identifier of the workbook of a chart."""
DRAWING_PROPERTIES = f"{{{DRAWING}/wordprocessingDrawing}}docPr"
CHART_ELEMENT = f"{{{DRAWING}/chart}}chart"
PLAIN_TYPES = frozenset((str, bool, int, float, type(None)))
"""The types of facts that hold no other; asking of each whether it does takes long."""
RUN = Markup(
    f'<w:r><w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing" distT="0" distB="0"'
    ' distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="1" name="{name}"'
    f' descr="{{words}}"/><wp:cNvGraphicFramePr/><a:graphic xmlns:a="{DRAWING}/main">'
    f'<a:graphicData uri="{DRAWING}/chart"><c:chart xmlns:c="{DRAWING}/chart"'
    f' xmlns:r="{OFFICE_RELATIONS}" r:id="{LINK}{{key}}"/></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing></w:r>"
)


def figure_run(figure: Any) -> Markup:
    """Return the run of a figure; raise UndefinedError for anything else."""
    match figure:
        case Carte():
            return map_run(figure)
        case CodeQr():
            return qr_run(figure)
        case MiniCourbe():
            return sparkline_run(figure)
        case MiniBarre():
            return mini_bar_run(figure)
        case Colonnes() | Courbe():
            wide, high = (round(length * POINT) for length in size(figure))
            values = {"name": figure.titre, "words": figure.alternative, "key": figure.cle}
            return RUN.format(wide=wide, high=high, **values)
        case _:
            raise UndefinedError(NO_FIGURE)


def with_charts(parts: Mapping[str, Part], document: Document) -> dict[str, Part]:
    """Return the parts of a filled document with its charts, and all drawings numbered.

    Charts are numbered in order; a chart that is printed twice has two parts, as in Word.
    """
    result = dict(parts)
    documents = (document, *document.bound)
    charts = {chart.cle: chart for member in documents for chart in charts_in(member.facts)}
    drawings, numbers = count(1), count(1)
    placed_charts: list[tuple[str, int, Chart]] = []
    for name in text_parts(parts):
        part = parts[name]
        if isinstance(part, bytes) and b"<wp:docPr" not in part:
            continue
        root = as_tree(part)
        for properties in root.iter(DRAWING_PROPERTIES):
            properties.set("id", str(next(drawings)))
        for chart in root.iter(CHART_ELEMENT):
            key = chart.get(f"{{{OFFICE_RELATIONS}}}id", "")
            if key.startswith(LINK):
                number = next(numbers)
                chart.set(f"{{{OFFICE_RELATIONS}}}id", f"rIdGraphique{number}")
                placed_charts.append((name, number, charts[key.removeprefix(LINK)]))
        result[name] = root
    return result | _chart_parts(result, placed_charts) if placed_charts else result


def charts_in(facts: Any) -> Iterator[Chart]:
    """Yield every chart in facts, at any depth."""
    pending = [facts]
    while pending:
        match pending.pop():
            case Colonnes() | Courbe() as chart:
                yield chart
            case BaseModel() as model:
                pending += [value for _, value in model if type(value) not in PLAIN_TYPES][::-1]
            case tuple() | list() as several:
                pending += [value for value in several if type(value) not in PLAIN_TYPES][::-1]
            case Mapping() as named:
                pending += [*named.values()][::-1]


def _parts_of(chart: Chart, number: int) -> dict[str, Part]:
    book = f"embeddings/Microsoft_Excel_Sheet{number}.xlsx"
    link = f'Id="{WORKBOOK_RELATIONSHIP}" Type="{OFFICE_RELATIONS}/package" Target="../{book}"'
    links = f'<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship {link}/></Relationships>'
    return {
        f"word/charts/chart{number}.xml": chart_part(chart, WORKBOOK_RELATIONSHIP),
        f"word/charts/_rels/chart{number}.xml.rels": compress_cached(links.encode()),
        f"word/{book}": workbook(chart),
    }


def _chart_parts(
    parts: Mapping[str, Part], charts: Iterable[tuple[str, int, Chart]]
) -> dict[str, Part]:
    result: dict[str, Part] = {}
    types = as_tree(parts[CONTENT_TYPES])
    for name, number, chart in charts:
        result |= _parts_of(chart, number)
        links = read_links({**parts, **result}, name)
        add_link(links, f"rIdGraphique{number}", "chart", f"charts/chart{number}.xml")
        result[links_of(name)] = links
        declare_ending(types, "xlsx", WORKBOOK)
        declare_part(types, f"word/charts/chart{number}.xml", CHART)
    return {**result, CONTENT_TYPES: types}


# A line or a bar as small as a word, drawn with editable shapes


def sparkline_run(curve: MiniCourbe) -> Markup:
    """Return the run of a small line; one line always makes the same run."""
    group = ShapeGroup(curve.alternative, curve.largeur, curve.hauteur)
    return group.run("Courbe", curve.alternative, _shapes(curve, group))


def _shapes(curve: MiniCourbe, group: ShapeGroup) -> Iterator[Markup]:
    parts = line_parts(curve)
    if lines := [open_line(part) for part in parts if len(part) > 1]:
        yield group.path_shape("ligne", group.path(lines, filled=False), "", PASTEL, THICKNESS)
    if alone := [circle(*part[0], THICKNESS) for part in parts if len(part) == 1]:
        yield group.path_shape("points", group.path(alone), PASTEL, BLANC, EDGE)
    for part in parts[-1:]:
        dot = group.path([circle(*part[-1], DOT)])
        yield group.path_shape("dernier", dot, BRIQUE, BLANC, EDGE)


def mini_bar_run(bar: MiniBarre) -> Markup:
    """Return the run of a bar in a row; one bar always makes the same run."""
    group = ShapeGroup(bar.alternative, bar.largeur, bar.hauteur)
    return group.run("Barre", bar.alternative, _bar_shapes(bar, group))


def _bar_shapes(bar: MiniBarre, group: ShapeGroup) -> Iterator[Markup]:
    axis = group.path([open_line([(0.3, 0.0), (0.3, bar.hauteur)])], filled=False)
    yield group.path_shape("axe", axis, "", FILET, OUTLINE)
    for name, box, fill, outline in bar_boxes(bar):
        corners = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom)]
        line = closed_line([*corners, (box.left, box.bottom)])
        yield group.path_shape(name, group.path([line]), fill, outline, OUTLINE)
