"""Checks of a file against its name, other files and the corpus.

The checks read raw values of any shape: the problems of a file that is wrong in itself come in the
same pass.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from docgen.content.raw import as_group, repeats_of, texts
from docgen.content.source import Source, Steps
from docgen.content.validation import Finding, problem_at
from docgen.errors import Problem
from docgen.kinds.writing.corpus import Corpus
from docgen.kinds.writing.editorial import cited_in, field_of
from docgen.kinds.writing.references import unknown_role
from docgen.markup import MarkError, Reference
from docgen.referential.droit import citation as droit_fill
from docgen.referential.droit.reference import compact
from docgen.referential.droit.regle import Bareme, Regle
from docgen.workspace import text_key

LAW_FIELDS: Final = {"base", "base_legale", "droit"}
"""The fields whose text is the key of an item of law."""

Named = tuple[Source, Steps, str]
"""A name in a file: the file, its place, the name."""


def problems_in(
    sources: Iterable[Source], find: Callable[[Source], Iterable[Finding]]
) -> Iterator[Problem]:
    """Yield the findings in each file as problems."""
    for source in sources:
        yield from (problem_at(source, finding) for finding in find(source))


def find_misnaming(source: Source, kind: str, what: str) -> Iterator[Finding]:
    """Yield an identifier that differs from the name of its file; `what` is « la fiche »."""
    name = as_group(source.data).get("id")
    key = text_key(kind, source.name)
    if isinstance(name, str) and name.strip() != key:
        message = f"{what} « {name} » est dans le fichier « {key} »"
        yield Finding(("id",), "nom", message, "donnez le même nom aux deux")


def unknown_name(steps: Steps, genre: str, name: str, corpus: Corpus) -> Iterator[Finding]:
    """Yield a role (`genre` « role ») or an item of law (« droit ») that does not exist."""
    name = name.strip()
    if corpus.is_unread(genre, name):
        return
    if genre == "role" and corpus.roles.get(name) is None:
        yield _finding(steps, genre, unknown_role(name, corpus))
    elif genre == droit_fill.GENRE and corpus.droit.get(name) is None:
        yield _finding(steps, genre, droit_fill.unknown_key(name, corpus.droit))


def unknown_names(data: object, fields: Mapping[str, str], corpus: Corpus) -> Iterator[Finding]:
    """Yield each role or item of law that does not exist; `fields` maps a field to its genre."""
    for steps, name in texts(data):
        if genre := fields.get(field_of(steps)):
            yield from unknown_name(steps, genre, name, corpus)


def unknown_act(key: str, corpus: Corpus) -> Iterator[Finding]:
    """Yield the act named under `convention` when it does not exist."""
    if key not in corpus.actes.keys:
        hint = corpus.actes.nearest(key)
        yield Finding(("convention",), "acte", f"aucune convention « {key} »", hint)


def find_refused_references(
    texts: Iterable[tuple[Steps, str]], answer: Callable[[Reference], object], corpus: Corpus
) -> Iterator[Finding]:
    """Yield each reference that `answer` refuses by a MarkError.

    References to names in files that could not be read are passed over.
    """
    for steps, _, cited in cited_in(texts):
        for reference in cited:
            if corpus.is_unread(reference.genre, reference.cle):
                continue
            try:
                answer(reference)
            except MarkError as error:
                finding = _finding(steps, "renvoi", error)
                yield replace(finding, words=str(reference))


def find_reduced_fines(data: object, corpus: Corpus) -> Iterator[Finding]:
    """Yield each reduced fixed fine that stands beside anything but an offence of the road.

    Only the code de la route knows one: beside waste, noise or a fire it would mislead.
    """
    beside: defaultdict[Steps, list[tuple[Steps, Regle]]] = defaultdict(list)
    for steps, regle in _named_rules(data, corpus):
        beside[_group_of(steps)].append((steps, regle))
    for named in beside.values():
        offences = [regle for _, regle in named if regle.bareme is None]
        if offences and all(map(_may_be_reduced, offences)):
            continue
        for steps, regle in named:
            if regle.bareme is Bareme.MINOREE:
                message = (
                    f"« {regle.cle} » ne vaut que pour le code de la route, hors stationnement"
                )
                hint = "retirez-la ; l’amende forfaitaire se dit par « forfait-… »"
                yield Finding(steps, "minoree", message, hint)


def _may_be_reduced(regle: Regle) -> bool:
    """Whether an item is of the code de la route, stopping and parking apart."""
    reference = regle.reference
    if reference is None or reference.code != "route" or reference.article is None:
        return False
    return not compact(reference.article).startswith("R417-")


def _group_of(steps: Steps) -> Steps:
    """Return the path of the group of keys that holds a text, in a list of its or not."""
    last = max((n for n, step in enumerate(steps) if isinstance(step, str)), default=0)
    return steps[:last]


def _named_rules(data: object, corpus: Corpus) -> Iterator[tuple[Steps, Regle]]:
    """Yield the items of law that texts cite, or that fields name, each with its place."""
    for steps, text in texts(data):
        if field_of(steps) in LAW_FIELDS and (regle := corpus.droit.get(text.strip())):
            yield steps, regle
    for steps, _, cited in cited_in(texts(data)):
        for reference in cited:
            if reference.genre == droit_fill.GENRE and (regle := corpus.droit.get(reference.cle)):
                yield steps, regle


def find_duplicate_names(named: Iterable[Named], what: str) -> Iterator[Problem]:
    """Yield each name that occurs twice, in one file or in two; `what` is « l’identifiant »."""
    places = (((source, steps), name) for source, steps, name in named)
    for (source, steps), name, (first, first_steps) in repeats_of(places):
        where = f"{first.name}, ligne {first.place(first_steps)[1].line}"
        message = f"{what} « {name} » est déjà pris ({where})"
        yield problem_at(source, Finding(steps, "doublon", message, "changez l’un des deux"))


def _finding(steps: Steps, code: str, error: MarkError) -> Finding:
    return Finding(steps, code, str(error), error.hint)
