"""The raised letters of ordinals in Word, three quarters as large as the text, as in the PDF.

Word and LibreOffice draw what is superscript little more than half as large: a speck in a label.
"""

from collections.abc import Mapping
from typing import Final

from lxml import etree

from docgen.ooxml import W
from docgen.rendering.docx.parts.properties import (
    VALUE,
    default_style,
    lineage,
    set_property,
    styles_by_id,
    value_of,
)

SMALLER, RAISE = 0.75, 0.2
"""The size of raised letters and how far up they are, for the size of the text.

A line of the text keeps its height with them; LibreOffice draws them a third higher than Word.
"""
DEFAULT_SIZE: Final = 20
"""The size of a text whose size nothing says, in half-points."""
DEFAULTS: Final = ("docDefaults", "rPrDefault", "rPr", "sz")


def sizes_by_style(styles: bytes) -> dict[str, int]:
    """Return the size of the text of each style in half-points, 0 where none says it.

    That of a text without a style is under ''.
    """
    root = etree.fromstring(styles)
    known = styles_by_id(root)
    sizes = dict[str, int]()
    for name in known:
        named = (value_of(style, "rPr", "sz") for style in lineage(known, name))
        sizes[name] = int(next(filter(None, named), 0))
    unnamed = sizes.get(default_style(known)) or int(value_of(root, *DEFAULTS) or DEFAULT_SIZE)
    return sizes | {"": unnamed}


def set_raised_letters(body: etree._Element, sizes: Mapping[str, int]) -> None:
    """Set the superscript runs of a body smaller and higher, by the sizes of its styles."""
    marks = [one for one in body.iter(f"{W}vertAlign") if one.get(VALUE) == "superscript"]
    for mark in marks:
        properties = mark.getparent()
        paragraph = next(properties.iterancestors(f"{W}p"), None)
        size = _size_of(properties, paragraph, sizes)
        lower = int(value_of(properties, "position") or 0)
        properties.remove(mark)
        set_property(properties, "position", str(lower + round(RAISE * size)))
        for name in ("sz", "szCs"):
            set_property(properties, name, str(round(SMALLER * size)))


def _size_of(
    properties: etree._Element, paragraph: etree._Element | None, sizes: Mapping[str, int]
) -> int:
    if own := value_of(properties, "sz"):
        return int(own)
    style = "" if paragraph is None else value_of(paragraph, "pPr", "pStyle")
    named = value_of(properties, "rStyle"), style
    return next(filter(None, (sizes.get(name, 0) for name in named if name)), sizes[""])
