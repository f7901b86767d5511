"""The articles of a reference on a day, and the part of each that it means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from docgen.referential.droit.articles import Articles, ArticleVersion
from docgen.referential.droit.comparison.evidence import Place, Text
from docgen.referential.droit.comparison.segments import ArticlePart, segments_of, sentences_of_part
from docgen.referential.droit.comparison.validity import Validity, validity_of
from docgen.referential.droit.reference import CITED, ReferenceLegale

UNREAD: Final = "n’a pas été lu"
"""The end of the doubt that a second article, without a text, leaves."""
_ROMAN: Final = re.compile(r"[IVX]{1,5}(?: (?:bis|ter|quater|quinquies|sexies|septies|octies))?")
_ANNEXE: Final = "Annexe "
WHOLE_ARTICLE: Final = ArticlePart()


@dataclass(frozen=True, slots=True)
class ReferenceTexts:
    """The texts of a reference: the part that it means, the whole, and what leaves a doubt."""

    part: ArticlePart
    texts: tuple[Text, ...]
    whole: tuple[Text, ...]
    doubts: tuple[str, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """Every sentence of the part."""
        return tuple(Place(one.version, segment) for one in self.texts for segment in one.segments)


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
    """Return the texts of a reference; the part that it names bounds the first of them."""
    partie = reference.partie or ""
    part = named_part(partie)
    versions = [one.version for one in validities if one.version and not one.unread]
    bounds = [part or WHOLE_ARTICLE, *(WHOLE_ARTICLE for _ in versions[1:])]
    texts = tuple(text_of_part(one, bound) for one, bound in zip(versions, bounds, strict=True))
    doubts = [f"{one.unread.partition(' :')[0]} {UNREAD}" for one in validities if one.unread]
    if part is None:
        doubts.append(f"« {partie} » n’est pas compris : lisez l’article entier")
    elif texts[0].lacks:
        doubts.append(f"l’article n’a pas de « {part.dit} »")
    elif part.onwards and not part.item:
        doubts.append("les articles qui suivent n’ont pas été lus")
    whole = tuple(text_of_part(one, WHOLE_ARTICLE) for one in versions)
    return ReferenceTexts(part or WHOLE_ARTICLE, texts, whole, tuple(doubts))


def named_part(partie: str) -> ArticlePart | None:
    """Return the part of an article that a reference names, None when it is not understood."""
    part: dict[str, str] = {}
    for words in re.split(r",|;|\bet\b", CITED.sub("", partie)):
        word = words.strip()
        article = re.fullmatch(r"art(?:icle|\.)\s?(\d+)", word)
        if article:
            part["article"] = article[1]
        elif _ROMAN.fullmatch(word):
            part["roman"] = word
        elif re.fullmatch(r"\d+°", word):
            part["item"] = word.removesuffix("°")
        elif word not in {"", "suivants"}:
            return None
    return ArticlePart(**part, onwards="suivants" in partie)


def text_of_part(version: ArticleVersion, part: ArticlePart) -> Text:
    """Return the sentences of a part of an article; all of them when it has no such part."""
    segments = segments_of(version.texte)
    kept = sentences_of_part(segments, part)
    return Text(version, kept or segments, not kept)
