"""Checks of a base of the SSMSI: each row by itself, then the rows together.

A few queries check everything; only what is reported leaves the engine.
"""

from collections.abc import Sequence
from typing import Any, Final

import duckdb

from docgen.errors import closest
from docgen.french.wording import counted
from docgen.importing.input_file import DOUBLE_ENCODED, MAX_PROBLEMS_SHOWN, InputFile
from docgen.importing.ssmsi.engine import query_number
from docgen.importing.ssmsi.layouts import RecognisedFile
from docgen.importing.ssmsi.reading import FAUTES, WANTED
from docgen.statistics.disclosure import ARRONDISSEMENTS
from docgen.statistics.indicators import INDICATEURS, LIBELLES, Niveau

_NUMBERED: Final = "(select row_number() over () + 1 ligne, * from brut)"
_IDENTITY: Final = {"code", "annee", "indicateur"}
"""The faults after which the rows can no longer be compared."""


def check_rows(
    infile: InputFile, recognised: RecognisedFile, db: duckdb.DuckDBPyConnection
) -> None:
    """Add an error for every problem of the table `fait`, with its line."""
    faults = db.execute("select bit_or(fautes) from fait").fetchall()[0][0] or 0
    present = [fault for rank, fault in enumerate(FAUTES) if faults >> rank & 1]
    for rank, fault in enumerate(FAUTES):
        if fault in present and fault.code not in {"indicateur", "unite"}:
            _report_rows(infile, recognised, db, rank)
    if any(fault.code in {"indicateur", "unite"} for fault in present):
        _report_labels(infile, db)
    if not any(fault.code in _IDENTITY for fault in present):
        _check_together(infile, recognised, db)


# Each row


def _report_rows(
    infile: InputFile, recognised: RecognisedFile, db: duckdb.DuckDBPyConnection, rank: int
) -> None:
    fault, marked = FAUTES[rank], f"from fait where fautes >> {rank} & 1 = 1"
    total = query_number(db, f"select count(*) {marked}")
    lines = f"select rowid + 2 {marked} limit {MAX_PROBLEMS_SHOWN}"
    rows = db.execute(f"from {_NUMBERED} where ligne in ({lines}) order by ligne").fetchall()
    for line, *values in rows:
        texts = {what: "" if v is None else v for what, v in zip(WANTED, values, strict=True)}
        column = recognised.column(fault.column) or ""
        infile.error(fault.code, fault.message.format(**texts), line, column, fault.hint)
    _report_more(infile, fault.code, total)


def _report_more(infile: InputFile, code: str, total: int) -> None:
    """Add an error that counts the rows beyond those told, at the line of the last of these."""
    if total > MAX_PROBLEMS_SHOWN:
        last = max(one.line or 0 for one in infile.problems if one.code == code)
        message = (
            f"et {counted(total - MAX_PROBLEMS_SHOWN, 'autre')} de la même sorte que plus haut"
        )
        infile.error(f"{code}-suite", message, last or None)


def _report_labels(infile: InputFile, db: duckdb.DuckDBPyConnection) -> None:
    pairs = db.execute(
        f"select indicateur, unite, min(ligne), count(*) from {_NUMBERED} group by all order by 3"
    ).fetchall()
    reported = set()
    for label, unit, line, count in pairs:
        indicator = LIBELLES.get(label)
        where = f"{counted(count, 'ligne')}, la première ici"
        if indicator and (unit or "").lower() != indicator.unite.lower():
            message = f"« {label} » est compté en « {unit or ''} », et non en « {indicator.unite} »"
            hint = f"{where} ; des unités différentes ne se comparent pas"
            infile.error("unite", message, line, hint=hint)
        elif indicator is None and label not in reported:
            reported.add(label)
            infile.error(
                "indicateur", f"indicateur inconnu : « {label} »", line, hint=_label_hint(label)
            )


def _label_hint(label: str | None) -> str:
    if DOUBLE_ENCODED.search(label or ""):
        return "texte codé deux fois : donnez le fichier qui a été téléchargé"
    return closest(label or "", LIBELLES) or "une édition jamais vue : rien n’en est deviné"


# All rows


def _check_together(
    infile: InputFile, recognised: RecognisedFile, db: duckdb.DuckDBPyConnection
) -> None:
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
    _check_duplicates(infile, db)
    _check_missing_rows(infile, db)
    _check_years(infile, db)
    _check_bases(infile, db)
    _check_indicators(infile, recognised, db)
    if recognised.layout.niveau is Niveau.COMMUNE:
        _check_arrondissements(infile, db)


def _check_duplicates(infile: InputFile, db: duckdb.DuckDBPyConnection) -> None:
    twice = (
        "select code, annee, rang, max(rowid) + 2 ligne from fait semi join "
        "(from groupe where n > distincts) using (code, annee) group by all having count(*) > 1"
    )
    for code, year, rank, line in _first(db, twice, "ligne"):
        message = f"ligne en double : {code}, {year}, « {INDICATEURS[rank].libelle} »"
        infile.error("double", message, line)
    _report_more(infile, "double", query_number(db, f"select count(*) from ({twice})"))


def _check_missing_rows(infile: InputFile, db: duckdb.DuckDBPyConnection) -> None:
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
    _report_more(infile, "absente", query_number(db, f"select count(*) from ({lost})"))


def _check_years(infile: InputFile, db: duckdb.DuckDBPyConnection) -> None:
    years = {year for (year,) in db.execute("select distinct annee from groupe").fetchall()}
    for year in sorted(set(range(min(years), max(years))) - years):
        infile.error("absente", f"aucune ligne pour l’année {year}")


def _check_bases(infile: InputFile, db: duckdb.DuckDBPyConnection) -> None:
    varies = "select code, annee, ligne from groupe where varie"
    for code, year, line in _first(db, varies, "ligne"):
        message = f"{code}, {year} : population ou logements différents selon les indicateurs"
        infile.error("base", message, line, hint="deux éditions mêlées, ou des colonnes décalées")
    _report_more(infile, "base", query_number(db, f"select count(*) from ({varies})"))


def _check_indicators(
    infile: InputFile, recognised: RecognisedFile, db: duckdb.DuckDBPyConnection
) -> None:
    ranks = {rank for (rank,) in db.execute("select distinct rang from fait").fetchall()}
    lacking = [
        f"« {one.libelle} »"
        for rank, one in enumerate(INDICATEURS)
        if rank not in ranks and recognised.layout.niveau in one.niveaux and not one.retire
    ]
    if lacking:
        infile.warn("indicateur", f"cette édition n’a pas : {', '.join(lacking)}")


def _check_arrondissements(infile: InputFile, db: duckdb.DuckDBPyConnection) -> None:
    for city, parts in sorted(ARRONDISSEMENTS.items()):
        codes = sorted({city, *parts})
        query = "select distinct code from groupe where code in (select unnest(?))"
        present = {code for (code,) in db.execute(query, [codes]).fetchall()}
        if present & parts and len(present) < len(codes):
            message = f"{city} et ses arrondissements ne sont pas tous là"
            infile.error(
                "absente", message, hint=f"absents : {', '.join(sorted({*codes} - present))}"
            )


def _first(db: duckdb.DuckDBPyConnection, query: str, order: str) -> Sequence[tuple[Any, ...]]:
    return db.execute(f"from ({query}) order by {order} limit {MAX_PROBLEMS_SHOWN}").fetchall()
