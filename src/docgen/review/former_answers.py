"""Whether an answer that comes back counts beside what was answered before, and is recorded."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from docgen.french.wording import date_longue


class Weight(Enum):
    """Whether an answer replaces the one that is recorded for the same words."""

    COUNTS = 1
    """It does: it is later, or of the same day."""
    OLDER = 2
    """It does not: a later one is recorded."""
    CONTRARY = 3
    """Nobody knows: it says yes where a « non » of the same day stands."""


@dataclass(frozen=True, slots=True)
class PersonAnswer:
    """What a person said of a text or a rule of law on a day: that it is right, or not."""

    par: str
    le: date
    yes: bool

    def weight(self, former: "PersonAnswer | None") -> Weight:
        """Return whether it replaces the answer recorded for the same words, if any."""
        if former is None or self.le > former.le:
            return Weight.COUNTS
        if self.le < former.le:
            return Weight.OLDER
        return Weight.CONTRARY if self.yes and not former.yes else Weight.COUNTS

    @property
    def wording(self) -> str:
        """Who said what, and when, in words."""
        return f"« {'oui' if self.yes else 'non'} » de {self.par} le {date_longue(self.le)}"


@dataclass(frozen=True, slots=True)
class NotedAnswer:
    """An answer that is recorded: its cell, what it is about, what a person said."""

    place: str
    about: str
    said: PersonAnswer

    def __str__(self) -> str:
        return f"{self.place} : {self.about}, serait noté : {self.said.wording}"


@dataclass(slots=True)
class SheetAnswers:
    """What the rows of some sheets come to, each told by what it asks about.

    `older` counts the rows that are older than what counts, and change nothing; `noted` are those
    that count, each by its items, the latest of several copies.
    """

    asked: set[Hashable] = field(default_factory=set)
    answered: set[Hashable] = field(default_factory=set)
    older: int = 0
    noted: dict[Hashable, NotedAnswer] = field(default_factory=dict)

    @property
    def blank(self) -> int:
        """How many rows are left blank in every copy."""
        return len(self.asked - self.answered)


AGREE = (
    "répondez avec le jour où ce « non » a été levé ; s’il était une erreur, la commande qui le "
    "remplace est dans : docgen reste --tout"
)
