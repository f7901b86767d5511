"""Layouts of the bases of the SSMSI: the names and the meaning of the columns, by edition.

Source: the files themselves, February 2023 to June 2026. A layout is recognised by its columns; an
unknown column is refused.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from docgen.importing.input_file import REBUILT, InputFile, Table
from docgen.statistics.indicators import Niveau

CODE, ANNEE, INDICATEUR, UNITE = "code", "annee", "indicateur", "unite"
NOMBRE, TAUX, ETAT = "nombre", "taux", "etat"
POPULATION, MILLESIME_POPULATION = "population", "millesime_population"
LOGEMENTS, MILLESIME_LOGEMENTS = "logements", "millesime_logements"

_CODGEO: Final = re.compile(r"CODGEO_(20\d\d)")
_COMMUNE: Final = "CODGEO_20xx"


@dataclass(frozen=True, slots=True)
class SsmsiLayout:
    """A layout: its name, its level, the columns that are kept, the others.

    Old ones have years of two digits, units in lower case, rates with seventeen decimals and
    fractions of dwellings.
    """

    nom: str
    niveau: Niveau
    columns: Mapping[str, str]
    left_out: tuple[str, ...]
    """Known columns that are not kept, such as means over values that are not published."""
    ancien: bool = False


@dataclass(frozen=True, slots=True)
class RecognisedFile:
    """A file's layout, its columns in order, the year of its map of communes if it gives one."""

    layout: SsmsiLayout
    header: tuple[str, ...]
    geographie: int | None

    def column(self, what: str) -> str | None:
        """Return the file's name of a column; None when the layout lacks it."""
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


def is_base(header: Iterable[str]) -> bool:
    """Whether the columns of a file are those of a base of the SSMSI, of any level."""
    names = {*header}
    return any({layout.columns[UNITE], layout.columns[TAUX]} <= names for layout in LAYOUTS)


def recognise_layout(infile: InputFile, header: tuple[str, ...]) -> RecognisedFile:
    """Return the layout of a file; raise ContentError with every unknown or missing column."""
    columns, geographie = _with_geography(header)
    if REGIONS & set(columns) and not any(layout.columns[CODE] in columns for layout in LAYOUTS):
        hint = "donnez la base communale (donnee-data.gouv-…) ou départementale (donnee-dep-…)"
        raise infile.refusal("niveau", "base régionale : docgen n’en tire rien", 1, hint=hint)
    layout = max(LAYOUTS, key=lambda one: len(_all(one) & set(columns)))
    if len(_all(layout) & set(columns)) < len(layout.columns) // 2:
        hint = f"{REBUILT} ; ses colonnes : {' ; '.join(layout.columns.values())}"
        message = "ce n’est pas une base de la délinquance enregistrée (SSMSI)"
        raise infile.refusal("entete", message, 1, hint=hint)
    Table(infile, columns, iter(())).expect(layout.columns.values(), layout.left_out)
    return RecognisedFile(layout, header, geographie)


def _all(layout: SsmsiLayout) -> set[str]:
    return {*layout.columns.values(), *layout.left_out}


def _with_geography(header: tuple[str, ...]) -> tuple[tuple[str, ...], int | None]:
    """Return the columns with a common name for that of the commune, and the year in its name."""
    for rank, name in enumerate(header):
        if match := _CODGEO.fullmatch(name):
            return (*header[:rank], _COMMUNE, *header[rank + 1 :]), int(match[1])
    return header, None
