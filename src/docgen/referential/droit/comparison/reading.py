"""The articles of a reference on a day, and the part of each that it means."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from docgen.french.wording import liste
from docgen.referential.droit.articles import Articles, ArticleVersion
from docgen.referential.droit.comparison.evidence import Place, Text
from docgen.referential.droit.comparison.segments import (
    ArticlePart,
    enter_part,
    segments_of,
    sentences_of_parts,
)
from docgen.referential.droit.comparison.validity import Validity, validity_of
from docgen.referential.droit.reference import CITED, ReferenceLegale

UNREAD: Final = "n’a pas été lu"
"""The end of the doubt that a second article, without a text, leaves."""
_ROMAN: Final = re.compile(r"[IVX]{1,5}(?: (?:bis|ter|quater|quinquies|sexies|septies|octies))?")
_ANNEXE: Final = "Annexe "
WHOLE_ARTICLE: Final = ArticlePart()
_LEVELS: Final = ("article", "roman", "item")


@dataclass(frozen=True, slots=True)
class ReferenceTexts:
    """The texts of a reference: the parts that it means, the whole, and what leaves a doubt."""

    parts: tuple[ArticlePart, ...]
    texts: tuple[Text, ...]
    whole: tuple[Text, ...]
    doubts: tuple[str, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """Every sentence of the parts."""
        return tuple(Place(one.version, segment) for one in self.texts for segment in one.segments)

    @property
    def dit(self) -> str:
        """The names of the parts: « 1° et 2° »."""
        return liste(*(part.dit for part in self.parts))

    @property
    def by_part(self) -> Iterator[tuple[ArticlePart, tuple[Text, ...]]]:
        """The texts of each part that the article has, where there are several."""
        for part in self.parts if len(self.parts) > 1 else ():
            text = text_of_parts(self.texts[0].version, [part])
            if not text.lacks:
                yield part, (text, *self.texts[1:])


def named_annexes(reference: ReferenceLegale) -> tuple[str, ...]:
    """Return the annexes that a reference names, which it is about then."""
    return tuple(one for one in reference.articles if one.startswith(_ANNEXE))


def read_validities(
    reference: ReferenceLegale, articles: Articles, day: date
) -> tuple[Validity, ...]:
    """Return the validity of each article of a reference; the first is the one that it is about.

    That is its annex, when `partie` names one.  What lies in a range between two articles may lack.
    """
    numbers = named_annexes(reference) or reference.articles
    ends = {*numbers} if reference.jusqu_au is None else {numbers[0], numbers[-1]}
    pairs = ((one, validity_of(reference.ouvrage, one, articles, day)) for one in numbers)
    return tuple(valid for one, valid in pairs if one in ends or not (valid.unread or valid.gone))


def first_gone(reference: ReferenceLegale | None, articles: Articles, day: date) -> Validity | None:
    """Return what is said of the first article of a reference that is not in force on a day."""
    if reference is None or not reference.ouvrage or not reference.articles:
        return None
    return next((one for one in read_validities(reference, articles, day) if one.gone), None)


def read_texts(reference: ReferenceLegale, validities: Sequence[Validity]) -> ReferenceTexts:
    """Return the texts of a reference; the parts that it names bound the first of them."""
    partie = reference.partie or ""
    named = named_parts(partie)
    parts = named or (WHOLE_ARTICLE,)
    versions = [one.version for one in validities if one.version and not one.unread]
    whole = tuple(text_of_parts(one, [WHOLE_ARTICLE]) for one in versions)
    texts = (text_of_parts(versions[0], parts), *whole[1:])
    doubts = [f"{one.unread.partition(' :')[0]} {UNREAD}" for one in validities if one.unread]
    lacking = [one for one in parts if text_of_parts(versions[0], [one]).lacks]
    if not named:
        doubts.append(f"« {partie} » n’est pas compris : lisez l’article entier")
    elif lacking:
        doubts.append(f"l’article n’a pas de « {liste(*(one.dit for one in lacking))} »")
    elif any(one.onwards and not one.item for one in parts):
        doubts.append("les articles qui suivent n’ont pas été lus")
    return ReferenceTexts(parts, texts, whole, tuple(doubts))


def named_parts(partie: str) -> tuple[ArticlePart, ...]:
    """Return the parts of an article that a reference names, none when it is not understood."""
    parts = [WHOLE_ARTICLE]
    for words in re.split(r",|;|\bet\b", CITED.sub("", partie)):
        word = words.strip()
        if word in {"", "suivants"}:
            continue
        level, name = _named_part(word)
        last = parts[-1]
        held = [one for one in _LEVELS if getattr(last, one)]
        if not level or (level not in held and {*held} - {*_LEVELS[: _LEVELS.index(level)]}):
            return ()
        # « 1° et 2° », « I, 1° et 2° » are one more part; « I, 1° » is one within the other
        parts = [*(parts if level in held else parts[:-1]), enter_part(last, level, name)]
    return (*parts[:-1], replace(parts[-1], onwards="suivants" in partie))


def _named_part(word: str) -> tuple[str, str]:
    """Return the level and the name of a part: « 2° » is the item 2; nothing for other words."""
    article = re.fullmatch(r"art(?:icle|\.)\s?(\d+)", word)
    if article:
        return "article", article[1]
    if _ROMAN.fullmatch(word):
        return "roman", word
    return ("item", word.removesuffix("°")) if re.fullmatch(r"\d+°", word) else ("", "")


def text_of_parts(version: ArticleVersion, parts: Sequence[ArticlePart]) -> Text:
    """Return the sentences of parts of an article; all of them when it has none of these."""
    segments = segments_of(version.texte)
    kept = sentences_of_parts(segments, parts)
    return Text(version, kept or segments, not kept)
