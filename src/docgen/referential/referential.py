"""All that docgen knows of the country: open data, the law, and the project's own territory.

Each part is read, and its reader imported, at first use: choosing communes needs no law.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from docgen.errors import ContentError
from docgen.referential.open_data import OpenData
from docgen.workspace import REFERENTIEL, Workspace

if TYPE_CHECKING:
    from docgen.content.partial import PartialRead
    from docgen.referential.droit.articles import Articles, CitedArticles
    from docgen.referential.droit.law_files import Droit
    from docgen.referential.droit.natinf import Natinf
    from docgen.referential.territoire.local_files import Territoire
    from docgen.referential.territoire.roles import Roles

T = TypeVar("T")


class Referential(OpenData):
    """The snapshots of a project, its law and its territory.

    With `today`, a check of the law counts no more if its imported article is another text by then.
    """

    def __init__(self, workspace: Workspace, today: date | None = None) -> None:
        super().__init__(workspace)
        self.today = today
        self._derived: dict[object, Any] = {}

    def derived(self, build: Callable[[Referential], T]) -> T:
        """Return what `build` makes of this referential; it is called once."""
        if build not in self._derived:
            self._derived[build] = build(self)
        value: T = self._derived[build]
        return value

    @cached_property
    def droit_read(self) -> PartialRead[Droit]:
        """The valid part of the law, and its problems."""
        from docgen.referential.droit.articles import SNAPSHOT
        from docgen.referential.droit.law_files import read_droit

        folder = self.workspace.content / REFERENTIEL / "droit"
        read = self._marked_elsewhere(read_droit(folder, self.workspace.name_of(folder)))
        if self.today is None or self.snapshot(SNAPSHOT) is None:
            return read
        from docgen.referential.droit.comparison.changes import without_overtaken_checks

        try:
            sound = without_overtaken_checks(read.sound, self.articles, self.today)
        except ContentError as error:
            return replace(read, problems=(*read.problems, *error.problems))
        return replace(read, sound=sound)

    def _marked_elsewhere(self, read: PartialRead[Droit]) -> PartialRead[Droit]:
        """Return the law; rules that do not hold in the département, where known, are marked."""
        from docgen.referential.droit.local_rules import with_rules_elsewhere

        with suppress(ContentError):  # reported by whoever needs the snapshot
            if self.snapshot("cog") and self.home:
                sound = with_rules_elsewhere(read.sound, self.home, lambda: self.communes)
                return replace(read, sound=sound)
        return read

    @property
    def droit(self) -> Droit:
        """The law as data; raise ContentError for any problem in it."""
        return self.droit_read.whole

    @cached_property
    def articles(self) -> Articles:
        """The texts of the articles that the law cites; none without an import of LEGI."""
        from docgen.referential.droit.articles import SNAPSHOT, Articles, read_articles

        return self.reader(SNAPSHOT, read_articles) or Articles()

    @cached_property
    def natinf(self) -> Natinf:
        """The offences of the national list; none without its import."""
        from docgen.referential.droit.natinf import Natinf

        return self.reader("natinf", Natinf.of) or Natinf()

    @cached_property
    def cited_articles(self) -> CitedArticles:
        """The articles that the valid rules of law cite."""
        from docgen.referential.droit.articles import CitedArticles

        items = self.droit_read.sound.items
        return CitedArticles(rule.reference for rule in items if rule.reference)

    @cached_property
    def roles_read(self) -> PartialRead[Roles]:
        """The valid roles, and the problems of their file."""
        from docgen.referential.territoire.roles import ROLES_FILE, read_roles

        path = self.workspace.content / "territoire" / ROLES_FILE
        return read_roles(path, self.workspace.name_of(path))

    @property
    def roles(self) -> Roles:
        """The roles; raise ContentError for any problem in their file."""
        return self.roles_read.whole

    @cached_property
    def territoire(self) -> Territoire:
        """The content of `content/territoire/`; raise ContentError for any problem in it."""
        from docgen.referential.territoire.local_files import read_territoire

        return read_territoire(self)
