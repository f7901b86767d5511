"""The map that a base of communes covers: it is the file's own, and lost communes are told.

Codes are compared with those of the snapshot `cog`, which may be of another year: a code that no
commune ever had is an error, what a département lacks is told.  A national file must have the
communes of its year, where their number is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import duckdb

from docgen.french.territory import Toponyme
from docgen.french.wording import counted
from docgen.importing.input_file import InputFile
from docgen.importing.ssmsi.reading import FAUTES
from docgen.referential.referential import Referential
from docgen.statistics.disclosure import TOUS_ARRONDISSEMENTS

COMMUNES: Final = {2026: 34_875}
"""How many communes the map of a year has, of 101 départements.

Source: edition of June 2026, 5 238 000 rows for 34 920 territories, 45 of them arrondissements.
"""
NATIONAL: Final = 30_000
"""Beyond as many communes a file is that of France; below, an extract."""
HORS_BASE: Final = ("975", "977", "978", "98")
"""Collectivités overseas, of which the national base holds nothing."""
NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class France:
    """What the snapshot `cog` knows: its year, each code ever used, each département's communes."""

    annee: int
    codes: frozenset[str]
    departements: Mapping[str, Mapping[str, str]]
    """By département, the names of its communes of today by their codes."""
    regions: Mapping[str, str]
    """By département, the code of its region."""


def known_communes(referential: Referential) -> France | None:
    """Return what the project knows of communes; None when it has no snapshot of them."""
    opened = referential.opened("cog")
    if opened is None:
        return None
    codes: set[str] = set()
    departements: dict[str, dict[str, str]] = defaultdict(dict)
    for row in opened.rows("communes.csv"):
        codes |= {row["code"], *filter(None, row["anciens_codes"].split("|"))}
        if row["type"] == "COM":
            name = Toponyme(row["nom"], int(row["tncc"])).seul
            departements[row["departement"]][row["code"]] = name
    regions = {row["code"]: row["region"] for row in opened.rows("departements.csv")}
    return France(int(opened.origine.edition), frozenset(codes), departements, regions)


def communes_of(db: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return the well-formed codes of the table `fait`, each with its first line."""
    rank = next(rank for rank, one in enumerate(FAUTES) if one.code == "code")
    return dict(
        db.execute(
            f"select code, min(rowid) + 2 ligne from fait where fautes >> {rank} & 1 = 0 "
            "group by code order by ligne"
        ).fetchall()
    )


def check_geography(
    infile: InputFile, codes: Mapping[str, int], geographie: int | None, france: France | None
) -> None:
    """Note the codes that are none, the communes that lack; say what an extract covers."""
    if not codes:
        return
    communes = codes.keys() - TOUS_ARRONDISSEMENTS
    national = len(communes) > NATIONAL
    if national:
        _check_count(infile, len(communes), len(codes) - len(communes), geographie)
    if france is None:
        message = "les communes de France ne sont pas là : les codes n’ont pas été vérifiés"
        hint = "importez-les : docgen data import cog etalab-decoupage-administratif-6.0.0.tgz"
        infile.warn("geographie", message, hint=hint)
        return
    _check_codes(infile, codes, geographie, france)
    there = {code: all_of for code, all_of in france.departements.items() if all_of.keys() & codes}
    if national:
        all_but = france.departements.items()
        there |= {code: of for code, of in all_but if not code.startswith(HORS_BASE)}
    else:
        message = f"{counted(len(communes), 'commune')} de {counted(len(there), 'département')}"
        infile.warn("couverture", f"ce fichier ne couvre que {message}, et non la France")
    for code, all_of in sorted(there.items()):
        _tell_lacking(infile, code, all_of, codes, france.annee)


def check_regions(infile: InputFile, rows: Iterable[tuple[int, str, str]], france: France) -> None:
    """Note the rows, told by line, département and region, of which the two do not go together."""
    for line, departement, region in rows:
        own = france.regions.get(departement)
        if own and region and region.zfill(2) != own:
            message = (
                f"région « {region} », mais le département {departement} est de la région {own}"
            )
            hint = "deux colonnes se contredisent : téléchargez le fichier encore"
            infile.error("region", message, line, hint=hint)


def _check_count(infile: InputFile, communes: int, parts: int, geographie: int | None) -> None:
    """Check how many territories a national file has; warn when its year's number is unknown."""
    held = f"{communes} communes et {parts} arrondissements municipaux"
    expected, cities = COMMUNES.get(geographie or 0), len(TOUS_ARRONDISSEMENTS)
    if expected is None:
        message = f"{held} : combien la carte de {geographie} en a n’est pas connu de docgen"
        infile.warn("compte", message, hint="comparez avec ce que le SSMSI annonce")
    elif (communes, parts) != (expected, cities):
        message = f"{held} : la carte de {geographie} en a {expected} et {cities}"
        hint = "le fichier a perdu des lignes, ou en a trop : téléchargez-le encore"
        infile.error("compte", message, hint=hint)


def _check_codes(
    infile: InputFile, codes: Mapping[str, int], geographie: int | None, france: France
) -> None:
    """Tell each code that no commune ever had; a map later than ours may have new ones."""
    later = geographie is not None and geographie > france.annee
    tell = infile.warn if later else infile.error
    for code in (one for one in codes if one not in france.codes):
        message = f"« {code} » n’a jamais été le code d’une commune, au COG {france.annee}"
        hint = "importez le COG de la même année" if later else "téléchargez le fichier encore"
        tell("code-inconnu", message, codes[code], hint=hint)


def _tell_lacking(
    infile: InputFile,
    departement: str,
    all_of: Mapping[str, str],
    codes: Mapping[str, int],
    annee: int,
) -> None:
    """Say how many communes of a département a file lacks, and name a few."""
    lacking = sorted(all_of.keys() - codes.keys())
    if lacking:
        few = ", ".join(f"{all_of[code]} ({code})" for code in lacking[:NAMED])
        named = f" ; parmi elles {few}" if len(lacking) > NAMED else f" : {few}"
        absent = f"absente{'s' * (len(lacking) > 1)}"
        count = f"{len(lacking)} des {len(all_of)} communes du COG {annee} {absent}"
        infile.warn("departement", f"département {departement}, {count}{named}")
