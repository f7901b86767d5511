"""Checks of the communes that a base covers, on the map of its year.

Codes are compared with the snapshot `cog`, which may be of another year: a code that no commune
ever had is an error, communes missing from a département are a warning. A national file must have
the number of communes of its year, if it is known.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb

from docgen.french.territory import Toponyme
from docgen.french.wording import counted
from docgen.importing.input_file import InputFile
from docgen.importing.ssmsi.reading import FAUTES
from docgen.referential.communes.france import PUT_BACK
from docgen.referential.figures.crimes import NATIONAL
from docgen.referential.referential import Referential
from docgen.referential.snapshot import CsvRow
from docgen.statistics.disclosure import TOUS_ARRONDISSEMENTS

COMMUNES: Final = {2026: 34_875}
"""The number of communes of a year, in 101 départements.

Source: edition of June 2026, 5 238 000 rows for 34 920 territories, 45 of them arrondissements.
"""
HORS_BASE: Final = ("975", "977", "978", "98")
"""The overseas collectivités, which the national base lacks."""
MAX_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class France:
    """The snapshot `cog`: its year, every code ever used, the communes of each département."""

    annee: int
    codes: frozenset[str]
    departements: Mapping[str, Mapping[str, CsvRow]]
    """The rows of present communes by code, by département."""
    regions: Mapping[str, str]
    """The code of the region, by département."""


def known_communes(referential: Referential) -> France | None:
    """Return the communes of the project; None without their snapshot."""
    opened = referential.snapshot("cog")
    if opened is None:
        return None
    codes: set[str] = set()
    departements: dict[str, dict[str, CsvRow]] = defaultdict(dict)
    for row in opened.rows("communes.csv"):
        values = row.values
        codes.add(values["code"])
        if values["anciens_codes"]:
            codes.update(values["anciens_codes"].split("|"))
        if values["type"] == "COM":
            departements[values["departement"]][values["code"]] = row
    regions = {row["code"]: row["region"] for row in opened.rows("departements.csv")}
    return France(int(opened.origine.edition), frozenset(codes), departements, regions)


def communes_of(db: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return the well-formed codes of the table `fait`, with their first line."""
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
    """Add errors for wrong codes, and warnings for missing communes and partial coverage."""
    if not codes:
        return
    communes = codes.keys() - TOUS_ARRONDISSEMENTS
    national = len(communes) > NATIONAL
    if national:
        _check_count(infile, len(communes), len(codes) - len(communes), geographie)
    if france is None:
        message = "les communes de France ne sont pas là : les codes n’ont pas été vérifiés"
        infile.warn("geographie", message, hint=PUT_BACK)
        return
    _check_codes(infile, codes, geographie, france)
    there = {code: all_of for code, all_of in france.departements.items() if all_of.keys() & codes}
    if national:
        all_but = france.departements.items()
        there |= {code: of for code, of in all_but if not code.startswith(HORS_BASE)}
    else:
        message = f"{counted(len(communes), 'commune')} de {counted(len(there), 'département')}"
        hint = "les chiffres des autres communes resteront à importer"
        message = f"ce fichier ne couvre que {message}, et non la France"
        infile.warn("couverture", message, hint=hint)
    for code, all_of in sorted(there.items()):
        _warn_of_missing(infile, code, all_of, codes, france.annee)
    _warn_of_parts(infile, codes, france)


def check_regions(infile: InputFile, rows: Iterable[tuple[int, str, str]], france: France) -> None:
    """Add an error for each row (line, département, region) whose region is another's."""
    for line, departement, region in rows:
        own = france.regions.get(departement)
        if own and region and region.zfill(2) != own:
            message = (
                f"région « {region} », mais le département {departement} est de la région {own}"
            )
            hint = "deux colonnes se contredisent : téléchargez le fichier encore"
            infile.error("region", message, line, hint=hint)


def _check_count(infile: InputFile, communes: int, parts: int, geographie: int | None) -> None:
    count = f"{communes} communes et {parts} arrondissements municipaux"
    expected, cities = COMMUNES.get(geographie or 0), len(TOUS_ARRONDISSEMENTS)
    if expected is None:
        message = f"{count} : combien la carte de {geographie} en a n’est pas connu de docgen"
        infile.warn("compte", message, hint="comparez avec ce que le SSMSI annonce")
    elif (communes, parts) != (expected, cities):
        message = f"{count} : la carte de {geographie} en a {expected} et {cities}"
        hint = "le fichier a perdu des lignes, ou en a trop : téléchargez-le encore"
        infile.error("compte", message, hint=hint)


def _check_codes(
    infile: InputFile, codes: Mapping[str, int], geographie: int | None, france: France
) -> None:
    """Report each code that no commune ever had; as a warning if the map is later than ours."""
    later = geographie is not None and geographie > france.annee
    tell = infile.warn if later else infile.error
    for code in (code for code in codes if code not in france.codes):
        message = f"« {code} » n’a jamais été le code d’une commune, au COG {france.annee}"
        hint = "importez le COG de la même année" if later else "téléchargez le fichier encore"
        tell("code-inconnu", message, codes[code], hint=hint)


def _warn_of_missing(
    infile: InputFile,
    departement: str,
    all_of: Mapping[str, CsvRow],
    codes: Mapping[str, int],
    annee: int,
) -> None:
    lacking = sorted(all_of.keys() - codes.keys())
    if lacking:
        named = _list_names([all_of[code] for code in lacking])
        absent = f"absente{'s' * (len(lacking) > 1)}"
        count = f"{len(lacking)} des {len(all_of)} communes du COG {annee} {absent}"
        infile.warn("departement", f"département {departement}, {count}{named}")


def _warn_of_parts(infile: InputFile, codes: Mapping[str, int], france: France) -> None:
    present = (row for all_of in france.departements.values() for row in all_of.values())
    parted = [
        row for row in present if not codes.keys().isdisjoint(row["anciens_codes"].split("|"))
    ]
    if parted:
        whose = "leur" if len(parted) > 1 else "sa"
        count = counted(len(parted), "commune comptée", "communes comptées")
        message = f"{count} comme avant {whose} fusion{_list_names(parted)}"
        hint = f"ces chiffres ne s’impriment pas ; importez la base sur la carte de {france.annee}"
        infile.warn("fusion", message, hint=hint)


def _list_names(rows: Sequence[CsvRow]) -> str:
    """Return the first communes of rows, after a colon or « parmi elles »."""
    few = ", ".join(
        f"{Toponyme(r['nom'], int(r['tncc'])).seul} ({r['code']})" for r in rows[:MAX_NAMED]
    )
    return f" ; parmi elles {few}" if len(rows) > MAX_NAMED else f" : {few}"
