"""All that docgen knows of the country, opened when it is asked for, and only then.

What reads a part of it is loaded then too: to choose communes takes no law and no map.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from docgen.asking import unheard
from docgen.errors import ContentError, Problem
from docgen.french.territory import CodeInsee, departement_of
from docgen.referential.communes import Communes
from docgen.referential.competence import Competences, Force
from docgen.referential.snapshot import Opened, open_snapshot
from docgen.workspace import REFERENTIEL, Workspace

if TYPE_CHECKING:
    from docgen.content.partial import Read
    from docgen.referential.activite import Activite
    from docgen.referential.contours import Contours
    from docgen.referential.crimes import Crimes
    from docgen.referential.droit import Droit
    from docgen.referential.maires import Maires
    from docgen.referential.roles import Roles
    from docgen.referential.territoire import Territoire
    from docgen.referential.unites import Unites

FOLDER = REFERENTIEL
SNAPSHOTS = (
    *("cog", "competence", "unites", "maires", "ssmsi-communes", "ssmsi-departements"),
    *("activite", "contours"),
)
"""Every snapshot by its name, which is that of its folder."""


class Referential:
    """The snapshots of a project, and what people have written of their territory."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._opened: dict[str, Opened] = {}

    def opened(self, name: str) -> Opened | None:
        """Return a snapshot by its name, None when the project has none."""
        if name not in self._opened:
            folder = self.workspace.content / FOLDER / name
            opened = open_snapshot(folder, name, self.workspace.named(folder))
            if opened is None:
                return None
            self._opened[name] = opened
        return self._opened[name]

    @cached_property
    def communes(self) -> Communes:
        """The communes of France; raise ContentError when the project has none."""
        opened = self.opened("cog")
        if opened is None:
            folder = self.workspace.named(self.workspace.content / FOLDER / "cog")
            hint = "importez-les : docgen data import cog etalab-decoupage-administratif-6.0.0.tgz"
            message = "les communes de France ne sont pas là"
            raise ContentError([Problem(folder, message, code="referentiel", hint=hint)])
        return Communes(opened)

    @cached_property
    def competence(self) -> Competences | None:
        """Who is competent in each commune: gendarmerie or police, and which unit."""
        opened = self.opened("competence")
        return Competences(opened) if opened else None

    @cached_property
    def unites(self) -> Unites | None:
        """The gendarmerie units that receive the public."""
        from docgen.referential.unites import Unites

        opened = self.opened("unites")
        return Unites(opened) if opened else None

    @cached_property
    def maires(self) -> Maires | None:
        """The mayors."""
        from docgen.referential.maires import Maires

        opened = self.opened("maires")
        return Maires(opened) if opened else None

    @cached_property
    def crimes(self) -> Crimes:
        """Recorded crime, by commune and by département."""
        from docgen.referential.crimes import Crimes

        return Crimes(self.opened("ssmsi-communes"), self.opened("ssmsi-departements"))

    @cached_property
    def contours(self) -> Contours | None:
        """The outlines of communes, for maps."""
        from docgen.referential.contours import Contours

        opened = self.opened("contours")
        return Contours(opened) if opened else None

    @cached_property
    def activite(self) -> Activite | None:
        """The force's own monthly figures: internal."""
        from docgen.referential.activite import Activite

        opened = self.opened("activite")
        return Activite(opened) if opened else None

    @cached_property
    def droit_read(self) -> Read[Droit]:
        """What could be read of the law, and what is wrong in it."""
        from docgen.referential.droit import read_droit

        folder = self.workspace.content / FOLDER / "droit"
        return read_droit(folder, self.workspace.named(folder))

    @property
    def droit(self) -> Droit:
        """The law as data; raise ContentError when it is wrong."""
        return self.droit_read.whole

    @cached_property
    def roles_read(self) -> Read[Roles]:
        """What could be read of the roles, and what is wrong in their file."""
        from docgen.referential.roles import FILE, read_roles

        path = self.workspace.content / "territoire" / FILE
        return read_roles(path, self.workspace.named(path))

    @property
    def roles(self) -> Roles:
        """Whom one calls and who does what; raise ContentError when their file is wrong."""
        return self.roles_read.whole

    @cached_property
    def territoire(self) -> Territoire:
        """What people wrote in `content/territoire/`; raise ContentError when it is wrong."""
        from docgen.referential.territoire import read_territoire

        with unheard():
            return read_territoire(self)

    @cached_property
    def home(self) -> str | None:
        """The département of the project: the only one that its competence snapshot names."""
        zones = [self.competence.in_zone(force) for force in Force] if self.competence else []
        found = {departement_of(code) for zone in zones for code in zone}
        return found.pop() if len(found) == 1 else None

    def specimens(self) -> tuple[CodeInsee, ...]:
        """Return communes to try documents on: one of each force, where the project knows any."""
        if self.opened("cog") is None or self.competence is None:
            return ()
        zones = (self.competence.in_zone(force) for force in Force)
        first = (zone[0] for zone in zones if zone)
        return tuple(code for code in first if self.communes.get(code))
