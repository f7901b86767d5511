"""A Word template opened once and filled many times.

python-docx saves the template once, as it saves all that docxtpl fills; parts that no document
changes stay compressed, and the body is parsed once per document.
"""

import copy
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import docx
from lxml import etree

from docgen.errors import Problem, TemplateError
from docgen.ooxml import (
    BODY,
    BODY_LINKS,
    STYLES,
    Part,
    W,
    as_xml,
    compress_cached,
    drop_parts,
    read_package,
    write_package,
)
from docgen.rendering.docx.filling import body_source, fill_source, patched_xml
from docgen.rendering.docx.filters import Styles, read_styles, template_environment
from docgen.rendering.docx.fonts import without_fonts
from docgen.rendering.docx.lint_fields import refused_fields
from docgen.rendering.docx.lint_package import SETTINGS_LINKS, open_package
from docgen.rendering.docx.parts.binding import (
    Binding,
    copy_headers_to_first_section,
    declare_namespaces,
    with_bound,
)
from docgen.rendering.docx.parts.blanks import set_word_blanks
from docgen.rendering.docx.parts.contents import fill_contents, has_contents, listed_titles
from docgen.rendering.docx.parts.raised_letters import set_raised_letters, sizes_by_style
from docgen.rendering.docx.parts.runs import hold_numbers
from docgen.rendering.docx.parts.titles import hold_word_titles, set_blanks_upright

STYLE: Final = re.compile(r'(<w:[pr]Style w:val=")([^"]+)(")')
"""The style of a paragraph or a run, in the XML of a body."""
TABLE, ROW, CELL = f"{W}tbl", f"{W}tr", f"{W}tc"
GRID, COLUMN, WIDTH = f"{W}tblGrid", f"{W}gridCol", f"{W}w"
SPAN: Final = f"{W}gridSpan"
MARGIN_TYPE: Final = re.compile(r"/(header|footer)$")
"""The end of the type of a relationship to a header or footer."""
NOTES: Final = "word/footnotes.xml"
REMOVED_PARTS = ("word/stylesWithEffects.xml", SETTINGS_LINKS)
"""Parts that are removed: a copy of the styles for Word 2007, and the path of someone's .dotx."""
REMOVED_SETTINGS = ("attachedTemplate", "saveSubsetFonts", "embedSystemFonts", "embedTrueTypeFonts")
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
"""Runs that are empty once filled."""
SECTIONS_OF_TAGS: Final = etree.XPath(
    "//w:p[starts-with(normalize-space(.), '{%p ')]/w:pPr/w:sectPr", namespaces={"w": W[1:-1]}
)
"""Ends of sections in paragraphs that go away with their tag."""


class WordTemplate:
    """A template opened, cleaned, and ready to be filled many times."""

    def __init__(self, data: bytes, name: str = "") -> None:
        parts = drop_parts(
            without_fonts(open_package(data, name)),
            lambda part: part.startswith(("docMetadata/", "docProps/")) or part in REMOVED_PARTS,
        )
        parts["word/settings.xml"] = _settings(parts["word/settings.xml"])
        self.styles = read_styles(parts[STYLES])
        self.environment = template_environment(self.styles)
        self._parts = _save_with_python_docx(parts)
        self._root = etree.fromstring(self._parts[BODY], _xml_parser())
        _free_section_breaks(self._root, self.styles)
        self._has_contents = has_contents(self._root)
        self._body = etree.tostring(self._root.find(f"{W}body"), encoding="unicode")
        self._root.find(f"{W}body").clear()
        self._margins = {name: _text(self._parts[name]) for name in _margins(self._parts)}
        self._fixed_by_bindings: dict[tuple[Binding, ...], dict[str, Part]] = {}
        self._sizes_by_bindings: dict[tuple[Binding, ...], dict[str, int]] = {}

    def fill(
        self,
        context: Mapping[str, Any],
        bindings: tuple[Binding, ...],
        density: str = "",
        contents_pages: Sequence[int] = (),
    ) -> dict[str, Part]:
        """Return the parts of the template filled for a document, at its density.

        `bindings` are the templates of its bound parts, `contents_pages` the pages of its contents.
        """
        spaces = {
            prefix: space for binding in bindings for prefix, space in binding.namespaces.items()
        }
        parts = dict(self._fixed_parts(bindings))
        source = body_source(declare_namespaces(self._body, spaces))
        filled = hold_word_titles(fill_source(source, context, self.environment), self.styles)
        filled = set_blanks_upright(set_word_blanks(filled, self.styles), self.styles)
        body = etree.fromstring(with_density(filled, self.styles, density))
        _refuse_fields(body)
        parts[BODY] = self._with_body(body, contents_pages, listed_titles(context.get("blocs", ())))
        set_raised_letters(body, self._sizes_by_bindings[bindings])
        for name, text in self._all_margins(bindings).items():
            data = fill_source(patched_xml(text), context, self.environment).encode()
            filled = etree.fromstring(data, _xml_parser())
            _refuse_fields(filled)
            parts[name] = data if name == NOTES else as_xml(filled)
        return parts

    def _all_margins(self, bindings: tuple[Binding, ...]) -> dict[str, str]:
        resized = {
            name: part for binding in bindings for name, part in binding.headers.parts.items()
        }
        return self._margins | {name: _text(part) for name, part in resized.items()}

    def _fixed_parts(self, bindings: tuple[Binding, ...]) -> dict[str, Part]:
        if bindings not in self._fixed_by_bindings:
            parts = with_bound(self._parts, bindings)
            self._sizes_by_bindings[bindings] = sizes_by_style(parts[STYLES])
            self._fixed_by_bindings[bindings] = {
                name: part if name.endswith((".rels", "].xml")) else compress_cached(part)
                for name, part in parts.items()
            }
        return self._fixed_by_bindings[bindings]

    def _with_body(
        self, body: etree._Element, pages: Sequence[int], titles: Sequence[str]
    ) -> etree._Element:
        fit_grids(body)
        for run in EMPTY_RUNS(body):
            run.getparent().remove(run)
        root = copy.deepcopy(self._root)
        root.replace(root.find(f"{W}body"), body)
        copy_headers_to_first_section(body)
        if self._has_contents:  # a bound part fills its own contents
            fill_contents(body, self.styles, pages, titles)
        hold_numbers(body)
        return root


