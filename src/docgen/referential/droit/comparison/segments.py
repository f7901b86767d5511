"""Sentences of an article, with the part in which each stands: « II, 3° », « article 21 »."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_SUFFIX: Final = r"(?: ?(?:bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies)\b)?"
_ROMAN: Final = rf"[IVX]{{1,5}}{_SUFFIX}(?: [A-H]\b)?"
_HEADING: Final = re.compile(
    rf"(?P<roman>{_ROMAN}) ?(?:\. ?[-–—―] ?|[-–—―] ?|\. )"
    rf"|(?P<item>\d{{1,3}}) ?°{_SUFFIX} ?|[Aa]rticle (?P<article>\d+|1er)\b"
)
_ABBREVIATED: Final = r"(?<!\bart\.)(?<!\bal\.)(?<!\bn\.)(?<!\bp\.)(?<!\b[A-Z]\.)"
_ENDS: Final = re.compile(
    rf"(?<=[.!?»]){_ABBREVIATED} ?(?=[A-ZÀ-Ý«])"
    rf"|(?<=[.;:,»)]) (?=\d{{1,3}} ?°)"
    rf"|(?<=[.;:»)]) (?={_ROMAN} ?\.? ?[-–—―])"
)
_GOES_ON: Final = re.compile(r"(?![a-z]{1,2}\))[a-zà-ÿœ]")
_BLANKS: Final = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class ArticlePart:
    """A part of an article; an empty field is not said, `onwards` adds the items that follow."""

    roman: str = ""
    item: str = ""
    article: str = ""
    onwards: bool = False

    def holds(self, other: "ArticlePart") -> bool:
        """Whether another part is this one, or inside it."""
        if self.roman not in {"", other.roman} or self.article not in {"", other.article}:
            return False
        if self.onwards and self.item and other.item:
            return int(other.item) >= int(self.item)
        return self.item in {"", other.item}

    @property
    def dit(self) -> str:
        """Its name after « le » or « l’ »: ``II, 3°``; empty for the whole article."""
        named = (f"article {self.article}" * bool(self.article), self.roman)
        return ", ".join(filter(None, (*named, f"{self.item}°" * bool(self.item))))


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, or an item of a list; `opens` tells that a list follows it."""

    texte: str
    part: ArticlePart
    opens: bool


@lru_cache(maxsize=1024)
def segments_of(text: str) -> tuple[Segment, ...]:
    """Return the sentences of an article, in order, with their parts."""
    segments: list[Segment] = []
    part = ArticlePart()
    for paragraph in _paragraphs(text):
        for rank, sentence in enumerate(filter(None, map(str.strip, _ENDS.split(paragraph)))):
            heading = _HEADING.match(sentence)
            if heading and heading.lastgroup:
                part = enter_part(part, heading.lastgroup, heading[heading.lastgroup])
            elif rank == 0 and part.item and segments[-1].texte.endswith("."):
                part = ArticlePart(part.roman, "", part.article)  # the list has ended
            segments.append(Segment(sentence, part, sentence.endswith(":")))
    return tuple(segments)


def enter_part(part: ArticlePart, kind: str, name: str) -> ArticlePart:
    """Return the part that a heading begins: an item is one of the part before it."""
    name = " ".join(name.split())
    if kind == "article":
        return ArticlePart(article="1" if name == "1er" else name)
    if kind == "roman":
        return ArticlePart(roman=name, article=part.article)
    return ArticlePart(part.roman, name, part.article)


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs; a line that goes on from the one before it makes one with it."""
    paragraph = ""
    for line in filter(None, (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))):
        if paragraph and paragraph[-1] not in ".;:" and _GOES_ON.match(line):
            paragraph = f"{paragraph} {line}"
            continue
        if paragraph:
            yield paragraph
        paragraph = line
    if paragraph:
        yield paragraph


def sentences_of_parts(
    segments: tuple[Segment, ...], parts: Iterable[ArticlePart]
) -> tuple[Segment, ...]:
    """Return the sentences of some parts, each with the one that introduces its list, once."""
    ranks: set[int] = set()
    for part in parts:
        kept = [rank for rank, segment in enumerate(segments) if part.holds(segment.part)]
        if part.item and kept:
            kept += _opening(segments, kept[0])
        ranks.update(kept)
    return tuple(segments[rank] for rank in sorted(ranks))


def _opening(segments: tuple[Segment, ...], item: int) -> list[int]:
    """Return the rank of the sentence that introduces the list of an item, or none."""
    own = segments[item].part
    outside = ArticlePart(own.roman, "", own.article)
    for rank in range(item - 1, -1, -1):
        if segments[rank].part == outside:
            return [rank] if segments[rank].opens else []
        if not outside.holds(segments[rank].part):
            break
    return []
