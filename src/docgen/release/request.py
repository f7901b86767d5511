"""What is asked of a release, and what its making works with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from docgen.cache import Store
from docgen.document import Diffusion
from docgen.french.territory import CodeInsee
from docgen.kinds.kind import Kind
from docgen.output.record import Record
from docgen.release.entries import Piece
from docgen.release.progress import Step
from docgen.request import Request


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a release: of which day and communes, for whom, how it is made.

    `framed` has the PDF of communes made in frames, which every one is read again after.  What the
    `store` remembers is neither made nor examined again; with `no_cache` all of it is anew, what
    stands as well, and nothing is kept.
    """

    au: date
    communes: tuple[CodeInsee, ...] = ()
    interne: bool = False
    keep_going: bool = False
    jobs: int = 1
    framed: bool = True
    store: Store | None = None
    no_cache: bool = False

    @property
    def circles(self) -> tuple[Diffusion, ...]:
        """The circles of readers that are served, each in a folder of its name."""
        return (Diffusion.PUBLIQUE, *((Diffusion.INTERNE,) if self.interne else ()))

    def request(self, kind: Kind, circle: Diffusion) -> Request:
        """Return what is asked of a kind for a circle of readers, on the day of the release."""
        options = kind.options.of_release(circle, self.au)
        return Request(options=options, framed=self.framed, no_cache=self.no_cache)


@dataclass(frozen=True, slots=True)
class Hands:
    """What a making works with: what is remembered, who is told of progress, who gets the files."""

    record: Record
    step: Step
    hand: Callable[[Sequence[Piece]], None]
