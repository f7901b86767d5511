"""The workbook embedded in a chart of Word, which holds its data for editing.

One sheet: a row for each label, a column for each series, the printed values.  A hidden value is
the words « non communiqué », never a number.  Excel would draw words as a zero, so a series with
hidden values is drawn from a second column on the right, whose formulas give `#N/A` for words,
which Excel does not draw.

The file has the parts that Excel requires and no date: the same values make the same bytes.
Source: ECMA-376 part 1, chapter 18 (SpreadsheetML).
"""

from collections.abc import Iterator, Sequence
from string import ascii_uppercase
from xml.sax.saxutils import escape

from docgen.charts.printed import HIDDEN_WORDS, Chart, hidden_ranks, labels
from docgen.charts.specification import EtatValeur, PointGraphique, Trace
from docgen.ooxml import CONTENT_TYPES, OFFICE_RELATIONS, write_package

SHEET = "Données"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KINDS}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KINDS}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KINDS}.sharedStrings+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KINDS}.styles+xml"/></Types>'
)
ROOT_LINKS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{OFFICE_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE_RELATIONS}"><sheets>'
    f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
BOOK_LINKS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{OFFICE_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2"'
    f' Type="{OFFICE_RELATIONS}/styles" Target="styles.xml"/><Relationship Id="rId3"'
    f' Type="{OFFICE_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="{{}}"/>'
    '</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/>'
    '<sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill'
    ' patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment horizontal="right"/></xf><xf numFmtId="0" fontId="1" fillId="0" borderId="0"'
    ' xfId="0" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0"'
    ' builtinId="0"/></cellStyles></styleSheet>'
)
FRENCH = "[$-40C]"
"""Asks for French numbers on any machine."""
NUMBER, RIGHT, HEAD = 1, 2, 3
"""The cell formats of `STYLES`: a number, words in its place, a column header."""


def number_format(decimals: int) -> str:
    """Return the number format of Excel with so many decimals: ``#,##0.0``."""
    return f"{FRENCH}#,##0" + (f".{'0' * decimals}" if decimals else "")


class Sheet:
    """The sheet of a printed chart: where everything is, and the workbook that holds it.

    `written` are the labels that the chart shows until someone edits it, all by default.
    LibreOffice shows whatever labels it is given.
    """

    def __init__(self, chart: Chart, written: Sequence[int] | None = None) -> None:
        self.chart = chart
        self.rows = len(labels(chart))
        self.written = range(self.rows) if written is None else written
        self.texts: dict[str, int] = {}
        self.hiding = [trace for trace in chart.traces if hidden_ranks(trace)]

    @property
    def categories(self) -> str:
        """The range of the labels."""
        return self._range("A", 2, self.rows + 1)

    def name(self, trace: Trace) -> str:
        """Return the cell of the name of a series."""
        return self._range(self._column(trace), 1, 1)

    def drawn(self, trace: Trace) -> str:
        """Return the range that a series is drawn from."""
        column = self._column(trace)
        if trace in self.hiding:
            column = self._formulas(trace)
        return self._range(column, 2, self.rows + 1)

    def workbook(self) -> bytes:
        """Return the workbook; the same chart always makes the same bytes."""
        sheet = self._sheet()
        texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in self.texts)
        parts = {
            CONTENT_TYPES: TYPES,
            "_rels/.rels": ROOT_LINKS,
            "xl/workbook.xml": BOOK,
            "xl/_rels/workbook.xml.rels": BOOK_LINKS,
            "xl/styles.xml": STYLES.format(number_format(self.chart.decimales)),
            "xl/worksheets/sheet1.xml": sheet,
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
        }
        return write_package({name: f"{DECLARATION}{p}".encode() for name, p in parts.items()})

    def _column(self, trace: Trace) -> str:
        return ascii_uppercase[1 + self.chart.traces.index(trace)]

    def _formulas(self, trace: Trace) -> str:
        """Return the column of formulas of a series, beyond one that is left empty."""
        return ascii_uppercase[2 + len(self.chart.traces) + self.hiding.index(trace)]

    def _range(self, column: str, first: int, last: int) -> str:
        cells = f"${column}${first}" + (f":${column}${last}" if last != first else "")
        return f"'{SHEET}'!{cells}"

    def _sheet(self) -> str:
        columns = f'<cols><col min="1" max="1" width="{self._widest()}" customWidth="1"/>'
        columns += '<col min="2" max="26" width="18" customWidth="1"/></cols>'
        rows = "".join(
            f'<row r="{n}">{"".join(self._row(n))}</row>' for n in range(1, self.rows + 2)
        )
        return f'<worksheet xmlns="{MAIN}">{columns}<sheetData>{rows}</sheetData></worksheet>'

    def _widest(self) -> int:
        return max(map(len, (self.chart.unite, *labels(self.chart)))) + 2

    def _row(self, number: int) -> Iterator[str]:
        if number == 1:
            yield self._words("A1", self.chart.unite or self.chart.titre, HEAD)
            for trace in self.chart.traces:
                yield self._words(f"{self._column(trace)}1", trace.nom, HEAD)
            for trace in self.hiding:
                yield self._words(f"{self._formulas(trace)}1", f"{trace.nom} (tracé)", HEAD)
            return
        yield self._words(f"A{number}", labels(self.chart)[number - 2])
        for trace in self.chart.traces:
            yield self._cell(f"{self._column(trace)}{number}", trace.points[number - 2])
        for trace in self.hiding:
            read, place = f"{self._column(trace)}{number}", f"{self._formulas(trace)}{number}"
            yield _formula(place, read, trace.points[number - 2])

    def _cell(self, place: str, point: PointGraphique) -> str:
        if point.etat is EtatValeur.CACHE:
            return self._words(place, HIDDEN_WORDS, RIGHT)
        if point.valeur is None:
            return ""
        return f'<c r="{place}" s="{NUMBER}"><v>{point.valeur:f}</v></c>'

    def _words(self, place: str, text: str, style: int = 0) -> str:
        rank = self.texts.setdefault(text, len(self.texts))
        return f'<c r="{place}" s="{style}" t="s"><v>{rank}</v></c>'


def _formula(place: str, read: str, point: PointGraphique) -> str:
    kind, given = (' t="e"', "#N/A") if point.valeur is None else ("", f"{point.valeur:f}")
    formula = f"IF(ISNUMBER({read}),{read},NA())"
    return f'<c r="{place}" s="{NUMBER}"{kind}><f>{formula}</f><v>{given}</v></c>'
