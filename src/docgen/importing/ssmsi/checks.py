"""What can be wrong with a base of the SSMSI: each row by itself, then the rows together.

All is asked of the engine in a few queries; only what is told comes out of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import duckdb

from docgen.errors import closest
from docgen.french.wording import counted
from docgen.importing.input_file import DOUBLE_ENCODED, SHOWN, InputFile
from docgen.importing.ssmsi.engine import query_number
from docgen.importing.ssmsi.layouts import RecognisedFile
from docgen.importing.ssmsi.reading import FAUTES, WANTED
from docgen.statistics.disclosure import ARRONDISSEMENTS
from docgen.statistics.indicators import INDICATEURS, LIBELLES, Niveau

_NUMBERED: Final = "(select row_number() over () + 1 ligne, * from brut)"
_IDENTITY: Final = {"code", "annee", "indicateur"}
"""The faults after which it cannot be told which rows are there."""


def check_rows(infile: InputFile, known: RecognisedFile, db: duckdb.DuckDBPyConnection) -> None:
    """Note every problem of the table `fait`, with its line; what is wrong is told, not mended."""
    marked = db.execute("select bit_or(fautes) from fait").fetchall()[0][0] or 0
    found = [one for rank, one in enumerate(FAUTES) if marked >> rank & 1]
    for rank, one in enumerate(FAUTES):
        if one in found and one.code not in {"indicateur", "unite"}:
            _tell_rows(infile, known, db, rank)
    if any(one.code in {"indicateur", "unite"} for one in found):
        _tell_labels(infile, db)
    if not any(one.code in _IDENTITY for one in found):
        _check_together(infile, known, db)


# Row by row


def _tell_rows(
    infile: InputFile, known: RecognisedFile, db: duckdb.DuckDBPyConnection, rank: int
) -> None:
    """Tell the rows with a fault, the first ones by their lines and values."""
    fault, marked = FAUTES[rank], f"from fait where fautes >> {rank} & 1 = 1"
    total = query_number(db, f"select count(*) {marked}")
    lines = f"select rowid + 2 {marked} limit {SHOWN}"
    rows = db.execute(f"from {_NUMBERED} where ligne in ({lines}) order by ligne").fetchall()
    for line, *values in rows:
        said = {what: "" if v is None else v for what, v in zip(WANTED, values, strict=True)}
        column = known.column(fault.column) or ""
        infile.error(fault.code, fault.message.format(**said), line, column, fault.hint)
    _tell_more(infile, fault.code, total)


def _tell_more(infile: InputFile, code: str, total: int) -> None:
    """Tell how many more there are of what was told `SHOWN` times."""
    if total > SHOWN:
        infile.error(f"{code}-suite", f"et {counted(total - SHOWN, 'autre')} de la même sorte")


def _tell_labels(infile: InputFile, db: duckdb.DuckDBPyConnection) -> None:
    """Tell each indicator that is unknown, each unit that is not its indicator's: once."""
    pairs = db.execute(
        f"select indicateur, unite, min(ligne), count(*) from {_NUMBERED} group by all order by 3"
    ).fetchall()
    told = set()
    for label, unit, line, count in pairs:
        indicator = LIBELLES.get(label)
        where = f"{counted(count, 'ligne')}, la première ici"
        if indicator and (unit or "").lower() != indicator.unite.lower():
            message = f"« {label} » est compté en « {unit or ''} », et non en « {indicator.unite} »"
            hint = f"{where} ; des unités différentes ne se comparent pas"
            infile.error("unite", message, line, hint=hint)
        elif indicator is None and label not in told:
            told.add(label)
            infile.error("indicateur", f"indicateur inconnu : « {label} »", line, hint=_near(label))


def _near(label: str | None) -> str:
    """Return what an unknown label is likely to be."""
    if DOUBLE_ENCODED.search(label or ""):
        return "texte codé deux fois : donnez le fichier qui a été téléchargé"
    return closest(label or "", LIBELLES) or "une édition jamais vue : rien n’en est deviné"


# All together


