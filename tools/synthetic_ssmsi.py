"""Write a communal SSMSI file of the size of France: « données fictives », for the bench.

    tools/synthetic_ssmsi.py FOLDER             34 920 territories, 15 indicators, 10 years: csv.gz
    tools/synthetic_ssmsi.py FOLDER --parquet   the same as Parquet
    tools/synthetic_ssmsi.py FOLDER --only 81   one département, the same numbers

It has the official layout, order and name; codes and inhabitants are those of the communes that
docgen ships.  Inhabitants are said of 2022, for docgen compares those of their own year.  A hash of
code, indicator and year makes the numbers: the same at each run.  They mean nothing, but are near
what an invented département has for its inhabitants; only a village is without a crime for years.
The official rule hides them: released only with more than five facts in three successive years.
"""

import argparse
import csv
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb

from docgen.statistics.indicators import INDICATEURS, Niveau

NAME = "donnee-data.gouv-2025-geographie2026-produit-le2026-06-25.csv.gz"
PARQUET = "donnee-comm-data.gouv-parquet-2025-geographie2026-produit-le2026-06-25.parquet"
COG = Path(__file__).parents[1] / "content/referentiel/cog/communes.csv"
NOT_THERE = ("975", "977", "978", "98")
"""Départements overseas that the official file leaves out."""
TERRITORIES = """
create table territory as
select *, greatest(10, pop * 45 // 100) log
from (select unnest($codes) code, unnest($departements) departement, unnest($people) pop)
"""
FACTS = """
create table fact as
with told as (
    select *, floor(exp((hash(code, rank) % 1000) / 1000.0 - 0.9) * pop * part)::int level
    from territory, indicator
), yearly as (
    select *, (level + hash(code, rank, year) % (level // 3 + 2))
              * (hash(rank, code) % 3 > 0 or pop > 2000)::int facts
    from told, (select unnest(range(2016, 2026)) as year)
)
select *, sum(facts) over same > 5 or sum(facts) over same = 0 diffused
from yearly
window same as (partition by code, rank order by year rows between 2 preceding and current row)
"""
LAYOUT = """
select code "CODGEO_2026", year annee, label indicateur, unit unite_de_compte,
       case when diffused then facts end nombre,
       case when diffused then round(facts * 1000 / base, 7) end taux_pour_mille,
       if(diffused, 'diff', 'ndiff') est_diffuse,
       pop insee_pop, least(year, 2022) insee_pop_millesime,
       log insee_log, least(year, 2022) insee_log_millesime,
       case when not diffused then avg(facts) over alike end complement_info_nombre,
       case when not diffused then avg(facts * 1000 / base) over alike end complement_info_taux
from (select *, if(label like 'Cambriolages%', log, nullif(pop, 0)) base from fact)
window alike as (partition by departement, rank, year, diffused)
order by year, code, rank
"""
TEXT = """
select "CODGEO_2026", annee::varchar annee, indicateur, unite_de_compte,
       coalesce(nombre::varchar, 'NA') nombre,
       coalesce(replace(taux_pour_mille::decimal(14, 7)::varchar, '.', ','), 'NA') taux_pour_mille,
       est_diffuse, insee_pop::varchar insee_pop, insee_pop_millesime::varchar insee_pop_millesime,
       insee_log::varchar insee_log, insee_log_millesime::varchar insee_log_millesime,
       coalesce(replace(complement_info_nombre::decimal(14, 7)::varchar, '.', ','), 'NA')
           complement_info_nombre,
       coalesce(replace(complement_info_taux::decimal(14, 7)::varchar, '.', ','), 'NA')
           complement_info_taux
from layout
"""
AS_CSV = "(format csv, delimiter ';', header, force_quote *, compression {})"


UNKNOWN_POPULATION = 1_000
PART = {
    one.cle: Decimal(rank + 3) / 2_000
    for rank, one in enumerate(
        one for one in INDICATEURS if Niveau.DEPARTEMENT in one.niveaux and not one.retire
    )
}
"""How many facts of each crime an invented département has for an inhabitant."""


@cache
def territories() -> list[tuple[str, str, int]]:
    """Return the code, département and inhabitants of each territory of the base."""
    with COG.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    wanted = (row for row in rows if row["type"] in {"COM", "ARM"})
    return [
        (row["code"], row["departement"], int(row["population"] or UNKNOWN_POPULATION))
        for row in wanted
        if not row["code"].startswith(NOT_THERE)
    ]


def write(folder: Path, only: str = "", parquet: bool = False, plain: bool = False) -> Path:
    """Write the file in `folder`, and return its path; `plain` leaves it unzipped."""
    name = PARQUET if parquet else NAME.removesuffix(".gz" if plain else "")
    with duckdb.connect() as engine:
        communal = [one for one in INDICATEURS if Niveau.COMMUNE in one.niveaux and not one.retire]
        engine.execute("create table indicator(rank int, label varchar, unit varchar, part float)")
        rows = [(rank, one.libelle, one.unite, PART[one.cle]) for rank, one in enumerate(communal)]
        engine.executemany("insert into indicator values (?, ?, ?, ?)", rows)
        places = [place for place in territories() if place[1].startswith(only)]
        codes, departements, people = map(list, zip(*places, strict=True))
        columns = {"codes": codes, "departements": departements, "people": people}
        engine.execute(TERRITORIES, columns)
        engine.execute(FACTS)
        engine.execute(f"create view layout as {LAYOUT}")
        options = AS_CSV.format("uncompressed" if plain else "gzip")
        query, options = ("from layout", "(format parquet)") if parquet else (TEXT, options)
        path = str(folder / name).replace("'", "''")
        engine.execute(f"copy ({query}) to '{path}' {options}")
    return folder / name


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Écrit un fichier communal fictif")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="one département only")
    parser.add_argument("--parquet", action="store_true")
    arguments = parser.parse_args()
    print(write(arguments.folder, arguments.only, arguments.parquet))
