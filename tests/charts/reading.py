"""A drawing as a reader sees it: its texts, and the room that each of its marks takes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from docgen.charts.ink import Box
from docgen.charts.lettering import ASCENT, DESCENT, width

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
WORD = re.compile(r"\d[\d\u202f]*(?:,\d+)?")


@dataclass(frozen=True)
class Said:
    """A text of a drawing: what it says, where, in which size and colour."""

    text: str
    box: Box
    size: float
    colour: str


class Drawing:
    """An SVG, parsed."""

    def __init__(self, svg: str) -> None:
        self.root = ET.fromstring(svg)
        _, _, self.wide, self.high = map(float, self.root.get("viewBox", "").split())

    @property
    def words(self) -> list[Said]:
        """Its texts, in order."""
        return [_said(one) for one in self.root.iter(f"{SVG}text")]

    @property
    def texts(self) -> list[str]:
        """What its texts say."""
        return [one.text for one in self.words]

    @property
    def numbers(self) -> set[str]:
        """Every number written in it, as it is written."""
        return {found for text in self.texts for found in WORD.findall(text)}

    def with_(self, name: str, **dress: str) -> list[ET.Element]:
        """Return the marks of a name that have these attributes."""
        wanted = {key.replace("_", "-"): value for key, value in dress.items()}
        found = self.root.iter(f"{SVG}{name}")
        return [one for one in found if wanted.items() <= one.attrib.items()]

    def boxes(self) -> Iterator[Box]:
        """Yield the room of every mark and of every text."""
        yield from (one.box for one in self.words)
        for one in self.root.iter(f"{SVG}rect"):
            x, y, wide, high = (float(one.get(name, "")) for name in ("x", "y", "width", "height"))
            assert wide >= 0
            assert high >= 0
            yield Box(x, y, x + wide, y + high)
        for one in self.root.iter(f"{SVG}circle"):
            x, y, r = (float(one.get(name, "")) for name in ("cx", "cy", "r"))
            yield Box(x - r, y - r, x + r, y + r)
        for one in self.root.iter(f"{SVG}path"):
            found = [float(number) for number in NUMBER.findall(one.get("d", ""))]
            xs, ys = found[::2], found[1::2]
            yield Box(min(xs), min(ys), max(xs), max(ys))


def _said(node: ET.Element) -> Said:
    text, size = node.text or "", float(node.get("font-size", ""))
    x, y = float(node.get("x", "")), float(node.get("y", ""))
    wide = width(text, size, node.get("font-weight") == "600", node.get("font-style") == "italic")
    box = Box(x, y - ASCENT * size, x + wide, y + DESCENT * size)
    return Said(text, box, size, node.get("fill", ""))
