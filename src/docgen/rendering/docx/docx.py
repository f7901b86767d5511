"""Documents as Word files: docxtpl fills the template, this room makes the file worth signing.

Only the modules `docx*` import docxtpl or know Word's XML.  Nothing of the template's own
history travels (properties, thumbnail, fonts), nothing tells the time, and the same document
always makes the same bytes.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from docgen.document import Artifact, Document, Format
from docgen.errors import Problem, RenderingError, TemplateError
from docgen.ooxml import as_xml, outside, read_package, write_package
from docgen.rendering.docx.filling import body_source, fill_source
from docgen.rendering.docx.filters import printable, template_environment
from docgen.rendering.docx.fonts import with_fonts
from docgen.rendering.docx.lint import lint_docx
from docgen.rendering.docx.lint_places import paragraph_of_line
from docgen.rendering.docx.parts.binding import Binding, bind, with_contents
from docgen.rendering.docx.parts.figures import with_charts
from docgen.rendering.docx.parts.runs import bookmark
from docgen.rendering.docx.parts.signature_line import with_signature_lines
from docgen.rendering.docx.template import WordTemplate
from docgen.rendering.html.binding import anchor_of
from docgen.rendering.html.templates import Templates, template_context, translate_template_errors
from docgen.rendering.memory_errors import normalize_memory_errors

CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DUBLIN = "http://purl.org/dc/elements/1.1/"


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
    with _explaining(document, path):
        said = template_context(document, relies=bound)
        parts = model.fill(said, tuple(bindings.values()))
    parts["docProps/core.xml"] = _properties(document)
    parts = with_charts(with_signature_lines(parts, document, templates), document)
    return Artifact(document, Format.DOCX, write_package(with_fonts(parts, templates)), None)


@contextmanager
def _explaining(document: Document, path: Path) -> Iterator[None]:
    """Turn what goes wrong with a template into a plain account, at its paragraph or cell."""
    name = document.docx_template
    try:
        with normalize_memory_errors(), translate_template_errors(name), warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    except (TemplateError, etree.XMLSyntaxError) as error:
        raise TemplateError(_explained(error, document, path, f"templates/{name}")) from error
    except Warning as warning:
        problem = Problem(f"templates/{name}", f"avertissement : {warning}", code="avertissement")
        raise RenderingError([problem]) from warning


def _opened(path: Path) -> WordTemplate:
    return _model(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _model(path: Path, changed: int) -> WordTemplate:
    """Return the template at `path`, opened once for as long as it does not change."""
    return WordTemplate(path.read_bytes())


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
        filled_in = fill_source(
            body_source(binding.source), template_context(part), _language(binding)
        )
        xml = with_contents(filled_in, binding)
    place = bookmark(anchor_of(part))
    return Markup(xml.replace("</w:pPr>", f"</w:pPr>{place}", 1))  # filled, escaped


@lru_cache(maxsize=16)
def _language(binding: Binding) -> SandboxedEnvironment:
    return template_environment(binding.styles)


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
    place = paragraph_of_line(notes[0], read_package(path.read_bytes()))
    where = f"{place} : " if place else ""
    return [Problem(name, f"{where}{left.message}", code="modele") for left in error.problems]


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