def _check_together(
    infile: InputFile, known: RecognisedFile, db: duckdb.DuckDBPyConnection
) -> None:
    """Check that each territory has one row for each year and indicator of the file."""
    db.execute(
        """
        create table groupe as
        select code, annee, count(*) n, bit_count(bit_or(1::ubigint << rang)) distincts,
            min(population) is distinct from max(population)
                or min(logements) is distinct from max(logements) varie,
            min(rowid) + 2 ligne
        from fait group by all
        """
    )
    if not query_number(db, "select count(*) from groupe"):
        infile.error("lignes", "ce tableau n’a aucune ligne")
        return
    _check_rows_twice(infile, db)
    _check_rows_lost(infile, db)
    _check_years(infile, db)
    _check_bases(infile, db)
    _check_indicators(infile, known, db)
    if known.layout.niveau is Niveau.COMMUNE:
        _check_arrondissements(infile, db)


def _check_rows_twice(infile: InputFile, db: duckdb.DuckDBPyConnection) -> None:
    """Tell the rows that stand there twice."""
    twice = (
        "select code, annee, rang, max(rowid) + 2 ligne from fait semi join "
        "(from groupe where n > distincts) using (code, annee) group by all having count(*) > 1"
    )
    for code, year, rank, line in _first(db, twice, "ligne"):
        message = f"ligne en double : {code}, {year}, « {INDICATEURS[rank].libelle} »"
        infile.error("double", message, line)
    _tell_more(infile, "double", query_number(db, f"select count(*) from ({twice})"))


def _check_rows_lost(infile: InputFile, db: duckdb.DuckDBPyConnection) -> None:
    """Tell the rows that a territory lacks, of the years and indicators that the file holds."""
    lost = """
        from (
            from (select distinct code from groupe), (select distinct annee from groupe),
                (select distinct rang from fait)
        ) anti join fait using (code, annee, rang)
    """
    expected = query_number(
        db,
        "select count(distinct code) * count(distinct annee) "
        "* (select count(distinct rang) from fait) from groupe",
    )
    if expected == query_number(db, "select sum(distincts) from groupe"):
        return
    for code, year, rank in _first(db, lost, "code, annee, rang"):
        message = f"ligne absente : {code}, {year}, « {INDICATEURS[rank].libelle} »"
        infile.error(
            "absente", message, hint="le fichier a perdu des lignes : téléchargez-le encore"
        )
    _tell_more(infile, "absente", query_number(db, f"select count(*) from ({lost})"))


def _check_years(infile: InputFile, db: duckdb.DuckDBPyConnection) -> None:
    """Tell the years that are missing between the first and the last."""
    years = {year for (year,) in db.execute("select distinct annee from groupe").fetchall()}
    for year in sorted(set(range(min(years), max(years))) - years):
        infile.error("absente", f"aucune ligne pour l’année {year}")


def _check_bases(infile: InputFile, db: duckdb.DuckDBPyConnection) -> None:
    """Tell the territories whose population differs from one indicator to another, in a year."""
    varies = "select code, annee, ligne from groupe where varie"
    for code, year, line in _first(db, varies, "ligne"):
        message = f"{code}, {year} : population ou logements différents selon les indicateurs"
        infile.error("base", message, line, hint="deux éditions mêlées, ou des colonnes décalées")
    _tell_more(infile, "base", query_number(db, f"select count(*) from ({varies})"))


def _check_indicators(
    infile: InputFile, known: RecognisedFile, db: duckdb.DuckDBPyConnection
) -> None:
    """Say which indicators of today's editions a file lacks: an older one has fewer."""
    ranks = {rank for (rank,) in db.execute("select distinct rang from fait").fetchall()}
    lacking = [
        f"« {one.libelle} »"
        for rank, one in enumerate(INDICATEURS)
        if rank not in ranks and known.layout.niveau in one.niveaux and not one.retire
    ]
    if lacking:
        infile.warn("indicateur", f"cette édition n’a pas : {', '.join(lacking)}")


def _check_arrondissements(infile: InputFile, db: duckdb.DuckDBPyConnection) -> None:
    """Tell a city of which some arrondissements are there, and not all, or not itself."""
    for city, parts in sorted(ARRONDISSEMENTS.items()):
        codes = sorted({city, *parts})
        query = "select distinct code from groupe where code in (select unnest(?))"
        held = {code for (code,) in db.execute(query, [codes]).fetchall()}
        if held & parts and len(held) < len(codes):
            message = f"{city} et ses arrondissements ne sont pas tous là"
            infile.error("absente", message, hint=f"absents : {', '.join(sorted({*codes} - held))}")


def _first(db: duckdb.DuckDBPyConnection, query: str, order: str) -> Sequence[tuple[Any, ...]]:
    """Return the first rows of a query, as many as are told."""
    return db.execute(f"from ({query}) order by {order} limit {SHOWN}").fetchall()
