"""Text operators without the null moves that WeasyPrint writes between most glyphs.

It writes a move wherever HarfBuzz and the font disagree on a width, even by less than the
thousandth of an em that is then rounded to 0: four moves in five. Pages without them look the same.
"""

from typing import Any, Final

import pydyf

TEXT_END: Final = b"] TJ"
"""The end of the operator that shows text, which pydyf writes in hexadecimal between < and >."""


def drop_null_moves(pdf: pydyf.PDF) -> None:
    """Drop null moves from all streams of a file that is not written yet."""
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream):
            stream.stream[:] = map(without_null_moves, stream.stream)


def without_null_moves(operator: Any) -> Any:
    """Return an operator without null moves; any that shows no text is unchanged."""
    if not isinstance(operator, bytes) or not operator.endswith(TEXT_END):
        return operator
    return operator.replace(b">0<", b"").replace(b">0" + TEXT_END, b">" + TEXT_END)
