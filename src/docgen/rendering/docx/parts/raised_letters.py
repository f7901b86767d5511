"""The raised letters of ordinals in Word, three quarters as large as the text, as in the PDF.

Word and LibreOffice draw what is superscript little more than half as large: a speck in a label.
"""

from collections.abc import Mapping
from typing import Final

from lxml import etree

from docgen.ooxml import W
from docgen.rendering.docx.parts.runs import RUN_PROPERTIES

SMALLER, RAISE = 0.75, 0.2
"""The size of raised letters and how far up they are, for the size of the text.

A line of the text keeps its height with them; LibreOffice draws them a third higher than Word.
"""
DEFAULT_SIZE: Final = 20
"""The size of a text whose size nothing says, in half-points."""
ORDER: Final = {f"{W}{name}": rank for rank, name in enumerate(RUN_PROPERTIES)}
SIZE, POSITION = f"{W}sz", f"{W}position"
DEFAULTS: Final = f"{W}docDefaults/{W}rPrDefault/{W}rPr/{SIZE}"
VALUE: Final = f"{W}val"


def sizes_by_style(styles: bytes) -> dict[str, int]:
    """Return the size of the text of each style in half-points, 0 where none says it.

    That of a text without a style is under ''.
    """
    root = etree.fromstring(styles)
    above, own = dict[str, str](), dict[str, int]()
    for style in root.iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        above[name] = _value(style.find(f"{W}basedOn"))
        own[name] = int(_value(style.find(f"{W}rPr/{SIZE}")) or 0)
        if style.get(f"{W}default") and style.get(f"{W}type") == "paragraph":
            above[""] = name
    default = int(_value(root.find(DEFAULTS)) or DEFAULT_SIZE)
    sizes = {name: _inherited(name, own, above) for name in ("", *own)}
    return sizes | {"": sizes[""] or default}


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(VALUE, "")


def _inherited(name: str, own: Mapping[str, int], above: Mapping[str, str]) -> int:
    seen = set[str]()
    while name not in seen and not own.get(name):
        seen.add(name)
        name = above.get(name, name)
    return own.get(name, 0)


def set_raised_letters(body: etree._Element, sizes: Mapping[str, int]) -> None:
    """Set the superscript runs of a body smaller and higher, by the sizes of its styles."""
    marks = [one for one in body.iter(f"{W}vertAlign") if one.get(VALUE) == "superscript"]
    for mark in marks:
        properties = mark.getparent()
        paragraph = next(properties.iterancestors(f"{W}p"), None)
        size = _size_of(properties, paragraph, sizes)
        lower = int(_value(properties.find(POSITION)) or 0)
        properties.remove(mark)
        for name, value in (
            (POSITION, lower + round(RAISE * size)),
            (SIZE, round(SMALLER * size)),
            (f"{W}szCs", round(SMALLER * size)),
        ):
            _set(properties, name, value)


def _size_of(
    properties: etree._Element, paragraph: etree._Element | None, sizes: Mapping[str, int]
) -> int:
    if own := _value(properties.find(SIZE)):
        return int(own)
    style = None if paragraph is None else paragraph.find(f"{W}pPr/{W}pStyle")
    named = _value(properties.find(f"{W}rStyle")), _value(style)
    return next(filter(None, (sizes.get(name, 0) for name in named if name)), sizes[""])


def _set(properties: etree._Element, name: str, value: int) -> None:
    """Give a run a property, at its place in the schema's order."""
    for former in properties.findall(name):
        properties.remove(former)
    late = (one for one in properties if ORDER.get(one.tag, len(ORDER)) > ORDER[name])
    new = etree.Element(name, {VALUE: str(value)})
    following = next(late, None)
    if following is None:
        properties.append(new)
    else:
        following.addprevious(new)
