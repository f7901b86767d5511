"""Checks of the templates of a document, without laying out a page."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from docgen.cache import Store
from docgen.document import Artifact, Document
from docgen.errors import Problem, Problems, TemplateError
from docgen.rendering.formats import FORMATS
from docgen.rendering.html.templates import Templates
from docgen.rendering.limits import LimitError, within_limits
from docgen.rendering.memory_errors import report_memory_shortage
from docgen.rendering.parity.words import first_drift, html_words, lost_marks
from docgen.rendering.recipe import digest

PROOFS: Final = "preuves"


def prove_templates(
    templates: Templates, documents: Iterable[Document], store: Store | None = None
) -> list[Problem]:
    """Return the problems of all templates of these documents, and compare their words.

    The HTML is filled, and every format with templates of its own is made.  What a former run of
    no problem proved of the same recipe is in the store, and not proved again.
    """
    problems = Problems()
    linted: set[str] = set()
    proved: list[str] = []
    for document in documents:
        recipe = digest(document, templates) if store else ""
        if store and store.get(PROOFS, recipe) is not None:
            continue
        proved.append(recipe)
        names = {writer.own.template(document) for writer in FORMATS.values() if writer.own}
        try:
            with report_memory_shortage(document.stem):
                problems += within_limits(templates, _prove_document, document, names - linted)
        except LimitError as error:  # other documents would take as long
            problems += error.problems
            break
        linted |= names
    if store and not problems:
        for recipe in proved:
            store.put(PROOFS, recipe, b"")
    return list(dict.fromkeys(problems))


def _prove_document(
    document: Document, to_lint: Collection[str], templates: Templates
) -> list[Problem]:
    problems = Problems()
    for writer in FORMATS.values():
        if not writer.own:
            continue
        name = writer.own.template(document)
        if name in to_lint:
            templates.on_open(name)
            path, facts = templates.find(name), type(document.facts)
            problems += writer.own.lint(path, facts, f"templates/{name}")
        with problems.gather(TemplateError):
            templates.fill_html(document)
            artifacts = [writer.load()(document, templates)]
            problems += prove_same_words(document, templates, artifacts)
    return list(problems)


def prove_same_words(
    document: Document, templates: Templates, artifacts: Sequence[Artifact]
) -> Iterator[Problem]:
    """Yield the differences between the HTML and each format with templates of its own.

    A Word file with tracked changes says the words of two versions, and is proved otherwise.
    """
    if document.comparison:
        return
    for artifact in artifacts:
        if own := FORMATS[artifact.format].own:
            html = html_words(templates.fill_html(document))
            if drift := first_drift(document, html, own.body(artifact.data)):
                yield drift
            yield from lost_marks(document, own.margins(artifact.data))
