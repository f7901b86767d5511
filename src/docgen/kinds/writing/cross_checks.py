"""Checks of a file against its name, other files and the corpus.

The checks read raw values of any shape: the problems of a file that is wrong in itself come in the
same pass.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from docgen.content.raw import as_group, repeats_of, texts
from docgen.content.source import Source, Steps
from docgen.content.validation import Finding, problem_at
from docgen.errors import Problem
from docgen.kinds.writing.corpus import Corpus
from docgen.kinds.writing.editorial import cited_in, field_of
from docgen.kinds.writing.references import unknown_role
from docgen.markup import MarkError, Reference
from docgen.referential.droit import citation as droit_fill

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
    stem = source.name.rpartition("/")[2].partition(".")[0].removeprefix(f"{kind}-")
    if isinstance(name, str) and name.strip() != stem:
        message = f"{what} « {name} » est dans le fichier « {stem} »"
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


def find_duplicate_names(named: Iterable[Named], what: str) -> Iterator[Problem]:
    """Yield each name that occurs twice, in one file or in two; `what` is « l’identifiant »."""
    places = (((source, steps), name) for source, steps, name in named)
    for (source, steps), name, (first, first_steps) in repeats_of(places):
        where = f"{first.name}, ligne {first.place(first_steps)[1].line}"
        message = f"{what} « {name} » est déjà pris ({where})"
        yield problem_at(source, Finding(steps, "doublon", message, "changez l’un des deux"))


def _finding(steps: Steps, code: str, error: MarkError) -> Finding:
    return Finding(steps, code, str(error), error.hint)
