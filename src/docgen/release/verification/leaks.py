"""The search for internal values in public files.

Internal values are those of `content/territoire/`, field by field, and the long texts of documents
that are not public or that drafters say among themselves; not the force's monthly figures, which
are numbers like others.  Composition leaves them out by type (`referential/diffusion.py`); this
search reads the finished files.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

from pydantic import BaseModel

from docgen.content.source import read_source
from docgen.content.validation import mappings
from docgen.document import Diffusion
from docgen.errors import ContentError, Problem
from docgen.french.letters import folded
from docgen.kinds import KINDS
from docgen.referential.diffusion import circle_of, may_read
from docgen.referential.referential import Referential
from docgen.referential.territoire.local_files import read_files
from docgen.workspace import Workspace

WORDS: Final = re.compile(r"[^\W_]+")
NUMBER: Final = re.compile(r"\d(?:[\s.\-/]*\d){8,}")
"""A telephone number in content, however it is spaced."""
FIGURES: Final = re.compile(r"\d(?:[^\w\0]|_|\d)*")
"""Figures with anything between them but words and the ends of texts."""
BEFORE: Final = {"", "0", "33", "330", "0033", "00330"}
"""What may stand before the nine last digits of a number."""
CUT: Final = re.compile(r"[-\u00ad\u2010\x02\ufffe]\s*\n\s*")
"""The cut of a word at the end of a line, as pages and pdfium write it."""
NINE: Final = 9
LETTER: Final = re.compile(r"[^\W\d_]")
KEEPERS: Final = ("referentiel", "territoire")
"""The folders of content in which each value states who may read it."""
AMONG_DRAFTERS: Final = ("remarques", "refus", "malgre")
"""The keys of what no document prints."""
SENTENCE: Final = 6
"""How many words make a text that no other holds by chance."""


@dataclass(frozen=True, slots=True)
class InternalValues:
    """Values that no public file may hold: words in a row with what they are, and numbers."""

    words: tuple[tuple[str, str], ...] = ()
    numbers: frozenset[str] = frozenset()

    def leaks(self, text: str, name: str) -> Iterator[Problem]:
        """Yield a problem for each internal value in a text; no message quotes the value."""
        uncut = CUT.sub("", text)
        plain = f" {_plain(text)} \0 {_plain(uncut) if uncut != text else ''} "
        said = frozenset(plain.split(" "))
        for words, what in self.words:
            if said.issuperset(words.split(" ")) and f" {words} " in plain:
                yield _leak(name, what)
        figures = (one for one in FIGURES.findall(text) if len(one) >= NINE)
        if self.numbers and any(map(self._has_number, figures)):
            yield _leak(name, "un numéro de téléphone interne")

    def _has_number(self, figures: str) -> bool:
        """Whether figures hold a number, from the start of one of them to the end of one."""
        groups = re.findall(r"\d+", figures)
        whole, ends = "".join(groups), {0, *accumulate(map(len, groups))}
        for number in self.numbers if len(whole) >= NINE else ():
            at = whole.find(number)
            while at >= 0:
                starts = (one for one in ends if one <= at)
                if at + NINE in ends and any(whole[one:at] in BEFORE for one in starts):
                    return True
                at = whole.find(number, at + 1)
        return False


def internal_values(referential: Referential) -> InternalValues:
    """Return the internal values of a project that are no public values too.

    A word alone is no proof (a gendarme may be called Martin, as streets are): it is looked for
    behind the text before it in its model, such as a rank before a name.
    """
    internal: dict[str, str] = {}
    public = {one.telephone for one in referential.roles if one.telephone}
    public |= {one.nom_complet for one in referential.maires or ()}
    for file in read_files(referential):
        for what, value, audience in _values(file, Diffusion.PUBLIQUE, ""):
            if may_read(audience, Diffusion.PUBLIQUE):
                public.add(value)
            else:
                internal.setdefault(value, what)
    public_words = {_plain(one) for one in public}
    public_numbers = {_digits(one) for value in public for one in NUMBER.findall(value)}
    for value in _internal_texts(referential.workspace):
        internal.setdefault(value, "un texte d’un document qui n’est pas public")
    numbers = {_digits(one) for value in internal for one in NUMBER.findall(value)}
    words = {_plain(one): what for one, what in internal.items() if LETTER.search(one)}
    secret = [(one, words[one]) for one in sorted(words) if " " in one and one not in public_words]
    return InternalValues(tuple(secret), frozenset(numbers - public_numbers))


def _internal_texts(workspace: Workspace) -> Iterator[str]:
    """Yield the long texts of documents that are not public, unless public content has them."""
    public: list[str] = []
    inner: list[str] = []
    for path in sorted(workspace.content.glob("*/[!.]*.y*ml")):
        if path.parent.name in KEEPERS:
            continue
        fields = KINDS[path.parent.name].content.model_fields if path.parent.name in KINDS else {}
        try:
            data = read_source(path, workspace.name_of(path)).data
        except ContentError:  # nothing is made of it, and the build reports it
            continue
        default = fields["diffusion"].default if "diffusion" in fields else Diffusion.PUBLIQUE
        audience = data.get("diffusion", default) if isinstance(data, dict) else default
        texts = public if str(audience) == Diffusion.PUBLIQUE else inner
        texts += _texts(data)
        inner += _texts_among_drafters(data)
    public_words = f" {' '.join(map(_plain, public))} "
    for text in inner:
        plain = _plain(text)
        if plain.count(" ") >= SENTENCE - 1 and f" {plain} " not in public_words:
            yield text


def _texts_among_drafters(data: object) -> Iterator[str]:
    for _, group in mappings(data):
        for key in AMONG_DRAFTERS:
            yield from _texts(group.get(key))


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, dict):
        data = tuple(value for key, value in data.items() if key not in AMONG_DRAFTERS)
    if isinstance(data, list | tuple):
        for part in data:
            yield from _texts(part)
    elif isinstance(data, str):
        yield str(data)


def _values(model: BaseModel, around: Diffusion, name: str) -> Iterator[tuple[str, str, Diffusion]]:
    """Yield the field, the text and the circle of readers of every text in a model."""
    before = ""
    for field, info in type(model).model_fields.items():
        own = circle_of(info)
        audience = own if may_read(around, own) else around
        value = getattr(model, field)
        yield from _within(value, audience, f"{name}.{field}" if name else field)
        if isinstance(value, str) and " " not in value and before:
            yield f"{name}.{field}", f"{before} {value}", audience
        before = value if isinstance(value, str) else ""


def _within(value: object, audience: Diffusion, name: str) -> Iterator[tuple[str, str, Diffusion]]:
    if isinstance(value, BaseModel):
        yield from _values(value, audience, name)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _within(part, audience, name)
    elif isinstance(value, str) and value.strip():
        yield name, str(value), audience


def _plain(text: str) -> str:
    return " ".join(filter(None, map(_plain_part, text.split())))


@lru_cache(maxsize=16384)  # documents repeat words
def _plain_part(part: str) -> str:
    return " ".join(WORDS.findall(folded(part)))


def _digits(text: str) -> str:
    """Return the last nine digits of a number, the same for 0… and +33…."""
    return re.sub(r"\D", "", text)[-9:]


def _leak(name: str, what: str) -> Problem:
    message = f"une valeur interne se trouve dans un fichier public ({what})"
    hint = "ne publiez rien ; dites-le aux développeurs de docgen"
    return Problem(name, message, code="fuite", hint=hint)
