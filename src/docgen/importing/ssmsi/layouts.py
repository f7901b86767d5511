"""The layouts of the SSMSI bases: for each edition, what every column is called, and what it holds.

Source: the files themselves, February 2023 to June 2026.  A layout is recognised by its columns;
a column that no edition has is named and refused, for docgen does not guess what it means.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from docgen.importing.input_file import InputFile, Table
from docgen.statistics.indicators import Niveau

CODE, ANNEE, INDICATEUR, UNITE = "code", "annee", "indicateur", "unite"
NOMBRE, TAUX, ETAT = "nombre", "taux", "etat"
POPULATION, MILLESIME_POPULATION = "population", "millesime_population"
LOGEMENTS, MILLESIME_LOGEMENTS = "logements", "millesime_logements"

_CODGEO: Final = re.compile(r"CODGEO_(20\d\d)")
_COMMUNE: Final = "CODGEO_20xx"


@dataclass(frozen=True, slots=True)
class SsmsiLayout:
    """A layout: its name, its level, the columns that are kept by what they hold, and the rest.

    Old ones write years with two digits, units in small letters, rates with seventeen decimals and
    dwellings with a fraction.
    """

    nom: str
    niveau: Niveau
    columns: Mapping[str, str]
    left_out: tuple[str, ...]
    """Columns that are known and not kept: above all the means over what is not diffused."""
    ancien: bool = False


@dataclass(frozen=True, slots=True)
class RecognisedFile:
    """A file's layout, its columns in their order, the year of the communes' map if it is told."""

    layout: SsmsiLayout
    header: tuple[str, ...]
    geographie: int | None = None

    def column(self, what: str) -> str | None:
        """Return what the file calls a thing; None when this layout does not hold it."""
        name = self.layout.columns.get(what)
        return f"CODGEO_{self.geographie}" if name == _COMMUNE else name


_COMMON: Final = {
    ANNEE: "annee",
    INDICATEUR: "indicateur",
    UNITE: "unite_de_compte",
    NOMBRE: "nombre",
    TAUX: "taux_pour_mille",
    POPULATION: "insee_pop",
    MILLESIME_POPULATION: "insee_pop_millesime",
    LOGEMENTS: "insee_log",
    MILLESIME_LOGEMENTS: "insee_log_millesime",
}
_COMMON_OLD: Final = {
    ANNEE: "annee",
    INDICATEUR: "classe",
    UNITE: "unité.de.compte",
    NOMBRE: "faits",
    TAUX: "tauxpourmille",
    POPULATION: "POP",
    MILLESIME_POPULATION: "millPOP",
    LOGEMENTS: "LOG",
    MILLESIME_LOGEMENTS: "millLOG",
}
LAYOUTS: Final = (
    SsmsiLayout(
        "base communale, éditions depuis mars 2025",
        Niveau.COMMUNE,
        {CODE: _COMMUNE, ETAT: "est_diffuse"} | _COMMON,
        ("complement_info_nombre", "complement_info_taux"),
    ),
    SsmsiLayout(
        "base départementale, éditions depuis mars 2025",
        Niveau.DEPARTEMENT,
        {CODE: "Code_departement"} | _COMMON,
        ("Code_region",),
    ),
    SsmsiLayout(
        "base communale, éditions de 2022 à 2024",
        Niveau.COMMUNE,
        {CODE: _COMMUNE, ETAT: "valeur.publiée"} | _COMMON_OLD,
        ("complementinfoval", "complementinfotaux"),
        ancien=True,
    ),
    SsmsiLayout(
        "base départementale, éditions de 2022 à 2024",
        Niveau.DEPARTEMENT,
        {CODE: "Code.département"} | _COMMON_OLD,
        ("Code.région",),
        ancien=True,
    ),
)
REGIONS: Final = {"Code_region", "Code.région"}


def recognise_layout(infile: InputFile, header: tuple[str, ...]) -> RecognisedFile:
    """Return the layout of a file; raise ContentError with every column unknown or missing."""
    known, geographie = _with_geography(header)
    if REGIONS & set(known) and not any(layout.columns[CODE] in known for layout in LAYOUTS):
        hint = "donnez la base communale (donnee-data.gouv-…) ou départementale (donnee-dep-…)"
        raise infile.refusal("niveau", "base régionale : docgen n’en tire rien", 1, hint=hint)
    layout = max(LAYOUTS, key=lambda one: len(_all(one) & set(known)))
    if len(_all(layout) & set(known)) < len(layout.columns) // 2:
        hint = "colonnes attendues : " + " ; ".join(layout.columns.values())
        told = "ce n’est pas une base de la délinquance enregistrée (SSMSI)"
        raise infile.refusal("entete", told, 1, hint=hint)
    Table(infile, known, iter(())).expect(layout.columns.values(), layout.left_out)
    return RecognisedFile(layout, header, geographie)


def _all(layout: SsmsiLayout) -> set[str]:
    return {*layout.columns.values(), *layout.left_out}


def _with_geography(header: tuple[str, ...]) -> tuple[tuple[str, ...], int | None]:
    """Return the columns with that of the commune under one name, and the year that it tells."""
    for rank, name in enumerate(header):
        if match := _CODGEO.fullmatch(name):
            return (*header[:rank], _COMMUNE, *header[rank + 1 :]), int(match[1])
    return header, None
