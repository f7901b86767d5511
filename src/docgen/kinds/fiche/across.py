"""Checks between fiches, and against the act, the law and the roles."""

from collections.abc import Iterator, Sequence
from functools import partial
from string import ascii_lowercase
from typing import Final

from docgen.content.raw import as_group, repeats_of
from docgen.content.source import Source
from docgen.content.validation import Finding, mappings, problem_at
from docgen.errors import ContentError, Problem
from docgen.french.rule import INSECABLE
from docgen.kinds.fiche.message import too_long
from docgen.kinds.fiche.rules import own_texts
from docgen.kinds.fiche.words_of_act import find_unknown_words
from docgen.kinds.kind import Files
from docgen.kinds.writing.corpus import Corpus, numbered, partial_corpus_of
from docgen.kinds.writing.cross_checks import (
    Named,
    find_duplicate_names,
    find_misnaming,
    find_reduced_fines,
    find_refused_references,
    problems_in,
    unknown_act,
    unknown_names,
)
from docgen.kinds.writing.references import answer

REPEATED: Final = ("bis", "ter", "quater", "quinquies")
"""What follows the number of an action that several fiches serve; letters follow an article's."""
NAMES: Final = {
    "acteur": "role",
    "contacts": "role",
    "source": "role",
    "droit": "droit",
    "base_legale": "droit",
}
"""The fields that name a role or an item of law."""


def check_across_files(files: Files) -> Iterator[Problem]:
    """Yield references of fiches to what does not exist."""
    corpus = partial_corpus_of(files.referential)
    yield from corpus.problems
    yield from problems_in(files.sources, partial(_of_file, corpus=corpus))
    for source in files.sources:
        yield from _wrong_references_to_act(source, corpus)
    named = (name for source in files.sources for name in _indicator_names(source))
    yield from find_duplicate_names(named, "l’indicateur")
    yield from _shared_numbers(files.sources, corpus)


def _of_file(source: Source, corpus: Corpus) -> Iterator[Finding]:
    data = as_group(source.data)
    yield from find_misnaming(source, "fiche", "la fiche")
    yield from unknown_names(data, NAMES, corpus)
    yield from find_refused_references(own_texts(data), partial(answer, corpus=corpus), corpus)
    yield from find_reduced_fines(source.data, corpus)


def _shared_numbers(sources: Sequence[Source], corpus: Corpus) -> Iterator[Problem]:
    """Yield each fiche with the number of another of its act, which nobody could cite."""
    values = ((source, as_group(source.data)) for source in sources)
    numbers = [
        ((source, data), f"{data.get('convention')}/{number}")
        for source, data in values
        if (number := corpus.fiche_number(data))
    ]
    taken = {number for _, number in numbers}
    for (source, data), number, (first, _) in repeats_of(numbers):
        own = number.rpartition("/")[2]
        suffixes = REPEATED if "." in own else ascii_lowercase
        plain = number.partition(INSECABLE)[0]
        free = next((one for one in suffixes if numbered(plain, one) not in taken), "…")
        message = f"la fiche {own} est déjà prise ({first.name}) : on ne saurait laquelle est citée"
        steps = ("indice",) if "indice" in data else ("clause",)
        yield problem_at(source, Finding(steps, "doublon", message, f"écrivez « indice: {free} »"))


def _wrong_references_to_act(source: Source, corpus: Corpus) -> Iterator[Problem]:
    data = as_group(source.data)
    key = data.get("convention")
    if not isinstance(key, str):  # reported by its type
        return
    try:
        acte, texts = corpus.actes.get(key), corpus.actes.texts(key)
    except ContentError as error:
        yield from error.problems
        return
    if acte is None:
        yield from (problem_at(source, one) for one in unknown_act(key, corpus))
        return
    findings = [*find_unknown_words(data, acte, texts), *too_long(data, acte.sigles)]
    yield from (problem_at(source, one) for one in findings)


def _indicator_names(source: Source) -> Iterator[Named]:
    for steps, group in mappings(source.data):
        name = group.get("id")
        if len(steps) == 3 and steps[1] == "indicateurs" and isinstance(name, str):
            yield source, (*steps, "id"), name.strip()
