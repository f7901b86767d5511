"""The part of the directory that a project keeps: the services of its département."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from docgen.french.territory import CodeInsee
from docgen.importing.annuaire.entry import Entry, text_of
from docgen.referential.communes.france import Commune, Communes, Departement
from docgen.referential.communes.services_locaux import TypeService

REGIONAL: Final = frozenset({TypeService.DREAL, TypeService.ARS})
"""The types of services of which there is one for a region."""


class DepartementScope:
    """A département, its communes and their intercommunalités."""

    def __init__(self, communes: Communes, departement: Departement) -> None:
        self.departement = departement
        self.communes: dict[CodeInsee, Commune] = {
            commune.code: commune for commune in communes.in_departement(departement.code)
        }
        self._sirens = {one.epci.siren for one in self.communes.values() if one.epci}
        self.all_communes = communes

    def may_keep(self, entry: Entry) -> bool:
        """Whether an entry may be kept, before it is known whom services serve."""
        return entry.type is not TypeService.MAIRIE or self.commune_of(entry) is not None

    def may_keep_damaged(self, values: Mapping[str, Any]) -> bool:
        """Whether an entry may be kept that cannot be read whole: of the region, or of nowhere."""
        commune = self.all_communes.find(text_of(values.get("code_insee_commune")))
        if commune is None or commune.code in self.communes:
            return True
        if text_of(values.get("ancien_code_pivot")).startswith("mairie"):
            return False
        return commune.departement.region.code == self.departement.region.code

    def keeps(self, entry: Entry, serving: Collection[str]) -> bool:
        """Whether a service stands in the département, or serves it; `serving` are identifiers."""
        return (
            self.commune_of(entry) is not None
            or entry.id in serving
            or not self.communes.keys().isdisjoint(entry.pivot_codes)
            or (entry.type is TypeService.INTERCOMMUNALITE and entry.siren in self._sirens)
            or (entry.type in REGIONAL and self._region_of(entry) == self.departement.region.code)
        )

    def commune_of(self, entry: Entry) -> CodeInsee | None:
        """Return the commune of the département where a service stands, None for another.

        A former code, or that of a part of a commune, is that of its present commune.
        """
        if entry.code in self.communes:
            return CodeInsee(entry.code)
        if not entry.code.startswith(self.departement.code):
            return None
        commune = self.all_communes.find(entry.code)
        return commune.code if commune and commune.code in self.communes else None

    def present_code(self, entry: Entry) -> CodeInsee | None:
        """Return the present commune where a service stands, in any département."""
        commune = self.all_communes.find(entry.code) if entry.code else None
        return commune.code if commune else None

    def _region_of(self, entry: Entry) -> str:
        commune = self.all_communes.get(entry.code)
        return commune.departement.region.code if commune else ""
