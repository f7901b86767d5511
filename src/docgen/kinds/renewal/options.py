"""The options of letters about a convention."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from docgen.document import Diffusion
from docgen.request import Options

UNWRITTEN: Final = "non-ecrite"
"""The code of the warning about an act that a letter cannot be written about."""
LIASSE: Final = "liasse"
"""The layout that binds the circular to all members into one document."""


@dataclass(frozen=True, slots=True)
class Courrier:
    """The options of letters about the deadlines of a convention.

    `au` is the day that they are dated, `recu` the day that a notice is received, where it is
    known; without `types`, those that are due on that day; `de` is the party that writes, empty
    where the letter says it; `subsidiaire` adds a termination in the alternative.  With `dues`,
    each of `types` is written of the acts alone for which the day calls for it.
    """

    au: date
    types: tuple[str, ...] = ()
    de: str = ""
    recu: date | None = None
    subsidiaire: bool = False
    dues: bool = False


@dataclass(frozen=True, slots=True)
class RenewalOptions(Options):
    """`courrier` is which letters, None for each on a day that suits it, to try them.

    `layout` is the only layout to make.
    """

    courrier: Courrier | None = None
    layout: str = ""

    @classmethod
    def of_release(cls, circle: Diffusion, day: date) -> Self:
        """Return the options of a release: the letters due on its day."""
        return cls(courrier=Courrier(day))
