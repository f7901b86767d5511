"""Charts of Word are native, sound, and hold the values that are printed; hidden ones nowhere."""

import hashlib
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from hypothesis import given
from lxml import etree
from openxml_audit import OpenXmlValidator

from docgen.charts.ink import BLANC, BRIQUE, PASTEL
from docgen.charts.layout.frame import HEAD
from docgen.charts.printed import HIDDEN_SHORT, HIDDEN_WORDS, as_printed, labels, values
from docgen.charts.specification import Colonnes, Courbe, EtatValeur
from docgen.charts.word.chart import chart_part, size, workbook
from docgen.charts.word.marks import DOT, MAX_VALUE_RISE
from docgen.ooxml import read_package
from tests.charts.figures import (
    ALL,
    AROUND,
    PLAIN,
    RATE,
    RATES,
    axis_of,
    charts,
    colonnes,
    courbe,
    named,
)
from tests.conftest import run_elsewhere
from tests.rendering.figure_examples import word_file
from tests.support.libreoffice import to_pdf

Chart = Courbe | Colonnes
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SECRET = None
UNKNOWN_TO_THE_VALIDATOR = "dispNaAsBlank[1]: The 'val' attribute is not declared."
"""Excel writes this attribute without a namespace, as [MS-ODRAWXML] says; the validator's schema,
which is the SDK's, has it in one."""
NO_THEME = "relationships/theme' is missing."
"""A workbook may do without a theme, and Excel takes it so; the validator wants one."""
every_example = pytest.mark.parametrize("chart", ALL, ids=named)


def root(chart: Chart) -> etree._Element:
    """Return the part that draws a chart."""
    return etree.fromstring(chart_part(chart, "rId1"))


