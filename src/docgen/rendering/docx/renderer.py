"""Documents as Word files: docxtpl reads the tags of a template, this package writes the file.

Nothing of the template's own history is left (properties, thumbnail, fonts), there are no dates,
and one document always has the same bytes.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from docgen.document import Artifact, Document
from docgen.errors import Problem, RenderingError, TemplateError
from docgen.format import Format
from docgen.ooxml import BODY, as_tree, as_xml, read_package, write_package
from docgen.rendering.docx.filling import body_source, fill_source
from docgen.rendering.docx.filters import printable, template_environment
from docgen.rendering.docx.fonts import with_fonts
from docgen.rendering.docx.lint import lint_docx, read_template
from docgen.rendering.docx.lint_package import open_package
from docgen.rendering.docx.lint_places import paragraph_of_line
from docgen.rendering.docx.marks.page_breaks import follow_layout
from docgen.rendering.docx.marks.source_marks import mark_source
from docgen.rendering.docx.parts.binding import Binding, bind, with_contents
from docgen.rendering.docx.parts.blanks import set_word_blanks
from docgen.rendering.docx.parts.comments import with_comments
from docgen.rendering.docx.parts.contents import listed_titles
from docgen.rendering.docx.parts.draft_band import with_draft_band
from docgen.rendering.docx.parts.figures import with_charts
from docgen.rendering.docx.parts.runs import bookmark
from docgen.rendering.docx.parts.signature_line import with_signature_lines
from docgen.rendering.docx.parts.titles import hold_word_titles, set_blanks_upright
from docgen.rendering.docx.template import WordTemplate, with_density
from docgen.rendering.html.binding import anchor_of
from docgen.rendering.html.templates import (
    Templates,
    shown_path,
    template_context,
    translate_template_errors,
)
from docgen.rendering.memory_errors import normalize_memory_errors

CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DUBLIN = "http://purl.org/dc/elements/1.1/"


def render_docx(document: Document, templates: Templates, *, marked: bool = True) -> Artifact:
    """Return a document as a Word file; raise TemplateError, in French, when it cannot be made.

    A marked one is recognised when it comes back corrected.
    """
    path = templates.find(document.docx_template)
    templates.on_open(document.docx_template)
    with _explain_errors(document, path):
        template = _open_template(path, path.stat().st_mtime_ns)
    bindings = _bind_templates(document, templates, path)
    bound = {
        place: tuple(_part_xml(part, bindings[part.docx_template], templates) for part in parts)
        for place, parts in document.parts.items()
    }
    templates.on_open(document.docx_template)
    with _explain_errors(document, path):
        context = template_context(document, relies=bound)
        bound_templates = tuple(bindings.values())
        pages = document.contents_pages
        parts = template.fill(context, bound_templates, document.density, pages)
        styles = (template.styles, *(part.styles for part in bound_templates))
        follow_layout(as_tree(parts[BODY]), styles, document.page_layout, document.density)
    parts["docProps/core.xml"] = core_properties(document)
    parts = with_charts(with_signature_lines(parts, document, templates), document)
    parts = with_draft_band(with_comments(parts), document)
    parts = mark_source(parts, document) if marked else parts
    return Artifact(document, Format.DOCX, write_package(with_fonts(parts, templates)), None)


@contextmanager
def _explain_errors(document: Document, path: Path) -> Iterator[None]:
    """Raise every error of a template as problems at its paragraph or cell."""
    name = document.docx_template
    try:
        with normalize_memory_errors(), translate_template_errors(name), warnings.catch_warnings():
            warnings.simplefilter("error")
            yield
    except (TemplateError, etree.XMLSyntaxError) as error:
        raise TemplateError(_problems_of(error, document, path, f"templates/{name}")) from error
    except Warning as warning:
        problem = Problem(f"templates/{name}", f"avertissement : {warning}", code="avertissement")
        raise RenderingError([problem]) from warning


@lru_cache(maxsize=16)
def _open_template(path: Path, mtime: int) -> WordTemplate:
    return WordTemplate(read_template(path), shown_path(path))


def _bind_templates(document: Document, templates: Templates, host: Path) -> dict[str, Binding]:
    parts = {part.docx_template: part for part in document.bound}
    host_mtime = host.stat().st_mtime_ns
    bindings = {}
    for rank, (name, part) in enumerate(parts.items(), 1):
        path = templates.find(name)
        templates.on_open(name)
        with _explain_errors(part, path):
            mtime = path.stat().st_mtime_ns
            bindings[name] = _bind_template(path, mtime, host, host_mtime, rank)
    return bindings


@lru_cache(maxsize=16)
def _bind_template(path: Path, mtime: int, host: Path, host_mtime: int, rank: int) -> Binding:
    scope = f"{path.parent.name}-{path.stem}"
    parts = open_package(read_template(path), shown_path(path))
    return bind(parts, scope, read_package(read_template(host)), rank)


def _part_xml(part: Document, binding: Binding, templates: Templates) -> Markup:
    templates.on_open(part.docx_template)
    with _explain_errors(part, templates.find(part.docx_template)):
        source = body_source(binding.source)
        body = fill_source(source, template_context(part), _environment(binding))
        body = with_density(body, binding.styles, part.density)
        body = set_word_blanks(hold_word_titles(body, binding.styles), binding.styles)
        held = set_blanks_upright(body, binding.styles)
        titles = listed_titles(getattr(part.facts, "blocs", ()))
        xml = with_contents(held, binding, titles)
    start = bookmark(anchor_of(part))
    return Markup(xml.replace("</w:pPr>", f"</w:pPr>{start}", 1))  # filled, escaped


@lru_cache(maxsize=16)
def _environment(binding: Binding) -> SandboxedEnvironment:
    return template_environment(binding.styles)


def _problems_of(
    error: TemplateError | etree.XMLSyntaxError, document: Document, path: Path, name: str
) -> list[Problem]:
    """Return what is wrong with a template: what the lint finds, or else the error itself."""
    problems = lint_docx(path, type(document.facts), name)
    if problems:
        return problems
    if isinstance(error, etree.XMLSyntaxError):
        message = "ce modèle, une fois rempli, n’est plus un document Word"
        hint = "une balise « {% … %} » commence dans un paragraphe et finit dans un autre"
        return [Problem(name, message, code="modele-xml", hint=hint)]
    notes = getattr(error.__cause__, "__notes__", [""])
    paragraph = paragraph_of_line(notes[0], read_package(read_template(path)))
    where = f"{paragraph} : " if paragraph else ""
    return [
        Problem(name, f"{where}{problem.message}", code="modele", hint=problem.hint)
        for problem in error.problems
    ]


def core_properties(document: Document) -> bytes:
    """Return the part with the properties of a document."""
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
