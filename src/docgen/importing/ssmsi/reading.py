"""Reading of a base of the SSMSI into the table `fait`: typed values, and the faults of each row.

The rows keep the order of the file, so that a row's number is its line. `fautes` has a bit for each
of `FAUTES`. One query reads everything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import duckdb

from docgen.importing.ssmsi import engine
from docgen.importing.ssmsi.engine import OpenBase, quote_sql
from docgen.importing.ssmsi.layouts import (
    ANNEE,
    CODE,
    ETAT,
    INDICATEUR,
    LOGEMENTS,
    MILLESIME_LOGEMENTS,
    MILLESIME_POPULATION,
    NOMBRE,
    POPULATION,
    REGIONS,
    TAUX,
    UNITE,
    RecognisedFile,
)
from docgen.statistics.indicators import INDICATEURS, LIBELLES, Denominateur, Niveau

WANTED: Final = (
    *(CODE, ANNEE, INDICATEUR, UNITE, NOMBRE, TAUX, ETAT),
    *(POPULATION, MILLESIME_POPULATION, LOGEMENTS, MILLESIME_LOGEMENTS),
)
CODES: Final = {
    Niveau.COMMUNE: "(?:0[1-9]|[1-8][0-9]|9[0-5]|2[AB])[0-9]{3}|9[78][0-9]{3}",
    Niveau.DEPARTEMENT: "0[1-9]|[1-8][0-9]|9[0-5]|2[AB]|9[78][0-9]",
}
"""The form of codes; spreadsheets often lose their leading zero."""
TOLERANCE: Final = "1e-4"
"""The largest difference, absolute or relative, between a rate and its count over its base."""


@dataclass(frozen=True, slots=True)
class Faute:
    """A possible fault of a row: its code, its column, its condition in SQL."""

    code: str
    column: str
    condition: str
    message: str
    """The message, formatted with the row's values."""
    hint: str = ""


_TABLEUR: Final = "le fichier a été changé par un tableur : donnez celui qui a été téléchargé"
_JAMAIS_VU: Final = "une édition jamais vue : docgen ne devine pas ce qu’elle veut dire"

FAUTES: Final = (
    Faute("code", CODE, "bon_code is not true", "code mal formé : « {code} »", _TABLEUR),
    Faute("annee", ANNEE, "annee is null", "année mal écrite : « {annee} »", _TABLEUR),
    Faute("indicateur", INDICATEUR, "libelle is null", "indicateur inconnu", _JAMAIS_VU),
    Faute("unite", UNITE, "bonne_unite is not true", "unité inattendue", _JAMAIS_VU),
    Faute("etat", ETAT, "diffuse is null", "« {etat} » : ni « diff » ni « ndiff »"),
    Faute(
        "secret",
        NOMBRE,
        "not diffuse and (vu_nombre or vu_taux)",
        "une valeur non diffusée porte un nombre : « {nombre} », « {taux} »",
    ),
    Faute(
        "sans-nombre",
        NOMBRE,
        "diffuse and (not vu_nombre or (not vu_taux and effectif > 0))",
        "une valeur diffusée n’a pas de nombre, ou pas de taux",
    ),
    Faute(
        "nombre",
        NOMBRE,
        "vu_nombre and nombre is null",
        "nombre de faits mal écrit : « {nombre} »",
        "un entier, sans signe ni virgule",
    ),
    Faute(
        "taux",
        TAUX,
        "vu_taux and taux is null and effectif is distinct from 0",
        "taux mal écrit : « {taux} »",
        "une virgule et des décimales ; " + _TABLEUR,
    ),
    Faute(
        "base",
        POPULATION,
        "mal_compte",
        "population ou logements mal écrits : « {population} », « {logements} »",
    ),
    Faute(
        "millesime",
        MILLESIME_POPULATION,
        "mal_date",
        "millésime mal écrit : « {millesime_population} », « {millesime_logements} »",
    ),
    Faute(
        "ecart",
        TAUX,
        f"abs(taux::double - 1000 * nombre / nullif(effectif, 0))"
        f" > {TOLERANCE} * greatest(1, taux) + flou",
        "taux « {taux} » : ce n’est pas celui de {nombre} pour {population} habitants, "
        "ou {logements} logements",
        "une virgule perdue, une colonne décalée ou deux éditions mêlées",
    ),
)


def create_fact_table(
    base: OpenBase, recognised: RecognisedFile, db: duckdb.DuckDBPyConnection
) -> None:
    """Create the table `fait` of a file; raise ContentError when it is malformed."""
    names = ", ".join(map(quote_sql, LIBELLES))
    db.execute(f"create type libelle as enum ({names})")
    db.execute(f"create view brut as {_text_query(base, recognised, db)}")
    engine.run_reading_query(base, db, f"create table fait as {_typing_query(recognised)}")


def regions_of(
    base: OpenBase, recognised: RecognisedFile, db: duckdb.DuckDBPyConnection
) -> list[tuple[int, str, str]]:
    """Return the line, département and region of each row; nothing if there is no region."""
    region = next((name for name in recognised.header if name in REGIONS), None)
    code = recognised.column(CODE)
    if region is None or code is None:
        return []
    parquet = engine.is_parquet(base)
    origin = engine.parquet_source(base) if parquet else engine.csv_source(base, recognised.header)
    columns = [quote_sql(one, '"') for one in (code, region)]
    texts = ", ".join(f"coalesce({one}::varchar, '')" for one in columns)
    return db.execute(f"select row_number() over () + 1, {texts} from {origin}").fetchall()


