"""A project opened in one process to make documents of one kind, commune by commune."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from docgen.build import Wish, render_all, scope_under
from docgen.composing import Bindery, Composed, content_files, read_works
from docgen.document import Artifact
from docgen.french.territory import CodeInsee
from docgen.kinds import KINDS
from docgen.rendering import Templates
from docgen.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Brief:
    """What every process of a batch must know: the project, the kind, what is wished for."""

    workspace: Workspace
    kind: str
    wish: Wish


@dataclass(frozen=True, slots=True)
class Lot:
    """What a batch makes: documents of a brief, for communes.

    With `keep_going`, what can be made is made, and the rest told; `jobs` is how many processes.
    """

    brief: Brief
    codes: tuple[CodeInsee, ...]
    keep_going: bool = False
    jobs: int = 1


class Shop:
    """A project read and checked once; raise DocgenError with all that is wrong in its content."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        workspace, kind = brief.workspace, KINDS[brief.kind]
        self.templates = Templates(workspace.templates)
        self._scope = scope_under(workspace, brief.wish)
        self._works = read_works(workspace, kind, content_files(workspace, kind), self._scope)
        self._others = Bindery(workspace, kind.binds, self._scope)

    def composed(self, code: CodeInsee) -> list[Composed]:
        """Return the documents of a commune; raise ContentError for what is wrong with it."""
        scope = replace(self._scope, communes=(code,))
        return [one for work in self._works for one in work.compose(scope, self._others)]

    def rendered(self, code: CodeInsee) -> list[Artifact]:
        """Return the files of a commune; with `final`, of those documents that may be."""
        final = self.brief.wish.final
        kept = [one for one in self.composed(code) if one.document.final or not final]
        made = render_all(kept, self.templates, self.brief.wish.formats)
        return [replace(one, document=one.document.bare) for one in made]


@lru_cache(maxsize=1)
def opened(brief: Brief) -> Shop:
    """Return the project of a brief as this process has it open."""
    return Shop(brief)


def render_one(brief: Brief, code: CodeInsee) -> list[Artifact]:
    """Return the files of a commune, in whatever process this is called.

    Their documents are bare: what they say is in the files, and need not travel twice.
    """
    return opened(brief).rendered(code)
