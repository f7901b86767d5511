"""Checks of the templates of a document, without laying out a page."""

from collections.abc import Iterable, Iterator, Sequence

from docgen.document import Artifact, Document
from docgen.errors import Problem, Problems, TemplateError
from docgen.rendering.formats import FORMATS
from docgen.rendering.html.templates import Templates
from docgen.rendering.memory_errors import report_memory_shortage
from docgen.rendering.parity.words import first_drift, html_words, lost_marks


def prove_templates(templates: Templates, documents: Iterable[Document]) -> list[Problem]:
    """Return the problems of all templates of these documents, and compare their words.

    The HTML is filled, and every format with templates of its own is made.
    """
    writers = [(writer.load(), writer.own) for writer in FORMATS.values() if writer.own]
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
                    artifacts = [render(document, templates)]
                    problems += prove_same_words(document, templates, artifacts)
    return list(dict.fromkeys(problems))


def prove_same_words(
    document: Document, templates: Templates, artifacts: Sequence[Artifact]
) -> Iterator[Problem]:
    """Yield the differences between the HTML and each format with templates of its own."""
    for artifact in artifacts:
        if own := FORMATS[artifact.format].own:
            html = html_words(templates.fill_html(document))
            if drift := first_drift(document, html, own.body(artifact.data)):
                yield drift
            yield from lost_marks(document, own.margins(artifact.data))
