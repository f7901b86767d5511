"""What a text tells of more than its readers may read: values, its act, the texts that it names."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from docgen.content.raw import as_group, texts
from docgen.content.source import Source, Steps
from docgen.content.validation import Finding, problem_at
from docgen.errors import ContentError, Problem
from docgen.kinds import KINDS
from docgen.kinds.actes.project import project_acts
from docgen.kinds.kind import Kind
from docgen.kinds.writing.corpus import NAMES, Corpus, partial_corpus_of
from docgen.markup import MarkError, references
from docgen.referential.diffusion import may_read
from docgen.referential.referential import Referential
from docgen.referential.territoire.internal import refuse_internal

LISTS: Final = {"actes": "modele"}
"""The kind of the texts that a list of names prints, by its field."""


def unreadable_parts(source: Source, kind: Kind, referential: Referential) -> Iterator[Problem]:
    """Yield a problem for each thing that a text tells and that its readers may not read."""
    readers, named = kind.readers(source.data), kind.names_proofreader
    if "diffusion" in as_group(source.data):  # else it has that of each request
        yield from project_acts(referential).hidden_act(source, readers)
    corpus = partial_corpus_of(referential)
    for steps, genre, key in _named_texts(source):
        other = _readable_source(corpus, genre, key)
        allowed = KINDS[genre].readers(other.data) if other else readers
        if other and not may_read(allowed, readers):
            message = f"plus de monde lit ce texte (« {readers} ») que « {key} » (« {allowed} »)"
            hint = f"ôtez ce renvoi, ou changez « diffusion » dans {other.name}"
            yield problem_at(source, Finding(steps, "diffusion", message, hint, key))
    yield from refuse_internal(source, readers, referential, names_proofreader=named)


def _named_texts(source: Source) -> Iterator[tuple[Steps, str, str]]:
    """Yield the place, the kind and the key of each text that another names."""
    for steps, text in texts(source.data):
        with suppress(MarkError):  # reported by the check of its references
            listed = [(LISTS[step], text.strip()) for step in map(str, steps) if step in LISTS]
            cited = [(one.genre, one.cle) for one in references(text) if one.genre in NAMES]
            yield from ((steps, *one) for one in (*listed, *cited))


def _readable_source(corpus: Corpus, kind: str, key: str) -> Source | None:
    with suppress(ContentError):  # reported by that file's own check
        return corpus.source(kind, key)
    return None