def _free_section_breaks(root: etree._Element, styles: Styles) -> None:
    """Give the end of a section a paragraph of its own after the tag it stands in.

    LibreOffice moves it there from an empty paragraph, which it removes.
    """
    for section in SECTIONS_OF_TAGS(root):
        tag = section.getparent().getparent()
        properties = etree.SubElement(paragraph := etree.Element(f"{W}p"), f"{W}pPr")
        if style := styles.get("dg fin"):
            etree.SubElement(properties, f"{W}pStyle", {f"{W}val": style})
        properties.append(section)
        tag.addnext(paragraph)


def _refuse_fields(filled: etree._Element) -> None:
    """Raise TemplateError for a field that tags have made of others."""
    if refused := [Problem("", message, hint=hint) for _, message, hint in refused_fields(filled)]:
        raise TemplateError(refused)


def _save_with_python_docx(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    document, saved = docx.Document(io.BytesIO(write_package(parts))), io.BytesIO()
    assert document.core_properties  # reading them creates them
    document.save(saved)
    return read_package(saved.getvalue())


def _margins(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the names of the parts beside the body that hold text: headers, footers, notes."""
    for link in etree.fromstring(parts[BODY_LINKS]):
        if MARGIN_TYPE.search(link.get("Type", "")):
            yield f"word/{link.get('Target')}"
    if NOTES in parts:
        yield NOTES


def _text(part: bytes) -> str:
    text: str = etree.tostring(etree.fromstring(part, _xml_parser()), encoding="unicode")
    return text


def _xml_parser() -> etree.XMLParser:
    """Return a parser as python-docx uses it, which ignores white space between elements."""
    return etree.XMLParser(remove_blank_text=True, resolve_entities=False)


def _settings(part: bytes) -> bytes:
    settings = etree.fromstring(part)
    for name in REMOVED_SETTINGS:
        for element in settings.findall(f"{W}{name}"):
            settings.remove(element)
    index = next(
        (number for number, element in enumerate(settings) if element.tag not in BEFORE_FONTS), 0
    )
    settings.insert(index, etree.Element(f"{W}embedTrueTypeFonts"))
    return as_xml(settings)


# Grids of tables, as docxtpl's `fix_tables` (0.20.2) sets them, but each table visited once


def fit_grids(body: etree._Element) -> None:
    """Give every table of a body as many columns as its rows need, within its width."""
    spare: Counter[etree._Element] = Counter()
    for span in body.iter(SPAN):
        spare[span.getparent().getparent().getparent()] += int(span.get(f"{W}val")) - 1
    for table in body.iter(TABLE):
        rows = [(row, len(row.findall(CELL))) for row in table.iter(ROW)]
        grid = table.find(GRID)
        columns = grid.findall(COLUMN)
        missing = max((cells for _, cells in rows), default=0) - len(columns)
        if missing > 0:
            columns = _add_columns(grid, columns, missing)
        extra = len(columns) - max((cells + spare[row] for row, cells in rows), default=0)
        if extra > 0:
            _remove_columns(grid, columns, extra)


def _add_columns(
    grid: etree._Element, columns: list[etree._Element], missing: int
) -> list[etree._Element]:
    width = sum(float(column.get(WIDTH)) for column in columns if column.get(WIDTH) is not None)
    if width > 0:
        before, after = width / len(columns), width / (len(columns) + missing)
        for column in columns:
            column.set(WIDTH, str(int(float(column.get(WIDTH)) * after / before)))
        for _ in range(missing):
            etree.SubElement(grid, COLUMN, {WIDTH: str(int(after))})
    return list(grid.findall(COLUMN))


def _remove_columns(grid: etree._Element, columns: list[etree._Element], extra: int) -> None:
    width = 0.0
    for column in columns[-extra:]:
        width += float(column.get(WIDTH))
        grid.remove(column)
    remaining = columns[:-extra]
    more = int(width / len(remaining)) if remaining else 0
    for column in remaining:
        column.set(WIDTH, str(int(float(column.get(WIDTH)) + more)))


# The density of a page: styles whose name ends with it stand in for those without


def with_density(body: str, styles: Mapping[str, str], density: str) -> str:
    """Return a filled body at a density; « DG Fiche étape normale » replaces « DG Fiche étape ».

    `styles` are the identifiers of styles by their names in lower case.
    """
    if not density:
        return body
    dense = {
        identifier: styles[f"{name} {density}"]
        for name, identifier in styles.items()
        if f"{name} {density}" in styles
    }
    return STYLE.sub(lambda one: f"{one[1]}{dense.get(one[2], one[2])}{one[3]}", body)
