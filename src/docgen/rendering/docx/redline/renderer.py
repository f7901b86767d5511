"""Documents as Word files: filled templates, or two versions of an act with tracked changes."""

from docgen.document import ActVersion, Artifact, Document
from docgen.errors import Problem, RenderingError
from docgen.format import Format
from docgen.ooxml import write_package
from docgen.rendering.docx.redline.redline import PROPERTIES, track_changes
from docgen.rendering.docx.redline.sides import ActDocx
from docgen.rendering.docx.renderer import core_properties, render_docx
from docgen.rendering.html.templates import Templates

HINT = "signalez-le aux développeurs, avec les deux textes"


def render_word(document: Document, templates: Templates) -> Artifact:
    """Return a document as a Word file, which tracks changes if the document compares two acts.

    Raise RenderingError, in French, when accepting or rejecting these does not give both again.
    """
    if document.comparison is None:
        return render_docx(document, templates)
    compared = document.comparison
    old, new = (_act_docx(version, templates) for version in (compared.old, compared.new))
    try:
        parts = track_changes(old, new, compared.author, compared.day)
    except ValueError as error:
        message = f"la version comparée n’est pas prouvée : {error}"
        problem = Problem(document.sources[-1], message, code="version-comparee", hint=HINT)
        raise RenderingError([problem]) from error
    parts[PROPERTIES] = core_properties(document)
    return Artifact(document, Format.DOCX, write_package(parts), None)


def _act_docx(version: ActVersion, templates: Templates) -> ActDocx:
    return ActDocx(render_docx(version.document, templates, marked=False).data, version.blocks)
