"""The request for a release, and what its steps share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from docgen.cache import Store
from docgen.document import Diffusion
from docgen.errors import Problem
from docgen.french.territory import CodeInsee
from docgen.kinds.kind import Kind
from docgen.output.record import Record
from docgen.request import Request

Step = Callable[[str, int, int], None]
"""Called with the name of a step, how many things are done, of how many."""


@dataclass(frozen=True, slots=True)
class ReleaseRequest:
    """The day and the communes of a release, its readers, and how it is made.

    `framed` has the PDFs of communes made in frames.  What the `store` holds is neither made nor
    examined again; with `no_cache` everything is made anew, and nothing is kept.
    """

    au: date
    communes: tuple[CodeInsee, ...] = ()
    interne: bool = False
    keep_going: bool = False
    jobs: int = 1
    framed: bool = True
    store: Store | None = None
    no_cache: bool = False
    named: bool = False
    """Whether someone named its communes, of all that there are."""
    agreed: tuple[Problem, ...] = ()
    """What someone agreed to lose of the release before it."""

    @property
    def circles(self) -> tuple[Diffusion, ...]:
        """The circles of readers, each with a folder of its name."""
        return (Diffusion.PUBLIQUE, *((Diffusion.INTERNE,) if self.interne else ()))

    def of_kind(self, kind: Kind, circle: Diffusion) -> Request:
        """Return the request for the documents of a kind for a circle of readers."""
        options = kind.options.of_release(circle, self.au)
        return Request(options=options, framed=self.framed, no_cache=self.no_cache, today=self.au)


@dataclass(frozen=True, slots=True)
class BuildContext:
    """What all kinds of a release are made with: the record, and the report of progress."""

    record: Record
    step: Step
