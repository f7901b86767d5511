"""Text as a PDF shows it, without null moves, and as it is copied, in plain characters.

WeasyPrint writes a move wherever HarfBuzz and the font disagree on a width, even by less than the
thousandth of an em that is then rounded to 0: four moves in five. Pages without them look the same.

A font draws a space and a no-break space with one glyph, a hyphen and a soft one too.  WeasyPrint
keeps the character that it meets first: all the spaces of a text could be copied as no-break ones.
"""

from typing import Any, Final

import pydyf

TEXT_END: Final = b"] TJ"
"""The end of the operator that shows text, which pydyf writes in hexadecimal between < and >."""
HYPHENS: Final = "\N{SOFT HYPHEN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}"
PLAIN: Final = {"\N{NO-BREAK SPACE}": " ", **dict.fromkeys(HYPHENS, "-")}
"""What is copied for characters that look alike."""


class Characters(dict[int, str]):
    """The characters of a font, by glyph."""

    def __setitem__(self, glyph: int, text: str) -> None:
        super().__setitem__(glyph, PLAIN.get(text, text))


class FontTable(dict[Any, Any]):
    """The fonts of a document, by the keys of WeasyPrint, which adds to them."""

    def __setitem__(self, key: Any, font: Any) -> None:
        font.to_unicode = Characters()
        super().__setitem__(key, font)


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
