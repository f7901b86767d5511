"""Checks of a model against the law and the name of its file."""

from collections.abc import Iterator
from functools import partial

from docgen.content.raw import texts
from docgen.content.source import Source
from docgen.content.validation import Finding
from docgen.errors import Problem
from docgen.kinds.kind import Files
from docgen.kinds.modele.wording import NATINF
from docgen.kinds.writing.corpus import Corpus, partial_corpus_of
from docgen.kinds.writing.cross_checks import (
    find_misnaming,
    find_reduced_fines,
    find_refused_references,
    problems_in,
)
from docgen.markup import Reference
from docgen.referential.droit.citation import GENRE, resolve_citation, unknown_key
from docgen.referential.droit.law_files import Droit


def check_across_files(files: Files) -> Iterator[Problem]:
    """Yield what is wrong in the law that models cite, and in their names."""
    yield from files.referential.droit_read.problems
    corpus = partial_corpus_of(files.referential)
    yield from problems_in(files.sources, partial(_of_file, corpus=corpus))


def _of_file(source: Source, corpus: Corpus) -> Iterator[Finding]:
    yield from find_misnaming(source, "modele", "le modèle")

    def of_law(reference: Reference) -> None:
        if reference.genre == GENRE:
            resolve_citation(reference, corpus.droit)
        elif reference.genre == NATINF and not _is_known(reference.cle, corpus.droit):
            raise unknown_key(reference.cle, corpus.droit)

    yield from find_refused_references(texts(source.data), of_law, corpus)
    yield from find_reduced_fines(source.data, corpus)


def _is_known(cle: str, droit: Droit) -> bool:
    return droit.get(cle) is not None or cle in droit.unread
