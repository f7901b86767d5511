"""Bases of the SSMSI in each official layout, with invented figures: exemple fictif."""

import gzip
from dataclasses import dataclass, field, replace
from pathlib import Path

from docgen.statistics.indicators import INDICATEURS, Niveau

COMMUNAL = [one for one in INDICATEURS if Niveau.COMMUNE in one.niveaux and not one.retire]
DEPARTMENTAL = [one for one in INDICATEURS if not one.retire]
COM = [
    *("CODGEO_2026", "annee", "indicateur", "unite_de_compte", "nombre", "taux_pour_mille"),
    *("est_diffuse", "insee_pop", "insee_pop_millesime", "insee_log", "insee_log_millesime"),
    *("complement_info_nombre", "complement_info_taux"),
]
DEP = ["Code_departement", "Code_region", *COM[1:6], *COM[7:11]]
OLD_COM = [
    *("CODGEO_2024", "annee", "classe", "unité.de.compte", "valeur.publiée", "faits"),
    *("tauxpourmille", "complementinfoval", "complementinfotaux"),
    *("POP", "millPOP", "LOG", "millLOG"),
]
OLD_DEP = [
    *("classe", "annee", "Code.département", "Code.région", "unité.de.compte"),
    *("millPOP", "millLOG", "faits", "POP", "LOG", "tauxpourmille"),
]
NAMES = {
    "com": "donnee-data.gouv-2025-geographie2026-produit-le2026-06-25.csv",
    "dep": "donnee-dep-data.gouv-2025-geographie2026-produit-le2026-06-25.csv",
}


@dataclass(frozen=True)
class Example:
    """A file to write: its columns, its rows, its format."""

    columns: list
    rows: list = field(default_factory=list)
    name: str = NAMES["com"]
    quoted: bool = True
    end: str = "\n"
    bom: bool = False
    na: str = "NA"
    coding: str = "utf-8"

    def but(self, line, **values):
        """Return it with some values changed on a line (from 1, the header)."""
        rows = [dict(row) for row in self.rows]
        rows[line - 2] |= values
        return replace(self, rows=rows)

    def all_but(self, **values):
        """Return it with some columns changed on every line."""
        return replace(self, rows=[row | values for row in self.rows])

    def without(self, *lines):
        """Return it without some lines."""
        return replace(self, rows=[r for n, r in enumerate(self.rows, start=2) if n not in lines])

    @property
    def text(self):
        table = [self.columns, *([row[name] for name in self.columns] for row in self.rows)]
        return self.end.join(";".join(map(self._cell, row)) for row in table) + self.end

    def _cell(self, value):
        if value is None:
            return self.na
        return f'"{value}"' if self.quoted else str(value)

    def write(self, folder: Path) -> Path:
        """Write it, zipped when its name says so."""
        data = self.text.encode("utf-8-sig" if self.bom else self.coding)
        path = folder / self.name
        path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
        return path


def communal(codes=("81001", "81002"), years=(2024, 2025)):
    """Return a base of communes, where one indicator in three is hidden."""
    rows = [
        _communal_row(code, year, one, rank)
        for year in years
        for code in codes
        for rank, one in enumerate(COMMUNAL)
    ]
    return Example(COM, rows)


def _communal_row(code, year, one, rank):
    count = None if rank % 3 == 1 else 6 + rank if rank % 3 else 0
    base = 379 if one.cle == "cambriolages" else 860
    return {
        "CODGEO_2026": code,
        "annee": str(year),
        "indicateur": one.libelle,
        "unite_de_compte": str(one.unite),
        "nombre": None if count is None else str(count),
        "taux_pour_mille": None if count is None else rate(count, base),
        "est_diffuse": "ndiff" if count is None else "diff",
        "insee_pop": "860",
        "insee_pop_millesime": "2023",
        "insee_log": "379",
        "insee_log_millesime": "2022",
        "complement_info_nombre": "2,8185053" if count is None else None,
        "complement_info_taux": "2,7472527" if count is None else None,
    }


def departmental(codes=("81",), years=(2024, 2025)):
    """Return a base of départements, with the byte order mark of the official one."""
    rows = [
        {
            "Code_departement": code,
            "Code_region": "76",
            "annee": str(year),
            "indicateur": one.libelle,
            "unite_de_compte": str(one.unite),
            "nombre": str(900 + rank),
            "taux_pour_mille": rate(900 + rank, 211_000 if one.cle == "cambriolages" else 397_352),
            "insee_pop": "397352",
            "insee_pop_millesime": "2023",
            "insee_log": "211000",
            "insee_log_millesime": "2022",
        }
        for code in codes
        for rank, one in enumerate(DEPARTMENTAL)
        for year in years
    ]
    return Example(DEP, rows, NAMES["dep"], bom=True)


def old_communal():
    """Return a base of communes in the layout until 2024."""
    names = dict(
        zip(COM, [OLD_COM[n] for n in (0, 1, 2, 3, 5, 6, 4, 9, 10, 11, 12, 7, 8)], strict=True)
    )
    base = communal(years=(2022, 2023))
    rows = [_aged({names[key]: value for key, value in r.items()}) for r in base.rows]
    return Example(OLD_COM, rows, "donnee-data.gouv-2023-produit-le2024-02-14.csv", quoted=False)


def old_departmental():
    """Return a base of départements in the layout until 2024, of removed series."""
    rows = [
        {
            "classe": label,
            "annee": year,
            "Code.département": "81",
            "Code.région": "76",
            "unité.de.compte": unit,
            "millPOP": "16",
            "millLOG": "16",
            "faits": str(count),
            "POP": "386448",
            "LOG": "209380,4898491946",
            "tauxpourmille": f"{1000 * count / base:.17f}".replace(".", ","),
        }
        for label, unit, count, base in (
            ("Coups et blessures volontaires", "victime", 1500, 386_448),
            ("Cambriolages de logement", "infraction", 1185, 209_380.4898491946),
            ("Vols de véhicules", "véhicule", 0, 386_448),
        )
        for year in ("16", "17")
    ]
    name = "donnee-dep-data.gouv-produit-le2023-02-20.csv"
    return Example(OLD_DEP, rows, name, quoted=False, bom=True)


def _aged(row):
    """Return a row with years of two digits and units in lower case."""
    years = {name: row[name][-2:] for name in ("annee", "millPOP", "millLOG")}
    return row | years | {"unité.de.compte": row["unité.de.compte"].lower()}


def rate(count, base):
    """Return a rate as files write it: seven decimals, a comma."""
    return f"{1000 * count / base:.7f}".replace(".", ",")
