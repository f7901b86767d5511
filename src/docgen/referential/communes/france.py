"""The communes of France, from the snapshot `cog`: their names, places and populations.

A commune is found without reading the others.  Populations are municipal populations, whose year
depends on the département.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from docgen.french.letters import folded
from docgen.french.territory import CodeInsee, Toponyme
from docgen.french.wording import de
from docgen.referential.communes.entries import CommuneEntries, CommuneEntry, Statut, entries_of
from docgen.referential.communes.naming import (
    NATURES,
    intercommunalite,
    intercommunalite_with_article,
    location_phrase,
    with_article,
)
from docgen.referential.communes.resolution import Resolver, UnknownCommuneError
from docgen.referential.snapshot import OpenSnapshot

PUT_BACK: Final = "recopiez content/referentiel/cog de docgen, qui le fournit"
"""What to do where the communes of France are not there."""


@dataclass(frozen=True, slots=True)
class Contree:
    """A region or a département: its code and its name."""

    code: str
    toponyme: Toponyme

    @property
    def nom(self) -> str:
        return self.toponyme.nom

    @property
    def le(self) -> str:
        """Its name as a subject: « le Tarn », « l’Ain », « Paris », « les Hauts-de-France »."""
        return with_article(self.toponyme)

    @property
    def de(self) -> str:
        """Its name after « de »: « du Tarn », « de Seine-et-Marne »."""
        return de(self.toponyme.le)

    @property
    def dans(self) -> str:
        """Its name as a location: « dans le Tarn », « en Haute-Garonne », « à Paris »."""
        return location_phrase(self.toponyme)


@dataclass(frozen=True, slots=True)
class Region(Contree):
    """A region, or its equivalent overseas."""


@dataclass(frozen=True, slots=True)
class Departement(Contree):
    """A département, or its equivalent overseas."""

    region: Region

    @property
    def titre(self) -> str:
        """What an act is headed with: « Département du Tarn », « Saint-Pierre-et-Miquelon »."""
        collectivity = self.code == self.region.code
        return self.nom if collectivity else f"Département {self.de}"


@dataclass(frozen=True, slots=True)
class Epci:
    """An intercommunalité (établissement public de coopération intercommunale)."""

    siren: str
    nom: str
    """Its name without its nature: « Centre Tarn », « de l’Albigeois », « Toulouse Métropole »."""
    nature: str
    """« communauté de communes », « communauté d’agglomération », « métropole »…"""

    @property
    def complet(self) -> str:
        """Its nature and its name: « communauté de communes Centre Tarn »."""
        return intercommunalite(self.nature, self.nom)

    @property
    def le(self) -> str:
        """Its full name as a subject: « la communauté de communes Centre Tarn »."""
        return intercommunalite_with_article(self.nature, self.nom)


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of today."""

    code: CodeInsee
    toponyme: Toponyme
    departement: Departement
    arrondissement: Toponyme | None
    """The arrondissement of the département; None in Mayotte and the overseas collectivités."""
    epci: Epci | None
    """Its intercommunalité; None on four islands and in the overseas collectivités."""
    codes_postaux: tuple[str, ...]
    population: int | None
    """Municipal population: 0 in the six villages destroyed in 1916, None if uninhabited."""
    millesime_population: int | None
    """The year of the population: 2023, except in Mayotte and the Pacific."""
    anciens_codes: tuple[str, ...]
    deleguees: tuple[Toponyme, ...]
    """Its delegated and associated communes, by code."""
    arrondissements_municipaux: tuple[CodeInsee, ...]
    """Those of Paris, Lyon and Marseille, by code."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The commune that a code or a name means, and a notice."""

    commune: Commune
    notice: str
    """How the commune differs from what was asked, in French; empty when it does not."""
    served: tuple[str, ...]
    """The names of the other communes that what was asked is a postal code of."""

    @property
    def name(self) -> str:
        """The name of the commune: « Le Garric »."""
        return self.commune.toponyme.seul


