"""Checks of the templates of a document, without laying out a page."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from docgen.cache import Store
from docgen.document import Artifact, Document
from docgen.errors import Problem, Problems, TemplateError
from docgen.format import Format
from docgen.rendering.docx.writer import lint
from docgen.rendering.formats import FORMATS
from docgen.rendering.html.templates import Templates
from docgen.rendering.limits import LimitError, within_limits
from docgen.rendering.memory_errors import report_memory_shortage
from docgen.rendering.parity.words import (
    docx_margins,
    docx_words,
    first_drift,
    html_words,
    lost_marks,
)
from docgen.rendering.recipe import digest

PROOFS: Final = "preuves"


def prove_templates(
    templates: Templates, documents: Iterable[Document], store: Store | None = None
) -> list[Problem]:
    """Return the problems of all templates of these documents, and compare their words.

    The HTML is filled, and Word files, which have templates of their own, are made.  What a former
    run of no problem proved of the same recipe is in the store, and not proved again.
    """
    problems = Problems()
    linted: set[str] = set()
    proved: list[str] = []
    for document in documents:
        recipe = digest(document, templates) if store else ""
        if store and store.get(PROOFS, recipe) is not None:
            continue
        proved.append(recipe)
        name = document.docx_template
        try:
            with report_memory_shortage(document.stem):
                problems += within_limits(templates, _prove_document, document, name not in linted)
        except LimitError as error:  # other documents would take as long
            problems += error.problems
            break
        linted.add(name)
    if store and not problems:
        for recipe in proved:
            store.put(PROOFS, recipe, b"")
    return list(dict.fromkeys(problems))


def _prove_document(document: Document, is_linted: bool, templates: Templates) -> list[Problem]:
    problems, name = Problems(), document.docx_template
    if is_linted:
        templates.on_open(name)
        problems += lint(templates.find(name), type(document.facts), f"templates/{name}")
    with problems.gather(TemplateError):
        templates.fill_html(document)
        artifacts = [FORMATS[Format.DOCX].load()(document, templates)]
        problems += prove_same_words(document, templates, artifacts)
    return list(problems)


def prove_same_words(
    document: Document, templates: Templates, artifacts: Sequence[Artifact]
) -> Iterator[Problem]:
    """Yield the differences between the HTML and Word files, which have templates of their own.

    A Word file with tracked changes says the words of two versions, and is proved otherwise.
    """
    if document.comparison:
        return
    for artifact in artifacts:
        if artifact.format is Format.DOCX:
            html = html_words(templates.fill_html(document))
            if drift := first_drift(document, html, docx_words(artifact.data)):
                yield drift
            yield from lost_marks(document, docx_margins(artifact.data))
