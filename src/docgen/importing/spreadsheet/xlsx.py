"""Opening of an Excel workbook (.xlsx), to read its sheets row by row."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from openpyxl import load_workbook


@contextmanager
def open_xlsx(data: bytes, *, values: bool = False) -> Iterator[Any]:
    """Open a workbook; its formulas are their last `values`, or themselves."""
    with warnings.catch_warnings(action="ignore"):  # openpyxl warns of what it does not keep
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=values)
        try:
            for tab in book.worksheets:
                tab.reset_dimensions()  # some programs write « A1 » for the size of any sheet
            yield book
        finally:
            book.close()
