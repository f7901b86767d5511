"""A Word template opened once and filled many times: only what a document changes is made again.

python-docx saves the template once, as it saves all that docxtpl fills; what no document changes is
kept compressed, and the body is read as XML once for each document.
"""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import docx
from lxml import etree

from docgen.ooxml import (
    TEMPLATE_LINK,
    Part,
    as_xml,
    outward,
    packed,
    read_package,
    without,
    write_package,
)
from docgen.rendering.docx.filling import body_source, fill_source, patched_xml
from docgen.rendering.docx.filters import W, read_styles, template_environment
from docgen.rendering.docx.fonts import without_fonts
from docgen.rendering.docx.parts.binding import (
    Binding,
    copy_headers_to_first_section,
    declare_namespaces,
    with_bound,
)
from docgen.rendering.docx.parts.contents import fill_contents, has_contents
from docgen.rendering.docx.parts.tables import fit_grids

BODY, LINKS = "word/document.xml", "word/_rels/document.xml.rels"
HEADS: Final = re.compile(r"/(header|footer)$")
"""How the type of a link ends that leads to a running head or foot."""
NOTES: Final = "word/footnotes.xml"
LEFT_BEHIND = ("word/stylesWithEffects.xml", TEMPLATE_LINK)
"""Parts that do not travel: a copy of the styles for Word 2007, and the path of someone's .dotx."""
NOT_OURS = ("attachedTemplate", "saveSubsetFonts", "embedSystemFonts", "embedTrueTypeFonts")
BEFORE_FONTS = {
    f"{W}{name}"
    for name in (
        "writeProtection",
        "view",
        "zoom",
        "removePersonalInformation",
        "removeDateAndTime",
        "doNotDisplayPageBoundaries",
        "displayBackgroundShape",
        "printPostScriptOverText",
        "printFractionalCharacterWidth",
        "printFormsData",
    )
}
"""Settings that the schema puts before `embedTrueTypeFonts` (ECMA-376, CT_Settings)."""
EMPTY_RUNS: Final = etree.XPath(
    "descendant::w:r[not(*[text() or not(self::w:rPr or self::w:t)])]", namespaces={"w": W[1:-1]}
)
"""The runs that hold nothing, once filled."""


class WordTemplate:
    """A template opened, rid of what must not travel, and ready to be filled many times."""

    def __init__(self, data: bytes) -> None:
        parts = without_fonts(read_package(data))
        self.outward = tuple(outward(parts))
        parts = without(parts, lambda name: name.startswith("docProps/") or name in LEFT_BEHIND)
        parts["word/settings.xml"] = _settings(parts["word/settings.xml"])
        self.styles = read_styles(parts["word/styles.xml"])
        self.language = template_environment(self.styles)
        self._parts = _saved(parts)
        self._root = etree.fromstring(self._parts[BODY], _plain_xml())
        self._has_contents = has_contents(self._root)
        self._body = etree.tostring(self._root.find(f"{W}body"), encoding="unicode")
        self._root.find(f"{W}body").clear()
        self._margins = {name: _text(self._parts[name]) for name in _margins(self._parts)}
        self._still: dict[tuple[Binding, ...], dict[str, Part]] = {}

    def fill(self, said: Mapping[str, Any], bindings: tuple[Binding, ...]) -> dict[str, Part]:
        """Return the parts of the template filled with what a document says.

        `bindings` are the templates of what is bound into it.
        """
        spaces = {prefix: space for one in bindings for prefix, space in one.spaces.items()}
        made = dict(self._standing(bindings))
        source = body_source(declare_namespaces(self._body, spaces))
        body = etree.fromstring(fill_source(source, said, self.language))
        made[BODY] = self._whole(body)
        for name, text in self._heads(bindings).items():
            xml = fill_source(patched_xml(text), said, self.language).encode()
            made[name] = xml if name == NOTES else as_xml(etree.fromstring(xml, _plain_xml()))
        return made

    def _heads(self, bindings: tuple[Binding, ...]) -> dict[str, str]:
        """Return running heads, feet and notes, those made for what is bound included."""
        made = {name: part for one in bindings for name, part in one.heads.parts.items()}
        return self._margins | {name: _text(part) for name, part in made.items()}

    def _standing(self, bindings: tuple[Binding, ...]) -> dict[str, Part]:
        """Return the parts as they stand before a document says anything, compressed once."""
        if bindings not in self._still:
            parts = with_bound(self._parts, bindings)
            self._still[bindings] = {
                name: part if name.endswith((".rels", "].xml")) else packed(part)
                for name, part in parts.items()
            }
        return self._still[bindings]

    def _whole(self, body: etree._Element) -> etree._Element:
        """Return a document with its body, which is finished here."""
        fit_grids(body)
        for run in EMPTY_RUNS(body):
            run.getparent().remove(run)
        root = copy.deepcopy(self._root)
        root.replace(root.find(f"{W}body"), body)
        copy_headers_to_first_section(body)
        if self._has_contents:  # that of a part is filled with the part's own headings
            fill_contents(body, self.styles)
        return root


def _saved(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a template as python-docx saves them, with properties to be filled."""
    document, made = docx.Document(io.BytesIO(write_package(parts))), io.BytesIO()
    assert document.core_properties  # named for the first time, they are made
    document.save(made)
    return read_package(made.getvalue())


def _margins(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the parts beside the body in which people write: running heads, feet and notes."""
    for link in etree.fromstring(parts[LINKS]):
        if HEADS.search(link.get("Type", "")):
            yield f"word/{link.get('Target')}"
    if NOTES in parts:
        yield NOTES


def _text(part: bytes) -> str:
    """Return a part as the text that holds tags."""
    text: str = etree.tostring(etree.fromstring(part, _plain_xml()), encoding="unicode")
    return text


def _plain_xml() -> etree.XMLParser:
    """Return how python-docx reads a part: blanks between elements mean nothing."""
    return etree.XMLParser(remove_blank_text=True, resolve_entities=False)


def _settings(part: bytes) -> bytes:
    """Return the settings of a template made those of a document that carries its fonts."""
    settings = etree.fromstring(part)
    for name in NOT_OURS:
        for one in settings.findall(f"{W}{name}"):
            settings.remove(one)
    place = next((i for i, one in enumerate(settings) if one.tag not in BEFORE_FONTS), 0)
    settings.insert(place, etree.Element(f"{W}embedTrueTypeFonts"))
    return as_xml(settings)
