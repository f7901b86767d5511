"""Which paragraph of a corrected Word file is which paragraph of what docgen prints today."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import Final

from docgen.avenant.pairing import rising_ranks
from docgen.avenant.word_changes import likeness
from docgen.corrections.origins import Origins
from docgen.corrections.printed import Paragraph

MIN_LIKENESS: Final = 0.5
"""How alike two paragraphs must be to be one that changed."""
CLEAR_LIKENESS: Final = 0.6
"""How alike they must be for nobody to be asked."""
RIVAL_MARGIN: Final = 0.15
"""By how much less alike a rival may be without a question."""
WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Pairing:
    """The pairs of paragraphs, old to new, in order in both.

    `sure` are those paired by more than likeness; `former` is the digest of each paragraph of today
    as it was when the file was made, none of one that is newer.
    """

    pairs: Mapping[int, int]
    sure: frozenset[int]
    former: Mapping[int, str]


def pair_paragraphs(
    old: Sequence[Paragraph], new: Sequence[Paragraph], origins: Origins
) -> Pairing:
    """Return which paragraph is which: by mark, by equal words, then by likeness."""
    today = origins.today
    claims = [
        (_likeness(old[today[rank]], new[place]), today[rank], place)
        for rank, place in origins.here.items()
        if rank in today
    ]
    marked = _longest_in_order(_best(claims))
    pairs, sure = dict(marked), set(marked)
    for key in (attrgetter("look"), attrgetter("plain")):
        alone = _by_unique_key(old, new, pairs, key)
        sure |= set(alone)
        pairs |= alone
    known, in_file = set(today.values()), set(origins.here.values())

    def may_be_one(before: int, after: int) -> bool:
        """Whether two paragraphs may be one: not of two origins."""
        return before not in known or after not in in_file

    def may_have_changed(before: int, after: int) -> bool:
        """Whether one may be what the file changed of the other."""
        return after not in origins.kept and may_be_one(before, after)

    for either in (may_have_changed, may_be_one):  # what the file changed goes first
        alike, clear = _by_likeness(old, new, pairs, either)
        pairs |= alike
        sure |= clear
    pairs = {one: other for one, other in pairs.items() if _keeps_order(one, other, marked)}
    moved = {before for _, before, _ in claims} - pairs.keys()  # the file has them elsewhere
    pairs |= {
        one: other
        for one, other in _by_gap(old, new, pairs).items()
        if one not in moved and may_have_changed(one, other)
    }
    in_order = _longest_in_order(pairs)
    former = {place: origins.digests[rank] for rank, place in today.items()}
    if not origins.digests:
        former = {place: one.digest for place, one in enumerate(old)}
    return Pairing(in_order, frozenset(sure), former)


def _keeps_order(before: int, after: int, marked: Mapping[int, int]) -> bool:
    """Whether a pair is in order with those that marks make, which stay."""
    return all(
        (before < one, before == one) == (after < other, after == other)
        for one, other in marked.items()
    )


def _best(claims: Iterable[tuple[float, int, int]]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, before, after in sorted(claims, key=lambda claim: (-claim[0], claim[1:])):
        if before not in pairs and after not in taken:
            pairs[before] = after
            taken.add(after)
    return pairs


def _by_unique_key(
    old: Sequence[Paragraph],
    new: Sequence[Paragraph],
    paired: Mapping[int, int],
    key: Callable[[Paragraph], object],
) -> dict[int, int]:
    """Return the pairs of paragraphs that alone have a key, on both sides."""
    taken = set(paired.values())
    left = [(key(one), rank) for rank, one in enumerate(old) if rank not in paired]
    right = [(key(one), rank) for rank, one in enumerate(new) if rank not in taken]
    once = [Counter(value for value, _ in side) for side in (left, right)]
    places = {value: rank for value, rank in right if once[1][value] == 1}
    return {
        rank: places[value]
        for value, rank in left
        if value and once[0][value] == 1 and value in places
    }


def _likeness(old: Paragraph, new: Paragraph, least: float = 0) -> float:
    return likeness(WORD.findall(old.plain), WORD.findall(new.plain), least)


def _by_likeness(
    old: Sequence[Paragraph],
    new: Sequence[Paragraph],
    paired: Mapping[int, int],
    may_be_one: Callable[[int, int], bool],
) -> tuple[dict[int, int], set[int]]:
    """Return the pairs of the most alike, and those of them that have no rival."""
    taken = set(paired.values())
    claims = [
        (like, before, after)
        for before, one in enumerate(old)
        if before not in paired
        for after, other in enumerate(new)
        if after not in taken
        and may_be_one(before, after)
        and bool(one.level) == bool(other.level)
        and one.bullet == other.bullet
        if (like := _likeness(one, other, MIN_LIKENESS))
    ]
    pairs = _best(claims)
    clear = set(pairs)
    for like, before, after in claims:
        if pairs.get(before) == after and like < CLEAR_LIKENESS:
            clear.discard(before)
        for mate, other_mate in pairs.items():
            is_rival = (before == mate) != (after == other_mate)
            if is_rival and like > _likeness(old[mate], new[other_mate]) - RIVAL_MARGIN:
                clear.discard(mate)
    return pairs, clear


def _by_gap(
    old: Sequence[Paragraph], new: Sequence[Paragraph], paired: Mapping[int, int]
) -> dict[int, int]:
    """Return the pairs of paragraphs that stand alone between the same neighbours."""
    pairs = {-1: -1, **_longest_in_order(paired), len(old): len(new)}
    ordered = sorted(pairs.items())
    return {
        above + 1: new_above + 1
        for (above, new_above), (below, new_below) in pairwise(ordered)
        if (below, new_below) == (above + 2, new_above + 2)
        and old[above + 1].look[2:] == new[new_above + 1].look[2:]
    }


def _longest_in_order(pairs: Mapping[int, int]) -> dict[int, int]:
    """Return the most pairs that are in the same order on both sides; the others have moved."""
    ordered = sorted(pairs.items())
    return dict(ordered[rank] for rank in rising_ranks([after for _, after in ordered]))