class Communes:
    """The communes of France; each table of the snapshot is read at first use."""

    def __init__(self, opened: OpenSnapshot) -> None:
        self._opened = opened
        self._of_departement_cached = lru_cache(maxsize=2)(self._of_departement)

    @property
    def millesime_population(self) -> int:
        """The year of the populations of nearly all communes: 2023."""
        years = Counter(year for year in self._vintages.values() if year)
        return years.most_common(1)[0][0]

    @property
    def codes(self) -> tuple[CodeInsee, ...]:
        return tuple(CodeInsee(code) for code in self._entries.codes)

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and self._entries.commune(code) is not None

    def get(self, code: str) -> Commune | None:
        """Return the present commune of an INSEE code, None when there is none."""
        entry = self._entries.commune(code)
        return self._commune(entry) if entry else None

    def resolve(self, text: str, departement: str | None = None) -> Resolved:
        """Return the commune that a code or a name means; raise UnknownCommuneError otherwise.

        Case, accents, hyphens and the article of a name are ignored.  An old code or a part of a
        commune gives the present commune, with a notice.  Of several communes of one name, the one
        in `departement` (a code) is returned.
        """
        match = self._resolver.find(text, departement)
        served = tuple(entry.toponyme.seul for entry in match.served)
        return Resolved(self._commune(match.entry), match.notice, served)

    def find(self, text: str, departement: str | None = None) -> Commune | None:
        """Return the commune that a code or a name means, as `resolve` does; None otherwise."""
        with suppress(UnknownCommuneError):
            return self.resolve(text, departement).commune
        return None

    def near_names(self, text: str, departement: str) -> str:
        """Return the communes of a département with names like `text`: « Albi (81004, Tarn) »."""
        return self._resolver.list_near_names(text, departement)

    def in_departement(self, code: str) -> tuple[Commune, ...]:
        """Return the communes of a département, by code; () when there is no such département."""
        return self._of_departement_cached(code)

    def _of_departement(self, code: str) -> tuple[Commune, ...]:
        if code not in self._departements:
            return ()
        return tuple(map(self._commune, self._entries.of_departement(code)))

    def departement(self, code: str) -> Departement | None:
        """Return a département by its code: « 81 », « 2A », « 974 »."""
        return self._departements.get(code)

    def departement_named(self, text: str) -> Departement | None:
        """Return a département by its code or its name, without regard to case and accents."""
        wanted = folded(text.strip())
        matches = (d for d in self.departements if wanted in (folded(d.code), folded(d.nom)))
        return next(matches, None)

    @property
    def departements(self) -> tuple[Departement, ...]:
        return tuple(self._departements.values())

    def seats_outside(self, code: str) -> set[str]:
        """Return the names of the seats of the arrondissements of all départements but one."""
        at_home = {one.nom for key, one in self._arrondissements.items() if key.startswith(code)}
        return {one.nom for one in self._arrondissements.values()} - at_home

    @cached_property
    def by_epci(self) -> Mapping[Epci, Sequence[CodeInsee]]:
        """The codes of the communes of each intercommunalité, in order."""
        members: dict[Epci, list[CodeInsee]] = {}
        for code, siren in self._entries.epci_of_communes():
            members.setdefault(self._epci[siren], []).append(CodeInsee(code))
        return members

    def _commune(self, entry: CommuneEntry) -> Commune:
        parts = self._entries.parts_of(entry.code)
        return Commune(
            code=CodeInsee(entry.code),
            toponyme=entry.toponyme,
            departement=self._departements[entry.departement],
            arrondissement=self._arrondissements.get(entry.arrondissement),
            epci=self._epci.get(entry.epci),
            codes_postaux=entry.codes_postaux,
            population=entry.population,
            millesime_population=self._vintages[entry.departement],
            anciens_codes=entry.anciens_codes,
            deleguees=tuple(
                part.toponyme for part in parts if part.statut is not Statut.ARRONDISSEMENT
            ),
            arrondissements_municipaux=tuple(
                CodeInsee(part.code) for part in parts if part.statut is Statut.ARRONDISSEMENT
            ),
        )

    @cached_property
    def _entries(self) -> CommuneEntries:
        return entries_of(self._opened.read("communes.csv"))

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(self._entries, lambda code: self._departements[code].nom)

    @cached_property
    def _departements(self) -> dict[str, Departement]:
        regions = {
            row["code"]: Region(row["code"], Toponyme(row["nom"], int(row["tncc"])))
            for row in self._opened.rows("regions.csv")
        }
        return {
            row["code"]: Departement(
                row["code"], Toponyme(row["nom"], int(row["tncc"])), regions[row["region"]]
            )
            for row in self._opened.rows("departements.csv")
        }

    @cached_property
    def _vintages(self) -> dict[str, int | None]:
        rows = self._opened.rows("departements.csv")
        return {row["code"]: int(row["population"]) if row["population"] else None for row in rows}

    @cached_property
    def _arrondissements(self) -> dict[str, Toponyme]:
        rows = self._opened.rows("arrondissements.csv")
        return {row["code"]: Toponyme(row["nom"], int(row["tncc"])) for row in rows}

    @cached_property
    def _epci(self) -> dict[str, Epci]:
        return {
            row["siren"]: Epci(row["siren"], row["nom"], NATURES[row["nature"]])
            for row in self._opened.rows("epci.csv")
        }
