"""The search for internal values in public files.

Internal values are those of `content/territoire/`, field by field, the reports of visits, and the
long texts of documents that are not public or that drafters say among themselves; not the force's
monthly figures, which are numbers like others.  Composition leaves them out by type
(`referential/diffusion.py`); this search reads the finished files.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from docgen.content.raw import texts
from docgen.content.source import Source, Steps, read_source
from docgen.document import Diffusion
from docgen.errors import ContentError
from docgen.kinds import KINDS
from docgen.kinds.bilan.visites import FILE as VISITES
from docgen.referential.referential import Referential
from docgen.referential.territoire.internal import (
    MIN_OWN_WORDS,
    NAME,
    NUMBER_SAID,
    InternalValues,
    is_printed,
    may_be_chance,
    names_signer,
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
    said = [(source, *one) for source in public for one in values_in(source, values)]
    named = [words for _, steps, words, nature in said if _is_public_too(steps, words, nature)]
    places: dict[str, str] = {}
    for source, steps, words, nature in said:
        kind = KINDS[PurePosixPath(source.name).parent.name]
        printed = is_printed(steps, names_proofreader=kind.names_proofreader)
        if printed and not _is_public_too(steps, words, nature):
            mark = source.place_of_words(steps, words)
            places.setdefault(nature, f"{source.name}:{mark.line}:{mark.column}")
    return replace(values.without(named), places=tuple(places.items()))


def _is_public_too(steps: Steps, said: str, nature: str) -> bool:
    """Whether a public text may well say what the territory says among us, as its check does.

    Who signs it tells everyone; who checked the name of a mayor may sign it or have proofread it,
    and a note may be two words.
    """
    by_chance = not nature.endswith(NAME) and may_be_chance(said, nature)
    return by_chance or (names_signer(steps) and nature != NUMBER_SAID)


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
