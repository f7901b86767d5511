"""The values of `content/territoire/` that some readers may not read, and where texts say them.

Composition leaves them out by type (`referential/diffusion.py`), but someone may write one in a
text: the check of texts reports it at its place, and a release looks for it in the finished files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import accumulate
from typing import Final

from pydantic import BaseModel

from docgen.content.raw import texts
from docgen.content.source import SOURCES, Source, Steps
from docgen.content.stamp import STAMPS
from docgen.content.validation import Finding, problem_at
from docgen.document import Diffusion
from docgen.errors import ContentError, Problem
from docgen.french.letters import folded
from docgen.referential.diffusion import circle_of, may_read
from docgen.referential.referential import Referential
from docgen.referential.territoire.elsewhere import LEFT_OUT
from docgen.referential.territoire.local_files import read_files
from docgen.referential.territoire.names import (
    FUNCTION,
    TITLED,
    has_capital,
    is_single,
    other_orders,
    persons,
    surnames,
    titled_names,
)

WORDS: Final = re.compile(r"[^\W_]+")
NUMBER: Final = re.compile(r"\d(?:[\s.\-/]*\d){8,}")
"""A telephone number in content, however it is spaced."""
FIGURES: Final = re.compile(r"\d(?:[^\w\0]|_|\d)*")
"""Figures with anything between them but words and the ends of texts."""
NUMBER_PREFIXES: Final = {"", "0", "33", "330", "0033", "00330"}
"""What may stand before the nine last digits of a number."""
WORD_CUT: Final = re.compile(r"[-\u00ad\u2010\x02\ufffe]\s*\n\s*")
"""The cut of a word at the end of a line, as pages and pdfium write it."""
NINE: Final = 9
MANY_WORDS: Final = re.compile(r"[^\W\d_].*[\s@]|[\s@].*[^\W\d_]", re.DOTALL)
"""What a value of several words has, or an address; « Saint-Martin » is one word."""
MIN_OWN_WORDS: Final = 6
"""How many words make a text that no other holds by chance."""
MIN_NOTE_WORDS: Final = 3
"""How many words make a note that no page says of another thing."""
NUMBER_SAID: Final = "un numéro de téléphone interne"
INTERNAL: Final = "interne"
"""The code of the problem of a text that tells what its readers may not read."""
RANK: Final = "grade"
"""The field that is joined to the name which follows it, and identifies nobody alone."""
NAME, NOTE, CHECKER = ".nom", ".commentaire", ".verifie_par"
"""How the places of a name, of a note and of who checked a name end."""
MAYOR: Final = ".maire."
"""What the place of the name of a mayor holds, which is public."""
SIGNED: Final = {"signature", "representation"}
"""The fields of a text that name who signs it."""
PASSED_OVER: Final = LEFT_OUT | {*STAMPS, "recueil"}
"""The fields of a text that are not printed, or that tell who did what with it."""
PROOFREADER: Final = ("controle", "par")
"""The place of who proofread a text."""
TO_SIGN: Final = "ce nom serait imprimé : écrivez celui du service"
TO_TELL_APART: Final = " ; si c’est quelqu’un d’autre, écrivez aussi son prénom"
READERS: Final = {Diffusion.PUBLIQUE: "public", Diffusion.PARTENAIRES: "pour les partenaires"}
HINTS: Final = {
    Diffusion.PUBLIQUE: "ôtez-le : rien de cela n’est publié ; « {role:brigade} » nomme l’unité",
    Diffusion.PARTENAIRES: "ôtez-le ; ou, si le maire peut le lire, « diffusion: partenaires » "
    "sous ce gendarme, dans content/territoire/",
}
DEVELOPERS: Final = "ne publiez rien ; dites-le aux développeurs de docgen"


@dataclass(frozen=True, slots=True)
class InternalValues:
    """Values that no public file may hold: words in a row with what they are, and numbers.

    `surnames` are looked for behind a rank or a title; behind « Mme », those of `mayors` prove
    nothing.
    `places` are those of the texts that say some of them, by what they are.
    """

    words: tuple[tuple[str, str], ...] = ()
    numbers: frozenset[str] = frozenset()
    surnames: tuple[tuple[str, str], ...] = ()
    mayors: frozenset[str] = frozenset()
    places: tuple[tuple[str, str], ...] = ()

    def without(self, public: Iterable[str]) -> InternalValues:
        """Return the same values, but for those that some public words hold."""
        said = " \0 ".join(map(plain_words, public))
        words, surnames = (
            tuple(one for one in values if f" {one[0]} " not in f" {said} ")
            for values in (self.words, self.surnames)
        )
        return replace(self, words=words, surnames=surnames)

    @property
    def searched(self) -> tuple[object, ...]:
        """All that is looked for, to be written as JSON."""
        return self.words, sorted(self.numbers), self.surnames, sorted(self.mayors)

    def leaks(self, text: str, name: str) -> Iterator[Problem]:
        """Yield a problem for each internal value in a text; no message quotes the value."""
        uncut, places = WORD_CUT.sub("", text), dict(self.places)
        read = f"{text} \0 {uncut}" if uncut != text else text
        natures = [
            what
            for said, what in self._words_in(read)
            if not (is_single(said) and _is_common(said, what))
        ]
        natures += dict.fromkeys(what for _, what in self._titled_in(read))
        natures += [NUMBER_SAID] * any(True for _ in self._numbers_in(text))
        for nature in dict.fromkeys(natures):
            message = f"une valeur interne se trouve dans un fichier public ({nature})"
            hint = f"ôtez-la de {places[nature]}" if nature in places else DEVELOPERS
            yield Problem(name, message, code="fuite", hint=hint)

    def find(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield each internal value in a text, as written there, with what it is."""
        written = [*self._words_in(text)]
        whole = "\0".join(one for one, _ in written)
        yield from written
        yield from (one for one in self._titled_in(text) if one[0].split()[-1] not in whole)
        yield from ((figures.strip(" .,)"), NUMBER_SAID) for figures in self._numbers_in(text))

    def _words_in(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield words in a row that a text says, as written there, a name with capitals first."""
        plain = f" {plain_words(text)} "
        said = frozenset(plain.split(" "))
        for words, what in self.words:
            if said.issuperset(words.split(" ")) and f" {words} " in plain:
                places = _as_written(text, words)
                yield min(places, key=lambda one: _is_common(one, what), default=""), what

    def _titled_in(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield each rank or title with an internal surname behind it, as written."""
        known = dict(self.surnames)
        for title, names, civil in titled_names(text) if known else ():
            for written in names:
                plain = plain_words(written)
                is_name = plain in known and any(map(str.isupper, written))
                if is_name and not (civil and plain in self.mayors):
                    yield f"{title}{written}", known[plain]
                    break

    def _numbers_in(self, text: str) -> Iterator[str]:
        figures = (one for one in FIGURES.findall(text) if len(one) >= NINE)
        return filter(self._has_number, figures if self.numbers else ())

    def _has_number(self, figures: str) -> bool:
        """Whether figures hold a number, from the start of one of them to the end of one."""
        groups = re.findall(r"\d+", figures)
        whole, ends = "".join(groups), {0, *accumulate(map(len, groups))}
        for number in self.numbers if len(whole) >= NINE else ():
            at = whole.find(number)
            while at >= 0:
                starts = (one for one in ends if one <= at)
                if at + NINE in ends and any(whole[one:at] in NUMBER_PREFIXES for one in starts):
                    return True
                at = whole.find(number, at + 1)
        return False


def unreadable_values(
    referential: Referential, circle: Diffusion, more: Iterable[tuple[str, str]] = ()
) -> InternalValues:
    """Return the values that a circle may not read, and that are no values it may read too.

    `more` are others, with what each is.  A word alone is no proof (a gendarme may be called
    Martin, as streets are): it is looked for behind the rank before it.
    """
    internal: dict[str, str] = {}
    known: set[str] = set()
    readable: dict[str, str] = {}
    for file in read_files(referential):
        for what, value, readers in _values(file, Diffusion.PUBLIQUE, ""):
            if may_read(readers, circle):
                known.add(value)
                readable |= {value: what} if what.endswith(NAME) else {}
            else:
                internal.setdefault(value, what)
    for value, what in more:
        internal.setdefault(value, what)
    if not internal:
        return InternalValues()
    contacts = ((one.telephone, one.courriel) for one in referential.roles)
    known |= {value for values in contacts for value in values if value}
    known |= {one.nom_complet for one in referential.maires or ()}
    known_words = {plain_words(one) for one in known}
    known_numbers = {_digits(one) for value in known for one in NUMBER.findall(value)}
    numbers = {_digits(one) for value in internal for one in NUMBER.findall(value)}
    words = {plain_words(one): what for one, what in internal.items() if MANY_WORDS.search(one)}
    secret = [
        (one, words[one])
        for one in sorted(words)
        if " " in one and one not in known_words and not _is_short_note(one, words[one])
    ]
    alone = _surnames(internal)
    mayors = {plain_words(one.nom) for one in referential.maires or ()}
    mayors |= _surnames({one: what for one, what in readable.items() if MAYOR in what}).keys()
    shared = _surnames({one: what for one, what in readable.items() if MAYOR not in what})
    mayors |= {one for one in alone if FUNCTION.fullmatch(one)}  # « M. le Maire »
    return InternalValues(
        tuple(secret),
        frozenset(numbers - known_numbers),
        tuple(sorted((one, what) for one, what in alone.items() if one not in shared)),
        frozenset(mayors & alone.keys()),
    )


def _is_short_note(words: str, what: str) -> bool:
    """Whether words are a note that our own pages may say by themselves: « À vérifier »."""
    return what.endswith(NOTE) and len(words.split(" ")) < MIN_NOTE_WORDS


def _surnames(values: Mapping[str, str]) -> dict[str, str]:
    """Return what may be the surname in the names among some values, with what each is."""
    named = ((one, what) for one, what in values.items() if what.endswith(NAME))
    names = ((plain_words(one), what) for field, what in named for one in persons(field))
    return {part: what for one, what in names for part in surnames(one)}


def refuse_internal(
    source: Source, readers: Diffusion, referential: Referential, *, names_proofreader: bool = False
) -> Iterator[Problem]:
    """Yield a problem for each value in a text that its readers may not read, where it stands.

    With `names_proofreader`, its documents print who proofread it.  Nothing is yielded where the
    files of the territory cannot be read: their check says so.
    """
    values = InternalValues()
    with suppress(ContentError):
        values = referential.derived(_hidden_from(readers))
    for steps, said, what in values_in(source, values):
        printed = is_printed(steps, names_proofreader=names_proofreader)
        if printed and not (names_signer(steps) or may_be_chance(said, what)):
            message = (
                f"« {said} » est interne (content/territoire/), et ce texte est {READERS[readers]}"
            )
            hint = TO_SIGN if steps == PROOFREADER else HINTS[readers]
            hint += TO_TELL_APART if TITLED.match(said) else ""
            yield problem_at(source, Finding(steps, INTERNAL, message, hint, said))


@lru_cache(maxsize=SOURCES)
def values_in(source: Source, values: InternalValues) -> tuple[tuple[Steps, str, str], ...]:
    """Return each of some values that a source holds, as written, with its place and what it is."""
    placed = [*texts(source.data)] if values.words or values.numbers or values.surnames else []
    if not any(True for _ in values.find("\0".join(text for _, text in placed))):
        return ()
    return tuple((steps, *one) for steps, text in placed for one in values.find(text))


def names_signer(steps: Steps) -> bool:
    """Whether a place of a text names who signs it, and so tells everyone who reads it."""
    return bool(SIGNED.intersection(map(str, steps)))


def is_printed(steps: Steps, *, names_proofreader: bool) -> bool:
    """Whether documents may print what stands at a place of a text."""
    passed_over = PASSED_OVER.intersection(map(str, steps))
    return not passed_over or (names_proofreader and steps == PROOFREADER)


def may_be_chance(said: str, what: str) -> bool:
    """Whether a text may say the same as a value of the territory and mean something else.

    Who checked the name of a mayor may sign the convention.
    """
    few = len(WORDS.findall(said)) < MIN_OWN_WORDS
    return _is_common(said, what) or what.endswith(CHECKER) or (what.endswith(NOTE) and few)


def _is_common(said: str, what: str) -> bool:
    """Whether words as written are no one's name: « la combe »."""
    return bool(said) and what.endswith(NAME) and not has_capital(TITLED.sub("", said))


@lru_cache(maxsize=len(Diffusion))  # one function for each circle: what it returns is kept by it
def _hidden_from(circle: Diffusion) -> Callable[[Referential], InternalValues]:
    return partial(unreadable_values, circle=circle)


def _values(model: BaseModel, around: Diffusion, name: str) -> Iterator[tuple[str, str, Diffusion]]:
    """Yield the field, the text and the circle of readers of every text in a model."""
    before = ""
    for field, info in type(model).model_fields.items():
        own = circle_of(info)
        readers = own if may_read(around, own) else around
        value = getattr(model, field)
        is_name = field == NAME[1:] and isinstance(value, str)
        is_function = is_name and FUNCTION.fullmatch(value.strip())
        if field != RANK and not is_function:
            yield from _within(value, readers, f"{name}.{field}" if name else field)
        if isinstance(value, str):
            at = f"{name}.{field}"
            names = {value, *persons(value)} if is_name else {value}
            alone = {one for one in names if " " not in one or (is_name and is_single(one))}
            joined = alone if is_function or " " not in value else alone - {value}
            yield from ((at, f"{before} {one}", readers) for one in joined if before)
            for whole in names - alone if is_name and not is_function else ():
                # « de Lacaune les Bains » may be all that follows « Commandant »
                first = () if whole[0].islower() else (whole,)
                yield from ((at, order, readers) for order in (*first, *other_orders(whole)))
        before = value if isinstance(value, str) else ""


def _within(value: object, readers: Diffusion, name: str) -> Iterator[tuple[str, str, Diffusion]]:
    if isinstance(value, BaseModel):
        yield from _values(value, getattr(value, "own_circle", readers), name)
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _within(part, readers, name)
    elif isinstance(value, str) and value.strip():
        yield name, str(value), readers


def plain_words(text: str) -> str:
    """Return the words of a text without their accents and capitals, nor what is between them."""
    return " ".join(filter(None, map(_plain_part, text.split())))


@lru_cache(maxsize=16384)  # documents repeat words
def _plain_part(part: str) -> str:
    return " ".join(WORDS.findall(folded(part)))


def _as_written(text: str, plain: str) -> list[str]:
    """Return each row of words of a text that are some words without accents and capitals."""
    wanted, matches = plain.split(" "), [*WORDS.finditer(text)]
    words = [folded(one[0]) for one in matches]
    many = len(wanted)
    rows = (rank for rank, word in enumerate(words) if word == wanted[0])
    return [
        text[matches[first].start() : matches[first + many - 1].end()]
        for first in rows
        if words[first : first + many] == wanted
    ]


def _digits(text: str) -> str:
    """Return the last nine digits of a number, the same for 0… and +33…."""
    return re.sub(r"\D", "", text)[-9:]
