"""Documents as Word files: docxtpl fills the template, this room makes the file worth signing.

Only the modules `docx*` import docxtpl or know Word's XML.  Nothing of the template's own
history travels (properties, thumbnail, fonts), nothing tells the time, and the same document
always makes the same bytes.
"""

from __future__ import annotations

import io
import re
import traceback
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Template, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from docgen.document import Artifact, Document, Format
from docgen.errors import Problem, RenderingError, TemplateError
from docgen.rendering.docx_binding import Binding, bind, declared, with_bound
from docgen.rendering.docx_figures import with_charts
from docgen.rendering.docx_fonts import with_fonts, without_fonts
from docgen.rendering.docx_language import W, language, printable, read_styles
from docgen.rendering.docx_lint import lint_docx
from docgen.rendering.docx_package import (
    TEMPLATE_LINK,
    as_xml,
    outside,
    outward,
    read_package,
    without,
    write_package,
)
from docgen.rendering.docx_places import place_of
from docgen.rendering.docx_runs import bookmark
from docgen.rendering.docx_signature_line import with_lines
from docgen.rendering.docx_toc import fill_contents
from docgen.rendering.html_binding import anchor_of
from docgen.rendering.templates import Templates, told, told_in_french

CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DUBLIN = "http://purl.org/dc/elements/1.1/"
LEFT_BEHIND = ("word/stylesWithEffects.xml", TEMPLATE_LINK)
"""Parts that do not travel: a copy of the styles for Word 2007, and the path of someone's .dotx."""
NOT_OURS = ("attachedTemplate", "saveSubsetFonts", "embedSystemFonts", "embedTrueTypeFonts")
RICH_TAG = re.compile(
    r"(<w:r(?: [^>]*)?><w:rPr>((?:(?!</w:rPr>)[^'])*)</w:rPr><w:t[^>]*>[^<]*</w:t></w:r>)"
    r"\{\{ ([^}]*?) \}\}"
)
"""A tag `{{r … }}` as docxtpl leaves it: after the run that it was cut out of, with its dress."""
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


def render_docx(document: Document, templates: Templates) -> Artifact:
    """Return a document as a Word file; raise TemplateError, in French, when it cannot be."""
    path = templates.find(document.docx_template)
    with _explaining(document, path):
        model = _opened(path)
        if model.outward:
            file = f"templates/{document.docx_template}"
            raise TemplateError(outside(model.outward, file))
    bindings = _bindings(document, templates, path)
    bound = {
        place: tuple(_bound(part, bindings[part.docx_template], templates) for part in parts)
        for place, parts in document.parts.items()
    }
    spaces = {name: space for one in bindings.values() for name, space in one.spaces.items()}
    with _explaining(document, path):
        parts = with_bound(model.fill(document, bound, spaces), bindings.values())
    parts = with_charts(with_lines(parts, document, templates), document)
    return Artifact(document, Format.DOCX, write_package(with_fonts(parts, templates)), None)


@contextmanager
def _explaining(document: Document, path: Path) -> Iterator[None]:
    """Turn what goes wrong with a template into a plain account, at its paragraph or cell."""
    name = document.docx_template
    try:
        with told_in_french(name), warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    except (TemplateError, etree.XMLSyntaxError) as error:
        raise TemplateError(_explained(error, document, path, f"templates/{name}")) from error
    except Warning as warning:
        problem = Problem(f"templates/{name}", f"avertissement : {warning}", code="avertissement")
        raise RenderingError([problem]) from warning


