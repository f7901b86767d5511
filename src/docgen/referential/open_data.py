"""The snapshots of official data, each opened at first use.

Their readers are also imported then: choosing communes, for one, needs no figures.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from docgen.errors import ContentError, Problem
from docgen.french.territory import CodeInsee, departement_of
from docgen.referential.communes.competence import Competences
from docgen.referential.communes.france import PUT_BACK, Commune, Communes
from docgen.referential.communes.zones import Force
from docgen.referential.snapshot import OpenSnapshot, open_snapshot
from docgen.workspace import REFERENTIEL, Workspace

if TYPE_CHECKING:
    from docgen.referential.communes.maires import Maires
    from docgen.referential.communes.police_municipale import PolicesMunicipales
    from docgen.referential.communes.services_locaux import ServicesLocaux
    from docgen.referential.communes.unites import Unites
    from docgen.referential.figures.activite import Activite
    from docgen.referential.figures.crimes import Crimes

T = TypeVar("T")


class OpenData:
    """The snapshots of a project."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._opened: dict[str, OpenSnapshot] = {}
        self._readers: dict[tuple[str, object], Any] = {}

    def snapshot(self, name: str) -> OpenSnapshot | None:
        """Return a snapshot by its name, None when the project has none."""
        if name not in self._opened:
            folder = self.workspace.content / REFERENTIEL / name
            opened = open_snapshot(folder, name, self.workspace.name_of(folder))
            if opened is None:
                return None
            self._opened[name] = opened
        return self._opened[name]

    def reader(self, name: str, read: Callable[[OpenSnapshot], T]) -> T | None:
        """Return the reader of a snapshot, built once; None when the project has no snapshot."""
        opened = self.snapshot(name)
        if opened is None:
            return None
        if (name, read) not in self._readers:
            self._readers[name, read] = read(opened)
        reader: T = self._readers[name, read]
        return reader

    @cached_property
    def communes(self) -> Communes:
        """The communes of France; raise ContentError without their snapshot."""
        opened = self.snapshot("cog")
        if opened is None:
            folder = self.workspace.name_of(self.workspace.content / REFERENTIEL / "cog")
            message = "les communes de France ne sont pas là"
            raise ContentError([Problem(folder, message, code="referentiel", hint=PUT_BACK)])
        return Communes(opened)

    @cached_property
    def competence(self) -> Competences | None:
        """The competent units: those that the project writes take precedence."""
        return self.reader("competence", partial(Competences, written=self._written_units()))

    def _written_units(self) -> dict[str, str]:
        """Return the units that `territoire/communes.yaml` names, by the codes of communes.

        A code of no commune is reported by the check of the file.
        """
        from docgen.content.raw import as_text, groups_of
        from docgen.content.source import read_source

        path = self.workspace.content / "territoire/communes.yaml"
        with suppress(ContentError):  # reported by the check of the file
            data = read_source(path, self.workspace.name_of(path)).data if path.exists() else None
            named = (
                (as_text(one.get("code_insee")), as_text(one.get("unite")))
                for _, one in groups_of(data, "communes")
            )
            units = {code.strip(): unit.strip() for code, unit in named if unit.strip()}
            return {code: unit for code, unit in units.items() if self._commune_of(code)}
        return {}

    @cached_property
    def unites(self) -> Unites | None:
        from docgen.referential.communes.unites import Unites

        return self.reader("unites", Unites)

    @cached_property
    def commissariats(self) -> Unites | None:
        """The police stations open to the public."""
        from docgen.referential.communes.unites import COMMISSARIATS, Unites

        return self.reader(COMMISSARIATS, Unites)

    @cached_property
    def polices_municipales(self) -> PolicesMunicipales | None:
        from docgen.referential.communes.police_municipale import (
            POLICE_MUNICIPALE,
            PolicesMunicipales,
        )

        return self.reader(POLICE_MUNICIPALE, PolicesMunicipales)

    @cached_property
    def services_locaux(self) -> ServicesLocaux | None:
        """The local services of the directory of the administration."""
        from docgen.referential.communes.services_locaux import ServicesLocaux

        return self.reader("annuaire", ServicesLocaux)

    @cached_property
    def maires(self) -> Maires | None:
        from docgen.referential.communes.maires import Maires

        def merged_into(code: str) -> tuple[str, ...]:
            commune = self._commune_of(code)
            return commune.anciens_codes if commune else ()

        return self.reader("maires", partial(Maires, merged_into=merged_into))

    @cached_property
    def crimes(self) -> Crimes:
        from docgen.referential.figures.crimes import Crimes

        communes, departements = map(self.snapshot, ("ssmsi-communes", "ssmsi-departements"))

        def count_in(departement: str) -> int:
            return len(self.communes.in_departement(departement))

        return Crimes(communes, departements, count_in, self._commune_of)

    def _commune_of(self, code: str) -> Commune | None:
        return self.communes.get(code) if self.snapshot("cog") else None

    @cached_property
    def activite(self) -> Activite | None:
        """The gendarmerie's own monthly figures, which are internal."""
        from docgen.referential.figures.activite import Activite

        return self.reader("activite", Activite)

    @cached_property
    def home(self) -> str | None:
        """The département of the project: the only one in its competence snapshot."""
        zones = [self.competence.in_zone(force) for force in Force] if self.competence else []
        departements = {departement_of(code) for zone in zones for code in zone}
        return departements.pop() if len(departements) == 1 else None

    def specimens(self) -> tuple[CodeInsee, ...]:
        """Return communes to try documents on: one of each force, if the project has any."""
        if self.snapshot("cog") is None or self.competence is None:
            return ()
        zones = (self.competence.in_zone(force) for force in Force)
        first = (zone[0] for zone in zones if zone)
        return tuple(code for code in first if self.communes.get(code))
