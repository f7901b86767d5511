"""The request for a batch; imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.french.territory import CodeInsee
from docgen.request import Request
from docgen.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Brief:
    """What a batch makes documents from: the project, the kind, what is wished for."""

    workspace: Workspace
    kind: str
    request: Request


@dataclass(frozen=True, slots=True)
class Lot:
    """What a batch makes: documents of a brief, for communes.

    With `keep_going`, what can be made is made, and the rest told; `jobs` is how many at once.
    """

    brief: Brief
    codes: tuple[CodeInsee, ...]
    keep_going: bool = False
    jobs: int = 1
