"""The request for a build and its outcome; imports nothing heavy, so that a cache hit is fast."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from docgen.document import Artifact, Diffusion, Filed
from docgen.errors import Problem, Severity
from docgen.format import Format
from docgen.left import Item


@dataclass(frozen=True, slots=True)
class Options:
    """What may be asked of one kind of document only; a kind declares its own."""

    @classmethod
    def of_release(cls, circle: Diffusion, day: date) -> Self:
        """Return the options under which a release makes documents for a circle of readers."""
        return cls()


DEFAULTS: Final = Options()
"""The options of a kind for which nobody asked for any."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a build, whatever the kind of document, and the kind's own options.

    `final` makes only documents that may be final; `anchors` names a signature service, empty for
    docgen's own fields (`rendering/html/signature_anchors.py`); `communes` are codes or names as
    typed; `framed` has PDFs made in frames; `no_cache` makes everything anew and keeps nothing.
    A stamp after `today` is refused.
    """

    formats: tuple[Format, ...] = tuple(Format)
    final: bool = False
    anchors: str = ""
    communes: tuple[str, ...] = ()
    options: Options = DEFAULTS
    framed: bool = False
    no_cache: bool = False
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build: the files made, the problems to tell, what an earlier run had left.

    `withheld` names the documents that were asked for as final and are not ready to be; `left` is
    what keeps documents from being final, each item once.  A `transient` outcome may differ
    the next time, and is not cached.  From `until` on, an amendment takes effect.
    """

    artifacts: tuple[Artifact | Filed, ...] = ()
    problems: tuple[Problem, ...] = ()
    recovered: str = ""
    withheld: tuple[str, ...] = ()
    left: tuple[Item, ...] = ()
    transient: bool = False
    until: date | None = None

    @property
    def refused(self) -> bool:
        """Whether something asked for was not made."""
        wrong = any(problem.severity is Severity.ERREUR for problem in self.problems)
        return wrong or bool(self.withheld)
