"""Workbooks of others, made of rows for tests, in both formats."""

import io
import zipfile
from xml.sax.saxutils import escape

from openpyxl import Workbook

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "table", "text")
)
MIME = "application/vnd.oasis.opendocument.spreadsheet"


def ods(*sheets):
    """Return an ODS workbook of sheets of rows; a cell may be XML of its own."""
    tables = "".join(
        f'<table:table table:name="Feuille{rank}">{"".join(map(_row, rows))}</table:table>'
        for rank, rows in enumerate(sheets, 1)
    )
    return ods_of(f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>")


def ods_of(body, mime=MIME, before="", parts=()):
    """Return an ODS workbook with this body, and other parts by name."""
    content = f"{before}<office:document-content {NAMES}>{body}</office:document-content>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", mime, zipfile.ZIP_STORED)
        package.writestr("content.xml", content)
        for name, part in dict(parts).items():
            package.writestr(name, part)
    return file.getvalue()


def xlsx(*sheets):
    """Return an XLSX workbook of sheets of rows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for rank, rows in enumerate(sheets, 1):
        tab = book.create_sheet(f"Feuille{rank}")
        for row in rows:
            tab.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _row(row):
    return f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>"


def _cell(value):
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        inside = value if value.startswith("<") else f"<text:p>{escape(value)}</text:p>"
        return f'<table:table-cell office:value-type="string">{inside}</table:table-cell>'
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{value} agents</text:p></table:table-cell>"
    )
