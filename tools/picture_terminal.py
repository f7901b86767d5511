"""Draw the text of a terminal as a picture for the documents: same text and font, same bytes.

    tools/picture_terminal.py docs/images/reprendre.txt

The picture stands beside the text, 80 columns wide, longer lines folded.
"""

import argparse
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

COLUMNS: Final = 80
FONT: Final = "DejaVuSansMono.ttf"
SIZE, LINE, MARGIN = 13, 18, 12
PAPER, INK = 250, 25


def main() -> None:
    """Draw the named texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    for path in parser.parse_args().texts:
        draw_terminal(path.read_text("utf-8")).save(path.with_suffix(".png"), optimize=True)


def draw_terminal(text: str) -> Image.Image:
    """Return the picture of a text, in grey."""
    font = ImageFont.truetype(FONT, SIZE)
    lines = list(fold_lines(text))
    width = round(font.getlength("0" * COLUMNS)) + 2 * MARGIN
    picture = Image.new("L", (width, LINE * len(lines) + 2 * MARGIN), PAPER)
    pen = ImageDraw.Draw(picture)
    for rank, line in enumerate(lines):
        pen.text((MARGIN, MARGIN + LINE * rank), line, INK, font)
    return picture.quantize(16)


def fold_lines(text: str) -> Iterator[str]:
    """Yield the lines of a terminal, each at most as long as it is wide."""
    for line in text.splitlines():
        inset = " " * (len(line) - len(line.lstrip()))
        yield from textwrap.wrap(line, COLUMNS, subsequent_indent=inset) or [""]


if __name__ == "__main__":
    main()
