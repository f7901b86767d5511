"""Checks between the files of the memento, and against the corpus."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from docgen.content.raw import as_group, texts
from docgen.content.source import Source, Steps
from docgen.content.validation import Finding, problem_at
from docgen.errors import Problem, closest_key
from docgen.kinds.kind import Files
from docgen.kinds.writing.corpus import Corpus, partial_corpus_of
from docgen.kinds.writing.cross_checks import (
    Named,
    find_duplicate_names,
    find_reduced_fines,
    find_refused_references,
    problems_in,
    unknown_names,
)
from docgen.kinds.writing.editorial import field_of
from docgen.kinds.writing.references import answer
from docgen.referential.droit.regle import Nature, Regle

LAW = ("base", "points", "droit")
"""The fields that name items of law."""
NAMES = dict.fromkeys(LAW, "droit") | dict.fromkeys(("qui", "acteur", "role", "roles"), "role")
"""The fields that name an item of law or a role, each with its genre."""
MODELS = "actes"
"""The field that names models of letters and orders."""


def check_across_files(files: Files) -> Iterator[Problem]:
    """Yield what is wrong between the files, and in their references."""
    corpus = partial_corpus_of(files.referential)
    for field, what in (("id", "l’identifiant"), ("numero", "le numéro")):
        yield from find_duplicate_names(_families(files.sources, field), what)
    if files.complete:
        yield from _one_whole(files.sources)
    yield from corpus.problems
    yield from problems_in(files.sources, partial(_of_file, corpus=corpus))


def _families(sources: Iterable[Source], field: str) -> Iterator[Named]:
    for source in sources:
        value = as_group(as_group(source.data).get("famille")).get(field)
        if isinstance(value, str):
            name = value.strip()
            yield source, ("famille", field), name.lstrip("0") if field == "numero" else name


def _one_whole(sources: Sequence[Source]) -> Iterator[Problem]:
    """Yield a problem unless exactly one file holds what all families share."""
    wholes = [source for source in sources if "ensemble" in as_group(source.data)]
    if not wholes and sources:
        hint = "un fichier « ensemble: » dit le titre, les réflexes, les numéros"
        yield Problem(sources[0].name, "aucun fichier ne dit l’ensemble", code="forme", hint=hint)
    for source in wholes[1:]:
        message = f"l’ensemble est déjà dit par {wholes[0].name}"
        yield problem_at(
            source, Finding(("ensemble",), "doublon", message, "gardez un seul des deux")
        )


def _of_file(source: Source, corpus: Corpus) -> Iterator[Finding]:
    file_texts = tuple(texts(source.data))
    yield from unknown_names(source.data, NAMES, corpus)
    for steps, text in file_texts:
        field, name = field_of(steps), text.strip()
        if field in LAW:
            yield from _wrong_law(steps, field, corpus.droit.get(name))
        elif field == MODELS and name not in corpus.titres("modele"):
            hint = closest_key(name, corpus.titres("modele")) or "voir content/modele/"
            yield Finding(steps, "modele", f"aucun modèle « {name} »", hint)
    yield from find_refused_references(file_texts, partial(answer, corpus=corpus), corpus)
    yield from find_reduced_fines(source.data, corpus)


def _wrong_law(steps: Steps, field: str, regle: Regle | None) -> Iterator[Finding]:
    if regle is None:
        return
    expected, fits = {
        "base": ("un article ni un texte", regle.reference is not None),
        "points": ("un point à contrôler", regle.nature is Nature.POINT),
        "droit": ("un délai", regle.nature in (Nature.DELAI, Nature.DUREE)),
    }[field]
    if not fits:
        message = f"« {regle.cle} » n’est pas {expected} : {regle.enonce}"
        yield Finding(steps, "droit", message, "choisissez une autre règle : docgen droit")
