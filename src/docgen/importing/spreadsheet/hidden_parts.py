"""Checks of a sheet for merged cells and for being hidden, which its rows do not show.

The cells of a merged range look filled, but only the first has a value. Nobody reads a hidden sheet
again before handing it in. Source: ECMA-376, part 1, 18.3.1.54 (mergeCell), 18.2.19 (state of a
sheet).
"""

import re
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

from openpyxl.utils import column_index_from_string

from docgen.errors import Problem

_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"(([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}\d{1,7})\""
)


def check_hidden_parts(package: ZipFile, tab: Any, name: str, width: int) -> Iterator[Problem]:
    """Yield the problems of a sheet called `name`, whose table has `width` columns."""
    if tab.sheet_state != "visible":
        hint = "affichez-la si elle est à lire ; sinon, supprimez-la"
        yield Problem(name, "feuille masquée", code="feuille", hint=hint)
    for place, column, line in _MERGED.findall(package.read(tab._worksheet_path)):
        where = column_index_from_string(column.decode())
        if where <= width:
            message = f"cellules fusionnées ({place.decode()}) : une seule aurait la valeur"
            hint = "défusionnez-les, et remplissez chaque case"
            yield Problem(name, message, int(line), where, code="fusion", hint=hint)
