"""The rules of the file of the pack."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from docgen.content.raw import as_group, as_text
from docgen.content.source import Source
from docgen.content.validation import Finding, mappings
from docgen.errors import ContentError, Problem, closest
from docgen.kinds.actes.acte import Acte
from docgen.kinds.kind import Files, OpenPoint
from docgen.kinds.writing.corpus import Corpus, partial_corpus_of
from docgen.kinds.writing.cross_checks import problems_in, unknown_act, unknown_names
from docgen.kinds.writing.editorial import reading_changed
from docgen.markup import MarkError, references
from docgen.statistics.indicators import INDICATEURS

ACTE = "convention"
"""The genre of references to the act, which the foot of the pages must name (article 5)."""
KEYS: Final = tuple(one.cle for one in INDICATEURS if not one.part_de and not one.retire)
"""The indicators whose rise may be a reason."""
SENTENCE_ENDS: Final = (".", ":", ";", ",", "!", "?", "…")
"""The punctuation that ends a sentence."""
ROLES: Final = dict.fromkeys(("role", "visiteur", "urgences"), "role")
"""The fields that name roles."""


def rules(data: object) -> Iterator[Finding]:
    """Yield the problems that types cannot express."""
    act = as_text(as_group(data).get("convention"))
    for steps, group in mappings(data):
        yield from _check_rise(steps, group.get("hausse"))
        yield from _check_reason(steps, group.get("raison"), group.get("quand"))
        minimum, maximum = group.get("habitants_min"), group.get("habitants_max")
        if _is_number(minimum) and _is_number(maximum) and int(str(minimum)) > int(str(maximum)):
            message = "« habitants_min » est plus grand que « habitants_max »"
            yield Finding((*steps, "habitants_min"), "condition", message, "échangez-les")
        if isinstance(words := group.get("partenariat"), str):
            yield from _check_partnership((*steps, "partenariat"), words, act)


def left(data: object) -> Iterator[OpenPoint]:
    """Yield that the words of the pack changed since they were proofread."""
    yield from reading_changed(as_group(data), "Relecture du dossier")


def _check_rise(steps: tuple[str | int, ...], name: object) -> Iterator[Finding]:
    if isinstance(name, str) and name.strip() not in KEYS:
        hint = closest(name.strip(), KEYS) or f"connus : {', '.join(KEYS)}"
        message = f"indicateur inconnu : « {name.strip()} »"
        yield Finding((*steps, "hausse"), "indicateur", message, hint)


def _check_reason(steps: tuple[str | int, ...], reason: object, when: object) -> Iterator[Finding]:
    """Yield a reason of a rise that ends a sentence: docgen appends where and by how much."""
    rises = isinstance(when, Mapping) and when.get("hausse")
    if rises and isinstance(reason, str) and reason.strip().endswith(SENTENCE_ENDS):
        message = "la raison d’une hausse se finit sans ponctuation"
        hint = "écrivez « Les dégradations augmentent » : docgen y ajoute où, et les chiffres"
        yield Finding((*steps, "raison"), "raison", message, hint)


def _check_partnership(steps: tuple[str | int, ...], words: str, act: str) -> Iterator[Finding]:
    """Yield a foot that does not refer to the act, or refers to something else."""
    try:
        named = {str(reference) for reference in references(words)}
    except MarkError:  # its type reports it
        return
    if named != {f"{{{ACTE}:{act.strip()}}}"}:
        message = "la mention nomme la convention, et rien d’autre"
        hint = f"écrivez « {{{ACTE}:{act}}} » où elle doit l’être"
        yield Finding(steps, "mention", message, hint)


def _is_number(value: object) -> bool:
    return isinstance(value, str) and value.strip().isdigit()


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
            hint = corpus.nearest("fiche", name.strip()) or "les fiches sont dans content/fiche/"
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
