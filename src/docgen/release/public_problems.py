"""Problems as the report of a public folder tells them.

A message quotes the text that it is about: one about a text that the public may not read, or that
nobody can read, is counted only.
"""

from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

from docgen.errors import Problem, Severity
from docgen.french.wording import counted
from docgen.kinds import KINDS
from docgen.referential.territoire.internal import INTERNAL
from docgen.workspace import CONTENT, REFERENTIEL

TEXT_SUFFIXES: Final = (".yaml", ".yml")
HINT: Final = "elles sont dites par « docgen check »"


def public_problems(problems: Iterable[Problem], public: Collection[str]) -> Iterator[Problem]:
    """Yield the problems that the public may be told, then how many errors it may not.

    `public` are the names of the texts that it may read.
    """
    withheld = 0
    for problem in problems:
        if problem.code != INTERNAL and (problem.file in public or not _quotes_a_text(problem)):
            yield problem
        else:
            withheld += problem.severity is Severity.ERREUR
    if withheld:
        message = f"{counted(withheld, 'erreur')} dans les textes : tout n’est pas fait"
        yield Problem(CONTENT, message, code="absent", hint=HINT)


def _quotes_a_text(problem: Problem) -> bool:
    """Whether a problem is of a file that people write; public data and law are passed over."""
    place = PurePosixPath(problem.file)
    if place.suffix not in TEXT_SUFFIXES or place.is_relative_to(f"{CONTENT}/{REFERENTIEL}"):
        return False
    composed = problem.severity is Severity.AVERTISSEMENT  # for the public
    return place.parent.name in KINDS if composed else place.parts[0] == CONTENT