def _text_query(base: OpenBase, recognised: RecognisedFile, db: duckdb.DuckDBPyConnection) -> str:
    if engine.is_parquet(base):
        origin = engine.parquet_source(base)
        described = db.execute(f"describe from {origin}").fetchall()
        types = {name: kind for name, kind, *_ in described}
    else:
        types, origin = {}, engine.csv_source(base, recognised.header)
    columns = ", ".join(f"{_as_text(what, recognised, types)} as {what}" for what in WANTED)
    return f"select {columns} from {origin}"


def _as_text(what: str, recognised: RecognisedFile, types: Mapping[str, str]) -> str:
    """Return the SQL of a column as CSV would write it: a rate with a comma, a whole count."""
    name = recognised.column(what)
    if name is None:
        return "null::varchar"
    column, kind = quote_sql(name, '"'), types.get(name, "VARCHAR")
    if not kind.startswith(("DOUBLE", "FLOAT", "DECIMAL")):
        return f"nullif(nullif({column}::varchar, 'NA'), '')"
    if what == TAUX:
        return f"replace(try_cast({column} as decimal(18, 7))::varchar, '.', ',')"
    return f"if(isfinite({column}), regexp_replace({column}::varchar, '\\.0+$', ''), null)"


def _typing_query(recognised: RecognisedFile) -> str:
    ancien, niveau = recognised.layout.ancien, recognised.layout.niveau
    decimals = "[0-9]+(,[0-9]+)?(e-[0-9]+)?" if ancien else "[0-9]+,[0-9]+"
    dwellings = "[0-9]+(,[0-9]+)?" if ancien else "[0-9]+"
    bits = (f"(coalesce({one.condition}, false)::uinteger << {n})" for n, one in enumerate(FAUTES))
    published = "etat = 'diff'" if niveau is Niveau.COMMUNE else "vu_nombre or vu_taux"
    return f"""
with lu as (
    select code, try_cast(indicateur as libelle) libelle, unite,
        nombre is not null vu_nombre, taux is not null vu_taux,
        regexp_full_match(code, '{CODES[niveau]}') bon_code,
        {_year(ANNEE, ancien)} annee,
        try_cast({_number(NOMBRE, "[0-9]+")} as integer) nombre,
        try_cast({_number(TAUX, decimals)} as decimal(12, 7)) taux,
        {_number(POPULATION, "[0-9]+")} population,
        {_number(LOGEMENTS, dwellings)} logements,
        {_year(MILLESIME_POPULATION, ancien)} millesime_population,
        {_year(MILLESIME_LOGEMENTS, ancien)} millesime_logements,
        brut.population is not null and {_number(POPULATION, "[0-9]+")} is null
            or brut.logements is not null and {_number(LOGEMENTS, dwellings)} is null mal_compte,
        brut.millesime_population is not null and {_year(MILLESIME_POPULATION, ancien)} is null
            or brut.millesime_logements is not null
            and {_year(MILLESIME_LOGEMENTS, ancien)} is null mal_date,
        {"etat in ('diff', 'ndiff')" if niveau is Niveau.COMMUNE else "true"} bon_etat,
        bon_etat and ({published}) dit
    from brut
), su as (
    select * exclude (bon_etat, dit, libelle), libelle,
        if(bon_etat, dit, null) diffuse,
        {_of_indicator("rang")}::utinyint rang,
        {"lower(unite)" if ancien else "unite"} = {_of_indicator("unite", ancien)} bonne_unite,
        if({_of_indicator("logements")}, logements, population) effectif,
        -- Dwellings are printed rounded, and the rate is of their exact number.
        if({_of_indicator("logements")} and effectif >= 1,
           500 * nombre / (effectif * (effectif - 0.5)), 0) flou
    from lu
)
select code, annee, rang, nombre, taux, diffuse, try_cast(population as integer) population,
    millesime_population, try_cast(round(logements) as integer) logements, millesime_logements,
    {" | ".join(bits)} fautes
from su
"""


def _number(column: str, shape: str) -> str:
    return (
        f"if(regexp_full_match(brut.{column}, '{shape}'), "
        f"try_cast(replace(brut.{column}, ',', '.') as double), null)"
    )


def _year(column: str, ancien: bool) -> str:
    whole = f"if(regexp_full_match(brut.{column}, '20[0-9][0-9]'), brut.{column}, null)"
    if ancien:
        short = f"regexp_full_match(brut.{column}, '[0-9][0-9]')"
        whole = f"if({short}, '20' || brut.{column}, {whole})"
    return f"try_cast({whole} as smallint)"


def _of_indicator(what: str, ancien: bool = False) -> str:
    """Return the SQL of a property of a row's indicator, by the rank of its label."""
    values: Iterable[str]
    if what == "rang":
        values = (str(INDICATEURS.index(one)) for one in LIBELLES.values())
    elif what == "unite":
        units = (one.unite.lower() if ancien else one.unite for one in LIBELLES.values())
        values = map(quote_sql, units)
    else:
        values = (
            str(one.denominateur is Denominateur.LOGEMENTS).lower() for one in LIBELLES.values()
        )
    return f"([{', '.join(values)}])[enum_code(libelle) + 1]"