def _opened(path: Path) -> _Model:
    return _model(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _model(path: Path, changed: int) -> _Model:
    """Return the template at `path`, opened once for as long as it does not change."""
    return _Model(path.read_bytes())


def _bindings(document: Document, templates: Templates, whole: Path) -> dict[str, Binding]:
    """Return the templates of what is bound into a document, ready to stand inside its own."""
    names = dict.fromkeys(part.docx_template for part in document.bound)
    found = ((name, templates.find(name)) for name in names)
    times = whole.stat().st_mtime_ns
    return {
        name: _binding(path, path.stat().st_mtime_ns, whole, times, rank)
        for rank, (name, path) in enumerate(found, 1)
    }


@lru_cache(maxsize=16)
def _binding(path: Path, changed: int, whole: Path, whole_changed: int, rank: int) -> Binding:
    """Return a template bound into another, made ready once for as long as neither changes."""
    scope = f"{path.parent.name}-{path.stem}"
    return bind(path.read_bytes(), scope, read_package(whole.read_bytes()), rank)


def _bound(part: Document, binding: Binding, templates: Templates) -> Markup:
    """Return the body of a document to be bound into another, as Word's XML."""
    with _explaining(part, templates.find(part.docx_template)):
        xml = _filled(_patched(binding.source), told(part), _language(binding))
    place = bookmark(anchor_of(part))
    return Markup(xml.replace("</w:pPr>", f"</w:pPr>{place}", 1))  # filled, escaped


@lru_cache(maxsize=16)
def _language(binding: Binding) -> SandboxedEnvironment:
    return language(binding.styles)


class _Model:
    """A template opened, rid of what must not travel, and ready to be filled many times."""

    def __init__(self, data: bytes) -> None:
        parts = without_fonts(read_package(data))
        self.outward = tuple(outward(parts))
        parts = without(parts, lambda name: name.startswith("docProps/") or name in LEFT_BEHIND)
        parts["word/settings.xml"] = _settings(parts["word/settings.xml"])
        self.styles = read_styles(parts["word/styles.xml"])
        self.language = language(self.styles)
        self.package = write_package(parts)

    def fill(
        self,
        document: Document,
        bound: Mapping[str, tuple[Markup, ...]],
        spaces: Mapping[str, str],
    ) -> dict[str, bytes]:
        """Return the parts of a filled template, with what is bound into it.

        `spaces` are the XML namespaces that the bound parts use.
        """
        filling = _Filling(io.BytesIO(self.package))
        filling.spaces = spaces
        filling.render(told(document, relies=bound), self.language)
        body = filling.docx.element.body
        for run in list(_empty_runs(body)):
            run.getparent().remove(run)
        fill_contents(body, self.styles)
        made = io.BytesIO()
        filling.save(made)
        return {**read_package(made.getvalue()), "docProps/core.xml": _properties(document)}


class _Filling(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """docxtpl's own filling, but quick, and strict where docxtpl mends in silence."""

    spaces: Mapping[str, str]

    def patch_xml(self, src_xml: str) -> str:
        """Return the Jinja source that the XML of a part holds."""
        return _patched(declared(src_xml, self.spaces))

    def render_xml_part(
        self, src_xml: str, part: object, context: Mapping[str, Any], jinja_env: Any = None
    ) -> str:
        """Fill a part, and stop there.

        docxtpl would go on to read « {_{ », tabs and breaks inside values as its own marks.
        """
        return _filled(src_xml, context, jinja_env)

    def fix_tables(self, xml: str) -> etree._Element:
        """Return the body; raise XMLSyntaxError where docxtpl's forgiving parser drops text."""
        etree.fromstring(xml)
        return super().fix_tables(xml)


def _filled(source: str, context: Mapping[str, Any], jinja: SandboxedEnvironment) -> str:
    """Return a source filled; an error notes the line that it was at."""
    try:
        filled = _compiled(source, jinja).render(context)
    except Exception as error:
        error.add_note(_line_of(error, source))
        raise
    return re.sub(r">\n+<", "><", filled)


@lru_cache(maxsize=32)
def _patched(xml: str) -> str:
    """Return docxtpl's reading of a part, one paragraph a line: its regexes are slow."""
    source = DocxTemplate.patch_xml(None, re.sub(r"<w:p([ >])", r"\n<w:p\1", xml))
    return RICH_TAG.sub(r"\1{{ (\3)|habit('\2') }}", source)


@lru_cache(maxsize=32)
def _compiled(source: str, jinja: SandboxedEnvironment) -> Template:
    return jinja.from_string(source)


def _line_of(error: Exception, source: str) -> str:
    """Return the text of the line that a template was at when it failed, without its XML."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno or 0 for frame in frames if frame.filename == "<template>"]
    number = error.lineno if isinstance(error, TemplateSyntaxError) else (lines or [0])[-1]
    return re.sub(r"<[^>]*>", "", (["", *source.split("\n")])[number])


def _explained(
    error: TemplateError | etree.XMLSyntaxError, document: Document, path: Path, name: str
) -> list[Problem]:
    """Return what is wrong with a template that could not be filled, as plainly as can be."""
    found = lint_docx(path, type(document.facts), name)
    if found:
        return found
    if isinstance(error, etree.XMLSyntaxError):
        message = "ce modèle, une fois rempli, n’est plus un document Word"
        hint = "une balise « {% … %} » commence dans un paragraphe et finit dans un autre"
        return [Problem(name, message, code="modele-xml", hint=hint)]
    notes = getattr(error.__cause__, "__notes__", [""])
    place = place_of(notes[0], read_package(path.read_bytes()))
    where = f"{place} : " if place else ""
    return [Problem(name, f"{where}{told.message}", code="modele") for told in error.problems]


def _empty_runs(body: etree._Element) -> Iterator[etree._Element]:
    """Yield the runs that tags leave behind, which hold nothing."""
    nothing = {f"{W}rPr", f"{W}t"}
    for run in body.iter(f"{W}r"):
        if all(child.tag in nothing and not child.text for child in run):
            yield run


def _settings(part: bytes) -> bytes:
    """Return the settings of a template made those of a document that carries its fonts."""
    settings = etree.fromstring(part)
    for name in NOT_OURS:
        for one in settings.findall(f"{W}{name}"):
            settings.remove(one)
    place = next((i for i, one in enumerate(settings) if one.tag not in BEFORE_FONTS), 0)
    settings.insert(place, etree.Element(f"{W}embedTrueTypeFonts"))
    return as_xml(settings)


def _properties(document: Document) -> bytes:
    """Return the properties of a document's file: what it is, and nothing of how it was made."""
    root = etree.Element(f"{{{CORE}}}coreProperties", nsmap={"cp": CORE, "dc": DUBLIN})
    for space, name, value in (
        (DUBLIN, "title", document.title),
        (DUBLIN, "subject", document.subject),
        (DUBLIN, "creator", document.author),
        (CORE, "keywords", document.kind),
        (DUBLIN, "language", "fr-FR"),
        (CORE, "revision", "1"),
    ):
        etree.SubElement(root, f"{{{space}}}{name}").text = printable(value)
    return as_xml(root)
