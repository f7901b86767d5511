"""The letters that a page shows, without the moves by nothing that WeasyPrint writes after most.

It writes a move wherever what HarfBuzz and the font say of a letter's width differs at all, be it
by less than the thousandth of an em that it then rounds to 0: four moves in five.  Without them a
page is the same to the pixel, and there is less of it to read for whoever examines it.
"""

from __future__ import annotations

from typing import Any, Final

import pydyf

SHOWN: Final = b"] TJ"
"""How the operator ends that shows letters, which pydyf writes in hexadecimal between < and >."""


def drop_null_moves(pdf: pydyf.PDF) -> None:
    """Take the moves by nothing out of every stream of a file that is not written yet."""
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream):
            one.stream[:] = map(without_null_moves, one.stream)


def without_null_moves(operator: Any) -> Any:
    """Return an operator of a content stream without moves by nothing; any other as it is."""
    if not isinstance(operator, bytes) or not operator.endswith(SHOWN):
        return operator
    return operator.replace(b">0<", b"").replace(b">0" + SHOWN, b">" + SHOWN)
