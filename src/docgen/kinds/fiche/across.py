"""Checks between fiches, and against the act, the law and the roles."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from string import ascii_lowercase
from typing import Any, Final

from docgen.content.raw import as_group, as_text, groups_of, repeats_of
from docgen.content.source import Source, Steps, read_source
from docgen.content.validation import Finding, field_name, mappings, problem_at
from docgen.errors import ContentError, Problem, closest
from docgen.french.rule import INSECABLE
from docgen.kinds.actes.acte import Acte, Engagement, RawClause, contains, words
from docgen.kinds.actes.signed import Signee
from docgen.kinds.fiche.message import too_long
from docgen.kinds.fiche.rules import own_texts
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
from docgen.referential.referential import Referential

SERVED: Final = ("actions", "articles", "sections")
"""The levels of the act that a fiche may serve."""
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
    """Yield references of fiches to what does not exist, and commitments without a fiche."""
    corpus = partial_corpus_of(files.referential)
    yield from corpus.problems
    yield from problems_in(files.sources, partial(_of_file, corpus=corpus))
    for source in files.sources:
        yield from _wrong_references_to_act(source, corpus)
    named = (name for source in files.sources for name in _indicator_names(source))
    yield from find_duplicate_names(named, "l’indicateur")
    yield from _shared_numbers(files.sources, corpus)
    if files.complete:
        yield from _unserved_commitments(files.sources, corpus)


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


def _citations(data: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any], tuple[str, ...]]]:
    """Yield the rank, the mapping and the words of each citation that has words."""
    for rank, citation in groups_of(data, "citations"):
        if cited := words(as_text(citation.get("texte"))):
            yield rank, citation, cited


def _wrong_references_to_act(source: Source, corpus: Corpus) -> Iterator[Problem]:
    data = as_group(source.data)
    key, name = data.get("convention"), data.get("clause")
    if not isinstance(key, str):  # reported by its type
        return
    try:
        acte = corpus.actes.get(key)
    except ContentError as error:
        yield from error.problems
        return
    if acte is None:
        yield from (problem_at(source, one) for one in unknown_act(key, corpus))
        return
    clause = acte.get(name) if isinstance(name, str) else None
    findings = [*_of_clause(name, clause, acte), *_wrong_citations(data, clause, acte)]
    findings += too_long(data, acte.sigles)
    yield from (problem_at(source, one) for one in findings)


def warn_of_amended_clauses(referential: Referential) -> Iterator[Problem]:
    """Yield a warning for what a fiche says of an act, and that a signed amendment changed."""
    corpus, workspace = partial_corpus_of(referential), referential.workspace
    for path in workspace.texts("fiche"):
        with suppress(ContentError):  # told by the check of the fiche, or of the act
            source = read_source(path, workspace.name_of(path))
            data = as_group(source.data)
            last = corpus.actes.last_text(as_text(data.get("convention")))
            if last and last.cle != data.get("convention"):
                for one in _changed_by(last, data):
                    yield problem_at(source, one).as_warning()


def _changed_by(last: Signee, data: dict[str, Any]) -> Iterator[Finding]:
    name = data.get("clause")
    clause = last.acte.get(as_text(name))
    hint = f"relisez la fiche sur l’acte modifié : « convention: {last.cle} »"
    wrong = (*_of_clause(name, clause, last.acte), *_wrong_citations(data, clause, last.acte))
    for one in wrong:
        message = f"changé par l’avenant n° {last.numero} : {one.message}"
        yield replace(one, code="avenant", message=message, hint=hint)


def _of_clause(name: object, clause: RawClause | None, acte: Acte) -> Iterator[Finding]:
    if clause is None:
        yield from _no_clause(("clause",), acte, name)
    elif clause.niveau not in SERVED:
        message = f"« {clause.id} » n’est ni une action, ni un article, ni une de ses sections"
        yield Finding(("clause",), "clause", message, "nommez ce qui engage les parties")


def _wrong_citations(
    data: dict[str, Any], clause: RawClause | None, acte: Acte
) -> Iterator[Finding]:
    for rank, citation, cited_words in _citations(data):
        named = citation.get("clause")
        cited = (acte.get(named) if isinstance(named, str) else None) if named else clause
        if named and cited is None:
            yield from _no_clause(("citations", rank, "clause"), acte, named)
        elif cited and not contains(cited.mots, cited_words):
            message, hint = _drift(cited, cited_words)
            yield Finding(("citations", rank, "texte"), "citation", message, hint)


def _no_clause(steps: Steps, acte: Acte, name: object) -> Iterator[Finding]:
    if isinstance(name, str):
        message = f"la convention ne connaît pas la clause « {name} »"
        hint = closest(name, acte.clauses) or f"les identifiants sont dans {acte.source.name}"
        yield Finding(steps, "clause", message, hint)


def _drift(clause: RawClause, cited: tuple[str, ...]) -> tuple[str, str]:
    """Return the message and the hint for words that leave those of their clause."""
    held = next((n for n in range(len(cited), 0, -1) if contains(clause.mots, cited[:n])), 0)
    label = clause.numero or clause.id
    message = f"ces mots ne sont pas dans la clause « {label} », à partir de « {cited[held]} »"
    return message, "recopiez-les tels quels, fautes comprises"


def _indicator_names(source: Source) -> Iterator[Named]:
    for steps, group in mappings(source.data):
        name = group.get("id")
        if len(steps) == 3 and steps[1] == "indicateurs" and isinstance(name, str):
            yield source, (*steps, "id"), name.strip()


def _unserved_commitments(sources: Iterable[Source], corpus: Corpus) -> Iterator[Problem]:
    fiches = [as_group(source.data) for source in sources]
    keys = dict.fromkeys(key for fiche in fiches if isinstance(key := fiche.get("convention"), str))
    for acte in filter(None, (_readable(key, corpus) for key in keys)):
        for engagement in acte.engagements():
            if not any(_serves(fiche, engagement) for fiche in fiches):
                mark = acte.place(engagement.steps)
                yield Problem(
                    acte.source.name,
                    f"aucune fiche pour cet engagement : {engagement.nom}",
                    mark.line,
                    mark.column,
                    field_name(engagement.steps),
                    "engagement",
                    "ajoutez-la dans content/fiche/, ou citez ces mots dans une fiche",
                )


def _readable(key: str, corpus: Corpus) -> Acte | None:
    try:
        return corpus.actes.get(key)
    except ContentError:  # reported by the fiches that name it
        return None


def _serves(fiche: dict[str, Any], engagement: Engagement) -> bool:
    if engagement.puce is None:
        return bool(fiche.get("clause") == engagement.clause.id)
    cited = (
        quoted
        for _, citation, quoted in _citations(fiche)
        if citation.get("clause", fiche.get("clause")) == engagement.clause.id
    )
    return any(
        contains(engagement.puce.mots, quoted) or contains(quoted, engagement.puce.mots)
        for quoted in cited
    )