def sheet(chart: Chart) -> list[list[object]]:
    """Return the cells of the workbook of a chart, as another reader than Excel finds them."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(chart)), data_only=True)
    [only] = book.worksheets
    return [list(row) for row in only.iter_rows(values_only=True)]


def as_cell(chart: Chart, trace: int, rank: int) -> object:
    """Return what a cell must hold of a printed point."""
    point = as_printed(chart).traces[trace].points[rank]
    return HIDDEN_WORDS if point.etat is EtatValeur.CACHE else point.valeur


def check_workbook(chart: Chart) -> None:
    """Fail unless the workbook of a chart holds what is printed of it, and nothing else."""
    printed, rows = as_printed(chart), sheet(chart)
    count = len(printed.traces)
    assert rows[0][: count + 1] == [chart.unite or chart.titre, *(t.nom for t in chart.traces)]
    assert [row[0] for row in rows[1:]] == list(labels(printed))
    for rank, row in enumerate(rows[1:]):
        for trace in range(count):
            found, wanted = row[trace + 1], as_cell(chart, trace, rank)
            if isinstance(wanted, Decimal):
                assert Decimal(str(found)) == wanted
            else:
                assert found == wanted


@every_example
def test_the_workbook_of_an_example_holds_what_is_printed(chart: Chart) -> None:
    check_workbook(chart)


@given(charts())
def test_the_workbook_of_any_chart_holds_what_is_printed(chart: Chart) -> None:
    check_workbook(chart)


def test_what_hides_is_drawn_from_formulas_that_give_no_number() -> None:
    chart = courbe("essai", [3, SECRET, 5])
    book = openpyxl.load_workbook(io.BytesIO(workbook(chart)))
    [only] = book.worksheets
    assert [cell.value for cell in only["D"]] == [
        "commune (tracé)",
        *(f"=IF(ISNUMBER(B{row}),B{row},NA())" for row in (2, 3, 4)),
    ]
    assert [row[3] for row in sheet(chart)[1:]] == [3, "#N/A", 5]
    drawn = {one.text for one in root(chart).iter(f"{C}f")}
    assert "'Données'!$D$2:$D$4" in drawn
    assert "'Données'!$B$2:$B$4" not in drawn


def numbers(chart: Chart) -> set[Decimal]:
    """Return every number that the part of a chart holds as data."""
    points = root(chart).iter(f"{C}numCache", f"{C}numLit")
    return {Decimal(one.text or "") for data in points for one in data.iter(f"{C}v")}


@given(charts())
def test_chart_data_are_printed_values_or_hatching_lengths(chart: Chart) -> None:
    printed = as_printed(chart)
    assert numbers(chart) <= {*values(printed.traces), axis_of(printed).top}


def test_a_hidden_year_is_a_gap_under_a_hatching() -> None:
    drawn = root(courbe("essai", [3, SECRET, 5, 4]))
    line, last = drawn.find(f".//{C}lineChart").iterfind(f"{C}ser")
    for one in (line, last):
        cached = one.iterfind(f".//{C}numCache/{C}pt")
        assert [point.get("idx") for point in cached] == ["0", "2", "3"]
    [bars] = drawn.iter(f"{C}barChart")
    assert [one.get("idx") for one in bars.iterfind(f".//{C}numLit/{C}pt")] == ["1"]
    assert bars.find(f".//{A}pattFill") is not None
    assert [one.text for one in bars.iter(f"{A}t")] == [HIDDEN_SHORT]
    assert [one.get("val") for one in drawn.iter(f"{C}dispBlanksAs")] == ["gap"]


def test_columns_of_this_year_stand_beside_the_year_before() -> None:
    [bars] = root(colonnes("essai", [1, 2], [3, 4])).iter(f"{C}barChart")
    assert [one.findtext(f"{C}tx//{C}v") for one in bars.iterfind(f"{C}ser")] == ["2025", "2026"]
    assert bars.find(f"{C}overlap").get("val") == "-6"  # 0.4 mm are between them


def test_a_column_of_zero_is_not_drawn() -> None:
    chart = colonnes("essai", [0, 2], [3, 0])
    drawn = root(chart).iterfind(f".//{C}numCache")
    ranks = [[one.get("idx") for one in cache.iterfind(f"{C}pt")] for cache in drawn]
    assert ranks == [["0"], ["1"]]
    assert [row[1:] for row in sheet(chart)[1:]] == [[0, 3], [2, 0]]


def test_a_series_alone_has_no_name_but_in_its_workbook() -> None:
    for chart in (colonnes("essai", [1, 2]), courbe("essai", [3, SECRET, 5])):
        drawn = root(chart)
        assert drawn.find(f".//{C}legend") is None
        assert chart.traces[0].nom not in {one.text for one in drawn.iter(f"{A}t")}
        assert sheet(chart)[0][1] == chart.traces[0].nom


def test_round_dots_of_an_undrawn_line_mark_what_is_written() -> None:
    line, dots = root(courbe("essai", [3, 1, 4, 5])).iterfind(f".//{C}lineChart/{C}ser")
    assert dots.findtext(f"{C}val//{C}f") == line.findtext(f"{C}val//{C}f")
    assert dots.find(f"{C}spPr/{A}ln/{A}noFill") is not None
    marks = [
        (dot.find(f"{C}idx").get("val"), dot.find(f".//{A}r//{A}srgbClr").get("val"))
        for dot in dots.iterfind(f"{C}dLbls/{C}dLbl")
    ]
    assert marks == [("0", PASTEL[1:]), ("1", PASTEL[1:]), ("3", BRIQUE[1:])]
    assert {one.text for one in dots.iter(f"{A}t")} == {DOT}


def test_a_written_value_stands_on_white_off_the_grid() -> None:
    line, *_ = root(courbe("essai", [3, 1, 4, 5])).iter(f"{C}ser")
    fills = line.findall(f"{C}dLbls/{C}dLbl/{C}spPr/{A}solidFill/{A}srgbClr")
    assert [fill.get("val") for fill in fills] == [BLANC[1:]] * 3


def last_side(numbers: Sequence[int]) -> str | None:
    """Return where the last value of a line alone stands, beside its mark or above it."""
    line, *_ = root(courbe("essai", numbers)).iter(f"{C}ser")
    return line.findall(f"{C}dLbls/{C}dLbl/{C}dLblPos")[-1].get("val")


def test_the_last_value_is_above_a_line_on_the_axis() -> None:
    """Beside its mark, the axis would strike it through."""
    assert (last_side([0, 0, 0]), last_side([3, 2, 4])) == ("t", "r")


@pytest.mark.parametrize("numbers", [[6, 4, 6], [6, 4, 6, 5, 6, 6, 4, 4, 6, 6]])
def test_no_grid_line_leads_to_the_last_value(numbers: Sequence[int]) -> None:
    drawn = root(courbe("essai", numbers))
    [plot] = drawn.iterfind(f".//{C}plotArea/{C}layout/{C}manualLayout/{C}w")
    *_, last = next(drawn.iter(f"{C}ser")).iterfind(f"{C}dLbls/{C}dLbl")
    half_a_year = float(plot.get("val", "")) / len(numbers) / 2
    assert float(last.find(f"{C}layout//{C}x").get("val")) == pytest.approx(half_a_year, abs=1e-3)


def plot_top(chart: Chart) -> float:
    """Return where the plot of a chart begins, as a share of its height."""
    [place] = root(chart).iterfind(f".//{C}plotArea/{C}layout/{C}manualLayout/{C}y")
    return float(place.get("val", ""))


@pytest.mark.parametrize(
    ("high", "low"),
    [
        (courbe("a", [6, 4, 6], unite="faits"), courbe("b", [1, 4, 6], unite="faits")),
        (colonnes("a", [6, 4], unite="faits"), colonnes("b", [5, 4], unite="faits")),
    ],
)
def test_charts_side_by_side_have_their_plots_at_one_height(high: Chart, low: Chart) -> None:
    assert plot_top(high) == plot_top(low)
    assert plot_top(high) * size(high)[1] >= HEAD + MAX_VALUE_RISE - 0.01


def test_value_of_a_column_is_nearer_than_readers_set_it() -> None:
    drawn = root(colonnes("essai", [1, 2], [3, 4]))
    moved = [label.find(f"{C}layout//{C}y").get("val") for label in drawn.iter(f"{C}dLbl")]
    assert moved
    assert all(float(down) > 0 for down in moved)


def test_the_first_value_is_off_the_numbers_of_the_axis() -> None:
    first, *_ = root(courbe("essai", [5, 4, 6])).iter(f"{C}dLbl")
    assert float(first.find(f"{C}layout//{C}x").get("val")) > 0


def test_the_colours_and_the_font_are_those_of_the_drawing() -> None:
    drawn = root(courbe("essai", RATES, AROUND, **RATE))
    assert {PASTEL[1:], BRIQUE[1:]} <= {one.get("val") for one in drawn.iter(f"{A}srgbClr")}
    faces = {one.get("typeface") for one in drawn.iter(f"{A}latin")}
    assert faces == {"Source Sans 3", "Source Sans 3 Semibold"}
    assert min(int(one.get("sz", "")) for one in drawn.iter(f"{A}defRPr", f"{A}rPr")) >= 750


def test_the_last_value_and_the_names_follow_what_someone_edits() -> None:
    drawn = root(courbe("essai", RATES, AROUND, **RATE))
    fields = list(drawn.iter(f"{A}fld"))
    said = [(one.get("type"), one.findtext(f"{A}t")) for one in fields]
    assert said == [
        ("VALUE", "6,2"),
        ("SERIESNAME", "commune"),
        ("SERIESNAME", "Tarnelle"),
        ("VALUE", "6,2"),
    ]
    assert len({one.get("id") for one in fields}) == len(fields)


@every_example
def test_a_chart_has_the_size_of_its_drawing(chart: Chart) -> None:
    wide, high = size(chart)
    assert wide == chart.largeur
    assert high > 10
    assert high == (chart.hauteur or high)


@every_example
def test_every_series_has_a_number_of_its_own(chart: Chart) -> None:
    found = [one.find(f"{C}idx").get("val") for one in root(chart).iter(f"{C}ser")]
    assert len(found) == len(set(found))


def test_word_would_have_nothing_to_repair(tmp_path: Path) -> None:
    path = tmp_path / "document.docx"
    path.write_bytes(word_file(ALL, tmp_path))
    found = [str(error) for error in OpenXmlValidator().validate(path).errors]
    assert [error for error in found if not error.endswith(UNKNOWN_TO_THE_VALIDATOR)] == []


def test_excel_would_have_nothing_to_repair(tmp_path: Path) -> None:
    for chart in ALL:
        path = tmp_path / f"{chart.cle}.xlsx"
        path.write_bytes(workbook(chart))
        found = [str(error) for error in OpenXmlValidator().validate(path).errors]
        assert [error for error in found if not error.endswith(NO_THEME)] == []


def test_the_same_charts_make_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from docgen.charts.word.chart import chart_part, workbook;"
        "from tests.charts.figures import ALL;"
        "made = b''.join(chart_part(c, 'rId1') + workbook(c) for c in ALL);"
        "print(hashlib.sha256(made).hexdigest())"
    )
    made = b"".join(chart_part(chart, "rId1") + workbook(chart) for chart in ALL)
    assert run_elsewhere(code) == hashlib.sha256(made).hexdigest()


def test_the_workbook_has_no_date() -> None:
    parts = read_package_of(workbook(PLAIN[0]))
    assert sorted(parts)[:2] == ["[Content_Types].xml", "_rels/.rels"]
    assert not [name for name in parts if "docProps" in name]


def read_package_of(data: bytes) -> list[str]:
    """Return the names of the parts of a workbook."""
    return re.findall(
        r"PK\x01\x02.{42}([\w\[\]./]+\.(?:xml|rels))", data.decode("latin-1"), re.DOTALL
    )


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, str]:
    """The page that LibreOffice prints of four charts: its picture and its text."""
    shown = word_file(PLAIN[1:5], tmp_path_factory.mktemp("figures"))
    with pypdfium2.PdfDocument(to_pdf(shown)) as pdf:
        picture = pdf[0].render(scale=1).to_pil().convert("RGB")
        text = pdf[0].get_textpage().get_text_range()
    return picture, re.sub("[\u00a0\u202f]", " ", text)


def test_libreoffice_draws_the_charts_in_their_colours(page) -> None:
    picture, _ = page
    pixels = picture.tobytes()
    seen = {pixels[n : n + 3] for n in range(0, len(pixels), 3)}
    assert bytes.fromhex(PASTEL[1:]) in seen
    assert bytes.fromhex(BRIQUE[1:]) in seen
    dark = sum(1 for n in range(0, len(pixels), 3) if pixels[n : n + 3] != b"\xff\xff\xff")
    assert dark > 5_000


def test_libreoffice_writes_the_values_the_names_and_what_is_hidden(page) -> None:
    _, text = page
    for said in ("7,1", "3,3", "6,2", "2016", "2025", "Tarnelle", HIDDEN_SHORT):
        assert said in text
    assert "Valclair-le-Fictif" in text
    assert "pour 1 000 logements" in text
    assert "tracé" not in text


def test_a_document_has_a_part_per_chart_and_workbook(tmp_path: Path) -> None:
    parts = read_package(word_file(PLAIN[:3], tmp_path))
    names = [name for name in parts if "chart" in name or "embeddings" in name]
    assert sorted(names) == [
        *(f"word/charts/_rels/chart{number}.xml.rels" for number in (1, 2, 3)),
        *(f"word/charts/chart{number}.xml" for number in (1, 2, 3)),
        *(f"word/embeddings/Microsoft_Excel_Sheet{number}.xlsx" for number in (1, 2, 3)),
    ]
    assert parts["word/embeddings/Microsoft_Excel_Sheet2.xlsx"] == workbook(PLAIN[1])
