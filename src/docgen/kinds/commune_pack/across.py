"""The problems between the file of the pack and what it names: the act, roles, fiches."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from docgen.content.raw import as_group
from docgen.content.source import Source
from docgen.content.validation import Finding, mappings
from docgen.errors import ContentError, Problem, closest, closest_key
from docgen.kinds.actes.acte import Acte
from docgen.kinds.kind import Files
from docgen.kinds.writing.corpus import Corpus, partial_corpus_of
from docgen.kinds.writing.cross_checks import problems_in, unknown_act, unknown_names

ROLES: Final = dict.fromkeys(("role", "visiteur", "urgences"), "role")
"""The fields that name roles."""


def check_across_files(files: Files) -> Iterator[Problem]:
    """Yield every unknown name."""
    corpus = partial_corpus_of(files.referential)
    yield from corpus.problems
    yield from corpus.actes.problems_for(files.sources)
    yield from _territory_problems(files)
    yield from problems_in(files.sources, partial(_findings_of, corpus=corpus))


def _territory_problems(files: Files) -> Iterator[Problem]:
    try:
        _ = files.referential.territoire
    except ContentError as error:
        yield from error.problems


def _findings_of(source: Source, corpus: Corpus) -> Iterator[Finding]:
    yield from unknown_names(source.data, ROLES, corpus)
    yield from _check_fiches(source, corpus)
    yield from _check_act(source, corpus)


def _check_fiches(source: Source, corpus: Corpus) -> Iterator[Finding]:
    names = corpus.keys("fiche")
    for steps, group in mappings(source.data):
        name = group.get("fiche")
        if isinstance(name, str) and name.strip() not in names:
            hint = closest_key(name.strip(), names) or "les fiches sont dans content/fiche/"
            message = f"fiche inconnue : « {name.strip()} »"
            yield Finding((*steps, "fiche"), "fiche", message, hint)


def _check_act(source: Source, corpus: Corpus) -> Iterator[Finding]:
    key = as_group(source.data).get("convention")
    if not isinstance(key, str):  # its type reports it
        return
    try:
        texts = corpus.actes.texts(key.strip())
    except ContentError:  # the check of the act reports it
        return
    if not texts:
        yield from unknown_act(key.strip(), corpus)
    else:
        yield from _check_clauses(source, texts)


def _check_clauses(source: Source, texts: Sequence[Acte]) -> Iterator[Finding]:
    """Yield each clause of a line that no text of the act has."""
    for steps, group in mappings(source.data):
        name = group.get("clause")
        if isinstance(name, str) and not any(text.get(name.strip()) for text in texts):
            hint = closest(name.strip(), texts[-1].clauses)
            message = f"la convention ne connaît pas la clause « {name.strip()} »"
            yield Finding((*steps, "clause"), "clause", message, hint)
