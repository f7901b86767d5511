"""Proofs that the templates of a document are right, made without laying out a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from docgen.document import Artifact, Document, Format
from docgen.errors import Problem, TemplateError
from docgen.rendering.docx.lint import lint_docx
from docgen.rendering.formats import renderer
from docgen.rendering.html.templates import Templates
from docgen.rendering.memory_errors import report_memory_shortage
from docgen.rendering.parity.words import docx_words, first_drift, html_words, lost_marks


def prove_templates(templates: Templates, documents: Iterable[Document]) -> list[Problem]:
    """Fill both templates of every document, lint Word's, and compare their words."""
    render_docx = renderer(Format.DOCX)
    problems: list[Problem] = []
    linted: set[str] = set()
    for document in documents:
        name = document.docx_template
        with report_memory_shortage(document.stem):
            if name not in linted:
                linted.add(name)
                found = lint_docx(templates.find(name), type(document.facts), f"templates/{name}")
                problems += found
            try:
                templates.fill_html(document)
                made = [render_docx(document, templates)]
                problems += prove_same_words(document, templates, made)
            except TemplateError as error:
                problems += error.problems
    return list(dict.fromkeys(problems))


def prove_same_words(
    document: Document, templates: Templates, artifacts: Sequence[Artifact]
) -> Iterator[Problem]:
    """Yield where the DOCX, if it is among `artifacts`, says other words than the HTML."""
    for artifact in artifacts:
        if artifact.format is Format.DOCX:
            html = html_words(templates.fill_html(document))
            drift = first_drift(document, html, docx_words(artifact.data))
            if drift:
                yield drift
            yield from lost_marks(document, artifact.data)
