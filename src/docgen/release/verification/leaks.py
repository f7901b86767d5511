"""The search for internal values in public files.

Internal values are those of `content/territoire/`, field by field, the reports of visits, and the
long texts of documents that are not public or that drafters say among themselves; not the force's
monthly figures, which are numbers like others.  Composition leaves them out by type
(`referential/diffusion.py`); this search reads the finished files.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from docgen.content.raw import texts
from docgen.content.source import Source, Steps, read_source
from docgen.document import Diffusion
from docgen.errors import ContentError
from docgen.kinds import KINDS
from docgen.kinds.bilan.visites import FILE as VISITES
from docgen.referential.referential import Referential
from docgen.referential.territoire.internal import (
    CHECKER,
    MIN_OWN_WORDS,
    NAME,
    PASSED_OVER,
    InternalValues,
    may_be_chance,
    plain_words,
    unreadable_values,
    values_in,
)
from docgen.workspace import Workspace

AMONG_DRAFTERS: Final = {"remarques", "refus", "malgre"}
"""The keys of what no document prints."""


def internal_values(referential: Referential) -> InternalValues:
    """Return the internal values of a project that are no public values too, and who tells them."""
    public, inner = texts_by_readers(referential.workspace)
    inner += _visits(referential.workspace)
    what = "un texte d’un document qui n’est pas public"
    long_texts = ((text, what) for text in _internal_texts(public, inner))
    values = unreadable_values(referential, Diffusion.PUBLIQUE, long_texts)
    places: dict[str, str] = {}
    by_chance: set[str] = set()
    for source in public:
        for steps, said, nature in values_in(source, values):
            if _is_public_too(steps, said, nature):
                by_chance.add(plain_words(said))
                continue
            mark = source.place_of_words(steps, said)
            places.setdefault(nature, f"{source.name}:{mark.line}:{mark.column}")
    words = tuple(one for one in values.words if one[0] not in by_chance)
    return replace(values, words=words, places=tuple(places.items()))


def _is_public_too(steps: Steps, said: str, nature: str) -> bool:
    """Whether a public text may well say what the territory says among us.

    Who checked the name of a mayor may sign it or have proofread it, and a note may be two words.
    """
    if nature.endswith(CHECKER):
        return bool(PASSED_OVER.intersection(map(str, steps)))
    return not nature.endswith(NAME) and may_be_chance(said, nature)


def texts_by_readers(workspace: Workspace) -> tuple[list[Source], list[Source]]:
    """Return the texts of documents that can be read: the public ones, and the others."""
    public: list[Source] = []
    inner: list[Source] = []
    for kind in KINDS.values():
        for path in workspace.texts(kind.name):
            try:
                source = read_source(path, workspace.name_of(path))
            except ContentError:  # nothing is made of it, and the build reports it
                continue
            (public if kind.readers(source.data) is Diffusion.PUBLIQUE else inner).append(source)
    return public, inner


def _visits(workspace: Workspace) -> Iterator[Source]:
    """Yield the reports of visits, which no public document may quote."""
    path = workspace.content / VISITES
    with suppress(ContentError):  # nothing is made of it, and the build reports it
        if path.is_file():
            yield read_source(path, workspace.name_of(path))


def _internal_texts(public: Sequence[Source], inner: Sequence[Source]) -> Iterator[str]:
    """Yield the long texts of documents that are not public, unless public content has them."""
    said: list[str] = []
    ours: list[str] = []
    for sources, into in ((public, said), (inner, ours)):
        for source in sources:
            for steps, text in texts(source.data):
                (ours if AMONG_DRAFTERS.intersection(steps) else into).append(text)
    public_words = f" {' '.join(map(plain_words, said))} "
    for text in ours:
        plain = plain_words(text)
        if plain.count(" ") >= MIN_OWN_WORDS - 1 and f" {plain} " not in public_words:
            yield text
