"""What composing a commune came to before, where it would come to the same today.

It does while all that every document counts on is what it was (`Inputs.common`), and while each
question that was asked of the other files has the answer that it had (`asking.py`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from docgen.build.batch.job import Brief
from docgen.cache import Memory
from docgen.cache.fingerprint import Inputs, Recipe
from docgen.cache.memory import as_document, document_data
from docgen.content.dependencies import WHOLE, Answers, digest
from docgen.document import Diffusion, Document
from docgen.errors import DocgenError, Problem
from docgen.french.territory import CodeInsee
from docgen.referential.referential import Referential

ORIGINE: Final = "origine"
CHANGED: Final = "changé"
"""The digest of no answer."""


@dataclass(frozen=True, slots=True)
class Composition:
    """What composing a commune came to: documents, bare, the recipe of each, what is to be told.

    `notices` are those of the problems that keep no document from being final.
    """

    documents: tuple[Document, ...]
    recipes: Mapping[str, Recipe]
    problems: tuple[Problem, ...]
    withheld: tuple[str, ...]
    notices: tuple[Problem, ...] = ()

    @property
    def left(self) -> Iterator[Problem]:
        """What keeps its documents from being final."""
        told = {*self.notices}
        return (one for one in self.problems if one not in told)


class Recall:
    """The compositions that one batch may count on, and those that it leaves to the next."""

    def __init__(self, brief: Brief, memory: Memory) -> None:
        self._brief, self._memory = brief, memory
        self._project = _Project(Referential(brief.workspace))
        self._alike: dict[tuple[str, ...], bool] = {}
        self._waiting: dict[str, dict[str, Any]] = {}

    def composition(self, code: CodeInsee) -> Composition | None:
        """Return what composing a commune would come to; None when that is not known."""
        now = self._memory.now
        told = self._memory.composed(self._key(now, code)) if now else None
        if not now or not told or not self._holds(told, now):
            return None
        problems, notices = (
            tuple(map(Problem.of_data, told[name])) for name in ("problems", "notices")
        )
        documents = tuple(map(as_document, told["documents"]))
        recipes = {stem: Recipe.of_data(one) for stem, one in told["recipes"].items()}
        return Composition(documents, recipes, problems, tuple(told["withheld"]), notices)

    def keep(self, code: CodeInsee, made: Composition, own: Mapping[str, str]) -> None:
        """Keep what composing a commune came to, and what was asked of it alone."""
        if now := self._memory.now:
            self._waiting[self._key(now, code)] = {
                "documents": [document_data(one) for one in made.documents],
                "recipes": {stem: asdict(one) for stem, one in made.recipes.items()},
                "problems": [asdict(one) for one in made.problems],
                "withheld": made.withheld,
                "notices": [asdict(one) for one in made.notices],
                "own": dict(own),
                "groups": now.groups,
            }

    def settle(self, answers: Answers) -> None:
        """End a batch: what was asked for all communes counts for each that was composed."""
        if not self._waiting:
            return
        shared = json.dumps(answers.shared, sort_keys=True).encode()
        name = hashlib.sha256(shared).hexdigest()
        self._memory.keep_composed(name, answers.shared)
        for key, told in self._waiting.items():
            self._memory.keep_composed(key, told | {"shared": name})
        self._waiting.clear()

    def _key(self, now: Inputs, code: CodeInsee) -> str:
        asked = asdict(replace(self._brief.request, formats=(), communes=(), no_cache=False))
        root = str(self._brief.workspace.root)
        told = [now.common, root, self._brief.kind, asked, code]
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()

    def _holds(self, told: Mapping[str, Any], now: Inputs) -> bool:
        """Whether every question about files that have changed has the answer that it had."""
        changed = {name for name, sha256 in now.groups.items() if told["groups"][name] != sha256}
        return self._same(told["own"], changed) and self._all_same(told["shared"], changed)

    def _all_same(self, name: str, changed: set[str]) -> bool:
        """Whether the same holds of what was asked for all; looked at once."""
        known = (name, *sorted(changed))
        if known not in self._alike:
            shared = self._memory.composed(name)
            self._alike[known] = shared is not None and self._same(shared, changed)
        return self._alike[known]

    def _same(self, answers: Mapping[str, str], changed: set[str]) -> bool:
        asked = ((json.loads(one), told) for one, told in answers.items() if changed)
        return all(
            self._project.answer(name, *given) == told
            for (name, *given), told in asked
            if name.partition("/")[0] in changed
        )


class _Project:
    """The files as they are now, asked what was asked before; each question once."""

    def __init__(self, referential: Referential) -> None:
        self._referential = referential
        self._known: dict[tuple[str, ...], str] = {}

    def answer(self, name: str, *given: str) -> str:
        """Return the digest of an answer; one that fits none when there is no answer."""
        if (name, *given) not in self._known:
            try:
                found = digest(self._asked(name, given))
            except DocgenError:  # told by who composes
                found = CHANGED
            self._known[name, *given] = CHANGED if name.endswith(f"/{WHOLE}") else found
        return self._known[name, *given]

    def _asked(self, name: str, given: tuple[str, ...]) -> object:
        group, *way, what = name.split("/")
        project: Any = self._referential
        if what == WHOLE:
            return None
        if what == ORIGINE:
            return project.opened(group).origine
        if group == "adherents":
            from docgen.kinds.renewal import adherents  # few ask

            return getattr(adherents, what)(project)
        if group == "communes":
            return project.territoire.seen_by(Diffusion(*way)).of_commune(*given)
        room = {"ssmsi-communes": "crimes"}.get(group, group)
        return getattr(getattr(project, room), what)(*given)
