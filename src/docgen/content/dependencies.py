"""What is asked of the files that speak of communes one by one, with the digest of each answer.

Documents of a commune need not be composed again while every answer is what it was.  A question
that names the commune is its own; any other is everybody's.  What is read of these files by no
question at all is noted as the whole of them: who forgets to ask costs time, and no wrong page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import Concatenate, Final, ParamSpec, TypeVar

S = TypeVar("S")
P = ParamSpec("P")
T = TypeVar("T")

GROUPS: Final = {
    "adherents": "content/adherents.yaml",
    "communes": "content/territoire/communes.yaml",
    "activite": "content/referentiel/activite/",
    "maires": "content/referentiel/maires/",
    "ssmsi-communes": "content/referentiel/ssmsi-communes/",
}
"""The files of which only answers count, or the folder that holds them, by the name of a group."""
WHOLE: Final = "tout"
"""The question to which the answer is a whole group."""


class Answers:
    """What was asked while it listened: of one commune at a time, and for all of them.

    A question is written as JSON: its name, which begins with a group's, and what it is given.
    """

    def __init__(self) -> None:
        self.shared: dict[str, str] = {}
        self._own: dict[str, str] = {}
        self._code = ""

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Note what is asked meanwhile."""
        token = _LISTENER.set(self)
        try:
            yield
        finally:
            _LISTENER.reset(token)

    @contextmanager
    def about(self, code: str) -> Iterator[dict[str, str]]:
        """Note what is asked meanwhile, and give what is asked of this commune alone."""
        self._own, self._code = {}, code
        try:
            with self.listening():
                yield self._own
        finally:
            self._own, self._code = {}, ""

    def note(self, question: str, given: tuple[object, ...], answer: object) -> None:
        """Keep an answer by its digest, if it is of a group: other files count as they are."""
        if question.partition("/")[0] not in GROUPS:
            return
        own = bool(self._code) and self._code in given
        (self._own if own else self.shared)[json.dumps([question, *given])] = digest(answer)


_LISTENER: ContextVar[Answers | None] = ContextVar("answers", default=None)


def digest(answer: object) -> str:
    """Return the digest of an answer, by all that it is printed with in Python."""
    return hashlib.sha256(repr(answer).encode()).hexdigest()[:32]


def answered(
    name: str,
) -> Callable[[Callable[Concatenate[S, P], T]], Callable[Concatenate[S, P], T]]:
    """Make a function a question: whoever listens notes what it was given, and the answer.

    What it reads for that is noted by nobody.  `name` may hold fields of its first argument, which
    it names `self`: ``territoire/{self.circle}/of_commune``.
    """

    def decorate(ask: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
        @wraps(ask)
        def asked(self: S, /, *given: P.args, **named: P.kwargs) -> T:
            listener = _LISTENER.get()
            if listener is None:
                return ask(self, *given, **named)
            question, told = name.format(self=self), (*given, *named.values())
            with unheard():
                try:
                    answer = ask(self, *given, **named)
                except Exception as error:  # no answer is one too: it will not be found again
                    listener.note(question, told, error)
                    raise
            listener.note(question, told, answer)
            return answer

        return asked

    return decorate


@contextmanager
def unheard() -> Iterator[None]:
    """Let nobody listen meanwhile: what is read is told by questions alone."""
    token = _LISTENER.set(None)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def read_whole(path: Path) -> None:
    """Note that a file is read by no question: it is then everybody's, with its whole group."""
    if listener := _LISTENER.get():
        for group in (one for one, place in GROUPS.items() if f"/{place}" in path.as_posix()):
            listener.note(f"{group}/{WHOLE}", (), "")


def group_of(name: str) -> str:
    """Return the group of a file, by its name; '' for one that counts as it is, as most do."""
    return next((group for group, place in GROUPS.items() if name.startswith(place)), "")
