"""The request for a batch; imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.french.territory import CodeInsee
from docgen.request import Request
from docgen.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Brief:
    """The project, the kind of document and the request."""

    workspace: Workspace
    kind: str
    request: Request


@dataclass(frozen=True, slots=True)
class Batch:
    """The documents of a brief for many communes, `jobs` at once.

    With `keep_going`, communes that fail are reported and the others are made.
    """

    brief: Brief
    codes: tuple[CodeInsee, ...]
    keep_going: bool = False
    jobs: int = 1
