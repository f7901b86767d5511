"""What became of the paragraphs of a Word file since it was made: in the file, and in the text."""

import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docgen.avenant.pairing import rising_ranks
from docgen.corrections.printed import Paragraph


@dataclass(frozen=True, slots=True)
class Origins:
    """Where each paragraph of a file as it was made stands now: printed today, and in the file.

    `today` and `here` give places by the ranks of these paragraphs, among those that texts print.
    """

    digests: Sequence[str] = ()
    today: Mapping[int, int] = field(default_factory=dict)
    here: Mapping[int, int] = field(default_factory=dict)
    kept: frozenset[int] = frozenset()
    """The places in the file of the words that nobody changed there."""
    stale: frozenset[int] = frozenset()
    """The places in the file of what the text changed too, or has no more."""
    disputed: frozenset[int] = frozenset()
    """The places today of what the text changed, and the file has no more."""
    older: bool = False
    """Whether the text changed anything that the file said when it was made."""

    def is_gone(self, place: int) -> bool:
        """Whether what nobody changed, nor moved, at a place of the file is in the text no more."""
        ranks = [rank for rank, one in self.here.items() if one == place]
        gone = place in self.kept and not any(rank in self.today for rank in ranks)
        return gone and not self._may_have_moved(ranks)

    def _may_have_moved(self, ranks: Sequence[int]) -> bool:
        """Whether the other paragraphs of the file are as much in order without these."""
        row = sorted(self.here, key=lambda rank: (self.here[rank], rank))
        others = [rank for rank in row if rank not in ranks]
        return len(rising_ranks(others)) == len(rising_ranks(row))


def find_origins(
    today: Sequence[Paragraph], edited: Sequence[Paragraph], digests: Sequence[str]
) -> Origins:
    """Return what became of the paragraphs with these digests, none for a file without marks."""
    if not digests:
        return Origins()
    places, uneven = _align(digests, [one.digest for one in today])
    digests = list(digests)
    for rank, place in places.items():  # of a paragraph without its mark, nothing else is known
        digests[rank] = digests[rank] or today[place].digest
    in_file = _find_in_file(edited, digests)
    written = {
        rank: place for rank, place in places.items() if today[place].digest == digests[rank]
    }
    lost = set(range(len(digests))) - in_file.keys()
    ours = {rank for rank, place in places.items() if today[place].generated}
    moved_on = set(range(len(digests))) - written.keys() - ours
    unchanged = {place for rank, place in in_file.items() if edited[place].digest == digests[rank]}
    covered = defaultdict[int, set[int]](set)
    for rank, place in in_file.items():  # nothing was joined into what nobody changed
        covered[place].update([rank] if place in unchanged else _with_lost_beside(rank, lost))
    stale: set[int] = set()
    for place in range(len(edited)):
        after_stale = place - 1 in stale - unchanged and place not in covered
        if covered.get(place, set()) & moved_on or after_stale:
            stale.add(place)
    disputed = {one for ranks, row in uneven for one in row if lost & set(ranks)}
    stale_ranks = (covered[place] for place in stale & covered.keys())
    disputed |= {places[rank] for ranks in stale_ranks for rank in ranks if rank in places}
    old, new = _numbers(today), _numbers(edited)
    return Origins(
        digests,
        {rank: old[place] for rank, place in places.items() if place in old},
        {rank: new[place] for rank, place in in_file.items() if place in new},
        frozenset(new[place] for place in unchanged & new.keys()),
        frozenset(new[place] for place in stale & new.keys()),
        frozenset(old[place] for place in disputed & old.keys()),
        bool(moved_on),
    )


def _align(
    digests: Sequence[str], now: Sequence[str]
) -> tuple[dict[int, int], list[tuple[range, range]]]:
    """Return where each rank is now, and the rows that are as many no more."""
    matcher = difflib.SequenceMatcher(None, digests, now, autojunk=False)
    places: dict[int, int] = {}
    uneven: list[tuple[range, range]] = []
    for _, start, end, place, place_end in matcher.get_opcodes():
        ranks, row = range(start, end), range(place, place_end)
        if len(ranks) == len(row):
            places |= zip(ranks, row, strict=True)
        else:
            uneven.append((ranks, row))
    return places, uneven


def _find_in_file(edited: Sequence[Paragraph], digests: Sequence[str]) -> dict[int, int]:
    """Return the place of each rank in a file: by bookmark, else by its words.

    Of several places that a copy made, that of the words that nobody changed.
    """
    claims = sorted(
        (one.digest != digests[rank], place, rank)
        for place, one in enumerate(edited)
        for rank in one.ranks
        if rank < len(digests)
    )
    in_file: dict[int, int] = {}
    for _, place, rank in claims:
        in_file.setdefault(rank, place)
    marked = {*in_file.values()}
    for rank, place in _align(digests, [one.digest for one in edited])[0].items():
        if place not in marked and edited[place].digest == digests[rank]:
            in_file.setdefault(rank, place)
    return in_file


def _with_lost_beside(rank: int, lost: set[int]) -> Iterator[int]:
    """Yield a rank, and those beside it that the file has no more: they may be joined there."""
    yield rank
    for step in (-1, 1):
        beside = rank + step
        while beside in lost:
            yield beside
            beside += step


def _numbers(paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """Return the rank of each paragraph that texts print among these."""
    printed = (place for place, one in enumerate(paragraphs) if not one.generated)
    return {place: rank for rank, place in enumerate(printed)}
