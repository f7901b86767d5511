"""What a section puts into its slots, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from docgen.rendering.frames.layout.sections import Picture, SplitHtml
from docgen.rendering.frames.layout.slots import LineBlock

SlotWords = tuple[tuple[str, ...], tuple[Picture, ...]]


@dataclass(frozen=True, slots=True)
class SlotRanks:
    """The ranks of the words and pictures of a section that a slot holds."""

    texts: tuple[int, ...]
    pictures: tuple[int, ...]

    @classmethod
    def of(cls, line_block: LineBlock, opening: SplitHtml) -> SlotRanks:
        """Return the ranks of a line block, counted from where the opening ends."""
        words, pictures = len(opening.words), len(opening.pictures)
        return cls(
            tuple([rank - words for rank in line_block.words if rank is not None]),
            tuple([rank - pictures for rank in line_block.pictures if rank is not None]),
        )

    @property
    def in_section(self) -> bool:
        """Whether a slot holds words and pictures of the section only, none of the opening."""
        return min((*self.texts, *self.pictures), default=0) >= 0

    def words(self, section: SplitHtml) -> SlotWords:
        """Return those words and pictures of a section."""
        return (
            tuple([section.words[rank] for rank in self.texts]),
            tuple([section.pictures[rank] for rank in self.pictures]),
        )


@dataclass(frozen=True, slots=True)
class FixedContent:
    """The words and pictures that are in no slot; None stands for the others, and for unseen."""

    texts: tuple[str | None, ...] = ()
    pictures: tuple[Picture | None, ...] = ()

    @classmethod
    def around(
        cls, section: SplitHtml, slots: Iterable[SlotRanks], unseen: Iterable[int]
    ) -> FixedContent:
        """Return the content of a section around its slots; no box holds what is `unseen`."""
        ranks = list(slots)
        texts = {rank for one in ranks for rank in one.texts} | set(unseen)
        shown = {rank for one in ranks for rank in one.pictures}
        return cls(
            tuple(None if rank in texts else text for rank, text in enumerate(section.words)),
            tuple(
                None if rank in shown else picture for rank, picture in enumerate(section.pictures)
            ),
        )

    def suits(self, section: SplitHtml) -> bool:
        """Whether another section of the same skeleton is the same outside of the slots."""
        texts = zip(self.texts, section.words, strict=True)
        pictures = zip(self.pictures, section.pictures, strict=True)
        return all(own in (None, new) for own, new in texts) and all(
            own in (None, new) for own, new in pictures
        )
