"""Proofs that the templates of a document are right, made without laying out a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from docgen.document import Artifact, Document
from docgen.errors import Problem, Problems, TemplateError
from docgen.rendering.formats import FORMATS
from docgen.rendering.html.templates import Templates
from docgen.rendering.memory_errors import report_memory_shortage
from docgen.rendering.parity.words import first_drift, html_words, lost_marks


def prove_templates(templates: Templates, documents: Iterable[Document]) -> list[Problem]:
    """Return what is wrong with all templates of documents, whose words are compared.

    The HTML is filled, and every format made that has templates of its own.
    """
    writers = [(one.load(), one.own) for one in FORMATS.values() if one.own]
    problems = Problems()
    linted: set[str] = set()
    for document in documents:
        for render, own in writers:
            name = own.template(document)
            with report_memory_shortage(document.stem):
                if name not in linted:
                    linted.add(name)
                    path, facts = templates.find(name), type(document.facts)
                    problems += own.lint(path, facts, f"templates/{name}")
                with problems.gather(TemplateError):
                    templates.fill_html(document)
                    made = [render(document, templates)]
                    problems += prove_same_words(document, templates, made)
    return list(dict.fromkeys(problems))


def prove_same_words(
    document: Document, templates: Templates, artifacts: Sequence[Artifact]
) -> Iterator[Problem]:
    """Yield where an artifact that was not printed from the HTML says other words than it."""
    for artifact in artifacts:
        if own := FORMATS[artifact.format].own:
            html = html_words(templates.fill_html(document))
            if drift := first_drift(document, html, own.body(artifact.data)):
                yield drift
            yield from lost_marks(document, own.margins(artifact.data))
